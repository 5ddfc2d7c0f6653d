"""Goals as somebody is shown them: a list, one with its history, those on their Home, and what a form offers."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.values.goals import Confidence, GoalSeen
from bot.values.people import Team

PAGE = 10
"""Goals on a page of the list, and words on the page of one."""


class Whose(StrEnum):
    """Whose a goal is to whoever reads the list: in this order."""

    MINE = "mine"
    MY_TEAMS = "my teams"
    EVERYBODYS = "everybody's"
    OTHERS = "others"


@dataclass(frozen=True, slots=True)
class Listed:
    """A goal in the list. `may_take`: nobody looks after it, and this reader can."""

    seen: GoalSeen
    whose: Whose
    may_take: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Which page of the list: from which of the goals on, and of those that are open or those that are closed."""

    start: int = 0
    closed: bool = False


FIRST = Place()


@dataclass(frozen=True, slots=True)
class GoalList:
    """One page of the goals somebody may know. `may_add`: observers only read."""

    place: Place
    items: Sequence[Listed] = ()
    has_more: bool = False
    may_add: bool = True


@dataclass(frozen=True, slots=True)
class Rights:
    """What somebody may do with a goal: say how confident they are, change and close it, look after it."""

    say: bool = False
    change: bool = False
    take: bool = False


@dataclass(frozen=True, slots=True)
class GoalInFull:
    """The page of a goal: some of what was said of it, the newest first, from the one numbered `start` on."""

    seen: GoalSeen
    said: Sequence[tuple[Confidence, str | None]]
    start: int
    has_more: bool
    rights: Rights


@dataclass(frozen=True, slots=True)
class HomeGoal:
    """An open goal of one's own. `is_due`: nothing was said of it this week."""

    seen: GoalSeen
    is_due: bool


@dataclass(frozen=True, slots=True)
class GoalDraft:
    """A form as it was handed in; whoever looks after it by Slack's id."""

    title: str
    owner: str
    team_id: int | None = None
    link: str | None = None


@dataclass(frozen=True, slots=True)
class Word:
    """How confident somebody says they are, from 0 to 10, and why in their own words."""

    value: int
    why: str | None = None


@dataclass(frozen=True, slots=True)
class GoalChoices:
    """What a form offers: the teams a goal can be for, beside everybody; and by Slack's id who looks after it now."""

    teams: Sequence[Team]
    owner: str | None

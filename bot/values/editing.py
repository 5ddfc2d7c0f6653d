"""What is shown and kept while somebody looks after a ritual."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import StrEnum

from bot.values.leading import LedRitual
from bot.values.people import Team
from bot.values.rituals import USUAL_PROTECTION, Grouping, Protection, Ritual, Tier
from bot.values.rounds import Count, Round
from bot.values.schedules import Schedule


class Part(StrEnum):
    """The parts of a ritual that are changed one at a time."""

    NAME = "name"
    QUESTIONS = "questions"
    WHEN = "when"
    RULES = "rules"
    PEOPLE = "people"
    RESULTS = "results"
    TIER = "tier"
    ABOUT = "about"


@dataclass(frozen=True, slots=True)
class Opened:
    """Which ritual a form is for, and how its part looked when the form was opened; None: however it looks now."""

    ritual_id: int
    seen: str | None = None


@dataclass(frozen=True, slots=True)
class TimeToAnswer:
    """How long people have, when they are reminded, and whether holidays count."""

    window: timedelta
    remind_before: timedelta | None
    on_holidays: bool


@dataclass(frozen=True, slots=True)
class People:
    """Who is asked: these teams, or all."""

    everyone: bool
    team_ids: Sequence[int]


@dataclass(frozen=True, slots=True)
class Results:
    """Where what came back is read, and in which order."""

    report: str
    grouping: Grouping


@dataclass(frozen=True, slots=True)
class Promised:
    """What people are promised before they answer."""

    tier: Tier
    protection: Protection = USUAL_PROTECTION


@dataclass(frozen=True, slots=True)
class RitualInFull:
    """Everything the page of a ritual tells. `people` are those it asks now, `upcoming` the dates of its next rounds.

    `participation` adds up the last `over` closed rounds. `caution` says what keeps it from showing anything. `seen`
    holds, for each part and each question, what tells later whether somebody changed it meanwhile.
    """

    led: LedRitual
    owner_name: str
    teams: Sequence[Team]
    people: int
    upcoming: Sequence[date]
    participation: Count
    over: int
    seen: Mapping[str, str]
    caution: str | None = None

    @property
    def ritual(self) -> Ritual:
        """The ritual itself."""
        return self.led.ritual


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a schedule would do: the dates of its next rounds, and what may surprise about them."""

    schedule: Schedule
    upcoming: Sequence[date]
    warnings: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Skipped:
    """A round that is left out, and the one that comes after it."""

    ritual: Ritual
    left_out: date
    next_date: date | None


@dataclass(frozen=True, slots=True)
class RunNow:
    """A round that was opened at once. With `instead` it takes the place of the one that was to come today.

    `brought_forward`: it was open already, and so many people who were to be asked later are asked now.
    """

    round: Round
    count: Count
    team_names: Sequence[str]
    instead: bool = False
    brought_forward: int = 0


@dataclass(frozen=True, slots=True)
class Paused:
    """A ritual that opens no more rounds, the round of it that is still open, and what it is called."""

    ritual: Ritual
    open_round: Round | None
    name: str


class Rhythm(StrEnum):
    """The ways a schedule can be chosen."""

    WEEKDAYS = "weekdays"
    DAILY = "daily"
    WEEKLY = "weekly"
    FORTNIGHTLY = "fortnightly"
    MONTHLY = "monthly"
    WORDS = "words"
    AS_IS = "as-is"


@dataclass(frozen=True, slots=True)
class When:
    """A schedule as somebody is choosing it. What a rhythm does not need is kept for when another one is chosen.

    `days` are `MO` … `SU`; `nth` and `weekday` say which of a month. With `spread` each person is asked at a random
    time within so long.
    """

    rhythm: Rhythm
    days: tuple[str, ...]
    nth: int
    weekday: str
    words: str
    at: time
    zone: str
    starts_on: date | None
    ends_on: date | None
    spread: timedelta = timedelta(0)


@dataclass(frozen=True, slots=True)
class Started:
    """A check-in that was set up, and the date of its first round (None until the team's members are known).

    `has_digest` says whether a digest goes to its channel now, `new_digest` whether it was set up with it;
    `first_admin`, whether its owner became the first admin with it.
    """

    ritual_id: int
    name: str
    first_on: date | None
    has_digest: bool
    new_digest: bool
    first_admin: bool = False

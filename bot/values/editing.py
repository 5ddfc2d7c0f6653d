"""What is shown and kept while somebody looks after a ritual."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import StrEnum

from bot.values.leading import LedRitual
from bot.values.people import Team
from bot.values.rituals import Ritual
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

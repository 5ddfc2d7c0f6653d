"""What one digest has to say about one week, before anybody puts it into words.

These are values, so that `trends` can gather them and `views` can render them without knowing each other.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.values.digests import Audience, DigestNote, Week, WeekMark
from bot.values.goals import NO_GOALS, GoalsTold
from bot.values.privacy import Result
from bot.values.questions import Question
from bot.values.rituals import Kind, Tier
from bot.values.signals import NOTHING_HEARD, HeardOutside
from bot.values.told_back import NOTHING_TOLD, ToldBack
from bot.values.unblocking import NOTHING_WAITS, Bottlenecks

LOW_TURNOUT = 0.5
"""Below this share of people, what those say who answered may differ from what everybody would."""


class Silence(StrEnum):
    """Why something is not said."""

    TOO_FEW_PEOPLE = "too few people"
    TOO_FEW_WEEKS = "too few weeks"
    BASE_RESTARTED = "base restarted"
    LOW_TURNOUT = "low turnout"
    NOBODY_ASKED = "nobody asked"
    EXCUSED = "excused"
    CONFIDENTIAL = "confidential"
    ELSEWHERE = "elsewhere"
    PRIVATE_CHANNEL = "private channel"
    QUIET = "quiet"
    KEY_LOST = "key lost"
    MARKED = "marked"
    STILL_OPEN = "still open"
    SO_FAR = "so far"
    FEW_NAMED = "few named a goal"


@dataclass(frozen=True, slots=True)
class Unsaid:
    """One silence that applied: to whom, and to how many prompts or teams where names would say too much.

    Of too few weeks, `count` is how many earlier ones are there.
    """

    silence: Silence
    about: str = ""
    count: int = 0


@dataclass(frozen=True, slots=True)
class Period:
    """The days a digest covers: a whole ISO week, or the current one up to a day (`so_far`)."""

    week: Week
    last: date
    so_far: bool

    @property
    def first(self) -> date:
        """The Monday it starts on."""
        return self.week.monday


@dataclass(frozen=True, slots=True)
class Turnout:
    """How one ritual was answered by one team in one week. A census: everybody asked is in it.

    `people` were asked at least once and `people_answered` of them answered in time at least once; `asked`,
    `answered` (in time), `late` and `skipped` count prompts. `excused` prompts are in none: the person
    was away, or Drumbeat never sent it.
    """

    people: int = 0
    people_answered: int = 0
    asked: int = 0
    answered: int = 0
    late: int = 0
    skipped: int = 0
    excused: int = 0


@dataclass(frozen=True, slots=True)
class RitualTurnout:
    """A ritual's turnout, with what people call the ritual."""

    ritual: str
    kind: Kind
    turnout: Turnout


@dataclass(frozen=True, slots=True)
class Said:
    """Something one person wrote, word for word."""

    person: str
    text: str
    on: date


@dataclass(frozen=True, slots=True)
class Stuck:
    """Something that is in a person's way, word for word.

    `times` check-ins running said this same thing, the first on `since`; `running` check-ins in a row said
    that something is in the way, the first on `running_since`. `at_least`: we did not look further back.
    `prompt_id`: the prompt it was answered to last.
    """

    person: str
    text: str
    on: date
    since: date
    times: int
    running: int
    running_since: date
    at_least: bool = False
    prompt_id: int | None = None


@dataclass(frozen=True, slots=True)
class Need:
    """Something stuck for at least two check-ins, and who leads the team it is stuck in."""

    team: str
    stuck: Stuck
    lead: str | None


class Measure(StrEnum):
    """What a series counts."""

    TURNOUT = "turnout"
    SCALE = "scale"
    SHARE = "share"
    COUNT = "count"


@dataclass(frozen=True, slots=True)
class Reading:
    """A scale question's value for one team and week: the mean of each person's mean, from 1 to `of`.

    `people_answered` of `people` asked gave a number.
    """

    ask: str
    of: int
    value: float
    people_answered: int
    people: int
    low_turnout: bool = False


@dataclass(frozen=True, slots=True)
class Weekly:
    """A number of one week, which starts on `monday`."""

    monday: date
    value: float


@dataclass(frozen=True, slots=True)
class Change:
    """A value outside its usual range. `low` to `high` is that range, `weeks` how long it has been out of it.

    For TURNOUT, value and range are shares of `asked` prompts; for SCALE, points on a scale up to `of`; for SHARE,
    the part of those who answered who said yes; for COUNT, how often something happened that `about` says (one of
    `Counted`), whoever it happened to. `is_rounded`: of the values that were published for a group.
    `near`: not outside, but two weeks running beyond two thirds of the way. `early`: fewer than 12 weeks to
    compare with; `base` says how many. `course`: the values it can be compared with and itself, the oldest first.
    """

    team: str
    about: str
    measure: Measure
    value: float
    low: float
    high: float
    weeks: int
    near: bool
    early: bool
    base: int
    people: int
    people_answered: int
    asked: int = 0
    of: int = 0
    is_rounded: bool = False
    course: tuple[Weekly, ...] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """What groups said to one question, as it was published: everybody's `result`, or that of the one team a digest
    is about; and the `groups` that stand beside it."""

    question: Question
    result: Result
    groups: tuple[Result, ...] = ()


@dataclass(frozen=True, slots=True)
class Pulse:
    """The newest round of the week of a ritual in which only groups are shown. `words`: how many wrote something."""

    name: str
    tier: Tier
    on: date
    invited: int
    answered: int
    figures: tuple[Figure, ...] = ()
    words: int = 0

    @property
    def low_turnout(self) -> bool:
        """Whether so few answered that those who did may differ from the others."""
        return self.answered < LOW_TURNOUT * self.invited


@dataclass(frozen=True, slots=True)
class TeamFacts:
    """One team's week. `stuck` still stood at its people's last check-in; `not_repeated` did not. `in_time`: the
    share of prompts answered in time, week by week, the oldest first."""

    name: str
    rituals: tuple[RitualTurnout, ...] = ()
    moved: tuple[Said, ...] = ()
    stuck: tuple[Stuck, ...] = ()
    not_repeated: tuple[Said, ...] = ()
    readings: tuple[Reading, ...] = ()
    in_time: tuple[Weekly, ...] = ()


@dataclass(frozen=True, slots=True)
class RegionTurnout:
    """How many of the people asked in one part of the world answered; people are counted once."""

    region: str
    people: int
    people_answered: int


@dataclass(frozen=True, slots=True)
class Marked:
    """A week of one team that somebody marked as out of the ordinary."""

    team: str
    mark: WeekMark


@dataclass(frozen=True, slots=True)
class DigestFacts:
    """Everything one digest says. Teams are in the order of the alphabet and never ranked.

    `people` and `people_answered` count each person once over all teams; `needs` and `changes` are complete
    and sorted, the view shows the first few. `judged` counts the series that could be compared with earlier
    weeks.
    """

    period: Period
    people: int
    people_answered: int
    judged: int = 0
    teams: tuple[TeamFacts, ...] = ()
    needs: tuple[Need, ...] = ()
    changes: tuple[Change, ...] = ()
    unsaid: tuple[Unsaid, ...] = ()
    bottlenecks: Bottlenecks = NOTHING_WAITS
    loops: ToldBack = NOTHING_TOLD
    heard: HeardOutside = NOTHING_HEARD
    pulses: tuple[Pulse, ...] = ()
    goals: GoalsTold = NO_GOALS
    regions: tuple[RegionTurnout, ...] = ()
    note: DigestNote | None = None
    marks: tuple[Marked, ...] = ()
    audience: Audience = Audience.TEAM

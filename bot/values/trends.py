"""Trends on demand: a team's weeks in figures, before anybody puts them into words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.values.counts import Counted
from bot.values.digests import WeekMark
from bot.values.facts import Measure, Period, Pulse, RegionTurnout, Silence, Unsaid
from bot.values.goals import Aligned, Confidence, GoalSeen
from bot.values.people import Team
from bot.values.told_back import NOTHING_TOLD, ToldBack
from bot.values.unblocking import NOTHING_WAITS, Bottlenecks, Flow, TimeToUnblock

WEEKS = 12
"""Weeks that are shown."""

LATELY = 4
"""Weeks whose prompts tell how soon people answer and when they are asked."""

FEWEST_ANSWERS = 5
"""With fewer answers nothing is said of how long they take."""


@dataclass(frozen=True, slots=True)
class Responding:
    """How soon people answer: of `asked` prompts that came at least a day ago, `in_a_day` were answered within 24
    hours. `half` of all within this time; None: more than half had not answered when it closed. `is_too_few`: of so
    few `answers` nothing is said about time."""

    asked: int = 0
    in_a_day: int = 0
    answers: int = 0
    half: timedelta | None = None
    is_too_few: bool = True


@dataclass(frozen=True, slots=True)
class Asked:
    """When the people of a region are asked: `at` is the middle of their local times, `at_work` of `people` were
    mostly asked within their working hours."""

    region: str
    people: int
    at_work: int
    at: time


@dataclass(frozen=True, slots=True)
class Range:
    """The usual range of a series, and where its newest value lies: for so many `weeks` outside (0: inside), or
    `near` its edge. It comes from `base` weeks."""

    low: float
    high: float
    base: int
    weeks: int = 0
    near: bool = False
    is_early: bool = False


@dataclass(frozen=True, slots=True)
class Series:
    """One number of a team, week by week, the oldest first; None: there is none, or it may not be shown.

    `values` are shares for TURNOUT and SHARE, points up to `of` for SCALE. `about` is the ritual, `ask` the question,
    if it is one. `people_answered` of `people` are behind the newest value; for TURNOUT `answered` of `asked` too.
    `usual` is None where too little is there to compare with, and `silence` says why. `is_rounded`: what groups said,
    as it was published.
    """

    about: str
    measure: Measure
    values: Sequence[float | None]
    ask: str = ""
    of: int = 0
    people: int = 0
    people_answered: int = 0
    usual: Range | None = None
    silence: Silence | None = None
    is_rounded: bool = False
    asked: int = 0
    answered: int = 0

    @property
    def newest(self) -> float | None:
        """The value of the newest week."""
        return self.values[-1] if self.values else None

    @property
    def is_outside(self) -> bool:
        """Whether the newest value lies outside its usual range, or near its edge for long."""
        return self.usual is not None and (self.usual.weeks > 0)


@dataclass(frozen=True, slots=True)
class Tally:
    """How often something was counted in the newest week, and how often is usual, from the lowest number to the
    highest. What is counted too seldom to tell has none."""

    about: Counted
    number: int
    usual: Range

    @property
    def is_outside(self) -> bool:
        """Whether it is unusual."""
        return self.usual.weeks > 0


@dataclass(frozen=True, slots=True)
class GoalTrend:
    """An open goal and the last word on it of each week, the oldest first."""

    seen: GoalSeen
    values: Sequence[int | None] = ()
    latest: Confidence | None = None
    worries: bool = False


@dataclass(frozen=True, slots=True)
class TeamTrends:
    """One team over the last weeks, whose Mondays are `weeks`, the oldest first; the newest is that of `period`.

    `people_answered` of `people` asked in the newest week, each counted once. `flows`: the bottlenecks that came and
    went, week by week; `times`: how soon they were unblocked, as it could be told at the end of each week, of the
    newest by now. `tallies`: how often that is usual. `aligned`: how many named the same top goal, week by week.
    `next_at`: when a ritual of the team asks next.
    """

    team: Team
    period: Period
    now: datetime
    weeks: Sequence[date] = ()
    people: int = 0
    people_answered: int = 0
    series: Sequence[Series] = ()
    pulses: Sequence[Pulse] = ()
    pulse_series: Sequence[Series] = ()
    responding: Responding = Responding()
    asked: Sequence[Asked] = ()
    flows: Sequence[Flow] = ()
    times: Sequence[TimeToUnblock] = ()
    tallies: Sequence[Tally] = ()
    bottlenecks: Bottlenecks = NOTHING_WAITS
    goals: Sequence[GoalTrend] = ()
    aligned: Sequence[Aligned | None] = ()
    told: ToldBack = NOTHING_TOLD
    unsaid: Sequence[Unsaid] = ()
    marks: Sequence[WeekMark] = ()
    next_at: datetime | None = None

    @property
    def is_nothing(self) -> bool:
        """Whether there is no number yet."""
        return (
            not (self.series or self.pulses or self.goals or any(self.aligned))
            and self.bottlenecks.is_quiet
            and self.told.is_quiet
        )


@dataclass(frozen=True, slots=True)
class TeamInShort:
    """One team in a line: how many of its people answered in the week, what lies outside its usual range, what is
    open and since when, and how many of its goals worry."""

    team: Team
    people: int = 0
    people_answered: int = 0
    outside: Sequence[Series] = ()
    open: int = 0
    oldest_at: datetime | None = None
    worries: int = 0


@dataclass(frozen=True, slots=True)
class Overview:
    """All teams somebody may see, in the order of the alphabet and never ranked; `hidden` are those they may not.

    `people` and `people_answered` count everybody once; `tallies` are of all of these teams together.
    """

    period: Period
    now: datetime
    teams: Sequence[TeamInShort] = ()
    hidden: int = 0
    people: int = 0
    people_answered: int = 0
    regions: Sequence[RegionTurnout] = ()
    asked: Sequence[Asked] = ()
    tallies: Sequence[Tally] = ()


@dataclass(frozen=True, slots=True)
class HomeTrends:
    """Some of the teams somebody leads, or of all for admins, in the order of the alphabet; `more` are left out."""

    period: Period
    teams: Sequence[TeamInShort] = ()
    more: int = 0

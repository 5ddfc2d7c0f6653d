"""Bottlenecks seen together: lists, counts, and who waits on whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.values.seen_loops import LoopSeen

PAGE = 8
"""Bottlenecks on one page: as many as fit on a screen."""

LONG_AGO = timedelta(days=14)
"""What has waited longer is old, whatever was promised."""

WINDOW = timedelta(days=28)
"""Whose days the matrix counts."""

LEAST_BLOCKED = timedelta(days=3)
"""A team's waiting for another is named first from this much on."""

MOST_HEAVIEST = 3
"""So many are named first."""


class Which(StrEnum):
    """Of all bottlenecks a person may see: all, those that concern their teams, or them; those that wait too long."""

    ALL = "all"
    TEAM = "team"
    MINE = "mine"
    OLD = "old"


class Apart(StrEnum):
    """What waits or is waited on without being a team: somebody outside, or people who are in no team."""

    OUTSIDE = "outside"
    ALONE = "alone"


NO_TEAMS = {Apart.ALONE: "people in no team", Apart.OUTSIDE: "somebody outside"}
"""What those who are no team are called."""

Side = int | Apart
"""One side of a waiting: a team by its number, or what is none. A person stands for the first of their teams by
name."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which bottlenecks somebody wants to see: of `which`, only what this side `waits` for, and what waits `on` that
    one. With `on`, or the old ones, what was answered is left out: nobody is waited on any more."""

    which: Which = Which.ALL
    waits: Side | None = None
    on: Side | None = None

    @property
    def only_open(self) -> bool:
        """Whether what was answered is left out."""
        return self.on is not None or self.which == Which.OLD


EVERYTHING = Wanted()


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a list whose oldest come first: right at this loop."""

    raised_at: datetime
    loop_id: int


@dataclass(frozen=True, slots=True)
class Leaf:
    """Which page of a list: the one that begins after this place, or ends before it."""

    after: Spot | None = None
    before: Spot | None = None


FIRST = Leaf()


@dataclass(frozen=True, slots=True)
class Counts:
    """How many there are: open ones, and of those past their date and with nobody on it; answered ones that await a
    word of whoever raised them."""

    open: int = 0
    overdue: int = 0
    untaken: int = 0
    answered: int = 0

    @property
    def total(self) -> int:
        """All that are not over."""
        return self.open + self.answered


@dataclass(frozen=True, slots=True)
class Named:
    """A side by the name people know it under."""

    side: Side
    name: str


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of bottlenecks, the oldest first, `earlier` ones before it; `now` where the reader is. `teams` can be
    chosen among; `waits` and `on` name the sides that are `wanted`."""

    wanted: Wanted
    now: datetime
    counts: Counts
    items: Sequence[LoopSeen] = ()
    earlier: int = 0
    teams: Sequence[Named] = ()
    waits: str | None = None
    on: str | None = None

    @property
    def total(self) -> int:
        """How many are on all pages together."""
        return self.counts.open if self.wanted.only_open else self.counts.total


@dataclass(frozen=True, slots=True)
class Edge:
    """What one side waits for from another: so many open ones, so much time within the window. `oldest`: of the open
    ones, where it is told."""

    waits: Named
    on: Named
    open: int
    blocked: timedelta
    oldest: LoopSeen | None = None


@dataclass(frozen=True, slots=True)
class Balance:
    """How long one side waited for others within the window, others for it, and its people for each other."""

    who: Named
    waits: timedelta
    is_waited_on: timedelta
    within: timedelta = timedelta(0)


@dataclass(frozen=True, slots=True)
class Matrix:
    """Who waits on whom, the names in the order of the alphabet. `heaviest`: the longest waiting of a team for
    another side. `chosen` with its edges: one side in full; the longest first."""

    now: datetime
    heaviest: Sequence[Edge] = ()
    balances: Sequence[Balance] = ()
    unnamed: int = 0
    chosen: Balance | None = None
    waits_for: Sequence[Edge] = ()
    waited_on_by: Sequence[Edge] = ()


@dataclass(frozen=True, slots=True)
class HomeLoops:
    """Bottlenecks on one person's Home: the first of what waits on them and of what they raised, and how many there
    are. `counts` and `oldest`, of what concerns their teams, for who leads, and of all for admins; else None."""

    waits_on_me: Sequence[LoopSeen] = ()
    waiting: int = 0
    raised_by_me: Sequence[LoopSeen] = ()
    raised: int = 0
    counts: Counts | None = None
    oldest: Sequence[LoopSeen] = ()

    @property
    def is_nothing(self) -> bool:
        """Whether none of it concerns them."""
        return not (self.waiting or self.raised or (self.counts and self.counts.total))


NO_LOOPS = HomeLoops()

"""How long things wait, in figures: what a digest says about bottlenecks, before anybody puts it into words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from bot.values.loops import OPEN, UNBLOCKED, UNSETTLED, LoopState, WaitsOn
from bot.values.seen_loops import LoopSeen


@dataclass(frozen=True, slots=True)
class Bottleneck:
    """A bottleneck, as far as figures need it; the fields are those of a loop."""

    id: int
    team_id: int | None
    waits_on: WaitsOn
    state: LoopState
    raised_at: datetime
    answered_at: datetime | None = None
    closed_at: datetime | None = None
    category_id: int | None = None
    due_on: date | None = None
    reopened: int = 0
    escalated_at: datetime | None = None
    picked_at: datetime | None = None
    is_quiet: bool = False

    @property
    def is_open(self) -> bool:
        """Whether somebody is waited on."""
        return self.state in OPEN

    @property
    def is_unblocked(self) -> bool:
        """Whether it ended with an answer that held."""
        return self.state in UNBLOCKED

    @property
    def is_over(self) -> bool:
        """Whether nobody waits for anything any more, not even for a word on whether the answer helped."""
        return self.state not in UNSETTLED

    @property
    def ended_at(self) -> datetime | None:
        """When its waiting ended, for good or as far as we know: answered, declined or merged."""
        return self.answered_at if self.answered_at is not None else self.closed_at


@dataclass(frozen=True, slots=True)
class Turn:
    """From this instant on a bottleneck waited for this party, until its next turn."""

    at: datetime
    waits_on: WaitsOn


@dataclass(frozen=True, slots=True)
class TimeToUnblock:
    """Of `n` bottlenecks of the last weeks, how soon half (`half`) and 85 of 100 (`most`) are unblocked.

    None: so many are not yet. `presumed` of the `cleared` ones nobody confirmed. `is_too_few`: nothing can be told.
    """

    n: int
    cleared: int
    presumed: int
    half: timedelta | None = None
    most: timedelta | None = None
    is_too_few: bool = True


@dataclass(frozen=True, slots=True)
class Flow:
    """What came and went in one week."""

    opened: int = 0
    cleared: int = 0
    declined: int = 0

    @property
    def net(self) -> int:
        """How many more came than were cleared."""
        return self.opened - self.cleared


@dataclass(frozen=True, slots=True)
class Reopened:
    """So many of those that had come to an end were opened again."""

    count: int = 0
    ended: int = 0


@dataclass(frozen=True, slots=True)
class Blocked:
    """So long did one cause keep people waiting."""

    category: str
    time: timedelta


@dataclass(frozen=True, slots=True)
class Edge:
    """So long did one team wait for one party."""

    team: str
    waits_on: str
    time: timedelta


@dataclass(frozen=True, slots=True)
class Some:
    """The first few of `total` bottlenecks, the oldest first."""

    first: Sequence[LoopSeen] = ()
    total: int = 0


@dataclass(frozen=True, slots=True)
class Bottlenecks:
    """Everything a digest says about bottlenecks, as they stand at `now`; `today` is that day where it is read.

    `open` and `unconfirmed` (answered, and nobody has said whether that helped) count all of them; nothing was to be
    posted of `unnamed` of the open ones. `needs`: their lead was told and there is still no word, or the day that was
    given has passed; or a poll put them among its first. `again`: they came back, or hit several teams.
    `from_others`: what other teams wait for from the teams at `home` here, in a channel of their own. `outside`: what
    waits on somebody outside.
    """

    now: datetime
    today: date
    home: Sequence[str] = ()
    open: int = 0
    unconfirmed: int = 0
    unnamed: int = 0
    flow: Flow = Flow()
    time: TimeToUnblock = TimeToUnblock(0, 0, 0)
    reopened: Reopened = Reopened()
    needs: Some = Some()
    oldest: Some = Some()
    from_others: Some = Some()
    again: Some = Some()
    edges: Sequence[Edge] = ()
    blocked: Sequence[Blocked] = ()
    outside: Some = Some()

    @property
    def is_quiet(self) -> bool:
        """Whether nothing came, went or waits."""
        return self.flow == Flow() and not (self.open or self.unconfirmed or self.from_others.total)


NOTHING_WAITS = Bottlenecks(datetime.min.replace(tzinfo=UTC), date.min)

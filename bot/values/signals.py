"""Signals: what a customer, a competitor or the market said, and everybody who heard it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.values.people import Team

HEARD_LATELY = timedelta(days=90)
"""What was heard within so long may be heard again: it is compared with, and counted together."""

PAGE = 10
"""Signals on a page of a list, and words on the page of one."""

LONGEST_WORDS = 3000
"""Characters of what was said: as many as Slack's field takes."""

LONGEST_SOURCE = 75
LONGEST_AREA = 40

MOST_AREAS = 12
"""So many are offered, those named most often first. Any other one can be typed."""


class SignalKind(StrEnum):
    """Who said it."""

    CUSTOMER = "customer"
    COMPETITOR = "competitor"
    MARKET = "market"


@dataclass(frozen=True, slots=True)
class Heard:
    """What somebody heard, in their words. `source` is who said it; `area` the part of the product it is about;
    `permalink` the message it comes from."""

    words: str
    source: str | None = None
    area: str | None = None
    link: str | None = None
    permalink: str | None = None


@dataclass(frozen=True, slots=True)
class NoteChoices:
    """Which of their own teams somebody can note a signal for."""

    own: Sequence[Team] = ()


@dataclass(frozen=True, slots=True)
class NoteDraft:
    """A form as it stands, finished or not. Under the same `key` it is noted once, however often it is handed in.

    `asked` are the numbers of those it was asked about: "heard before?". `again`: it is this one. `from_private`: it
    comes from a message not everybody can read.
    """

    key: str
    heard: Heard = Heard("")
    kind: SignalKind = SignalKind.CUSTOMER
    team_id: int | None = None
    asked: tuple[int, ...] = ()
    again: int | None = None
    from_private: bool = False


@dataclass(frozen=True, slots=True)
class SignalSeen:
    """One signal as one person may know it: `words` are the first they may see, and `area` the first that was named;
    everything is counted over what they may see alone. `place` is its newest report."""

    id: int
    kind: SignalKind
    words: str
    area: str | None
    times: int
    people: int
    teams: int
    first_at: datetime
    last_at: datetime
    place: int


@dataclass(frozen=True, slots=True)
class Report:
    """One time that something was heard, with who heard it for which team."""

    id: int
    signal_id: int
    member_id: int
    team_id: int | None
    heard: Heard
    at: datetime
    person: str | None = None
    team: str | None = None


@dataclass(frozen=True, slots=True)
class SignalInFull:
    """The page of a signal: some of its reports, the newest first, from the one numbered `start` on. `mine` are the
    numbers of one's own."""

    seen: SignalSeen
    reports: Sequence[Report]
    start: int
    mine: frozenset[int]


@dataclass(frozen=True, slots=True)
class OwnReport:
    """What somebody noted and may change; of what kind it is as well, where they were the first."""

    report: Report
    kind: SignalKind
    is_first: bool


@dataclass(frozen=True, slots=True)
class Noted:
    """What became of noting something. `is_repeat`: it joined what had been heard before."""

    signal_id: int
    is_repeat: bool


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which signals somebody wants to see."""

    kind: SignalKind | None = None
    area: str | None = None


EVERYTHING = Wanted()


@dataclass(frozen=True, slots=True)
class Leaf:
    """Which page: what comes after a place or before it, the newest first. Neither: the first page."""

    after: int | None = None
    before: int | None = None


FIRST = Leaf()


@dataclass(frozen=True, slots=True)
class SignalList:
    """One page of signals, and whether there are newer and older ones; `areas` are those that can be picked."""

    wanted: Wanted
    items: Sequence[SignalSeen] = ()
    has_newer: bool = False
    has_older: bool = False
    areas: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """A signal that was heard in a week, as a digest tells it. Counted is what was heard within `HEARD_LATELY`, by
    whom its readers may know of; `words` were reported in that week, the newest first. `is_new`: never before."""

    id: int
    kind: SignalKind
    area: str | None
    people: int
    teams: int
    times: int
    since: datetime
    is_new: bool
    words: Sequence[Report]


@dataclass(frozen=True, slots=True)
class HeardOutside:
    """What a digest says was heard outside, what most people heard first."""

    signals: Sequence[Told] = ()

    @property
    def is_quiet(self) -> bool:
        """Whether nothing was."""
        return not self.signals


NOTHING_HEARD = HeardOutside()

"""The weekly digest: a fixed layout for one audience, with a schedule and a channel. It asks nobody."""

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum


class Audience(StrEnum):
    """Whom a digest is written for."""

    TEAM = "team"
    LEADERSHIP = "leadership"
    PARTNERS = "partners"


class DigestState(StrEnum):
    """Whether a digest goes out."""

    ACTIVE = "active"
    PAUSED = "paused"
    ENDED = "ended"


class MarkKind(StrEnum):
    """Why a week was out of the ordinary."""

    HOLIDAY = "holiday"
    LAUNCH = "launch"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class DigestPlan:
    """What a digest is, before it is stored. `weekday` counts from Monday = 0, `zone` is an IANA name."""

    name: str
    channel_id: str
    weekday: int
    at: time
    zone: str
    audience: Audience = Audience.TEAM


@dataclass(frozen=True, slots=True)
class Digest:
    """A stored digest; `next_at` is the calendar instant of the next post."""

    id: int
    workspace_id: int
    owner_id: int
    plan: DigestPlan
    state: DigestState
    next_at: datetime | None


@dataclass(frozen=True, slots=True)
class Week:
    """An ISO week, Monday to Sunday."""

    monday: date

    @property
    def number(self) -> int:
        """The ISO week number."""
        return self.monday.isocalendar().week


LONGEST_NOTE = 500
"""Characters of a note above a digest."""

LONGEST_MARK = 75
"""Characters of what a week was marked for."""


@dataclass(frozen=True, slots=True)
class DigestNote:
    """What somebody says above a week's digest. `by` is their name."""

    words: str
    by: str


@dataclass(frozen=True, slots=True)
class WeekMark:
    """A team's week that was out of the ordinary, and why, in somebody's words where they said so."""

    team_id: int
    monday: date
    kind: MarkKind
    words: str | None = None

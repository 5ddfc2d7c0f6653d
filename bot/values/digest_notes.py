"""What somebody is offered who looks after a digest: a note above one week's, and weeks to mark."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.values.digests import Digest, DigestNote, Week, WeekMark
from bot.values.facts import Marked


class Goes(StrEnum):
    """When the digest of a week goes out: on schedule, when somebody posts it, or it did and can, or can no longer,
    be changed."""

    ON_SCHEDULE = "on schedule"
    BY_HAND = "by hand"
    IS_OUT = "is out"
    IS_PAST = "is past"


@dataclass(frozen=True, slots=True)
class NoteOffer:
    """The week a note is for, when its digest goes out, and what stands above it now; `reader` is the zone of whoever
    writes it."""

    digest: Digest
    week: Week
    goes: Goes
    reader: ZoneInfo
    note: DigestNote | None = None


@dataclass(frozen=True, slots=True)
class MarkOffer:
    """The weeks that can be marked for these teams, by name, the newest first; `chosen` is one of them. `marks` are
    those that stand."""

    digest_id: int
    teams: Sequence[str]
    weeks: Sequence[Week]
    chosen: Week
    marks: Sequence[Marked] = ()

    def of(self, monday: date) -> list[Marked]:
        """The marks of one week."""
        return [item for item in self.marks if item.mark.monday == monday]

    @property
    def stands(self) -> WeekMark | None:
        """How the chosen week is marked, where it is the same for all teams."""
        own = self.of(self.chosen.monday)
        kinds = {(item.mark.kind, item.mark.words) for item in own}
        return own[0].mark if len(own) == len(self.teams) and len(kinds) == 1 else None

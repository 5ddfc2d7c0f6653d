"""What goes into a file of answers and figures, and whose it is."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Unshown(StrEnum):
    """Why something is not in the file. It is never 0 instead."""

    OPEN = "open"
    BELOW_K = "below_k"
    KEY_LOST = "key_lost"
    GROUPS_ONLY = "groups_only"
    ELSEWHERE = "elsewhere"
    QUIET = "quiet"
    IN_WORDS = "in_words"
    NEARLY_ALL = "nearly_all_the_same"
    TOO_EARLY = "too_early"


@dataclass(frozen=True, slots=True)
class Reader:
    """Whom a file is for, when it is not for whoever runs Drumbeat: which `teams` it is about, those of them they
    lead, the teams whose names they may know, and the channels they can read."""

    member_id: int
    is_admin: bool
    teams: frozenset[int]
    led: frozenset[int]
    known: frozenset[int]
    channels: frozenset[str]


@dataclass(frozen=True, slots=True)
class Extent:
    """What a file holds: of this workspace, for this `reader` (None: for whoever runs Drumbeat, all of it), what was
    asked or happened on or after `since` (None: whatever is kept)."""

    workspace_id: int
    reader: Reader | None = None
    since: date | None = None

    def covers(self, team_id: int) -> bool:
        """Whether it is about this team."""
        return self.reader is None or team_id in self.reader.teams

    def may_name(self, team_id: int | None) -> bool:
        """Whether whoever reads it may know of this team."""
        return team_id is not None and (self.reader is None or team_id in self.reader.known)


@dataclass(frozen=True, slots=True)
class Span:
    """Rows with a number after `after`, up to `last`: never more at a time than fit into memory easily."""

    after: int
    last: int

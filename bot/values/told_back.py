"""Whether feedback is answered and its givers told, in figures: never a word of it, nor whom it was for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.values.feedback import Note


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of feedback, as far as figures need it. `is_withdrawn`: it was taken back or taken down, so that
    nobody is owed an outcome any more; `closed_at` is when that was. `is_over`: nobody is waited on."""

    received_at: datetime
    told_at: datetime | None = None
    closed_at: datetime | None = None
    is_withdrawn: bool = False
    is_over: bool = False


@dataclass(frozen=True, slots=True)
class TimeToTold:
    """Of `n` pieces of the last weeks `told` were told; `half` of all within this time. None: more than half were not
    yet. `is_too_few`: nothing can be told."""

    n: int = 0
    told: int = 0
    half: timedelta | None = None
    is_too_few: bool = True


@dataclass(frozen=True, slots=True)
class ToldBack:
    """What a digest says about feedback. `matured` were received 14 to 42 days ago, and of `in_time` of these the
    giver was told within 14 days. `told` counts those told this week, `waiting` those that have been waiting for
    longer than 14 days. `notes` are what teams were told this week: you said, we did."""

    told: int = 0
    waiting: int = 0
    matured: int = 0
    in_time: int = 0
    time: TimeToTold = TimeToTold()
    notes: Sequence[Note] = ()

    @property
    def is_quiet(self) -> bool:
        """Whether there is nothing to tell."""
        return not (self.told or self.waiting or self.matured or self.notes)


NOTHING_TOLD = ToldBack()

"""What is to be rehearsed."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from bot.cli.rehearsing.company import Cast
from bot.rituals.as_code.file import RitualsFile

EARLIEST_ZONE = timedelta(hours=14)
"""The first morning of a date begins so long before midnight in UTC, and the last evening ends 12 hours after."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be played: `weeks` from the morning of `first` on, answered or not."""

    file: RitualsFile
    cast: Cast
    first: date
    weeks: int
    seed: int
    is_answered: bool

    @property
    def begins(self) -> datetime:
        """When the first day begins anywhere."""
        return datetime.combine(self.first, time.min, UTC) - EARLIEST_ZONE

    @property
    def ends(self) -> datetime:
        """When the last day is over everywhere."""
        return datetime.combine(self.first + timedelta(weeks=self.weeks), time(12), UTC)

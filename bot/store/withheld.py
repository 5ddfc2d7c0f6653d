"""Which answers trends do not read, whoever asks."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, or_

from bot.store.tables import round_
from bot.values.rituals import Tier


@dataclass(frozen=True, slots=True)
class Withheld:
    """Answers that are not read one by one: of rounds that went to one of `reports` alone and, with `groups_only`,
    of any that was not named when it opened, whatever its ritual has become since."""

    reports: Collection[str] = ()
    groups_only: bool = False

    def __bool__(self) -> bool:
        return bool(self.reports) or self.groups_only

    def rounds(self) -> ColumnElement[bool]:
        """Which rounds these are."""
        went_elsewhere = round_.c.report.in_(self.reports)
        return or_(went_elsewhere, round_.c.tier != Tier.NAMED) if self.groups_only else went_elsewhere


NOTHING_WITHHELD = Withheld()

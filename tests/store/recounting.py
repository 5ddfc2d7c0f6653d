"""Whether what was summed up is what counting finds: asked at the end of every scenario, and of made-up pasts."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import func, select

from bot.store import counting, week_sums, weekly
from bot.store.engine import Transaction
from bot.store.tables import prompt, ritual, round_, week_sum
from bot.store.trends import ScaleRow, TurnoutRow, Weeks
from bot.store.withheld import NOTHING_WITHHELD, Withheld
from bot.values.rituals import Tier


async def check_sums(tx: Transaction, now: datetime, withheld: Withheld = NOTHING_WITHHELD) -> int:
    """Assert that sums and counting agree on everything that was ever asked; how many sums stand."""
    standing = await _standing(tx)
    weeks = await _weeks(tx)
    if weeks is None or not standing:
        return standing
    teams = list((await tx.execute(select(prompt.c.team_id).distinct())).scalars())
    rituals = await _named_or_confidential(tx)
    seen = await weekly.look(tx, teams, rituals, weeks)
    found = await weekly.turnouts(tx, seen, now=now)
    assert found == _in_order(await counting.turnouts(tx, teams, rituals, weeks, now=now))
    said = await weekly.scales(tx, seen, rituals, withheld)
    counted = await counting.scales(tx, teams, rituals, weeks, withheld)
    assert _scales(said) == _scales(counted)
    return standing


async def _standing(tx: Transaction) -> int:
    query = select(func.count()).select_from(week_sum).where(week_sum.c.is_current)
    return int((await tx.execute(query)).scalar_one())


async def _weeks(tx: Transaction) -> Weeks | None:
    query = select(func.min(round_.c.local_date), func.max(round_.c.local_date))
    first, last = (await tx.execute(query)).one()
    if first is None:
        return None
    monday, last_monday = week_sums.monday_before(first), week_sums.monday_before(last)
    return Weeks(monday, (last_monday - monday).days // 7 + 1, last_monday + timedelta(days=6))


async def _named_or_confidential(tx: Transaction) -> list[int]:
    return list((await tx.execute(select(ritual.c.id).where(ritual.c.tier != Tier.ANONYMOUS))).scalars())


def _in_order(rows: list[TurnoutRow]) -> list[TurnoutRow]:
    return sorted(rows, key=lambda row: (row.series, row.monday))


def _scales(rows: list[ScaleRow]) -> dict[tuple[object, str, date], object]:
    # Adding up in another order, a database may come to another last digit.
    return {(row.series, row.key, row.monday): (pytest.approx(row.value), row.people) for row in rows}

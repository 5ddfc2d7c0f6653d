"""How often something happened, week by week. What is read is what happened in these weeks, by an index."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select

from bot.store.engine import Transaction
from bot.store.stretches import stretch_of
from bot.store.tables import loop, signal, signal_report
from bot.store.teams import theirs
from bot.values.counts import Counted
from bot.values.loops import UNBLOCKED, LoopKind


@dataclass(frozen=True, slots=True)
class Counting:
    """What is counted: from each of `bounds` to before the next one. Of these teams, and of none (`with_nobodys`)."""

    workspace_id: int
    bounds: Sequence[datetime]
    team_ids: Collection[int]
    with_nobodys: bool

    @property
    def weeks(self) -> int:
        """How many weeks are counted."""
        return len(self.bounds) - 1


async def bottlenecks(tx: Transaction, counting: Counting) -> dict[Counted, list[int]]:
    """How many bottlenecks were opened and how many cleared in each week, as a digest counts them."""
    here = (
        loop.c.workspace_id == counting.workspace_id,
        loop.c.kind == LoopKind.BOTTLENECK,
        _of_these(loop.c.team_id, counting),
    )
    cleared = and_(*here, loop.c.state.in_(UNBLOCKED))
    return {
        Counted.OPENED: await _by_week(tx, loop.c.raised_at, and_(*here), counting),
        Counted.CLEARED: await _by_week(tx, loop.c.closed_at, cleared, counting),
    }


async def signals(tx: Transaction, counting: Counting) -> dict[Counted, list[int]]:
    """How many signals of each kind were noted in each week; one that was noted twice in a week counts once."""
    week = _week_of(signal_report.c.heard_at, counting).label("week")
    noted = (
        select(signal_report.c.signal_id, week)
        .where(
            signal_report.c.workspace_id == counting.workspace_id,
            _within(signal_report.c.heard_at, counting),
            _of_these(signal_report.c.team_id, counting),
        )
        .distinct()
        .subquery()
    )
    query = (
        select(signal.c.kind, noted.c.week, func.count())
        .join(signal, signal.c.id == noted.c.signal_id)
        .group_by(signal.c.kind, noted.c.week)
    )
    kinds = (Counted.CUSTOMER, Counted.COMPETITOR, Counted.MARKET)
    found = {kind: [0] * counting.weeks for kind in kinds}
    for kind, index, number in await tx.execute(query):
        found[Counted(kind)][index] = number
    return found


async def _by_week(
    tx: Transaction, instant: ColumnElement[Any], which: ColumnElement[bool], counting: Counting
) -> list[int]:
    week = _week_of(instant, counting).label("week")
    query = select(week, func.count()).where(which, _within(instant, counting)).group_by("week")
    found = [0] * counting.weeks
    for index, number in await tx.execute(query):
        found[index] = number
    return found


def _of_these(team_id: ColumnElement[Any], counting: Counting) -> ColumnElement[bool]:
    own = theirs(team_id, counting.team_ids)
    return or_(own, team_id.is_(None)) if counting.with_nobodys else own


def _within(instant: ColumnElement[Any], counting: Counting) -> ColumnElement[bool]:
    return and_(instant >= counting.bounds[0], instant < counting.bounds[-1])


def _week_of(instant: ColumnElement[Any], counting: Counting) -> ColumnElement[int]:
    """Which week an instant is in, from 0. Weeks are of local days, so not all have as many hours."""
    return stretch_of(instant, counting.bounds[1:-1])

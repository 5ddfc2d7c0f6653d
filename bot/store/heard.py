"""What a digest's section on what was heard outside is made from. Its cost is that of the last weeks, by an index."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, or_, select

from bot.store.engine import Transaction
from bot.store.seen_signals import with_names
from bot.store.signals import to_report
from bot.store.tables import signal, signal_report
from bot.store.teams import theirs
from bot.values.signals import Report, SignalKind


@dataclass(frozen=True, slots=True)
class Window:
    """Which signals: those heard from `start` to before `end`, with what was reported of them since `since`. Only
    what was heard for teams that may be spoken of (`known`), or for none."""

    workspace_id: int
    since: datetime
    start: datetime
    end: datetime
    known: Collection[int]


async def reports(tx: Transaction, window: Window) -> list[tuple[SignalKind, Report]]:
    """Every report of them, the newest first, with the kind of its signal."""
    told = or_(signal_report.c.team_id.is_(None), theirs(signal_report.c.team_id, window.known))
    here = and_(
        signal_report.c.workspace_id == window.workspace_id, told, signal_report.c.heard_at < window.end
    )
    in_the_week = select(signal_report.c.signal_id).where(here, signal_report.c.heard_at >= window.start)
    query = (
        with_names()
        .add_columns(signal.c.kind)
        .join(signal, signal.c.id == signal_report.c.signal_id)
        .where(here, signal_report.c.heard_at >= window.since, signal_report.c.signal_id.in_(in_the_week))
        .order_by(signal_report.c.heard_at.desc(), signal_report.c.id.desc())
    )
    rows = await tx.execute(query)
    return [(SignalKind(row.kind), to_report(row, person=row.person_name)) for row in rows]

"""What was said outside, and each time it was heard."""

from collections.abc import Sequence
from datetime import UTC, datetime, time
from typing import Any

from sqlalchemy import Row, func, or_, select

from bot.store.engine import Transaction
from bot.store.exporting.extent import may_be_known, within
from bot.store.tables import member, signal, signal_report
from bot.values.exporting import Extent, Span

Rows = Sequence[Row[Any]]


async def last_signal(tx: Transaction) -> int:
    """The highest number a signal has."""
    return int((await tx.execute(select(func.coalesce(func.max(signal.c.id), 0)))).scalar_one())


async def signals(tx: Transaction, extent: Extent, span: Span) -> Rows:
    """Signals of which the export holds a report, counted by those alone."""
    report = signal_report.c
    query = (
        select(
            *(signal.c.id, signal.c.kind),
            func.count().label("times"),
            func.count(report.member_id.distinct()).label("people"),
            func.count(report.team_id.distinct()).label("teams"),
            func.min(report.heard_at).label("first_at"),
            func.max(report.heard_at).label("last_at"),
        )
        .join(signal_report, report.signal_id == signal.c.id)
        .where(*_of(extent, span))
        .group_by(signal.c.id, signal.c.kind)
        .order_by(signal.c.id)
    )
    rows: Rows = (await tx.execute(query)).all()
    return rows


async def reports(tx: Transaction, extent: Extent, span: Span) -> Rows:
    """Each time one was heard: for everybody, or for a team of the export, or by whoever reads it."""
    query = (
        select(signal_report, signal.c.kind, member.c.slack_id.label("heard_by"), member.c.zone)
        .join(signal, signal.c.id == signal_report.c.signal_id)
        .join(member, member.c.id == signal_report.c.member_id)
        .where(*_of(extent, span))
        .order_by(signal_report.c.signal_id, signal_report.c.id)
    )
    rows: Rows = (await tx.execute(query)).all()
    return rows


def _of(extent: Extent, span: Span) -> list[Any]:
    known = may_be_known(signal_report.c.team_id, extent)
    if extent.reader is not None:
        known = or_(known, signal_report.c.member_id == extent.reader.member_id)
    conditions = [signal.c.workspace_id == extent.workspace_id, within(signal.c.id, span), known]
    if extent.since is not None:
        conditions.append(signal_report.c.heard_at >= datetime.combine(extent.since, time(), UTC))
    return conditions

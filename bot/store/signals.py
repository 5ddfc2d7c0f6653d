"""Noting signals and changing one's own words. Whoever adds to a signal or takes from it locks it first."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, exists, func, insert, select, update

from bot.store.engine import Transaction
from bot.store.tables import member, signal, signal_report, team
from bot.values.people import Member
from bot.values.signals import Heard, OwnReport, Report, SignalKind


async def add(tx: Transaction, who: Member, kind: SignalKind) -> int:
    """A new signal nobody has reported yet; its number."""
    row = insert(signal).values(workspace_id=who.workspace_id, kind=kind)
    return int((await tx.execute(row.returning(signal.c.id))).scalar_one())


async def report(
    tx: Transaction,
    who: Member,
    signal_id: int,
    team_id: int | None,
    heard: Heard,
    *,
    key: str | None,
    at: datetime,
) -> int:
    """Somebody heard it; the number of their report."""
    row = insert(signal_report).values(
        workspace_id=who.workspace_id,
        signal_id=signal_id,
        member_id=who.id,
        team_id=team_id,
        key=key,
        heard_at=at,
        **_particulars(heard),
    )
    return int((await tx.execute(row.returning(signal_report.c.id))).scalar_one())


async def reported_under(tx: Transaction, who: Member, key: str) -> int | None:
    """The signal reported under this key. Nobody else reports anything as them before this transaction ends."""
    await tx.execute(select(member.c.id).where(member.c.id == who.id).with_for_update(key_share=True))
    return await is_reported_under(tx, who, key)


async def is_reported_under(tx: Transaction, who: Member, key: str) -> int | None:
    """The signal that was reported under this key, if one was."""
    found = select(signal_report.c.signal_id).where(
        signal_report.c.workspace_id == who.workspace_id, signal_report.c.key == key
    )
    return (await tx.execute(found)).scalar_one_or_none()


async def lock(tx: Transaction, workspace_id: int, signal_id: int) -> bool:
    """Whether this signal is there; if so, nobody else adds to it or takes from it before this transaction ends."""
    query = select(signal.c.id).where(signal.c.id == signal_id, signal.c.workspace_id == workspace_id)
    return (await tx.execute(query.with_for_update())).one_or_none() is not None


async def own(tx: Transaction, who: Member, report_id: int) -> OwnReport | None:
    """What this person reported under this number."""
    first = (
        select(func.min(signal_report.c.id))
        .where(signal_report.c.signal_id == signal.c.id)
        .correlate(signal)
        .scalar_subquery()
    )
    query = (
        select(
            signal_report,
            signal.c.kind,
            team.c.name.label("team_name"),
            (first == signal_report.c.id).label("is_first"),
        )
        .join(signal, signal.c.id == signal_report.c.signal_id)
        .outerjoin(team, team.c.id == signal_report.c.team_id)
        .where(
            signal_report.c.id == report_id,
            signal_report.c.member_id == who.id,
            signal_report.c.workspace_id == who.workspace_id,
        )
    )
    row = (await tx.execute(query)).one_or_none()
    if row is None:
        return None
    return OwnReport(to_report(row, person=who.name), SignalKind(row.kind), bool(row.is_first))


async def change(tx: Transaction, report_id: int, team_id: int | None, heard: Heard) -> None:
    """Other words for the same; the message they come from stays the same."""
    values = {**_particulars(heard), "team_id": team_id}
    del values["permalink"]
    await tx.execute(update(signal_report).where(signal_report.c.id == report_id).values(**values))


async def call_it(tx: Transaction, signal_id: int, kind: SignalKind) -> None:
    """Of another kind it is."""
    await tx.execute(update(signal).where(signal.c.id == signal_id).values(kind=kind))


async def take_back(tx: Transaction, own_report: Report) -> None:
    """Forget a report of a locked signal, and the signal with its last one."""
    await tx.execute(delete(signal_report).where(signal_report.c.id == own_report.id))
    others = exists().where(signal_report.c.signal_id == signal.c.id)
    await tx.execute(delete(signal).where(signal.c.id == own_report.signal_id, ~others))


def to_report(row: Row[Any], *, person: str | None = None) -> Report:
    """A row of a report with the name of its team as a value."""
    return Report(
        id=row.id,
        signal_id=row.signal_id,
        member_id=row.member_id,
        team_id=row.team_id,
        heard=Heard(row.words, row.source, row.area, row.link, row.permalink),
        at=row.heard_at,
        person=person,
        team=row.team_name,
    )


def _particulars(heard: Heard) -> dict[str, Any]:
    return {
        "words": heard.words,
        "source": heard.source,
        "area": heard.area,
        "link": heard.link,
        "permalink": heard.permalink,
    }

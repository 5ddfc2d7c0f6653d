"""Signals as one person may know them: what was reported for a team with a private channel is known to that team, to
whoever reported it and to admins, and everything is counted without it by everybody else."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, bindparam, exists, func, select

from bot.store.engine import Transaction
from bot.store.knowing import known_to, on_behalf_of
from bot.store.signals import to_report
from bot.store.tables import member, signal, signal_report, team
from bot.values.people import Member
from bot.values.signals import Leaf, Report, SignalKind, SignalSeen, Wanted

_MOST_AREAS = 200


async def words_lately(tx: Transaction, who: Member, since: datetime, *, most: int) -> list[tuple[int, str]]:
    """What was reported since then, by signal; the newest first."""
    query = (
        select(signal_report.c.signal_id, signal_report.c.words)
        .where(_known(who), signal_report.c.heard_at >= since)
        .order_by(signal_report.c.heard_at.desc(), signal_report.c.id.desc())
        .limit(most)
    )
    return [(row.signal_id, row.words) for row in await tx.execute(query, on_behalf_of(who))]


async def page(tx: Transaction, who: Member, wanted: Wanted, leaf: Leaf, most: int) -> list[int]:
    """The numbers of up to so many signals, those first that were heard last."""
    newer = signal_report.alias("newer")
    is_newest = ~exists().where(
        newer.c.signal_id == signal_report.c.signal_id,
        newer.c.id > signal_report.c.id,
        _known(who, newer),
    )
    query = select(signal_report.c.signal_id).where(_known(who), is_newest, *_wanted(who, wanted))
    if leaf.before is not None:
        query = query.where(signal_report.c.id > leaf.before).order_by(signal_report.c.id)
    else:
        older = [signal_report.c.id < leaf.after] if leaf.after is not None else []
        query = query.where(*older).order_by(signal_report.c.id.desc())
    found = list((await tx.execute(query.limit(most), on_behalf_of(who))).scalars())
    return found[::-1] if leaf.before is not None else found


async def in_order(tx: Transaction, who: Member, signal_ids: Sequence[int]) -> list[SignalSeen]:
    """Those of these signals that somebody may know, in the same order."""
    if not signal_ids:
        return []
    these = _known(who), signal_report.c.signal_id.in_(list(signal_ids))
    rows = (await tx.execute(_summed(these), on_behalf_of(who))).all()
    named = select(signal_report.c.signal_id, signal_report.c.area).where(
        *these, signal_report.c.area.is_not(None)
    )
    newest_first = await tx.execute(named.order_by(signal_report.c.id.desc()), on_behalf_of(who))
    areas = {row.signal_id: row.area for row in newest_first}
    found = {
        row.id: SignalSeen(
            id=row.id,
            kind=SignalKind(row.kind),
            words=row.words,
            area=areas.get(row.id),
            times=row.times,
            people=row.people,
            teams=row.teams,
            first_at=row.first_at,
            last_at=row.last_at,
            place=row.place,
        )
        for row in rows
    }
    return [found[signal_id] for signal_id in signal_ids if signal_id in found]


async def reports_of(tx: Transaction, who: Member, signal_id: int, *, start: int, most: int) -> list[Report]:
    """Some of the reports of a signal that somebody may know, the newest first."""
    query = (
        with_names()
        .where(_known(who), signal_report.c.signal_id == signal_id)
        .order_by(signal_report.c.id.desc())
        .offset(start)
        .limit(most)
    )
    rows = await tx.execute(query, on_behalf_of(who))
    return [to_report(row, person=row.person_name) for row in rows]


async def areas(tx: Transaction, who: Member, since: datetime) -> list[str]:
    """The parts of the product that were named since then, those named most often first."""
    query = (
        select(signal_report.c.area)
        .where(_known(who), signal_report.c.heard_at >= since, signal_report.c.area.is_not(None))
        .group_by(signal_report.c.area)
        .order_by(func.count().desc(), signal_report.c.area)
        .limit(_MOST_AREAS)
    )
    return list((await tx.execute(query, on_behalf_of(who))).scalars())


def with_names() -> Select[Any]:
    """Reports, and what whoever reported them and their teams are called."""
    return (
        select(signal_report, member.c.name.label("person_name"), team.c.name.label("team_name"))
        .join(member, member.c.id == signal_report.c.member_id)
        .outerjoin(team, team.c.id == signal_report.c.team_id)
    )


def _known(who: Member, of: FromClause = signal_report) -> ColumnElement[bool]:
    """Which reports somebody may know; the question is asked `on_behalf_of` them."""
    return known_to(who.role, of, of.c.member_id == bindparam("me"))


def _wanted(who: Member, wanted: Wanted) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.kind is not None:
        conditions.append(
            exists().where(signal.c.id == signal_report.c.signal_id, signal.c.kind == wanted.kind)
        )
    if wanted.area is not None:
        named = signal_report.alias("named")
        about = named.c.signal_id == signal_report.c.signal_id, named.c.area == wanted.area
        conditions.append(exists().where(*about, _known(who, named)))
    return conditions


def _summed(these: Sequence[ColumnElement[bool]]) -> Select[Any]:
    sums = (
        select(
            signal_report.c.signal_id,
            func.count().label("times"),
            func.count(signal_report.c.member_id.distinct()).label("people"),
            func.count(signal_report.c.team_id.distinct()).label("teams"),
            func.min(signal_report.c.heard_at).label("first_at"),
            func.max(signal_report.c.heard_at).label("last_at"),
            func.min(signal_report.c.id).label("first_id"),
            func.max(signal_report.c.id).label("place"),
        )
        .where(*these)
        .group_by(signal_report.c.signal_id)
        .subquery()
    )
    first = signal_report.alias("first")
    return (
        select(signal.c.id, signal.c.kind, first.c.words, sums)
        .join(sums, sums.c.signal_id == signal.c.id)
        .join(first, first.c.id == sums.c.first_id)
    )

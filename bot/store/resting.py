"""How one person rests, as far as it decides when a message may knock at their door: one question."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Date, Select, and_, bindparam, select

from bot.store.engine import Transaction
from bot.store.members import to_member
from bot.store.tables import away, member, team, team_member
from bot.values.people import Member
from bot.values.rest import Away, Rest


@dataclass(frozen=True, slots=True)
class Resting:
    """A member, how they rest, and the country whose holidays hold for them unless they chose one."""

    member: Member
    rest: Rest
    team_country: str | None


async def of_member(tx: Transaction, member_id: int, now: datetime) -> Resting:
    """How this member rests from now on."""
    # A day of grace: west of Greenwich it may still be yesterday.
    since = (now - timedelta(days=1)).date()
    rows = (await tx.execute(_resting(), {"of_member": member_id, "since": since})).all()
    who = to_member(rows[0])
    absences = tuple(Away(row.away_id, row.first, row.last) for row in rows if row.away_id is not None)
    rest = Rest(who.working_days, who.quiet, who.country, absences)
    return Resting(who, rest, rows[0].team_country)


@cache
def _resting() -> Select[Any]:
    mine = and_(team_member.c.team_id == team.c.id, team_member.c.member_id == member.c.id)
    country = (
        select(team.c.country)
        .join(team_member, mine)
        .where(team.c.country.is_not(None))
        .order_by(team.c.id)
        .limit(1)
        .correlate(member)
        .scalar_subquery()
    )
    to_come = and_(away.c.member_id == member.c.id, away.c.last >= bindparam("since", type_=Date))
    return (
        select(member, away.c.id.label("away_id"), away.c.first, away.c.last, country.label("team_country"))
        .select_from(member.outerjoin(away, to_come))
        .where(member.c.id == bindparam("of_member"))
        .order_by(away.c.first, away.c.id)
    )

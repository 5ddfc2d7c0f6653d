"""Queries over teams and who is in them."""

from collections.abc import Collection, Iterable
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, bindparam, delete, func, insert, select, update

from bot.store.engine import Transaction
from bot.store.members import to_member
from bot.store.tables import left_out, member, opt_out, ritual_team, team, team_member
from bot.values.people import Member, Role, Team
from bot.values.teams import TeamPlan

FEW = 8
"""So many teams, or fewer, are looked up one by one."""


async def create(tx: Transaction, workspace_id: int, plan: TeamPlan) -> int:
    """A new team, or one that was disbanded, together again under its name."""
    values = _planned(plan) | {"disbanded": False}
    again = update(team).where(
        team.c.workspace_id == workspace_id, team.c.name == plan.name, team.c.disbanded
    )
    found = (await tx.execute(again.values(**values).returning(team.c.id))).scalar_one_or_none()
    if found is not None:
        return int(found)
    row = insert(team).values(workspace_id=workspace_id, **values)
    return int((await tx.execute(row.returning(team.c.id))).scalar_one())


async def change(tx: Transaction, team_id: int, plan: TeamPlan) -> None:
    """Make a team what is planned."""
    await tx.execute(update(team).where(team.c.id == team_id).values(**_planned(plan)))


async def be_patient(tx: Transaction, team_id: int, days: int) -> None:
    """So many working days may pass without a word until a lead is told; 0: none is."""
    await tx.execute(update(team).where(team.c.id == team_id).values(escalate_days=days))


async def disband(tx: Transaction, team_id: int) -> None:
    """Keep a team's history and nothing else: it has no members and is not listed. A team of its name revives it."""
    for table in (team_member, left_out):
        await tx.execute(delete(table).where(table.c.team_id == team_id))
    await tx.execute(
        update(team).where(team.c.id == team_id).values(disbanded=True, members_at=None, usergroup_id=None)
    )


async def by_id(tx: Transaction, team_id: int) -> Team:
    """The team with this id."""
    return to_team((await tx.execute(select(team).where(team.c.id == team_id))).one())


async def find(tx: Transaction, workspace_id: int, team_id: int) -> Team | None:
    """The team with this id, if it is one of this workspace and still together."""
    rows = await tx.execute(_together(workspace_id).where(team.c.id == team_id))
    row = rows.one_or_none()
    return to_team(row) if row else None


async def of_workspace(tx: Transaction, workspace_id: int) -> list[Team]:
    """Every team, in the order of the alphabet."""
    rows = await tx.execute(_together(workspace_id))
    return sorted((to_team(row) for row in rows), key=lambda each: each.name.casefold())


async def names(tx: Transaction, workspace_id: int) -> dict[int, str]:
    """What every team is called, in the order of the alphabet."""
    rows = await tx.execute(_names(), {"here": workspace_id})
    return {row.id: row.name for row in sorted(rows, key=lambda row: row.name.casefold())}


async def by_name(tx: Transaction, workspace_id: int, name: str) -> Team | None:
    """The team with this name."""
    rows = await tx.execute(_together(workspace_id).where(team.c.name == name))
    row = rows.one_or_none()
    return to_team(row) if row else None


async def is_remembered(tx: Transaction, workspace_id: int, name: str) -> bool:
    """Whether a disbanded team's history goes by this name."""
    rows = await tx.execute(
        select(team.c.id).where(team.c.workspace_id == workspace_id, team.c.name == name, team.c.disbanded)
    )
    return rows.first() is not None


async def of_channel(tx: Transaction, workspace_id: int, channel_id: str) -> Team | None:
    """The team that lives in this channel, the oldest if there are several."""
    rows = await tx.execute(
        _together(workspace_id).where(team.c.channel_id == channel_id).order_by(team.c.id).limit(1)
    )
    row = rows.one_or_none()
    return to_team(row) if row else None


async def of_ritual(tx: Transaction, ritual_id: int) -> list[Team]:
    """The teams a ritual asks."""
    rows = await tx.execute(
        select(team)
        .join(ritual_team, ritual_team.c.team_id == team.c.id)
        .where(ritual_team.c.ritual_id == ritual_id)
        .order_by(team.c.id)
    )
    return [to_team(row) for row in rows]


async def sizes(tx: Transaction, workspace_id: int) -> dict[int, int]:
    """How many people there are to ask in each team; without those that have none."""
    rows = await tx.execute(
        select(team_member.c.team_id, func.count().label("size"))
        .join(member, member.c.id == team_member.c.member_id)
        .where(member.c.workspace_id == workspace_id, member.c.is_active, member.c.is_person)
        .group_by(team_member.c.team_id)
    )
    return {row.team_id: row.size for row in rows}


async def of_member(tx: Transaction, member_id: int) -> list[Team]:
    """The teams a member is in."""
    rows = await tx.execute(
        select(team)
        .join(team_member, team_member.c.team_id == team.c.id)
        .where(team_member.c.member_id == member_id)
        .order_by(team.c.id)
    )
    return [to_team(row) for row in rows]


async def own_of(tx: Transaction, who: Member) -> list[Team]:
    """The teams somebody is in, then those they only lead."""
    within = await of_member(tx, who.id)
    ids = {each.id for each in within}
    every = await of_workspace(tx, who.workspace_id)
    return within + [each for each in every if each.lead_id == who.id and each.id not in ids]


async def ids_of_member(tx: Transaction, member_id: int) -> set[int]:
    """The teams a member is in."""
    rows = await tx.execute(select(team_member.c.team_id).where(team_member.c.member_id == member_id))
    return set(rows.scalars())


async def members(tx: Transaction, team_id: int) -> list[Member]:
    """The people in a team who can be asked."""
    rows = await tx.execute(
        select(member)
        .join(team_member, team_member.c.member_id == member.c.id)
        .where(team_member.c.team_id == team_id, member.c.is_active, member.c.is_person)
        .order_by(member.c.id)
    )
    return [to_member(row) for row in rows]


async def askable(tx: Transaction, ritual_id: int) -> list[tuple[int, Member]]:
    """Whom a ritual asks, each once, with the first of its teams they are in.

    Not those who opted out, and not those who only read along.
    """
    rows = await tx.execute(
        select(member, team_member.c.team_id)
        .join(team_member, team_member.c.member_id == member.c.id)
        .join(ritual_team, ritual_team.c.team_id == team_member.c.team_id)
        .outerjoin(
            opt_out, (opt_out.c.ritual_id == ritual_team.c.ritual_id) & (opt_out.c.member_id == member.c.id)
        )
        .where(
            ritual_team.c.ritual_id == ritual_id,
            opt_out.c.member_id.is_(None),
            member.c.is_active,
            member.c.is_person,
            member.c.role != Role.OBSERVER,
        )
        .order_by(team_member.c.team_id.desc(), member.c.id)
    )
    return [(row.team_id, to_member(row)) for row in {row.id: row for row in rows}.values()]


async def set_members(tx: Transaction, team_id: int, member_ids: Iterable[int]) -> None:
    """Make exactly these the team's members."""
    wanted = set(member_ids)
    rows = await tx.execute(select(team_member.c.member_id).where(team_member.c.team_id == team_id))
    present = set(rows.scalars())
    gone, new = present - wanted, wanted - present
    if gone:
        await tx.execute(
            delete(team_member).where(team_member.c.team_id == team_id, team_member.c.member_id.in_(gone))
        )
    if new:
        await tx.execute(insert(team_member), [{"team_id": team_id, "member_id": new_id} for new_id in new])


async def left_out_of(tx: Transaction, team_id: int) -> set[int]:
    """Who is in the team's channel or user group and yet not in the team."""
    rows = await tx.execute(select(left_out.c.member_id).where(left_out.c.team_id == team_id))
    return set(rows.scalars())


async def leave_out(tx: Transaction, team_id: int, member_ids: Iterable[int]) -> None:
    """Leave exactly these out of a team, whatever channel or user group they are in."""
    await tx.execute(delete(left_out).where(left_out.c.team_id == team_id))
    if rows := [{"team_id": team_id, "member_id": member_id} for member_id in set(member_ids)]:
        await tx.execute(insert(left_out), rows)


def theirs(team_id: ColumnElement[Any], ids: Collection[int]) -> ColumnElement[bool]:
    """Whether something is one of these teams', however many they are.

    Once PostgreSQL has planned a statement for good it goes through a list of parameters one by one for every row;
    what it has read by itself it looks up. A few are found by an index.
    """
    given = list(ids)
    return team_id.in_(given if len(given) <= FEW else select(team.c.id).where(team.c.id.in_(given)))


def _planned(plan: TeamPlan) -> dict[str, Any]:
    return {
        "name": plan.name,
        "channel_id": plan.channel.slack_id,
        "channel_name": plan.channel.name,
        "is_private": plan.channel.is_private,
        "lead_id": plan.lead_id,
        "function": plan.function,
        "country": plan.country,
        "listed": plan.members_at is None,
        "members_at": plan.members_at,
        "usergroup_id": plan.usergroup_id,
    }


def _together(workspace_id: int) -> Select[Any]:
    return select(team).where(team.c.workspace_id == workspace_id, team.c.disbanded.is_(False))


@cache
def _names() -> Select[Any]:
    return select(team.c.id, team.c.name).where(
        team.c.workspace_id == bindparam("here"), team.c.disbanded.is_(False)
    )


def to_team(row: Row[Any]) -> Team:
    """A row of the team table as a value."""
    return Team(
        id=row.id,
        workspace_id=row.workspace_id,
        name=row.name,
        channel_id=row.channel_id,
        lead_id=row.lead_id,
        function=row.function,
        country=row.country,
        channel_name=row.channel_name,
        usergroup_id=row.usergroup_id,
        listed=row.listed,
        is_private=row.is_private,
        escalate_days=row.escalate_days,
    )

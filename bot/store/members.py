"""Queries over members."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, time
from functools import cache
from typing import Any

from sqlalchemy import Row, Select, bindparam, case, exists, literal, select, update

from bot.store.dialect import insert
from bot.store.engine import Transaction
from bot.store.tables import member, workspace
from bot.values.people import Member, Profile, Role, Workspace
from bot.values.rest import Quiet, Rest

_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")

_ADMIN_UNLESS_OBSERVER = case(
    (member.c.role == Role.OBSERVER, str(Role.OBSERVER)), else_=literal(str(Role.ADMIN))
)

UNKNOWN_ZONE = "UTC"
"""Where Slack names no zone: bots, guests of other workspaces, people who have not joined yet."""


async def save(tx: Transaction, workspace_id: int, profiles: Iterable[Profile]) -> None:
    """Remember what Slack says about these users. Slack's admins are admins here, unless they only observe; any
    other role was given in Drumbeat and stays."""
    for profile in profiles:
        values = {
            "name": profile.name,
            "zone": profile.zone or UNKNOWN_ZONE,
            "is_person": profile.is_person,
            "is_active": not profile.is_deactivated,
        }
        if profile.is_deactivated:
            # Whoever is gone is not met anew: Slack lists them for ever, also when they are erased here.
            known = member.c.workspace_id == workspace_id, member.c.slack_id == profile.slack_id
            await tx.execute(update(member).where(*known).values(**values))
            continue
        row = insert(tx, member).values(
            workspace_id=workspace_id,
            slack_id=profile.slack_id,
            role=Role.ADMIN if profile.is_admin else Role.MEMBER,
            **values,
        )
        kept = {**values, **({"role": _ADMIN_UNLESS_OBSERVER} if profile.is_admin else {})}
        await tx.execute(row.on_conflict_do_update(index_elements=["workspace_id", "slack_id"], set_=kept))


async def by_slack_id(tx: Transaction, workspace_id: int, slack_id: str) -> Member | None:
    """The member with Slack's id U…."""
    found = await by_slack_ids(tx, workspace_id, [slack_id])
    return found[0] if found else None


async def by_slack_ids(tx: Transaction, workspace_id: int, slack_ids: Collection[str]) -> list[Member]:
    """The members with these Slack ids, as far as they are known."""
    rows = await tx.execute(
        select(member).where(member.c.workspace_id == workspace_id, member.c.slack_id.in_(list(slack_ids)))
    )
    return [to_member(row) for row in rows]


async def at_the_door(
    tx: Transaction, workspace_slack_id: str, slack_id: str
) -> tuple[Workspace, Member] | None:
    """Who is at the door, and of which workspace, in one question; None when either is unknown."""
    found = await tx.execute(_at_the_door(), {"of_workspace": workspace_slack_id, "of_user": slack_id})
    row = found.one_or_none()
    if row is None:
        return None
    home = Workspace(row.workspace_id, row.team_slack_id, row.workspace_name, row.bot_user_id, row.bot_id)
    return home, to_member(row)


async def by_id(tx: Transaction, member_id: int) -> Member:
    """The member with this id."""
    return to_member((await tx.execute(_by_id(), {"this": member_id})).one())


async def by_ids(tx: Transaction, member_ids: Collection[int]) -> list[Member]:
    """The members with these ids."""
    rows = await tx.execute(_by_ids(), {"these": list(member_ids)})
    return [to_member(row) for row in rows]


async def names(tx: Transaction, member_ids: Collection[int]) -> dict[int, str]:
    """What these members are called."""
    return {row.id: row.name for row in await tx.execute(_names(), {"these": list(member_ids)})}


async def people_among(tx: Transaction, workspace_id: int, slack_ids: Collection[str]) -> list[Member]:
    """Those of these users who are people one may ask: no bots, no guests, nobody who left."""
    rows = await tx.execute(
        select(member).where(
            member.c.workspace_id == workspace_id,
            member.c.slack_id.in_(list(slack_ids)),
            member.c.is_person,
            member.c.is_active,
        )
    )
    return [to_member(row) for row in rows]


async def called(tx: Transaction, workspace_id: int, text: str, *, limit: int) -> list[Member]:
    """People whose name has this text in it, those first whose name begins with it."""
    begins = case((member.c.name.istartswith(text, autoescape=True), 0), else_=1)
    rows = await tx.execute(
        select(member)
        .where(
            member.c.workspace_id == workspace_id,
            member.c.name.icontains(text, autoescape=True),
            member.c.is_person,
            member.c.is_active,
        )
        .order_by(begins, member.c.name, member.c.id)
        .limit(limit)
    )
    return [to_member(row) for row in rows]


async def unknown_among(tx: Transaction, workspace_id: int, slack_ids: Collection[str]) -> list[str]:
    """Those of these user ids the directory does not hold yet."""
    rows = await tx.execute(
        select(member.c.slack_id).where(
            member.c.workspace_id == workspace_id, member.c.slack_id.in_(list(slack_ids))
        )
    )
    known = set(rows.scalars())
    return [slack_id for slack_id in slack_ids if slack_id not in known]


async def zones(tx: Transaction, workspace_id: int) -> dict[str, str]:
    """The zone of each known user, by Slack id."""
    rows = await tx.execute(
        select(member.c.slack_id, member.c.zone).where(member.c.workspace_id == workspace_id)
    )
    return {row.slack_id: row.zone for row in rows}


async def admins(tx: Transaction, workspace_id: int) -> Sequence[Member]:
    """Active admins, longest known first."""
    rows = await tx.execute(
        select(member)
        .where(member.c.workspace_id == workspace_id, member.c.role == Role.ADMIN, member.c.is_active)
        .order_by(member.c.id)
    )
    return [to_member(row) for row in rows]


async def has_admin(tx: Transaction, workspace_id: int) -> bool:
    """Whether anybody who is still there may do everything. Where nobody may, the first to set something up will."""
    found = exists().where(
        member.c.workspace_id == workspace_id,
        member.c.role == Role.ADMIN,
        member.c.is_active,
        member.c.is_person,
    )
    return bool((await tx.execute(select(found))).scalar_one())


async def with_roles(tx: Transaction, workspace_id: int) -> list[Member]:
    """Everybody who may more, or less, than most: admins, leads and observers, by name."""
    rows = await tx.execute(
        select(member).where(
            member.c.workspace_id == workspace_id,
            member.c.role != Role.MEMBER,
            member.c.is_active,
            member.c.is_person,
        )
    )
    return sorted((to_member(row) for row in rows), key=lambda each: each.name.casefold())


async def give_role(tx: Transaction, member_id: int, role: Role) -> None:
    """Give a member a role."""
    await tx.execute(update(member).where(member.c.id == member_id).values(role=role))


async def leave_in_peace(tx: Transaction, member_id: int, rest: Rest) -> None:
    """Leave a member in peace as they wish. When they are away is kept by `absences`."""
    days = rest.working_days
    values = {
        "working_days": None if days is None else ",".join(_DAYS[day] for day in sorted(days)),
        "quiet_since": rest.quiet.since.strftime("%H:%M"),
        "quiet_until": rest.quiet.until.strftime("%H:%M"),
        "country": rest.country,
    }
    await tx.execute(update(member).where(member.c.id == member_id).values(**values))


async def hear_of_loops(tx: Transaction, member_id: int, wants: bool) -> None:
    """Whether a member wants direct messages about loops."""
    await tx.execute(update(member).where(member.c.id == member_id).values(loop_news=wants))


async def leave_undisturbed(tx: Transaction, workspace_id: int, until: Mapping[str, datetime]) -> None:
    """Slack says not to disturb these users, by Slack id, before these instants."""
    for slack_id, instant in until.items():
        await tx.execute(
            update(member)
            .where(member.c.workspace_id == workspace_id, member.c.slack_id == slack_id)
            .values(undisturbed_until=instant)
        )


async def make_lead(tx: Transaction, member_id: int) -> None:
    """Whoever starts a ritual leads it; an admin stays an admin."""
    await tx.execute(
        update(member).where(member.c.id == member_id, member.c.role == Role.MEMBER).values(role=Role.LEAD)
    )


# Asked at every press and for every message: built once, since building one takes longer than asking it.
@cache
def _by_id() -> Select[Any]:
    return select(member).where(member.c.id == bindparam("this"))


@cache
def _names() -> Select[Any]:
    return select(member.c.id, member.c.name).where(member.c.id.in_(bindparam("these", expanding=True)))


@cache
def _by_ids() -> Select[Any]:
    return select(member).where(member.c.id.in_(bindparam("these", expanding=True))).order_by(member.c.id)


@cache
def _at_the_door() -> Select[Any]:
    return (
        select(
            member,
            workspace.c.slack_id.label("team_slack_id"),
            workspace.c.name.label("workspace_name"),
            workspace.c.bot_user_id,
            workspace.c.bot_id,
        )
        .join(workspace, workspace.c.id == member.c.workspace_id)
        .where(workspace.c.slack_id == bindparam("of_workspace"), member.c.slack_id == bindparam("of_user"))
    )


def to_member(row: Row[Any]) -> Member:
    """A row of the member table as a value."""
    return Member(
        id=row.id,
        workspace_id=row.workspace_id,
        slack_id=row.slack_id,
        name=row.name,
        zone=row.zone,
        role=Role(row.role),
        is_active=row.is_active,
        is_person=row.is_person,
        working_days=to_working_days(row.working_days),
        quiet=to_quiet(row),
        country=row.country,
        undisturbed_until=row.undisturbed_until,
        wants_loop_news=row.loop_news,
    )


def to_quiet(row: Row[Any]) -> Quiet:
    """The quiet hours in a row that holds a member's."""
    return Quiet(time.fromisoformat(row.quiet_since), time.fromisoformat(row.quiet_until))


def to_working_days(listed: str | None) -> frozenset[int] | None:
    """The working days in a row that holds a member's; None: those of the country."""
    return None if listed is None else frozenset(map(_DAYS.index, filter(None, listed.split(","))))

"""Roles: who may do what, and who changes that. There is always an admin."""

from datetime import datetime

from bot.rituals.rest.replanning import replan
from bot.rituals.tending import rights
from bot.store import members, rituals, teams
from bot.store.engine import Store, Transaction
from bot.values.errors import Unusable
from bot.values.people import Member, Profile, Role


async def people_with_roles(store: Store, member: Member) -> list[Member]:
    """Admins, leads and observers, by name."""
    async with store.reading() as tx:
        return await members.with_roles(tx, member.workspace_id)


async def give_role(store: Store, admin: Member, profile: Profile, role: Role, now: datetime) -> Member:
    """Give somebody a role; an observer is asked nothing from now on. Raises NotYours or Unusable."""
    async with store.transaction() as tx:
        await rights.check_is_admin(tx, admin)
        await members.save(tx, admin.workspace_id, [profile])
        person = await members.by_slack_id(tx, admin.workspace_id, profile.slack_id)
        if person is None or not person.is_person or not person.is_active:
            raise Unusable(
                "Roles are for full members: no guest, no bot. Pick somebody else.", field="person"
            )
        await _check_fits(tx, person, profile, role)
        await members.give_role(tx, person.id, role)
        await replan(tx, person.id, now)
        return await members.by_id(tx, person.id)


async def leads_no_more(tx: Transaction, member_id: int) -> None:
    """Somebody gave a team away: they stay a lead as long as they look after anything else."""
    person = await members.by_id(tx, member_id)
    if person.role == Role.LEAD and not await _looks_after(tx, person):
        await members.give_role(tx, member_id, Role.MEMBER)


async def _check_fits(tx: Transaction, person: Member, profile: Profile, role: Role) -> None:
    if role != Role.ADMIN and person.role == Role.ADMIN:
        others = [admin for admin in await members.admins(tx, person.workspace_id) if admin.id != person.id]
        if not others:
            raise Unusable(
                f"{person.name} is the only admin. Make somebody else an admin first, so that one is left.",
                field="role",
            )
    if profile.is_admin and role in (Role.MEMBER, Role.LEAD):
        raise Unusable(
            f"{person.name} is an admin of this Slack workspace, and so here, too. They can be an observer instead.",
            field="role",
        )
    led = [
        team.name for team in await teams.of_workspace(tx, person.workspace_id) if team.lead_id == person.id
    ]
    if role == Role.MEMBER and led:
        raise Unusable(
            f"{person.name} leads {led[0]}. Give the team another lead first (`/drumbeat teams`).",
            field="role",
        )


async def _looks_after(tx: Transaction, person: Member) -> bool:
    if any(team.lead_id == person.id for team in await teams.of_workspace(tx, person.workspace_id)):
        return True
    every = await rituals.of_workspace(tx, person.workspace_id)
    return any(ritual.owner_id == person.id for ritual in every)

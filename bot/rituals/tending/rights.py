"""Who may change what: an admin everything, a lead the teams they lead, whoever set a ritual up that ritual.

Whoever may not do a thing is told who can.
"""

from bot.store import members, teams
from bot.store.engine import Transaction
from bot.values.errors import NotYours
from bot.values.people import Member, Role, Team
from bot.values.rituals import Ritual


async def may_change(tx: Transaction, member: Member, ritual: Ritual) -> bool:
    """Whether a member may edit, pause or run a ritual."""
    if member.id == ritual.owner_id or member.role == Role.ADMIN:
        return True
    return any(team.lead_id == member.id for team in await teams.of_ritual(tx, ritual.id))


async def check_may_change(tx: Transaction, member: Member, ritual: Ritual) -> None:
    """Raise NotYours, naming who can, unless a member may edit, pause or run this ritual."""
    if not await may_change(tx, member, ritual):
        owner = await members.by_id(tx, ritual.owner_id)
        raise NotYours(
            f"{owner.name} set up {ritual.name}. They, the team's lead or an admin can do that. If it is just not"
            " for you, the direct message has a button for that."
        )


def may_change_team(member: Member, team: Team) -> bool:
    """Whether a member may change a team's people, lead, function or country."""
    return member.role == Role.ADMIN or team.lead_id == member.id


async def check_may_change_team(tx: Transaction, member: Member, team: Team) -> None:
    """Raise NotYours, naming who can, unless a member may change this team."""
    if may_change_team(member, team):
        return
    lead = await members.by_id(tx, team.lead_id) if team.lead_id is not None else None
    who = f"{lead.name}, who leads {team.name}, or an admin" if lead else "An admin"
    raise NotYours(f"{who} can change that. Ask them, or ask them to make you the lead.")


async def welcome_first_admin(tx: Transaction, member: Member) -> bool:
    """Whoever sets the first thing up where nobody is an admin becomes one; whether that was so."""
    if await members.has_admin(tx, member.workspace_id):
        return False
    await members.give_role(tx, member.id, Role.ADMIN)
    return True


async def check_is_admin(tx: Transaction, member: Member) -> None:
    """Raise NotYours, naming the admins, unless a member is one."""
    if member.role == Role.ADMIN:
        return
    names = [admin.name for admin in await members.admins(tx, member.workspace_id)][:3]
    who = " or ".join(names) if names else "An admin"
    raise NotYours(f"{who} can do that: it takes an admin.")

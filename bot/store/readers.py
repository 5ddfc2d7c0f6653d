"""Who reads what goes to a team's lead alone."""

from bot.store import members
from bot.store.engine import Transaction
from bot.values.people import Member, Team


async def of_team(tx: Transaction, team: Team, owner_id: int, *, but: str | None = None) -> Member:
    """The team's lead; where there is none any more, whoever owns the ritual, else an admin.

    `but`: the Slack id of somebody it cannot be, if there is anybody else.
    """
    for member_id in (team.lead_id, owner_id):
        member = await members.by_id(tx, member_id) if member_id is not None else None
        if member is not None and member.is_active and member.slack_id != but:
            return member
    for admin in await members.admins(tx, team.workspace_id):
        if admin.slack_id != but:
            return admin
    return await members.by_id(tx, owner_id)

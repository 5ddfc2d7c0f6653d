"""Looking up the people a form names: one by one, or by their user group."""

from collections.abc import Sequence

from bot.handlers.house import House
from bot.store import members
from bot.values.errors import SlackRefused, Unusable
from bot.values.people import Member


async def meet(house: House, member: Member, user_ids: Sequence[str]) -> None:
    """Look up in Slack whoever of these a workspace does not know yet."""
    async with house.store.transaction() as tx:
        unknown = await members.unknown_among(tx, member.workspace_id, user_ids)
    profiles = [await house.slack.profile(user_id) for user_id in unknown]
    if profiles:
        async with house.store.transaction() as tx:
            await members.save(tx, member.workspace_id, profiles)


async def users_of_group(house: House, usergroup_id: str, *, field: str) -> Sequence[str]:
    """Who is in a user group. Raises Unusable beside the field."""
    try:
        return await house.slack.usergroup_members(usergroup_id)
    except SlackRefused as refusal:
        raise Unusable(
            "I can't read that user group. Pick another one, or take the members from the channel.",
            field=field,
        ) from refusal

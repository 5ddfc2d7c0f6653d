"""Who is at the door: Slack's payload in, workspace and member out."""

from typing import Any

from bot.handlers.house import Asker, House
from bot.store import members, workspaces
from bot.values.errors import NotThere, NotYours

_UNKNOWN_WORKSPACE = (
    "I don't know this workspace. Ask whoever runs Drumbeat to restart it with this workspace's token."
)


FOR_GUESTS = (
    "Thank you for looking in. You are a guest in this workspace and I ask only its full members, so there is nothing"
    " you need to do here. Whoever invited you can tell you how the team shares its news."
)


async def asker(house: House, body: dict[str, Any]) -> Asker:
    """The person behind a command, an interaction or an event. Raises NotYours, kindly, for guests."""
    who = await visitor(house, body)
    if not who.member.is_person:
        raise NotYours(FOR_GUESTS)
    return who


async def visitor(house: House, body: dict[str, Any]) -> Asker:
    """Whoever is at the door, guests too. Somebody new is looked up in Slack once."""
    team_id, user_id = _ids(body)
    async with house.store.reading(is_brief=True) as tx:
        found = await members.at_the_door(tx, team_id, user_id)
    if found is None:
        await _meet(house, team_id, user_id)
        async with house.store.reading(is_brief=True) as tx:
            found = await members.at_the_door(tx, team_id, user_id)
    if found is None:
        raise NotThere(_UNKNOWN_WORKSPACE)
    workspace, member = found
    return Asker(workspace, member)


async def _meet(house: House, team_id: str, user_id: str) -> None:
    profile = await house.slack.profile(user_id)
    async with house.store.transaction() as tx:
        workspace = await workspaces.by_slack_id(tx, team_id)
        if workspace is None:
            raise NotThere(_UNKNOWN_WORKSPACE)
        await members.save(tx, workspace.id, [profile])


def _ids(body: dict[str, Any]) -> tuple[str, str]:
    user, team, event = body.get("user"), body.get("team"), body.get("event") or {}
    user_id = body.get("user_id") or (user or {}).get("id") or _user_of(event)
    team_id = body.get("team_id") or (team or {}).get("id") or (user or {}).get("team_id")
    return str(team_id), str(user_id)


def _user_of(event: dict[str, Any]) -> str | None:
    user = event.get("user")
    return user.get("id") if isinstance(user, dict) else user

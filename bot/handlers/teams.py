"""`/drumbeat teams`, the teams on Home, and the form of a team."""

import logging
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.handlers.asking import asker
from bot.handlers.channels import enter, look_at
from bot.handlers.home import refresh_home
from bot.handlers.house import Command, House
from bot.handlers.places import meet, users_of_group
from bot.handlers.reading import is_from_home, pressed, state_of
from bot.rest import countries
from bot.rituals.tending import teams
from bot.rituals.tending.teams import Wanted
from bot.values.deliveries import Message
from bot.values.errors import NotYours, SlackRefused
from bot.values.people import Member, Role, Usergroup
from bot.values.ports import View
from bot.values.teams import Source, TeamDraft, called_after
from bot.views.people import team_form, team_list
from bot.views.people.country_field import Places
from bot.views.people.team_form import Offer

log = logging.getLogger(__name__)

_HOME = "home"
_OBSERVERS = (
    "You follow along as an observer. A member or a lead can make a team; an admin can make you one of them"
    " (`/drumbeat people`)."
)


async def answer_teams(house: House, command: Command) -> Message | None:
    """`/drumbeat teams`: all of them, or the one that is named."""
    member = command.asker.member
    if command.rest.lower() == "new":
        view = await _new(house, member)
    elif command.rest:
        team_id = await teams.team_named(house.store, member, command.rest)
        view = await _team(house, member, team_id)
    else:
        view = team_list.build_teams(await teams.teams_for(house.store, member))
    await house.slack.open_modal(command.trigger_id, view)
    return None


def register(app: AsyncApp, house: House) -> None:
    """Open the doors for the list and the form."""

    @app.action(team_list.OPEN_TEAM)
    async def open_team(ack: AsyncAck, body: dict[str, Any]) -> None:
        member = (await asker(house, body)).member
        await _show(house, body, await _team(house, member, int(pressed(body)), kept=_kept(body)))
        await ack()

    @app.action(team_list.NEW_TEAM)
    async def open_new(ack: AsyncAck, body: dict[str, Any]) -> None:
        member = (await asker(house, body)).member
        await _show(house, body, await _new(house, member, kept=_kept(body)))
        await ack()

    for action_id in team_form.CHANGED:
        app.action(action_id)(_changed(house))

    @app.action(team_form.DISBAND)
    async def disband(ack: AsyncAck, body: dict[str, Any]) -> None:
        member, view = (await asker(house, body)).member, body["view"]
        name = await teams.disband(house.store, member, int(pressed(body)))
        await house.slack.update_modal(view["id"], team_list.build_disbanded(name))
        await _refresh(house, member, view)
        await ack()

    @app.view(team_form.TEAM_FORM)
    async def submit(ack: AsyncAck, body: dict[str, Any]) -> None:
        member, view = (await asker(house, body)).member, body["view"]
        draft = team_form.read_team_form(state_of(view), view["private_metadata"])
        saved = await teams.save_team(house.store, member, await _wanted(house, member, draft), house.now())
        house.wake()
        await _refresh(house, member, view)
        await ack(response_action="update", view=team_form.build_team_saved(saved))


def _changed(house: House) -> Any:
    async def changed(ack: AsyncAck, body: dict[str, Any]) -> None:
        member, view = (await asker(house, body)).member, body["view"]
        draft = team_form.read_draft(state_of(view), view["private_metadata"])
        form = await _form(house, member, draft, kept=team_form.read_kept(view["private_metadata"]))
        await house.slack.update_modal(view["id"], form, hash=view.get("hash"))
        await ack()

    return changed


async def _new(house: House, member: Member, *, kept: str = "") -> View:
    if member.role == Role.OBSERVER:
        raise NotYours(_OBSERVERS)
    return await _form(house, member, TeamDraft(lead=member.slack_id), kept=kept)


async def _team(house: House, member: Member, team_id: int, *, kept: str = "") -> View:
    seen = await teams.team_seen(house.store, member, team_id)
    if not seen.may_change:
        return team_list.build_team(seen)
    draft = await teams.draft_of(house.store, member, team_id)
    return await _form(house, member, draft, kept=kept)


async def _form(house: House, member: Member, draft: TeamDraft, *, kept: str) -> View:
    asking = (
        [] if draft.team_id is None else (await teams.team_seen(house.store, member, draft.team_id)).rituals
    )
    regions = countries.regions(draft.country.partition("-")[0]) if draft.country else {}
    offer = Offer(Places(countries.countries(), regions), await _usergroups(house), asking)
    return team_form.build_team_form(draft, offer, kept=kept)


async def _usergroups(house: House) -> Sequence[Usergroup]:
    try:
        return await house.slack.usergroups()
    except SlackRefused as refusal:
        # Where the scope was not granted, or the plan has none, teams live in channels.
        log.info("User groups could not be read: %s", refusal.reason)
        return []


async def _wanted(house: House, member: Member, draft: TeamDraft) -> Wanted:
    assert draft.channel_id is not None
    channel = await look_at(house, member, draft.channel_id, field=team_form.CHANNEL)
    await enter(house, channel, field=team_form.CHANNEL)
    users = await _users(house, draft, draft.channel_id)
    await meet(house, member, [*users, *draft.left_out, *([draft.lead] if draft.lead else [])])
    named = replace(draft, name=draft.name or called_after(channel))
    return Wanted(named, channel, users)


async def _users(house: House, draft: TeamDraft, channel_id: str) -> Sequence[str]:
    if draft.source == Source.LISTED:
        return draft.listed
    if draft.source == Source.USERGROUP and draft.usergroup_id:
        return await users_of_group(house, draft.usergroup_id, field=team_form.USERGROUP)
    return await house.slack.channel_members(channel_id)


async def _show(house: House, body: dict[str, Any], view: View) -> None:
    if (body.get("view") or {}).get("type") == "modal":
        await house.slack.push_modal(body["trigger_id"], view)
    else:
        await house.slack.open_modal(body["trigger_id"], view)


def _kept(body: dict[str, Any]) -> str:
    return _HOME if is_from_home(body) else str((body.get("view") or {}).get("private_metadata", ""))


async def _refresh(house: House, member: Member, view: dict[str, Any]) -> None:
    kept = team_form.read_kept(view["private_metadata"])
    if kept == _HOME:
        await refresh_home(house, member)
    elif kept == team_list.LIST and view.get("root_view_id") != view["id"]:
        seen = await teams.teams_for(house.store, member)
        await house.slack.update_modal(view["root_view_id"], team_list.build_teams(seen))

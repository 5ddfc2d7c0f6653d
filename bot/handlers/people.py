"""`/drumbeat people`: who may do what, and how an admin changes it."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.handlers.asking import asker
from bot.handlers.home import refresh_home
from bot.handlers.house import Command, House
from bot.handlers.places import meet
from bot.handlers.reading import is_from_home, state_of
from bot.rituals.tending import roles
from bot.store import members
from bot.values.deliveries import Message
from bot.values.people import Member, Role
from bot.values.ports import View
from bot.views.people import roles as people_roles

_HOME = "home"


async def answer_people(house: House, command: Command) -> Message | None:
    """`/drumbeat people`: the list, and for admins the form."""
    await house.slack.open_modal(command.trigger_id, await _people(house, command.asker.member))
    return None


def register(app: AsyncApp, house: House) -> None:
    """Open the doors for the form."""

    @app.action(people_roles.OPEN_PEOPLE)
    async def open_people(ack: AsyncAck, body: dict[str, Any]) -> None:
        member = (await asker(house, body)).member
        kept = _HOME if is_from_home(body) else ""
        await house.slack.open_modal(body["trigger_id"], await _people(house, member, kept=kept))
        await ack()

    @app.action(people_roles.CHOOSE_PERSON)
    async def choose(ack: AsyncAck, body: dict[str, Any]) -> None:
        member, view = (await asker(house, body)).member, body["view"]
        chosen = await _chosen(house, member, people_roles.read_person(state_of(view)))
        form = await _people(house, member, chosen, kept=view["private_metadata"])
        await house.slack.update_modal(view["id"], form, hash=view.get("hash"))
        await ack()

    @app.view(people_roles.ROLE_FORM)
    async def submit(ack: AsyncAck, body: dict[str, Any]) -> None:
        member, view = (await asker(house, body)).member, body["view"]
        slack_id, role = people_roles.read_role_form(state_of(view))
        profile = await house.slack.profile(slack_id)
        person = await roles.give_role(house.store, member, profile, role, house.now())
        house.wake()
        if view["private_metadata"] == _HOME:
            await refresh_home(house, member)
        await ack(response_action="update", view=people_roles.build_role_given(person))


async def _people(house: House, member: Member, chosen: Member | None = None, *, kept: str = "") -> View:
    people = await roles.people_with_roles(house.store, member)
    if member.role != Role.ADMIN:
        return people_roles.build_people_for_others(people)
    return people_roles.build_people(people, chosen, kept=kept)


async def _chosen(house: House, member: Member, slack_id: str | None) -> Member | None:
    if slack_id is None:
        return None
    await meet(house, member, [slack_id])
    async with house.store.transaction() as tx:
        return await members.by_slack_id(tx, member.workspace_id, slack_id)

"""Check-ins: `/checkin`, its shortcut, and being asked again."""

from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond

from bot.handlers.answer_forms import Way, open_form
from bot.handlers.asking import asker
from bot.handlers.ballots import open_ballot
from bot.handlers.home import refresh_home
from bot.handlers.house import Asker, Command, House
from bot.handlers.looking import aside
from bot.handlers.reading import is_from_home, pressed, said
from bot.rituals import opting, overview, skipping
from bot.values.deliveries import Message
from bot.values.errors import NotThere
from bot.values.rounds import Asked, PromptState
from bot.views.answering import prompt
from bot.views.help import build_usage
from bot.views.rituals import status


async def answer_checkin(house: House, command: Command) -> Message | None:
    """`/checkin`: answer what is open; `skip` it. What a lead does is seen to by `set_up` and `rituals`."""
    match command.verb:
        case "":
            return await _answer_open(house, command)
        case "skip":
            return await _skip_open(house, command)
        case _:
            return build_usage("checkin", command.text)


async def answer_status(house: House, command: Command) -> Message:
    """`/checkin status`: how the rounds of one's teams stand."""
    read = partial(overview.boards_of, member_id=command.asker.member.id)
    return await aside(house, read, status.build_boards)


def register(app: AsyncApp, house: House) -> None:
    """Open the doors beside the command: the global shortcut, and being asked again."""

    @app.action(prompt.ASK_AGAIN)
    async def ask_again(ack: AsyncAck, body: dict[str, Any], respond: AsyncRespond) -> None:
        who = await asker(house, body)
        name, reopened = await opting.ask_again(house.store, int(pressed(body)), who.member.id, house.now())
        house.wake()
        await ack()
        if is_from_home(body):
            await refresh_home(house, who.member)
        elif body.get("response_url"):
            answer = status.build_asked_again(name, reopened=reopened)
            await respond(**said(answer), replace_original=False)

    @app.shortcut("check_in")
    async def check_in(ack: AsyncAck, body: dict[str, Any]) -> None:
        who = await asker(house, body)
        open_ones = await _open_for(house, who)
        todo = [item for item in open_ones if item.prompt.state != PromptState.ANSWERED]
        if not open_ones:
            raise NotThere(
                "Nothing is open for you right now. Type `/checkin` to see when you are asked next."
            )
        await _open(house, who, body["trigger_id"], (todo or open_ones)[0])
        await ack()


async def _answer_open(house: House, command: Command) -> Message | None:
    open_ones = await _open_for(house, command.asker)
    todo = [item for item in open_ones if item.prompt.state not in _DONE]
    if len(todo) == 1:
        await _open(house, command.asker, command.trigger_id, todo[0])
        return None
    coming = await overview.coming_for(house.store, command.asker.member, house.now())
    return status.build_open(open_ones, coming, house.now())


async def _open_for(house: House, who: Asker) -> list[Asked]:
    return await overview.open_for(house.store, house.ports.ballots, who.member.id, house.now())


async def _open(house: House, who: Asker, trigger_id: str, item: Asked) -> None:
    if item.round.is_anonymous:
        await open_ballot(house, who, trigger_id, item.round.id)
    else:
        await open_form(house, who, trigger_id, item.prompt.id, Way())


async def _skip_open(house: House, command: Command) -> Message:
    member_id, reason = command.asker.member.id, command.rest or None
    skipped = await skipping.skip_next(house.store, house.ports, member_id, reason=reason, now=house.now())
    if not skipped.round.is_anonymous:
        house.wake()
    return status.build_skipped(skipped.round)


_DONE = (PromptState.ANSWERED, PromptState.SKIPPED)

"""What a person does with an anonymous prompt. None of it wakes the heartbeat: nothing may follow from it."""

from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.handlers.asking import asker
from bot.handlers.home import refresh_home
from bot.handlers.house import Asker, House
from bot.handlers.reading import is_from_home, pressed, state_of
from bot.rituals import balloting
from bot.rituals.balloting import RoundIsOver
from bot.values.ports import View
from bot.views.answering import ballots


def register(app: AsyncApp, house: House) -> None:
    """Open the doors for everything a person does with an anonymous prompt."""

    @app.action(ballots.ANSWER_ANONYMOUSLY)
    async def answer(ack: AsyncAck, body: dict[str, Any]) -> None:
        who, round_id = await asker(house, body), ballots.read_round_id(pressed(body))
        await open_ballot(house, who, body["trigger_id"], round_id, from_home=is_from_home(body))
        await ack()

    @app.action(ballots.NOT_THIS_TIME)
    async def not_this_time(ack: AsyncAck, body: dict[str, Any]) -> None:
        who, round_id = await asker(house, body), ballots.read_round_id(pressed(body))

        async def shown() -> View:
            round_ = await balloting.withdraw(house.store, house.ports.ballots, round_id, who.member)
            return ballots.build_withdrawn(round_)

        await house.slack.open_modal(body["trigger_id"], await _or_over(shown))
        await ack()

    @app.action(ballots.HOW_IT_WORKS)
    async def how_it_works(ack: AsyncAck, body: dict[str, Any]) -> None:
        who, round_id = await asker(house, body), ballots.read_round_id(pressed(body))
        round_ = await balloting.round_of(house.store, round_id, who.member)
        await house.slack.open_modal(body["trigger_id"], ballots.build_how_it_works(round_))
        await ack()

    @app.action(ballots.CHANGE)
    async def change(ack: AsyncAck, body: dict[str, Any]) -> None:
        who, round_id = await asker(house, body), ballots.read_round_id(pressed(body))
        view = await _form(house, who, round_id, from_home=False)
        await house.slack.update_modal(body["view"]["id"], view)
        await ack()

    @app.view(ballots.BALLOT_FORM)
    async def hand_in(ack: AsyncAck, body: dict[str, Any]) -> None:
        who, view = await asker(house, body), body["view"]
        kept = ballots.read_kept(view["private_metadata"])

        async def shown() -> View:
            round_ = await balloting.hand_in(
                house.store,
                house.ports.ballots,
                kept.round_id,
                who.member,
                lambda round_: ballots.read_ballot(round_, state_of(view)),
            )
            return ballots.build_answered(round_)

        await ack(response_action="update", view=await _or_over(shown))
        if kept.from_home:
            await refresh_home(house, who.member)


async def open_ballot(
    house: House, who: Asker, trigger_id: str, round_id: int, *, from_home: bool = False
) -> None:
    """Show the form of an anonymous round with what is in one's own ballot; where it is over, say so."""
    await house.slack.open_modal(trigger_id, await _form(house, who, round_id, from_home=from_home))


async def _form(house: House, who: Asker, round_id: int, *, from_home: bool) -> View:
    async def shown() -> View:
        form = await balloting.form_of(house.store, house.ports.ballots, round_id, who.member)
        return ballots.build_ballot_form(form, from_home=from_home)

    return await _or_over(shown)


async def _or_over(shown: Callable[[], Awaitable[View]]) -> View:
    try:
        return await shown()
    except RoundIsOver as over:
        return ballots.build_over(over.round, over.channels)

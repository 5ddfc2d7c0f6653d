"""Check-ins: `/checkin`, the buttons under a prompt, and the forms behind them."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond

from bot.handlers.asking import asker
from bot.handlers.home import refresh_home
from bot.handlers.house import Asker, Command, House
from bot.handlers.reading import dm_url, is_from_home, pressed, said, state_of
from bot.rituals import answering, overview
from bot.store.standings import Standing
from bot.values.deliveries import Message
from bot.values.errors import NotThere
from bot.values.rituals import PromptState
from bot.views import answer_form, prompt, status, typed
from bot.views.help import build_usage

_NOTHING_TO_SKIP = "Nothing is open for you right now, so there is nothing to skip."


async def answer_checkin(house: House, command: Command) -> Message | None:
    """`/checkin`: answer what is open; `status`, `skip`; what a lead does is seen to by `set_up` and `rituals`."""
    member = command.asker.member
    match command.verb:
        case "":
            return await _answer_open(house, command)
        case "status":
            boards = await overview.boards_of(house.store, member.id)
            return status.build_boards(boards)
        case "skip":
            return await _skip_open(house, command)
        case _:
            return build_usage("checkin", command.text)


def register(app: AsyncApp, house: House) -> None:
    """Open the doors for everything a person does with a prompt."""

    @app.action(prompt.ANSWER)
    async def open_form(ack: AsyncAck, body: dict[str, Any]) -> None:
        who = await asker(house, body)
        await _open_form(
            house,
            who,
            body["trigger_id"],
            int(pressed(body)),
            url=dm_url(body),
            from_home=is_from_home(body),
        )
        await ack()

    @app.action(typed.ANSWER_WITH)
    async def open_form_with_text(ack: AsyncAck, body: dict[str, Any]) -> None:
        who = await asker(house, body)
        prompt_id, ts, thread_ts = typed.read_answer_with(pressed(body))
        text = await house.slack.text_of(body["channel"]["id"], ts, thread_ts)
        await _open_form(house, who, body["trigger_id"], prompt_id, text=text)
        await ack()

    @app.action(prompt.SKIP)
    async def open_skip_form(ack: AsyncAck, body: dict[str, Any]) -> None:
        who = await asker(house, body)
        form = await answering.form_of(
            house.store, int(pressed(body)), who.member.id, response_url=dm_url(body)
        )
        await house.slack.open_modal(body["trigger_id"], answer_form.build_skip_form(form))
        await ack()

    @app.action(prompt.MORE)
    async def choose_more(ack: AsyncAck, body: dict[str, Any]) -> None:
        _chosen, ritual_id = prompt.read_more(pressed(body))
        await _stop_asking(house, body, ritual_id)
        await ack()

    @app.action(prompt.NOT_FOR_ME)
    async def not_for_me(ack: AsyncAck, body: dict[str, Any]) -> None:
        await _stop_asking(house, body, int(pressed(body)))
        await ack()

    @app.action(prompt.ASK_AGAIN)
    async def ask_again(ack: AsyncAck, body: dict[str, Any], respond: AsyncRespond) -> None:
        who = await asker(house, body)
        name, reopened = await answering.ask_again(
            house.store, int(pressed(body)), who.member.id, house.now()
        )
        house.wake()
        await ack()
        if is_from_home(body):
            await refresh_home(house, who.member)
        elif body.get("response_url"):
            answer = status.build_asked_again(name, reopened=reopened)
            await respond(**said(answer), replace_original=False)

    @app.view(answer_form.ANSWER_FORM)
    async def submit_answers(ack: AsyncAck, body: dict[str, Any]) -> None:
        await _save(house, body)
        await ack()

    @app.view(answer_form.SKIP_FORM)
    async def submit_skip(ack: AsyncAck, body: dict[str, Any]) -> None:
        who, view = await asker(house, body), body["view"]
        kept = answer_form.read_submitted(view["private_metadata"])
        await answering.skip(
            house.store,
            kept.prompt_id,
            who.member.id,
            reason=answer_form.read_skip(state_of(view)),
            now=house.now(),
            response_url=kept.response_url,
        )
        house.wake()
        await ack()

    @app.shortcut("check_in")
    async def check_in(ack: AsyncAck, body: dict[str, Any]) -> None:
        who = await asker(house, body)
        open_ones = await answering.open_prompts(house.store, who.member.id, house.now())
        todo = [standing for standing in open_ones if standing.prompt.state != PromptState.ANSWERED]
        if not open_ones:
            raise NotThere(
                "Nothing is open for you right now. Type `/checkin` to see when you are asked next."
            )
        await _open_form(house, who, body["trigger_id"], (todo or open_ones)[0].prompt.id)
        await ack()


async def _save(house: House, body: dict[str, Any]) -> None:
    who, view = await asker(house, body), body["view"]
    kept = answer_form.read_submitted(view["private_metadata"])
    await answering.answer(
        house.store,
        kept.prompt_id,
        who.member.id,
        lambda questions: answer_form.read_answers(state_of(view), questions),
        now=house.now(),
        response_url=kept.response_url,
    )
    house.wake()
    if kept.from_home:
        await refresh_home(house, who.member)


async def _answer_open(house: House, command: Command) -> Message | None:
    member = command.asker.member
    open_ones = await answering.open_prompts(house.store, member.id, house.now())
    if len(_todo(open_ones)) == 1:
        await _open_form(house, command.asker, command.trigger_id, _todo(open_ones)[0].prompt.id)
        return None
    coming = await overview.coming_for(house.store, member, house.now())
    return status.build_open([overview.as_asked(standing) for standing in open_ones], coming, house.now())


async def _skip_open(house: House, command: Command) -> Message:
    member, now = command.asker.member, house.now()
    todo = _todo(await answering.open_prompts(house.store, member.id, now))
    if not todo:
        raise NotThere(_NOTHING_TO_SKIP)
    skipped = await answering.skip(
        house.store, todo[0].prompt.id, member.id, reason=command.rest or None, now=now
    )
    house.wake()
    return status.build_skipped(skipped.round.ritual_name)


async def _open_form(
    house: House,
    who: Asker,
    trigger_id: str,
    prompt_id: int,
    *,
    text: str | None = None,
    url: str | None = None,
    from_home: bool = False,
) -> None:
    form = await answering.form_of(house.store, prompt_id, who.member.id, typed=text, response_url=url)
    view = answer_form.build_answer_form(form, house.now(), from_home=from_home)
    await house.slack.open_modal(trigger_id, view)


async def _stop_asking(house: House, body: dict[str, Any], ritual_id: int) -> None:
    who = await asker(house, body)
    await answering.stop_asking(house.store, ritual_id, who.member.id, house.now())
    house.wake()


def _todo(open_ones: list[Standing]) -> list[Standing]:
    done = (PromptState.ANSWERED, PromptState.SKIPPED)
    return [standing for standing in open_ones if standing.prompt.state not in done]

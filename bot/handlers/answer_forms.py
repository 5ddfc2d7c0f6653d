"""The form behind a prompt, page by page: opened, turned, changed while it is open, and handed in; and skipping."""

from dataclasses import dataclass
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.handlers.asking import asker
from bot.handlers.home import refresh_home
from bot.handlers.house import Asker, House
from bot.handlers.reading import state_of
from bot.likeness import most_alike
from bot.rituals import answering
from bot.values.errors import SlackRefused, Unusable
from bot.values.ports import View
from bot.values.rounds import Form, Turned
from bot.views.answering import form as answer_form
from bot.views.answering import skip_form
from bot.views.answering.inputs import TELLS, block_of
from bot.views.answering.memory import read_submitted

_OUTRUN = {"hash_conflict", "not_found"}
"""What Slack says of a form that was changed or closed meanwhile. What it shows is put right when it is handed in."""

_VERY_ALIKE = 0.5
"""From here on two titles are likely the same thing: whoever adds the second one is asked once."""


@dataclass(frozen=True, slots=True)
class Way:
    """How somebody comes to a form: with what they typed, from the message with this address, from Home, or to add
    something else to a poll."""

    text: str | None = None
    url: str | None = None
    from_home: bool = False
    something_else: bool = False


class _SoundsLike(Exception):
    """What somebody adds sounds like `option`, which they could pick."""

    def __init__(self, option: str) -> None:
        super().__init__(option)
        self.option = option


def register(app: AsyncApp, house: House) -> None:
    """Open the doors for what happens in an open form."""
    _register_changing(app, house)
    _register_handing_in(app, house)


def _register_changing(app: AsyncApp, house: House) -> None:
    @app.action(TELLS)
    async def pick(ack: AsyncAck, body: dict[str, Any]) -> None:
        who, view = await asker(house, body), body["view"]
        kept = read_submitted(view["private_metadata"])
        form = await answering.form_of(house.store, kept.prompt_id, who.member.id, raising=True)
        changed = answer_form.build_changed(form, view, house.now())
        if changed is not None:
            await _change(house, view, changed)
        await ack()

    @app.action(answer_form.BACK)
    async def turn_back(ack: AsyncAck, body: dict[str, Any]) -> None:
        who, view = await asker(house, body), body["view"]
        form = await answering.keep_page(
            house.store,
            read_submitted(view["private_metadata"]).prompt_id,
            who.member.id,
            lambda form: answer_form.read_so_far(form, view),
            now=house.now(),
        )
        await _change(house, view, answer_form.build_previous(form, view, house.now()))
        await ack()


def _register_handing_in(app: AsyncApp, house: House) -> None:
    @app.view(answer_form.ANSWER_FORM)
    async def hand_in(ack: AsyncAck, body: dict[str, Any]) -> None:
        following = await _hand_in(house, body)
        if following is None:
            await ack()
        else:
            await ack(response_action="update", view=following)

    @app.view(skip_form.SKIP_FORM)
    async def skip(ack: AsyncAck, body: dict[str, Any]) -> None:
        who, view = await asker(house, body), body["view"]
        kept = read_submitted(view["private_metadata"])
        await answering.skip(
            house.store,
            house.ports,
            kept.prompt_id,
            who.member.id,
            reason=skip_form.read_skip(state_of(view)),
            now=house.now(),
            response_url=kept.response_url,
        )
        house.wake()
        await ack()


async def open_form(house: House, who: Asker, trigger_id: str, prompt_id: int, way: Way) -> None:
    """Show the form of a prompt, filled in with what is known. Raises NotThere or NoLongerTaken."""
    await house.slack.open_modal(trigger_id, await form_view(house, who, prompt_id, way))


async def form_view(house: House, who: Asker, prompt_id: int, way: Way) -> View:
    """That form. Raises NotThere or NoLongerTaken."""
    adds = way.something_else
    form = await answering.form_of(
        house.store, prompt_id, who.member.id, typed=way.text, response_url=way.url, raising=adds
    )
    return answer_form.build_answer_form(form, house.now(), from_home=way.from_home, something_else=adds)


async def open_skip_form(
    house: House, who: Asker, trigger_id: str, prompt_id: int, *, url: str | None
) -> None:
    """Show the form for skipping a prompt. Raises what `form_view` does."""
    form = await answering.form_of(house.store, prompt_id, who.member.id, response_url=url)
    await house.slack.open_modal(trigger_id, skip_form.build_skip_form(form))


async def _hand_in(house: House, body: dict[str, Any]) -> View | None:
    """Save a page. What to show next; None when the form may close."""
    who, view = await asker(house, body), body["view"]
    kept = read_submitted(view["private_metadata"])
    try:
        form, is_finished = await answering.hand_in(
            house.store,
            house.ports,
            kept.prompt_id,
            who.member.id,
            lambda form: _read_page(form, view),
            now=house.now(),
            response_url=kept.response_url,
        )
    except answering.NotAColleague as error:
        raise Unusable(error.user_message, field=block_of(error.key)) from error
    except _SoundsLike as known:
        form = await answering.form_of(house.store, kept.prompt_id, who.member.id, raising=True)
        return answer_form.build_once_more(form, view, house.now(), known.option)
    if not is_finished:
        return answer_form.build_next(form, view, house.now())
    house.wake()
    if kept.from_home:
        await refresh_home(house, who.member)
    left_out = answer_form.no_longer_asked(form, view)
    if left_out:
        return answer_form.build_left_out(form, left_out)
    return answer_form.build_sent(form) if answer_form.promised_more(view) else None


def _read_page(form: Form, view: dict[str, Any]) -> Turned:
    """A page that was handed in. Raises _SoundsLike for what somebody adds although it is there to be picked."""
    turned = answer_form.read_page(form, view)
    for question, title in answer_form.adds(turned, form.round.questions, view["private_metadata"]):
        alike = most_alike(title, question.options, floor=_VERY_ALIKE)
        if alike:
            raise _SoundsLike(question.options[alike[0]])
    return turned


async def _change(house: House, view: dict[str, Any], changed: View) -> None:
    try:
        await house.slack.update_modal(view["id"], changed, hash=view["hash"])
    except SlackRefused as refusal:
        if refusal.reason not in _OUTRUN:
            raise

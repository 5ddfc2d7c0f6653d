"""Raising a bottleneck: `/bottleneck`, the shortcuts, the button on Home, and "is it one of these?"."""

from dataclasses import replace
from typing import Any
from uuid import uuid4

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.handlers import loops
from bot.handlers.asking import asker
from bot.handlers.home import refresh_home
from bot.handlers.house import Command, House
from bot.handlers.reading import is_from_home, pressed, state_of
from bot.handlers.typed import is_from_private, read_typed, source_of
from bot.handlers.windows import show_over
from bot.loops import categories, raising, seeing
from bot.values.deliveries import Message
from bot.values.errors import Unusable
from bot.values.loops import NewLoop, WaitsOn
from bot.values.people import Member
from bot.values.ports import View
from bot.values.raising import Choices, RaiseDraft
from bot.values.seen_loops import LoopSeen
from bot.views.loops import raise_form, raise_similar
from bot.views.loops.categories import build_help
from bot.views.loops.kept import Kept
from bot.views.words import clip

_LONGEST_QUOTE = 3000


async def answer_bottleneck(house: House, command: Command) -> Message | None:
    """`/bottleneck` alone or with what is in the way: open the form."""
    member = command.asker.member
    draft, people = await _drafted(house, member, command.text)
    if len(people) == 1:
        # Whoever is named is most often whom it waits on; the form shows it, and it can be changed.
        draft = replace(draft, waits_on=WaitsOn(member_id=people[0].id), party=people[0].name)
    view = await _form(house, member, draft, channel_id=command.channel_id)
    await house.slack.open_modal(command.trigger_id, view)
    return None


async def answer_help(house: House, command: Command) -> Message | None:
    """`/bottleneck help`: how it is typed; with more words it is something in the way that begins so."""
    if command.rest:
        return await answer_bottleneck(house, command)
    return build_help(may_edit=categories.may_edit(command.asker.member))


def register(app: AsyncApp, house: House) -> None:
    """Open the doors for raising something."""

    @app.shortcut("raise_a_bottleneck")
    async def from_anywhere(ack: AsyncAck, body: dict[str, Any]) -> None:
        member = (await asker(house, body)).member
        await house.slack.open_modal(body["trigger_id"], await _form(house, member, _new_draft()))
        await ack()

    @app.shortcut("raise_as_bottleneck")
    async def from_message(ack: AsyncAck, body: dict[str, Any]) -> None:
        member = (await asker(house, body)).member
        draft = await _from_message(house, member, body)
        view = await _form(house, member, draft, channel_id=body["channel"]["id"])
        await house.slack.open_modal(body["trigger_id"], view)
        await ack()

    @app.action(raise_form.RAISE)
    async def from_a_button(ack: AsyncAck, body: dict[str, Any]) -> None:
        member = (await asker(house, body)).member
        draft = replace(_new_draft(), from_home=is_from_home(body))
        await show_over(house, body, await _form(house, member, draft))
        await ack()

    @app.view(raise_form.RAISE_FORM)
    async def submit(ack: AsyncAck, body: dict[str, Any]) -> None:
        member, view = (await asker(house, body)).member, body["view"]
        await ack(response_action="update", view=await _raise_or_ask(house, member, view))

    @app.action(raise_similar.JOIN)
    async def join(ack: AsyncAck, body: dict[str, Any]) -> None:
        member, view = (await asker(house, body)).member, body["view"]
        shown = await _join(house, member, view, int(pressed(body)))
        await house.slack.update_modal(view["id"], shown)
        await ack()


async def _raise_or_ask(house: House, member: Member, view: dict[str, Any]) -> View:
    choices = await raising.choices(house.store, member)
    draft = raise_form.read_raise_form(state_of(view), view["private_metadata"], choices)
    new, now = _new_loop(draft), house.now()
    if not draft.similar and (found := await raising.find_similar(house.store, member, new, now)):
        return raise_form.build_raise_form(draft, choices, found, now=now.astimezone(member.tz))
    try:
        raised = await raising.raise_one(house.store, house.loop_wording, member, draft.team_id, new, now)
    except Unusable as error:
        raise Unusable(error.user_message, field=error.field or raise_form.WAITS_ON) from error
    seen = await seeing.page_of(house.store, member, raised.id)
    return await _done(house, member, draft, seen, raise_similar.raised_in_words(seen))


async def _join(house: House, member: Member, view: dict[str, Any], loop_id: int) -> View:
    choices = await raising.choices(house.store, member)
    draft, now = raise_form.read_draft(state_of(view), view["private_metadata"], choices), house.now()
    joined = await raising.join(
        house.store,
        house.loop_wording,
        member,
        loop_id,
        now,
        team_id=draft.team_id,
        impact=draft.impact,
        words=raising.in_their_words(_new_loop(draft)),
    )
    seen = await seeing.page_of(house.store, member, joined.loop.id)
    return await _done(house, member, draft, seen, raise_similar.joined_in_words(joined, seen))


async def _done(house: House, member: Member, draft: RaiseDraft, seen: LoopSeen, words: str) -> View:
    """What came of it, and its page, where it goes on."""
    house.wake()
    if draft.from_home:
        await refresh_home(house, member)
    return loops.build(house, member, seen, Kept(seen.loop.id, from_home=draft.from_home), done=words)


async def _form(house: House, member: Member, draft: RaiseDraft, *, channel_id: str | None = None) -> View:
    choices = await raising.choices(house.store, member)
    draft = replace(draft, team_id=_team_of(choices, channel_id))
    return raise_form.build_raise_form(draft, choices, now=house.now().astimezone(member.tz))


def _team_of(choices: Choices, channel_id: str | None) -> int | None:
    """Of one's own teams the one whose channel this is."""
    return next((team.id for team in choices.own if team.channel_id == channel_id), None)


async def _from_message(house: House, member: Member, body: dict[str, Any]) -> RaiseDraft:
    draft, _ = await _drafted(house, member, body["message"].get("text") or "")
    return replace(
        draft,
        details=clip(draft.details, _LONGEST_QUOTE),
        source=await source_of(house, body),
        from_private=is_from_private(body),
    )


async def _drafted(house: House, member: Member, text: str) -> tuple[RaiseDraft, list[Member]]:
    """What somebody typed, in a form, and the colleagues they mention."""
    typed = await read_typed(house, member, text)
    return replace(_new_draft(), title=typed.title, details=typed.details, link=typed.link), typed.people


def _new_draft() -> RaiseDraft:
    return RaiseDraft(key=uuid4().hex)


def _new_loop(draft: RaiseDraft) -> NewLoop:
    return NewLoop(
        title=draft.title,
        waits_on=draft.waits_on,
        details=draft.details or None,
        category_id=draft.category_id,
        impact=draft.impact,
        link=draft.link or None,
        is_quiet=draft.is_quiet,
        source=draft.source,
        key=draft.key,
    )

"""`/drumbeat goals`: the list, the page of a goal, its forms, and the presses on it."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import uuid4

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.goals import keeping, seeing
from bot.handlers.asking import asker
from bot.handlers.home import refresh_home
from bot.handlers.house import Command, House
from bot.handlers.looking import looks
from bot.handlers.places import meet
from bot.handlers.reading import is_from_home, pressed, state_of
from bot.handlers.windows import show_in_place, show_over
from bot.values.deliveries import Message
from bot.values.goal_pages import FIRST, Place
from bot.values.goals import GoalState
from bot.values.people import Member
from bot.values.ports import View
from bot.views.goals import form, listing, page
from bot.views.goals.form import Kept
from bot.views.goals.given import build_given
from bot.views.turning import read_turn


async def answer_goals(house: House, command: Command) -> Message | None:
    """`/drumbeat goals`: the list."""
    member = command.asker.member
    found = await seeing.listing_of(house.store, member, FIRST)
    await house.slack.open_modal(command.trigger_id, listing.build_goals(found, member.tz))
    return None


def register(app: AsyncApp, house: House) -> None:
    """Open the doors for the list, the page and the forms."""
    _register_looking(app, house)
    _register_forms(app, house)
    app.action(listing.TAKE)(_presses(house, keeping.look_after, page.TAKEN))
    app.action(page.REACHED)(_presses(house, _closes(house, GoalState.REACHED), page.NOW_REACHED))
    app.action(page.DROP)(_presses(house, _closes(house, GoalState.DROPPED), page.NOW_DROPPED))
    app.action(page.OPEN_AGAIN)(_presses(house, keeping.open_again, page.NOW_OPEN))


def _register_looking(app: AsyncApp, house: House) -> None:
    for to_list in (listing.OPEN_GOALS, listing.BACK, listing.MORE):
        app.action(to_list)(looks(house, _show_list, listing.read_place))
    for to_goal in (listing.OPEN_GOAL, page.EARLIER, page.LATER):
        app.action(to_goal)(looks(house, _show_goal, read_turn))


def _register_forms(app: AsyncApp, house: House) -> None:
    @app.action(listing.ADD)
    async def open_add(ack: AsyncAck, body: dict[str, Any]) -> None:
        member = (await asker(house, body)).member
        choices = await seeing.choices_for(house.store, member)
        await show_over(house, body, form.build_goal_form(choices, Kept(key=uuid4().hex)))
        await ack()

    @app.action(page.CHANGE)
    async def open_change(ack: AsyncAck, body: dict[str, Any]) -> None:
        member, goal_id = (await asker(house, body)).member, int(pressed(body))
        choices = await seeing.choices_for(house.store, member, goal_id)
        seen = (await seeing.page_of(house.store, member, goal_id)).seen
        view = form.build_goal_form(choices, Kept(goal_id, kept=_kept(body)), seen)
        await show_over(house, body, view)
        await ack()

    @app.action(page.SAY)
    async def open_confidence(ack: AsyncAck, body: dict[str, Any]) -> None:
        member, goal_id = (await asker(house, body)).member, int(pressed(body))
        item, kept = await seeing.page_of(house.store, member, goal_id), _kept(body)
        if item.rights.say:
            await show_over(house, body, form.build_confidence_form(item.seen, Kept(goal_id, kept=kept)))
        else:
            # It was theirs when they were asked: closed or somebody else's meanwhile, as its page says.
            await _show(house, body, page.build_page(item, member.tz, kept=kept, done=page.NOT_YOURS_NOW))
        await ack()

    @app.view(form.GOAL_FORM)
    async def submit_goal(ack: AsyncAck, body: dict[str, Any]) -> None:
        member, view = (await asker(house, body)).member, body["view"]
        kept, draft = form.read_kept(view["private_metadata"]), form.read_goal_form(state_of(view))
        await meet(house, member, [draft.owner] if draft.owner else [])
        by = keeping.By(member, house.now(), build_given)
        if kept.goal_id is None:
            goal_id, done = await keeping.add(house.store, by, draft, kept.key), page.ADDED
        else:
            await keeping.change(house.store, by, kept.goal_id, draft)
            goal_id, done = kept.goal_id, page.CHANGED
        house.wake()
        await _finish(house, ack, body, member, goal_id, kept, done)

    @app.view(form.CONFIDENCE_FORM)
    async def submit_confidence(ack: AsyncAck, body: dict[str, Any]) -> None:
        member, view = (await asker(house, body)).member, body["view"]
        kept = form.read_kept(view["private_metadata"])
        assert kept.goal_id is not None
        word = form.read_confidence_form(state_of(view))
        await keeping.say(house.store, member, kept.goal_id, word, house.now())
        await _finish(house, ack, body, member, kept.goal_id, kept, page.SAID)


def _presses(house: House, do: Callable[..., Awaitable[None]], done: str) -> Callable[..., Awaitable[None]]:
    """The door for what takes one press on a goal; its page shows what came of it."""

    async def press(ack: AsyncAck, body: dict[str, Any]) -> None:
        member, goal_id, kept = (await asker(house, body)).member, int(pressed(body)), _kept(body)
        await do(house.store, member, goal_id)
        await _show(house, body, await _page(house, member, goal_id, kept, done))
        await ack()
        if kept == page.HOME:
            await refresh_home(house, member)

    return press


def _closes(house: House, state: GoalState) -> Callable[..., Awaitable[None]]:
    async def close(store: Any, member: Member, goal_id: int) -> None:
        await keeping.close(store, member, goal_id, state, house.now())

    return close


async def _finish(
    house: House, ack: AsyncAck, body: dict[str, Any], member: Member, goal_id: int, kept: Kept, done: str
) -> None:
    """What came of a form: on the window below it, to which it gives way, or in its own place."""
    view = body["view"]
    shown = await _page(house, member, goal_id, kept.kept, done)
    if view.get("root_view_id") in (None, view["id"]):
        await ack(response_action="update", view=shown)
    else:
        await house.slack.update_modal(view["root_view_id"], shown)
        await ack()
    if kept.kept == page.HOME:
        await refresh_home(house, member)


async def _show_list(house: House, body: dict[str, Any], place: Place) -> None:
    member = (await asker(house, body)).member
    found = await seeing.listing_of(house.store, member, place)
    await _show(house, body, listing.build_goals(found, member.tz))


async def _show_goal(house: House, body: dict[str, Any], wanted: tuple[int, int]) -> None:
    member, (goal_id, start) = (await asker(house, body)).member, wanted
    await _show(house, body, await _page(house, member, goal_id, _kept(body), start=start))


async def _show(house: House, body: dict[str, Any], view: View) -> None:
    await show_in_place(house, body, view, listing.LISTING, page.GOAL_PAGE)


async def _page(
    house: House, member: Member, goal_id: int, kept: str, done: str | None = None, *, start: int = 0
) -> View:
    item = await seeing.page_of(house.store, member, goal_id, start=start)
    return page.build_page(item, member.tz, kept=kept, done=done)


def _kept(body: dict[str, Any]) -> str:
    """Where a page or a form was opened from."""
    view = body.get("view") or {}
    if view.get("callback_id") == page.GOAL_PAGE:
        return str(view.get("private_metadata") or "")
    return page.HOME if is_from_home(body) else ""

"""What those may do before a digest goes out who look after it: a note above it, and marking weeks."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.handlers.asking import asker
from bot.handlers.house import House
from bot.handlers.reading import pressed, state_of
from bot.handlers.windows import show_over
from bot.store import digest_notes, outbox, posted_digests
from bot.store import trends as queries
from bot.store.engine import Transaction
from bot.store.trends import Weeks
from bot.trends import marks, rights
from bot.trends.week import HISTORY, covered
from bot.values.deliveries import IS_THERE, Message
from bot.values.digest_notes import Goes, MarkOffer, NoteOffer
from bot.values.digests import Digest, DigestNote, DigestState, Week, WeekMark
from bot.values.errors import NotThere, Unusable
from bot.values.people import Member, Team
from bot.values.ports import View
from bot.views.digests import marks as mark_views
from bot.views.digests import notes
from bot.views.digests.letters import key_of

_NO_TEAM = (
    "This digest is about no team yet, so there is no week to mark. `/drumbeat teams` shows how to add one."
)


def register(app: AsyncApp, house: House) -> None:
    """Open the doors for notes and marks."""

    @app.action(notes.EDIT_NOTE)
    async def open_note(ack: AsyncAck, body: dict[str, Any]) -> None:
        digest_id, week = notes.read_about(pressed(body))
        offer = await _note_offer(house, (await asker(house, body)).member, digest_id, week)
        await show_over(house, body, notes.build_note_form(offer))
        await ack()

    @app.view(notes.NOTE_FORM)
    async def save_note(ack: AsyncAck, body: dict[str, Any]) -> None:
        member, view = (await asker(house, body)).member, body["view"]
        digest_id, week = notes.read_about(view["private_metadata"])
        offer = await _save_note(house, member, digest_id, week, notes.read_note(state_of(view)))
        await ack(response_action="update", view=notes.build_saved(offer))

    @app.action(mark_views.MARK_WEEK)
    async def open_mark(ack: AsyncAck, body: dict[str, Any]) -> None:
        digest_id, week = notes.read_about(pressed(body))
        view = await _mark_form(house, (await asker(house, body)).member, digest_id, week)
        await show_over(house, body, view)
        await ack()

    @app.action(mark_views.PICK_WEEK)
    async def pick_week(ack: AsyncAck, body: dict[str, Any]) -> None:
        member, view = (await asker(house, body)).member, body["view"]
        digest_id = mark_views.read_digest(view["private_metadata"])
        shown = await _mark_form(house, member, digest_id, mark_views.read_week(state_of(view)))
        await house.slack.update_modal(view["id"], shown, hash=view["hash"])
        await ack()

    @app.view(mark_views.MARK_FORM)
    async def save_mark(ack: AsyncAck, body: dict[str, Any]) -> None:
        member, view = (await asker(house, body)).member, body["view"]
        offer = await _save_mark(house, member, view)
        await ack(response_action="update", view=mark_views.build_marked(offer))


async def _note_offer(house: House, member: Member, digest_id: int, week: Week) -> NoteOffer:
    reads = await rights.read_by(house.store, house.slack, house.channels, member)
    async with house.store.transaction() as tx:
        digest = await rights.changeable(tx, digest_id, member, reads)
        return await _offered(tx, digest, week, member)


async def _save_note(
    house: House, member: Member, digest_id: int, week: Week, words: str | None
) -> NoteOffer:
    now = house.now()
    reads = await rights.read_by(house.store, house.slack, house.channels, member)
    async with house.store.transaction() as tx:
        await digest_notes.hold(tx, digest_id)
        digest = await rights.changeable(tx, digest_id, member, reads)
        await _keep(tx, digest, week, words, member, now)
        offer = await _offered(tx, digest, week, member)
        if offer.goes is Goes.IS_PAST:
            raise Unusable("This digest is out and can no longer be changed.", field=notes.WORDS)
        if offer.goes is Goes.IS_OUT:
            for key in await _posts(tx, digest, week):
                await _change_post(tx, digest, key, offer.note, now)
    house.wake()
    return offer


async def _change_post(
    tx: Transaction, digest: Digest, key: str, note: DigestNote | None, now: datetime
) -> None:
    says = await posted_digests.says(tx, digest.workspace_id, key)
    if says is not None:
        changed = notes.changed(says, note, digest.plan.audience)
        await posted_digests.change(tx, digest.workspace_id, key, changed, now)


async def _keep(
    tx: Transaction, digest: Digest, week: Week, words: str | None, member: Member, now: datetime
) -> None:
    if words is None:
        await digest_notes.take_note_away(tx, digest.id, week.monday)
    else:
        await digest_notes.put_note(tx, digest.id, week.monday, words, member.id, at=now)


async def _offered(tx: Transaction, digest: Digest, week: Week, reader: Member) -> NoteOffer:
    note = await digest_notes.note_of(tx, digest.id, week.monday)
    return NoteOffer(digest, week, await _goes(tx, digest, week), reader.tz, note)


async def _goes(tx: Transaction, digest: Digest, week: Week) -> Goes:
    if await _posts(tx, digest, week):
        return Goes.IS_OUT
    if await outbox.state_of(tx, digest.workspace_id, key_of(digest.id, week.monday)) in IS_THERE:
        return Goes.IS_PAST
    due = digest.next_at if digest.state is DigestState.ACTIVE else None
    is_next = due is not None and covered(due, ZoneInfo(digest.plan.zone)).week == week
    return Goes.ON_SCHEDULE if is_next else Goes.BY_HAND


async def _posts(tx: Transaction, digest: Digest, week: Week) -> dict[str, Message]:
    return await digest_notes.posts(tx, digest.workspace_id, key_of(digest.id, week.monday))


async def _mark_form(house: House, member: Member, digest_id: int, week: Week) -> View:
    reads = await rights.read_by(house.store, house.slack, house.channels, member)
    async with house.store.transaction() as tx:
        digest = await rights.changeable(tx, digest_id, member, reads)
        teams = await _teams(tx, digest)
        return mark_views.build_mark_form(await _mark_offer(tx, digest, teams, week, house.now()))


async def _save_mark(house: House, member: Member, view: dict[str, Any]) -> MarkOffer:
    digest_id, now = mark_views.read_digest(view["private_metadata"]), house.now()
    week = mark_views.read_week(state_of(view))
    kind, words = mark_views.read_mark(state_of(view), week)
    reads = await rights.read_by(house.store, house.slack, house.channels, member)
    async with house.store.transaction() as tx:
        digest = await rights.changeable(tx, digest_id, member, reads)
        teams = await _teams(tx, digest)
        if kind is None:
            await digest_notes.unmark(tx, [team.id for team in teams], week.monday)
        else:
            every = [WeekMark(team.id, week.monday, kind, words) for team in teams]
            await digest_notes.mark(tx, digest.workspace_id, every, member.id, at=now)
        return await _mark_offer(tx, digest, teams, week, now)


async def _teams(tx: Transaction, digest: Digest) -> list[Team]:
    every = [team for team, _lead in await queries.teams(tx, digest.workspace_id)]
    found = marks.covered_in(every, digest.plan.channel_id)
    if not found:
        raise NotThere(_NO_TEAM)
    return found


async def _mark_offer(
    tx: Transaction, digest: Digest, teams: Sequence[Team], week: Week, now: datetime
) -> MarkOffer:
    offered = _weeks(now, digest)
    if week not in offered:
        raise Unusable(
            "That week is too long ago: nothing is compared with it any more.", field=mark_views.WEEK
        )
    span = Weeks(offered[-1].monday, count=len(offered), last=offered[0].monday)
    marked = await marks.load(tx, digest.workspace_id, span)
    return MarkOffer(digest.id, [team.name for team in teams], offered, week, marked.told(teams))


def _weeks(now: datetime, digest: Digest) -> list[Week]:
    """This week and those that are still compared, the newest first."""
    today = now.astimezone(ZoneInfo(digest.plan.zone)).date()
    monday = today - timedelta(days=today.weekday())
    return [Week(monday - timedelta(weeks=ago)) for ago in range(HISTORY)]

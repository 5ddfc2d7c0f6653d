"""`/digest`, its form and the buttons of its messages."""

from collections.abc import Awaitable, Callable, Collection
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond

from bot.handlers import digest_by_hand, digest_preview
from bot.handlers.asking import asker
from bot.handlers.errors import show_afterwards
from bot.handlers.home import refresh_home
from bot.handlers.house import Asker, Command, House
from bot.handlers.pictures import Later
from bot.store import digests, outbox
from bot.store.engine import Transaction
from bot.trends import rights
from bot.values.deliveries import DeliveryKind, Letter, Message
from bot.values.digests import Digest, DigestState
from bot.values.errors import SlackRefused, Unusable
from bot.values.people import Channel, Member
from bot.values.ports import View
from bot.views.digests import mend as digest_mend
from bot.views.digests import setup as digest_setup
from bot.views.digests import words as digest_words
from bot.views.digests.frame import HOW_ACTION
from bot.views.digests.how import build_how
from bot.views.digests.setup import Defaults, SetUp, build_setup, read_setup
from bot.views.help import build_usage
from bot.views.home.digests import SET_UP_DIGEST

Press = Callable[[House, Asker, int], Awaitable[Message]]
"""What pressing a button under a message about a digest does; the answer replaces that message."""


async def answer_digest(house: House, command: Command) -> Message | Later | None:
    """Preview, for whom it is written or for others; set up, pause, resume or post; None when a form was opened."""
    answers = {"setup": _open_setup, "pause": _pause, "resume": _resume}
    if command.rest:
        return build_usage("digest", command.text)
    if command.verb in digest_preview.WORDS:
        return partial(digest_preview.preview, house, command)
    if command.verb == "post":
        # Composing one of many teams takes longer than Slack may wait.
        return partial(_post_from, house, command)
    answer = answers.get(command.verb)
    return await answer(house, command) if answer else build_usage("digest", command.text)


def register(app: AsyncApp, house: House) -> None:
    """Open the doors for the form and the buttons."""

    @app.view(digest_setup.SETUP)
    async def saved(ack: AsyncAck, body: dict[str, Any], view: View) -> None:
        form = read_setup(view["state"]["values"], view["private_metadata"])
        who = await asker(house, body)
        await save_setup(house, who, form)
        await ack()
        await refresh_home(house, who.member)

    @app.action(SET_UP_DIGEST)
    async def set_up(ack: AsyncAck, body: dict[str, Any]) -> None:
        nowhere = Command("digest", "setup", "", body["trigger_id"], await asker(house, body))
        await answer_digest(house, nowhere)
        await ack()

    @app.action(HOW_ACTION)
    async def how(ack: AsyncAck, body: dict[str, Any]) -> None:
        await house.slack.open_modal(body["trigger_id"], build_how())
        await ack()

    @app.action(digest_mend.MOVE_ACTION)
    async def move(ack: AsyncAck, body: dict[str, Any]) -> None:
        await _open_move(house, await asker(house, body), _pressed(body), body["trigger_id"])
        await ack()

    app.action(digest_mend.POST_ACTION)(_slow_button(house, _post_again))
    app.action(digest_mend.PAUSE_ACTION)(_button(house, _pause_pressed))
    app.action(digest_mend.TAKE_ACTION)(_button(house, _take))


async def save_setup(house: House, who: Asker, form: SetUp) -> None:
    """Store what the form says, tell the person, and introduce the digest to a channel that is new to it."""
    rights.check_may_create(who.member)
    channel = await _channel_to_post_in(house, form.plan.channel_id, who.member)
    now = house.now()
    named = replace(form, plan=replace(form.plan, name=f"{form.plan.name} · #{channel.name}"))
    reads = await rights.read_by(house.store, house.slack, house.channels, who.member)
    async with house.store.transaction() as tx:
        is_new_here = await digests.in_channel(tx, who.workspace.id, channel.slack_id) is None
        digest_id = await _store(tx, who.member, named, reads, now)
        # They can read the channel they chose: it is public, or they are in it.
        digest = await rights.changeable(tx, digest_id, who.member, {*reads, channel.slack_id})
        await outbox.put(tx, who.workspace.id, _confirmation(digest, who.member, now))
        if is_new_here:
            await outbox.put(tx, who.workspace.id, _introduction(digest, who.member, now))
    house.wake()


async def _open_setup(house: House, command: Command) -> None:
    member = command.asker.member
    rights.check_may_create(member)
    reads = await rights.read_by(house.store, house.slack, house.channels, member)
    async with house.store.transaction() as tx:
        digest = await digests.in_channel(tx, member.workspace_id, command.channel_id)
        if digest is not None:
            await rights.check_may_change(tx, digest, member, reads)
    # A conversation between people is no place for a digest: there the field stays empty.
    here = command.channel_id if command.channel_id.startswith("C") else None
    await house.slack.open_modal(command.trigger_id, build_setup(digest, Defaults(member.zone, here)))


async def _pause(house: House, command: Command) -> Message:
    reads = await rights.read_by(house.store, house.slack, house.channels, command.asker.member)
    async with house.store.transaction() as tx:
        digest = await rights.meant(tx, command.asker.member, command.channel_id, reads)
        await digests.pause(tx, digest.id)
    return digest_words.build_paused(digest)


async def _resume(house: House, command: Command) -> Message:
    reads = await rights.read_by(house.store, house.slack, house.channels, command.asker.member)
    async with house.store.transaction() as tx:
        digest = await rights.meant(tx, command.asker.member, command.channel_id, reads)
        due = await digests.resume(tx, digest, now=house.now())
    return digest_words.build_resumed(digest, due, command.asker.member.tz)


async def _post_from(house: House, command: Command) -> Message:
    reads = await rights.read_by(house.store, house.slack, house.channels, command.asker.member)
    async with house.store.transaction() as tx:
        digest = await rights.meant(tx, command.asker.member, command.channel_id, reads)
    return await digest_by_hand.post(house, digest, again=False)


async def _post_again(house: House, who: Asker, digest_id: int) -> Message:
    reads = await rights.read_by(house.store, house.slack, house.channels, who.member)
    async with house.store.transaction() as tx:
        digest = await rights.changeable(tx, digest_id, who.member, reads)
    return await digest_by_hand.post(house, digest, again=True)


async def _pause_pressed(house: House, who: Asker, digest_id: int) -> Message:
    reads = await rights.read_by(house.store, house.slack, house.channels, who.member)
    async with house.store.transaction() as tx:
        digest = await rights.changeable(tx, digest_id, who.member, reads)
        await digests.pause(tx, digest.id)
    return digest_words.build_paused(digest)


async def _take(house: House, who: Asker, digest_id: int) -> Message:
    reads = await rights.read_by(house.store, house.slack, house.channels, who.member)
    async with house.store.transaction() as tx:
        digest = await rights.changeable(tx, digest_id, who.member, reads)
        await digests.hand_over(tx, digest.id, who.member.id)
    return digest_words.build_taken(digest)


async def _open_move(house: House, who: Asker, digest_id: int, trigger_id: str) -> None:
    reads = await rights.read_by(house.store, house.slack, house.channels, who.member)
    async with house.store.transaction() as tx:
        digest = await rights.changeable(tx, digest_id, who.member, reads)
    await house.slack.open_modal(trigger_id, build_setup(digest, Defaults(who.member.zone)))


async def _store(tx: Transaction, member: Member, form: SetUp, reads: Collection[str], now: datetime) -> int:
    here = await digests.in_channel(tx, member.workspace_id, form.plan.channel_id)
    if here is not None and here.id != form.digest_id:
        raise Unusable(
            "This channel has a weekly digest already: `/digest setup` there changes it.",
            field=digest_setup.CHANNEL,
        )
    if form.digest_id is None:
        return await digests.create(tx, member.workspace_id, member.id, form.plan, now=now)
    digest = await rights.changeable(tx, form.digest_id, member, reads)
    await digests.change(tx, digest.id, form.plan, now=now)
    if form.pause:
        await digests.pause(tx, digest.id)
    elif digest.state is DigestState.PAUSED:
        await digests.resume(tx, replace(digest, plan=form.plan), now=now)
    return digest.id


async def _channel_to_post_in(house: House, channel_id: str, member: Member) -> Channel:
    """The channel, with Drumbeat in it. Raises Unusable beside the field when it cannot be posted in."""
    try:
        channel = await house.slack.channel(channel_id)
        if channel.is_archived:
            raise Unusable("This channel is archived.", field=digest_setup.CHANNEL)
        if channel.is_private:
            await _check_private(house, channel, member)
        elif not channel.has_bot:
            await house.slack.join(channel_id)
    except SlackRefused as refusal:
        raise Unusable(
            "I cannot see this channel. Invite me there with `/invite @Drumbeat` and save again.",
            field=digest_setup.CHANNEL,
        ) from refusal
    return channel


async def _check_private(house: House, channel: Channel, member: Member) -> None:
    if not channel.has_bot:
        raise Unusable(
            "This channel is private and I am not in it. Invite me there with `/invite @Drumbeat` and save again.",
            field=digest_setup.CHANNEL,
        )
    if member.slack_id not in await house.slack.channel_members(channel.slack_id):
        raise Unusable("You are not in this channel.", field=digest_setup.CHANNEL)


def _confirmation(digest: Digest, member: Member, now: datetime) -> Letter:
    return Letter(
        key=f"digest:{digest.id}:saved:{member.id}:{now:%Y%m%d-%H%M%S}",
        kind=DeliveryKind.REPLY,
        message=digest_words.build_saved(digest, member.tz),
        channel=member.slack_id,
        due_at=now,
        urgent=True,
    )


def _introduction(digest: Digest, member: Member, now: datetime) -> Letter:
    return Letter(
        key=f"digest:{digest.id}:introduced:{digest.plan.channel_id}",
        kind=DeliveryKind.INTRODUCTION,
        message=digest_words.build_introduction(digest, member.name),
        channel=digest.plan.channel_id,
        owner_id=member.id,
        due_at=now,
    )


def _button(house: House, press: Press) -> Callable[..., Awaitable[None]]:
    async def pressed(ack: AsyncAck, body: dict[str, Any], respond: AsyncRespond) -> None:
        message = await press(house, await asker(house, body), _pressed(body))
        await ack()
        await _replace(respond, message)

    return pressed


def _slow_button(house: House, press: Press) -> Callable[..., Awaitable[None]]:
    """One whose press takes longer than Slack may wait."""

    async def pressed(ack: AsyncAck, body: dict[str, Any], respond: AsyncRespond) -> None:
        async def answered() -> None:
            await _replace(respond, await press(house, await asker(house, body), _pressed(body)))

        show_afterwards(house, body, answered)
        await ack()

    return pressed


async def _replace(respond: AsyncRespond, message: Message) -> None:
    await respond(text=message.text, blocks=[dict(block) for block in message.blocks], replace_original=True)


def _pressed(body: dict[str, Any]) -> int:
    return int(body["actions"][0]["value"])

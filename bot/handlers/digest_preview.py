"""`/digest`: this week's, for one pair of eyes, as its channel's readers will read it or as others would; and what
will stand in its thread."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from slack_bolt.async_app import AsyncApp, AsyncRespond

from bot.handlers.asking import asker
from bot.handlers.house import Asker, Command, House
from bot.handlers.looking import turns
from bot.handlers.pictures import show
from bot.store import digests
from bot.store.engine import Transaction
from bot.trends import rights
from bot.trends.facts import gather
from bot.trends.scope import Scope
from bot.trends.visible import MayShow, sight_from
from bot.trends.week import covered
from bot.values.deliveries import Message
from bot.values.digests import Audience, Digest
from bot.values.facts import DigestFacts
from bot.views.digests import preview as views
from bot.views.digests.notes import with_buttons
from bot.views.digests.words import preview_note

WORDS = frozenset({"", *Audience})
"""What can be said after `/digest` to see one."""


@dataclass(frozen=True, slots=True)
class Glance:
    """Who looks at the digest of which channel, and as whom; None: as its own readers."""

    who: Asker
    channel_id: str
    audience: Audience | None


@dataclass(frozen=True, slots=True)
class Seen:
    """What it says by now, the line above it, and the digest it is, where whoever looks may add to that."""

    facts: DigestFacts
    note: str
    own: Digest | None


Build = Callable[[Seen], Message]


async def preview(house: House, command: Command) -> Message:
    """The digest of this channel, or of the audience that was named."""
    audience = Audience(command.verb) if command.verb else None
    return await _shown(house, Glance(command.asker, command.channel_id, audience), _whole)


def register(app: AsyncApp, house: House) -> None:
    """Open the doors to the details of a preview, and back."""
    for action in (views.DETAILS, views.EARLIER, views.LATER):
        app.action(action)(turns(house, _turn, views.read_turn))
    app.action(views.BACK)(turns(house, _back, views.read_turn))


async def _turn(
    house: House, body: dict[str, Any], respond: AsyncRespond, audience: Audience, page: int
) -> None:
    await _show(house, body, respond, audience, partial(_details, page=page))


async def _back(
    house: House, body: dict[str, Any], respond: AsyncRespond, audience: Audience, _page: int
) -> None:
    await _show(house, body, respond, audience, _whole)


async def _show(
    house: House, body: dict[str, Any], respond: AsyncRespond, audience: Audience, build: Build
) -> None:
    """Show it where something was pressed, as it is by now."""
    who = await asker(house, body)
    message = await _shown(house, Glance(who, body["channel"]["id"], audience), build)
    await show(house, who.workspace.id, respond, message, replace_original=True)


async def _shown(house: House, glance: Glance, build: Build) -> Message:
    may_show = await sight_from(house.store, house.slack, glance.who.workspace.id, glance.channel_id)
    reads = await rights.read_by(house.store, house.slack, house.channels, glance.who.member)
    look = partial(_built, glance=glance, now=house.now(), may_show=may_show, reads=reads, build=build)
    return await house.store.aside(look)


async def _built(
    tx: Transaction,
    glance: Glance,
    now: datetime,
    may_show: MayShow,
    reads: Collection[str],
    build: Build,
) -> Message:
    return build(await _seen(tx, glance, now, may_show, reads))


async def _seen(
    tx: Transaction, glance: Glance, now: datetime, may_show: MayShow, reads: Collection[str]
) -> Seen:
    who, channel_id = glance.who, glance.channel_id
    digest = await digests.in_channel(tx, who.workspace.id, channel_id)
    zone = ZoneInfo(digest.plan.zone) if digest else who.member.tz
    audience = glance.audience or (digest.plan.audience if digest else Audience.TEAM)
    own = digest if digest and digest.plan.audience is audience else None
    of_digest = own.id if own else None
    scope = Scope(who.workspace.id, channel_id, covered(now, zone), now, zone, may_show, of_digest, audience)
    facts = await gather(tx, scope)
    may_add = own is not None and await rights.may_change(tx, own, who.member, reads)
    return Seen(facts, preview_note(digest, who.member.tz, audience), own if may_add else None)


def _whole(seen: Seen) -> Message:
    shown = views.build_preview(seen.facts, seen.note)
    return with_buttons(shown, seen.own.id, seen.facts) if seen.own else shown


def _details(seen: Seen, page: int) -> Message:
    return views.build_preview_details(seen.facts, seen.note, page)

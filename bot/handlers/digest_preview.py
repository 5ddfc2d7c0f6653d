"""`/digest`: this week's, for one pair of eyes, as its channel's readers will read it or as others would."""

from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from bot.handlers.house import Command, House
from bot.store import digests
from bot.store.engine import Transaction
from bot.trends import rights
from bot.trends.facts import gather
from bot.trends.scope import Scope
from bot.trends.visible import MayShow, sight_from
from bot.trends.week import covered
from bot.values.deliveries import Message
from bot.values.digests import Audience, Digest
from bot.views.digests.notes import with_buttons
from bot.views.digests.preview import build_preview
from bot.views.digests.words import preview_note

WORDS = frozenset({"", *Audience})
"""What can be said after `/digest` to see one."""


async def preview(house: House, command: Command) -> Message:
    """The digest of this channel, or of the audience that was named."""
    may_show = await sight_from(house.store, house.slack, command.asker.workspace.id, command.channel_id)
    return await house.store.aside(
        partial(_previewed, command=command, now=house.now(), may_show=may_show),
    )


async def _previewed(tx: Transaction, command: Command, now: datetime, may_show: MayShow) -> Message:
    who = command.asker
    digest = await digests.in_channel(tx, who.workspace.id, command.channel_id)
    zone = ZoneInfo(digest.plan.zone) if digest else who.member.tz
    audience = _audience(command, digest)
    of_digest = digest.id if digest and digest.plan.audience is audience else None
    scope = Scope(
        who.workspace.id, command.channel_id, covered(now, zone), now, zone, may_show, of_digest, audience
    )
    facts = await gather(tx, scope)
    may_add = of_digest and digest is not None and await rights.may_change(tx, digest, who.member)
    shown = build_preview(facts, preview_note(digest, audience))
    return with_buttons(shown, digest.id, facts) if digest and may_add else shown


def _audience(command: Command, digest: Digest | None) -> Audience:
    if command.verb:
        return Audience(command.verb)
    return digest.plan.audience if digest else Audience.TEAM

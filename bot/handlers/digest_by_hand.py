"""A digest that somebody posts by hand: once a week, or again where they say so."""

from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from bot.handlers import digest_posts
from bot.handlers.digest_posts import Draft
from bot.handlers.house import House
from bot.store import digest_notes, digests, outbox
from bot.store.engine import Transaction
from bot.trends.week import THURSDAY, covered
from bot.values.deliveries import DeliveryState, Message
from bot.values.digests import Digest
from bot.values.facts import Period
from bot.views.digests import mend as digest_mend
from bot.views.digests import words as digest_words
from bot.views.digests.letters import key_of

_NEVER_LEFT = (DeliveryState.FAILED, DeliveryState.CANCELLED)


async def post(house: House, digest: Digest, *, again: bool) -> Message:
    """Post this digest now; what whoever asked for it is told. It is posted twice only where they want it `again`."""
    now = house.now()
    message = await digest_posts.issue(
        house, digest, partial(_period, now=now), now, partial(_owe, again=again)
    )
    house.wake()
    return message


async def _owe(tx: Transaction, draft: Draft, *, again: bool) -> Message:
    """Post a draft now. Whoever changes the digest or its note at the same time waits."""
    known, now = draft.digest, draft.now
    await digest_notes.hold(tx, known.id)
    digest = await digests.find(tx, known.workspace_id, known.id) or known
    period = _period(digest, now)
    key = await _free_key(tx, digest, period, now, again=again)
    if key is None:
        return digest_mend.build_post_again(digest, period.week)
    await draft.owe(tx, digest, period, key)
    return digest_words.build_posted(digest)


def _period(digest: Digest, now: datetime) -> Period:
    return covered(now, ZoneInfo(digest.plan.zone))


async def _free_key(
    tx: Transaction, digest: Digest, period: Period, now: datetime, *, again: bool
) -> str | None:
    """The key to post under; None when this week's is there already and nobody said that it may be twice."""
    monday = period.week.monday
    key = key_of(digest.id, monday)
    if period.so_far and digest.plan.weekday < THURSDAY:
        # The whole week is still posted on schedule: this is an extra look at its first days.
        key = f"{key}:so-far"
    elif await digests.claim_issue(tx, digest.id, monday, now=now):
        return key
    state = await outbox.state_of(tx, digest.workspace_id, key)
    if state is None:
        return key
    # The minute makes two clicks on the same button one post.
    return f"{key}:again:{now:%Y%m%d-%H%M}" if again or state in _NEVER_LEFT else None

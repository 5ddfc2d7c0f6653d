"""The settler: what may or may not have reached Slack is read back before anything is sent again."""

import asyncio
import logging

from bot.slack import pacing
from bot.slack.gateway import Gateway
from bot.slack.reactions import Reactions
from bot.slack.verdicts import ILLEGIBLE, PASSING
from bot.store import claiming, lost, recording
from bot.store.engine import Store, machine_now
from bot.values.deliveries import Delivery, Found, Method, Sent
from bot.values.errors import SlackRefused
from bot.values.ports import Calendar

log = logging.getLogger(__name__)

GRACE = 2.0
"""Seconds to wait before reading back: Slack's history may lag behind what it stored."""

_MAY_NOT_READ = {"missing_scope", "not_in_channel", "no_permission", "access_denied"}
_TRY_AGAIN = PASSING | {"unreachable", "ratelimited", "internal_error", "fatal_error", ILLEGIBLE}

LOOK_LATER = 5.0
"""Seconds until what could not be read back just now is looked at again."""

LOOK_MUCH_LATER = 300.0
"""The same where we may not read, and nobody is there to be asked: until somebody grants it."""


class Settler:
    """Decides the fate of doubtful deliveries, one replica at a time for each."""

    def __init__(
        self,
        store: Store,
        gateway: Gateway,
        calendar: Calendar,
        reactions: Reactions,
        *,
        name: str,
        lease: float,
    ) -> None:
        self._store, self._gateway, self._calendar = store, gateway, calendar
        self._reactions, self._name, self._lease = reactions, name, lease
        self.grace = GRACE

    async def settle(self) -> int:
        """Free what was claimed by the dead and read back what is in doubt; how many were looked at."""
        # Looked for beside those who write: most often there is nothing.
        async with self._store.reading() as tx:
            if not await lost.is_any(tx, machine_now=await machine_now(tx)):
                return 0
        async with self._store.transaction() as tx:
            now = await machine_now(tx)
            await claiming.release_expired(tx, machine_now=now)
            doubtful = await claiming.take_doubtful(
                tx, machine_now=now, owner=self._name, until=now + self._lease, limit=10
            )
        await asyncio.gather(*(self._settle_safely(delivery) for delivery in doubtful))
        return len(doubtful)

    async def _settle_safely(self, delivery: Delivery) -> None:
        try:
            await self._settle_one(delivery)
        except Exception:
            # Its lease runs out and somebody looks again; the others must not wait for it.
            log.exception("Delivery %s could not be settled; it is looked at again.", delivery.id)

    async def _settle_one(self, delivery: Delivery) -> None:
        if delivery.method != Method.POST:
            await self._send_again(delivery)
            return
        try:
            copies = await self._copies(delivery)
        except SlackRefused as refusal:
            await self._unread(delivery, refusal.reason)
            return
        if copies:
            await self._it_is_there(delivery, copies)
        else:
            await self._send_again(delivery)

    async def _copies(self, delivery: Delivery) -> list[Found]:
        if delivery.thread_ts:
            return list(await self._gateway.find_reply(delivery.channel, delivery.thread_ts, delivery.id))
        since = delivery.fenced_at or self._calendar.now()
        return list(await self._gateway.find_own(delivery.channel, delivery.id, since))

    async def _it_is_there(self, delivery: Delivery, copies: list[Found]) -> None:
        first, *others = copies
        sent = Sent(first.channel, first.ts)
        async with self._store.transaction() as tx:
            now, at = await machine_now(tx), self._calendar.now()
            if await recording.sent(tx, delivery, sent, at=at, machine_now=now):
                await self._reactions.sent(tx, delivery, sent)
        for copy in others:
            await self.remove(copy)

    async def remove(self, copy: Found) -> None:
        """Take away a copy of a delivery that stands there already."""
        try:
            await self._gateway.remove(copy.channel, copy.ts)
        except SlackRefused as refusal:
            log.warning("A second copy of delivery %s stays: %s", copy.delivery_id, refusal.reason)

    async def _send_again(self, delivery: Delivery) -> None:
        # At once the first time; while Slack stays in trouble, more and more seldom.
        wait = pacing.backoff(delivery.attempts) if delivery.attempts > 1 else 0.0
        async with self._store.transaction() as tx:
            not_before = await machine_now(tx) + wait
            await recording.later(tx, delivery, not_before=not_before, reason="it was not there")

    async def _unread(self, delivery: Delivery, reason: str) -> None:
        async with self._store.transaction() as tx:
            if reason in _MAY_NOT_READ and delivery.owner_id is not None:
                # Never repeated by itself: its owner is asked what stands there.
                if await recording.doubtful(tx, delivery, look_at=None, reason=reason):
                    await self._reactions.doubtful(tx, delivery, reason)
            elif reason in _TRY_AGAIN or reason.startswith("http_"):
                wait = LOOK_LATER
                if reason in _MAY_NOT_READ:
                    wait = LOOK_MUCH_LATER
                    log.warning(
                        "Whether delivery %s is there cannot be read (%s), and nobody can be asked.",
                        delivery.id,
                        reason,
                    )
                look_at = await machine_now(tx) + wait
                await recording.doubtful(tx, delivery, look_at=look_at, reason=reason)
            else:
                if await recording.never(tx, delivery, reason=reason):
                    await self._reactions.never(tx, delivery, reason)

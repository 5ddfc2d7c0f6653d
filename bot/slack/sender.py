"""The sender: claim → pace → fence → post once → record.

kill -9 at any instant leaves each delivery in a state that says what may have happened: before the fence
nothing was on the wire; after it, the message is read back before anything is sent again (`settling.py`).
"""

import asyncio
import contextlib
import logging
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.slack import pacing
from bot.slack.claims import Claims
from bot.slack.gateway import TIMEOUT, Gateway
from bot.slack.knocking import leaves
from bot.slack.reactions import Reactions
from bot.slack.settling import Settler
from bot.store import claiming, pictures, recording, under_way
from bot.store import pacing as lanes
from bot.store.claiming import Claimed
from bot.store.engine import Store, Transaction, machine_now
from bot.store.pacing import LaneKey
from bot.store.right_of_way import work_in_the_background
from bot.values.deliveries import Delivery, Doubtful, Found, Later, Method, Never, NoPictures, Sent, Verdict
from bot.values.ports import Calendar

log = logging.getLogger(__name__)

LEASE = TIMEOUT + 5.0
"""Seconds a replica may keep a delivery to itself; longer than the call it makes."""

LOOK_AGAIN = 0.25
"""Seconds between two looks while something is due or in flight."""

CLAIM_AHEAD = 2
"""Deliveries claimed for each one on the wire: the next is ready when a place is free."""

IDLE = 5.0
"""Seconds between two looks while nothing is."""


class Sender:
    """One replica's hands: it moves deliveries from the outbox to Slack."""

    def __init__(
        self,
        store: Store,
        gateway: Gateway,
        calendar: Calendar,
        reactions: Reactions,
        *,
        name: str,
        pace: pacing.Pace,
        in_flight: int = 8,
    ) -> None:
        self._store, self._gateway, self._calendar = store, gateway, calendar
        self._reactions, self._name, self._pace = reactions, name, pace
        self._room = CLAIM_AHEAD * in_flight
        self._wire = asyncio.Semaphore(in_flight)
        self._stopping = False
        self._held: dict[LaneKey, float] = {}
        self._claims = Claims(store, calendar, name=name, pace=pace, lease=LEASE)
        self._settler = Settler(store, gateway, calendar, reactions, name=name, lease=LEASE)
        self._bell = asyncio.Event()
        self._under_way: set[asyncio.Task[None]] = set()
        self._settling: asyncio.Task[None] | None = None
        self._settle_at = 0.0
        self._quiet = asyncio.Event()

    async def finish(self) -> None:
        """Wait until nothing is due or in flight any more."""
        self._quiet.clear()
        self.wake()
        await self._quiet.wait()

    def wake(self) -> None:
        """Something may be due: look now."""
        self._bell.set()

    async def run(self) -> None:
        """Send until cancelled; then let what is on the wire finish and give back what is not."""
        work_in_the_background()
        try:
            while True:
                try:
                    busy = await self._look()
                    if not busy and not self._bell.is_set():
                        self._quiet.set()
                except Exception:
                    # The database may be away for a while; the next look tries again.
                    log.exception("The outbox could not be read; trying again.")
                    busy = True
                await self._rest(LOOK_AGAIN if busy else IDLE)
        finally:
            await self._stop()

    async def is_busy(self) -> bool:
        """Whether anything is due or in flight, on any replica."""
        if self._under_way:
            return True
        async with self._store.reading() as tx:
            return await under_way.is_busy(tx, calendar_now=self._calendar.now())

    async def _look(self) -> bool:
        self._bell.clear()
        self._settle_beside()
        while self._room > len(self._under_way) and await self._claim():
            pass
        return await self.is_busy()

    def _settle_beside(self) -> None:
        # Beside the sending: reading back what is in doubt must not hold up what is not.
        is_settling = self._settling is not None and not self._settling.done()
        if not is_settling and time.monotonic() >= self._settle_at:
            self._settle_at = time.monotonic() + LOOK_AGAIN
            self._settling = asyncio.create_task(self._settle())

    async def _settle(self) -> None:
        try:
            if await self._settler.settle():
                self.wake()
        except Exception:
            log.exception("What is in doubt could not be settled; trying again.")

    async def _rest(self, seconds: float) -> None:
        bell = asyncio.create_task(self._bell.wait())
        try:
            await asyncio.wait({bell, *self._under_way}, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        finally:
            bell.cancel()

    async def _claim(self) -> bool:
        """Claim what may leave now; whether there may be more of it."""
        taken, may_be_more = await self._claims.take(self._room - len(self._under_way))
        start = time.monotonic()
        for item, wait in taken:
            task = asyncio.create_task(self._carry(item, leave=start + wait, give_up=start + LEASE / 2))
            self._under_way.add(task)
            task.add_done_callback(self._under_way.discard)
        return may_be_more

    async def _carry(self, item: Claimed, *, leave: float, give_up: float) -> None:
        try:
            sent = await self._send(item, leave=leave, give_up=give_up)
            if sent is not None:
                await self._record(*sent)
        except Exception:
            # The lease runs out and the settler reads the message back; nothing is lost or sent twice.
            log.exception("Delivery %s was left for settling.", item.delivery.id)

    async def _send(self, item: Claimed, *, leave: float, give_up: float) -> tuple[Delivery, Verdict] | None:
        while True:
            await asyncio.sleep(max(leave, self._held_until(item.delivery)) - time.monotonic())
            async with self._wire:
                if self._stopping or time.monotonic() > give_up:
                    return None
                if time.monotonic() < self._held_until(item.delivery):
                    continue
                delivery = await self._fence(item)
                return (delivery, await self._deliver(delivery)) if delivery else None

    async def _deliver(self, delivery: Delivery) -> Verdict:
        verdict = await self._gateway.deliver(delivery)
        if isinstance(verdict, Later) and verdict.throttled:
            self._held[pacing.lanes_of(delivery)[-1]] = time.monotonic() + verdict.seconds
        return verdict

    def _held_until(self, delivery: Delivery) -> float:
        # What Slack said just now counts at once, before it stands in the book that replicas share.
        return max((self._held.get(key, 0.0) for key in pacing.lanes_of(delivery)), default=0.0)

    async def _fence(self, item: Claimed) -> Delivery | None:
        delivery, now = item.delivery, self._calendar.now()
        start = time.monotonic()
        async with self._store.transaction(is_brief=True) as tx:
            until = await machine_now(tx) + LEASE
            fenced = await claiming.fence(tx, delivery.id, owner=self._name, until=until, calendar_now=now)
            if fenced is None:
                return None
            message = await pictures.fitting(tx, delivery.workspace_id, fenced.message, now)
            attempts, revision = delivery.attempts + 1, fenced.revision
            leaving = replace(delivery, message=message, revision=revision, attempts=attempts, fenced_at=now)
            if not await self._may_leave(tx, replace(item, delivery=leaving), fenced.expires_at, now):
                return None
        if time.monotonic() > start + LEASE - TIMEOUT:
            # Frozen in between: the lease may run out during the call, and then another would send it too.
            log.warning("Delivery %s was fenced too long ago; it is left for settling.", delivery.id)
            return None
        return leaving

    async def _may_leave(
        self, tx: Transaction, item: Claimed, expires_at: datetime | None, now: datetime
    ) -> bool:
        is_late = expires_at is not None and expires_at <= now
        leaves_at = None if is_late else await leaves(tx, item, now)
        if leaves_at is None:
            if await recording.expired(tx, item.delivery):
                await self._reactions.expired(tx, item.delivery)
            return False
        if leaves_at > now:
            # Until it is too late it can still be answered in other ways.
            await claiming.postpone(tx, item.delivery.id, due_at=min(leaves_at, expires_at or leaves_at))
        return leaves_at == now

    async def _record(self, delivery: Delivery, verdict: Verdict) -> None:
        second_copy = False
        async with self._store.transaction(is_brief=True) as tx:
            now = await machine_now(tx)
            match verdict:
                case Sent():
                    at = self._calendar.now()
                    if await recording.sent(
                        tx, delivery, verdict, at=at, machine_now=now, keeps_gap=not self._pace.is_off
                    ):
                        await self._reactions.sent(tx, delivery, verdict)
                    elif delivery.method == Method.POST:
                        second_copy = await recording.ts_of(tx, delivery.id) != verdict.ts
                case Never(reason):
                    if await recording.never(tx, delivery, reason=reason):
                        await self._reactions.never(tx, delivery, reason)
                case NoPictures(reason):
                    await pictures.refused(tx, delivery.workspace_id, self._calendar.now())
                    await recording.without_pictures(tx, delivery, reason=reason)
                case Later(seconds, reason, throttled):
                    if throttled:
                        await self._slow_down(tx, delivery, now, seconds)
                    wait = seconds or (0.0 if delivery.response_url else pacing.backoff(delivery.attempts))
                    await recording.later(tx, delivery, not_before=now + wait, reason=reason)
                case Doubtful(reason) if delivery.method != Method.POST:
                    # Anything but a post may be repeated: the newest state stands there either way.
                    wait = pacing.backoff(delivery.attempts)
                    await recording.later(tx, delivery, not_before=now + wait, reason=reason)
                case Doubtful(reason):
                    look_at = now + self._settler.grace
                    await recording.doubtful(tx, delivery, look_at=look_at, reason=reason)
        if second_copy and isinstance(verdict, Sent):
            await self._settler.remove(Found(verdict.channel, verdict.ts, delivery.id))

    async def _slow_down(self, tx: Transaction, delivery: Delivery, now: float, seconds: float) -> None:
        keys = await self._to_blame(tx, delivery, now)
        known = await lanes.load(tx, keys)
        slower = {
            key: pacing.throttled(known.get(key), self._pace.gap(key[1]), now=now, retry_after=seconds)
            for key in keys
        }
        await lanes.save(tx, slower)
        # What is claimed and not on the wire yet is claimed anew when its lane is free.
        await claiming.release_own(tx, owner=self._name)

    async def _to_blame(self, tx: Transaction, delivery: Delivery, now: float) -> Sequence[LaneKey]:
        # Slack does not say which of its limits was reached. A channel's own is the first suspect, so that it never
        # holds up the others; a second channel soon after, or a DM, means the workspace's.
        travelled = pacing.lanes_of(delivery)
        narrowest, since = travelled[-1], now - pacing.SAME_TROUBLE
        if len(travelled) == 1 or await lanes.others_slowed_down(
            tx, narrowest, methods=list(Method), since=since
        ):
            return travelled
        return (narrowest,)

    async def _stop(self) -> None:
        self._stopping = True
        if self._settling is not None:
            self._settling.cancel()
        if self._under_way:
            await asyncio.wait(self._under_way, timeout=TIMEOUT)
        with contextlib.suppress(Exception):
            async with self._store.transaction() as tx:
                await claiming.release_own(tx, owner=self._name)

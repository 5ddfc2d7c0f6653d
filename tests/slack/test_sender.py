"""The sender at work: hours, expiry, freezes at the worst moment, and second copies."""

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import pytest
import pytest_asyncio
from sqlalchemy import update

from bot.slack import sender as sending
from bot.slack.gateway import TIMEOUT, Gateway
from bot.slack.pacing import UNPACED
from bot.slack.reactions import Reactions
from bot.slack.sender import Sender
from bot.store import outbox
from bot.store.engine import Store, Transaction
from bot.store.tables import delivery
from bot.values.deliveries import Delivery, DeliveryKind, DeliveryState, Found, Sent, Verdict
from tests.slack.conftest import Wire
from tests.slack.post_office import NOON, Calendar, PostOffice, open_post_office

PATIENCE = 20.0


@dataclass(slots=True)
class Heard:
    """What the house was told, by the keys of deliveries."""

    sent: list[str] = field(default_factory=list)
    never: list[str] = field(default_factory=list)
    doubtful: list[str] = field(default_factory=list)
    expired: list[str] = field(default_factory=list)

    def reactions(self) -> Reactions:
        """Note everything, change nothing."""

        async def was_sent(_tx: Transaction, item: Delivery, _sent: Sent) -> None:
            self.sent.append(item.key)

        async def never(_tx: Transaction, item: Delivery, _reason: str) -> None:
            self.never.append(item.key)

        async def doubtful(_tx: Transaction, item: Delivery, _reason: str) -> None:
            self.doubtful.append(item.key)

        async def expired(_tx: Transaction, item: Delivery) -> None:
            self.expired.append(item.key)

        return Reactions(sent=was_sent, never=never, doubtful=doubtful, expired=expired)


@dataclass(slots=True)
class Desk:
    """A post office with a wire to Slack, and senders to be hired."""

    office: PostOffice
    wire: Wire
    calendar: Calendar = field(default_factory=Calendar)
    heard: Heard = field(default_factory=Heard)

    @property
    def ana(self) -> str:
        """Ana's id."""
        return self.wire.slack.person("ana").id

    def hire(self, gateway: Gateway | None = None, name: str = "one") -> Sender:
        """One replica's sender, not at work yet."""
        return Sender(
            self.office.store,
            gateway or self.wire.gateway,
            self.calendar,
            self.heard.reactions(),
            name=name,
            pace=UNPACED,
        )

    @asynccontextmanager
    async def sender(self, gateway: Gateway | None = None, name: str = "one") -> AsyncIterator[Sender]:
        """One replica's sender, at work."""
        hands = self.hire(gateway, name)
        work = asyncio.create_task(hands.run())
        try:
            yield hands
        finally:
            work.cancel()
            await asyncio.wait([work])

    async def until(self, key: str, *states: DeliveryState) -> None:
        """Wait until a letter stands in one of these states."""
        for _ in range(int(PATIENCE / 0.02)):
            if await self.office.state(key) in states:
                return
            await asyncio.sleep(0.02)
        raise TimeoutError(f"{key} is still {await self.office.state(key)}")

    async def let_leases_run_out(self) -> None:
        """As if a replica had been silent for longer than its lease."""
        async with self.office.store.transaction() as tx:
            await tx.execute(
                update(delivery).where(delivery.c.lease_until.is_not(None)).values(lease_until=1.0)
            )


@pytest_asyncio.fixture
async def desk(store: Store, wire: Wire) -> Desk:
    """A desk at which Ana can be written to."""
    return Desk(await open_post_office(store, wire.slack.person("ana").id), wire)


async def test_a_letter_is_sent_and_the_house_is_told_once(desk: Desk) -> None:
    await desk.office.owe(desk.office.letter("hello", to=desk.ana))
    async with desk.sender() as sender:
        await sender.finish()
    assert desk.wire.texts() == ["hello"]
    assert desk.heard.sent == ["hello"]


async def test_the_second_dm_of_an_hour_waits_for_the_next_hour(desk: Desk) -> None:
    await desk.office.owe(desk.office.letter("first", to=desk.ana), desk.office.letter("second", to=desk.ana))
    async with desk.sender() as sender:
        await sender.finish()
        assert len(desk.wire.texts()) == 1
        desk.calendar.instant = NOON + timedelta(minutes=59)
        await sender.finish()
        assert len(desk.wire.texts()) == 1
        desk.calendar.instant = NOON + timedelta(hours=1)
        await sender.finish()
    assert sorted(desk.wire.texts()) == ["first", "second"]


async def test_who_asks_goes_before_who_reminds_whichever_was_written_first(desk: Desk) -> None:
    reminders = [
        desk.office.letter(f"reminder {n}", to=desk.ana, kind=DeliveryKind.REMINDER) for n in range(3)
    ]
    await desk.office.owe(*reminders, *(desk.office.letter(f"asks {n}", to=desk.ana) for n in range(3)))
    async with desk.sender() as sender:
        for hour in range(6):
            desk.calendar.instant = NOON + timedelta(hours=hour)
            await sender.finish()
            assert len(desk.wire.texts()) == hour + 1
    assert [text.split()[0] for text in desk.wire.texts()] == ["asks"] * 3 + ["reminder"] * 3


async def test_nothing_knocks_in_quiet_hours_and_what_waits_over_night_leaves_in_the_morning(
    desk: Desk,
) -> None:
    evening = NOON.replace(hour=18, minute=30)
    letters = [
        desk.office.letter("prompt", to=desk.ana),
        desk.office.letter("second", to=desk.ana),
        desk.office.letter("too late by then", to=desk.ana, expires_at=evening + timedelta(hours=9)),
        desk.office.letter("reminder", to=desk.ana, kind=DeliveryKind.REMINDER),
        desk.office.letter("reply", to=desk.ana, member_id=None),
    ]
    await desk.office.owe(*(replace(letter, due_at=evening) for letter in letters))
    desk.calendar.instant = evening + timedelta(hours=2)
    async with desk.sender() as sender:
        await sender.finish()
        assert desk.wire.texts() == ["reply"], "it is half past nine in the evening in Berlin"
        assert desk.heard.expired == ["reminder"], "a reminder is not put off until the morning"
        desk.calendar.instant = evening + timedelta(hours=11, minutes=29)
        await sender.finish()
        assert desk.heard.expired == ["reminder", "too late by then"]
        desk.calendar.instant = evening + timedelta(hours=11, minutes=30)
        await sender.finish()
        assert len(desk.wire.texts()) == 2, "seven o'clock, one an hour"
        desk.calendar.instant += timedelta(hours=1)
        await sender.finish()
    assert sorted(desk.wire.texts()) == ["prompt", "reply", "second"]


async def test_a_direct_reply_takes_nobodys_hour(desk: Desk) -> None:
    await desk.office.owe(
        desk.office.letter("asked", to=desk.ana), desk.office.letter("reply", to=desk.ana, member_id=None)
    )
    async with desk.sender() as sender:
        await sender.finish()
    assert sorted(desk.wire.texts()) == ["asked", "reply"]


async def test_what_comes_too_late_is_not_said(desk: Desk) -> None:
    await desk.office.owe(desk.office.letter("hello", to=desk.ana, expires_at=NOON))
    async with desk.sender() as sender:
        await sender.finish()
    assert desk.wire.texts() == []
    assert await desk.office.state("hello") == DeliveryState.CANCELLED
    assert desk.heard.expired == ["hello"]


async def test_the_house_is_told_once_of_what_slack_never_takes(desk: Desk) -> None:
    desk.wire.slack.faults.add("chat.postMessage", "refused", error="user_disabled")
    await desk.office.owe(desk.office.letter("hello", to=desk.ana))
    async with desk.sender() as sender:
        await sender.finish()
    assert desk.heard.never == ["hello"]
    assert await desk.office.state("hello") == DeliveryState.FAILED


async def test_a_lost_answer_is_read_back_and_not_sent_again(desk: Desk) -> None:
    desk.wire.slack.faults.add("chat.postMessage", "lost_answer")
    await desk.office.owe(desk.office.letter("hello", to=desk.ana))
    async with desk.sender() as sender:
        await sender.finish()
    assert desk.wire.texts() == ["hello"]
    assert desk.heard.sent == ["hello"]


async def test_a_replica_frozen_between_fence_and_wire_does_not_send(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A lease that is shorter than a call leaves no time at all, as after a freeze.
    monkeypatch.setattr(sending, "LEASE", TIMEOUT - 1.0)
    await desk.office.owe(desk.office.letter("hello", to=desk.ana))
    async with desk.sender():
        await desk.until("hello", DeliveryState.SENDING)
    assert desk.wire.texts() == []


class LateGateway(Gateway):
    """Posts at once, and hears Slack's answer only when told to."""

    def __init__(self, real: Gateway) -> None:
        self.posted, self.answered = asyncio.Event(), asyncio.Event()
        self._real = real

    async def deliver(self, item: Delivery) -> Verdict:
        """Post, and wait with the answer."""
        verdict = await self._real.deliver(item)
        self.posted.set()
        await self.answered.wait()
        return verdict

    async def remove(self, channel_id: str, ts: str) -> None:
        """Delete a message of ours."""
        await self._real.remove(channel_id, ts)


class BlindGateway(LateGateway):
    """Slack's history lags: nothing is found in it. Answers come at once."""

    async def deliver(self, item: Delivery) -> Verdict:
        """Post."""
        return await self._real.deliver(item)

    async def find_own(self, channel_id: str, delivery_id: str, since: datetime) -> Sequence[Found]:
        """See nothing."""
        return []


async def test_where_history_lags_behind_a_freeze_the_second_copy_is_taken_away(desk: Desk) -> None:
    frozen, awake = LateGateway(desk.wire.gateway), BlindGateway(desk.wire.gateway)
    await desk.office.owe(desk.office.letter("hello", to=desk.ana))
    work = asyncio.create_task(desk.hire(frozen, "frozen").run())
    await frozen.posted.wait()
    # Cancelled, it looks at nothing any more, and only waits for what it has on the wire: as good as frozen.
    work.cancel()
    await desk.let_leases_run_out()
    async with desk.sender(awake, "awake"):
        await desk.until("hello", DeliveryState.SENT)
    assert desk.wire.texts() == ["hello", "hello"]
    frozen.answered.set()
    assert await desk.wire.slack.until(lambda: len(desk.wire.texts()) == 1, PATIENCE)
    await asyncio.wait([work])
    (there,) = desk.wire.slack.person("ana").direct_messages
    assert (await desk.office.row("hello")).ts == there.ts
    assert desk.heard.sent == ["hello"]


async def test_a_reader_that_fails_on_one_letter_still_settles_the_others(desk: Desk) -> None:
    letters = [desk.office.letter(key, to=desk.ana, member_id=None) for key in ("one", "two", "three")]
    desk.wire.slack.faults.add("chat.postMessage", "stored_then_500", times=3)
    desk.wire.slack.faults.add("conversations.history", "refused", error="something_new")
    await desk.office.owe(*letters)
    async with desk.sender() as sender:
        await sender.finish()
    assert sorted([*desk.heard.sent, *desk.heard.never]) == ["one", "three", "two"]
    assert len(desk.heard.sent) == 2


async def test_two_senders_share_the_work_and_send_each_letter_once(desk: Desk) -> None:
    letters = [desk.office.letter(f"{number:02}", to=desk.ana, member_id=None) for number in range(30)]
    await desk.office.owe(*letters)
    async with desk.sender(name="one") as one, desk.sender(name="two") as two:
        await asyncio.gather(one.finish(), two.finish())
    assert sorted(desk.wire.texts()) == [letter.key for letter in letters]


async def test_after_a_429_nothing_leaves_before_slack_said_but_what_was_on_the_wire(desk: Desk) -> None:
    tried: list[float] = []

    def first_one(_args: object) -> bool:
        tried.append(time.monotonic())
        return len(tried) == 1

    desk.wire.slack.faults.add("chat.postMessage", "rate_limited", times=100, seconds=2, match=first_one)
    letters = [desk.office.letter(f"{number:02}", to=desk.ana, member_id=None) for number in range(40)]
    await desk.office.owe(*letters)
    async with desk.sender() as sender:
        await sender.finish()
    assert len(desk.wire.texts()) == len(letters)
    too_soon = [moment for moment in tried[1:] if moment < tried[0] + 2]
    assert len(too_soon) < 8, "only what was on the wire already"


async def test_stopping_finishes_what_is_on_the_wire(desk: Desk) -> None:
    arrived = asyncio.Event()

    def arrives(_args: object) -> bool:
        arrived.set()
        return True

    desk.wire.slack.faults.add("chat.postMessage", "delay", seconds=0.3, match=arrives)
    await desk.office.owe(desk.office.letter("hello", to=desk.ana))
    async with desk.sender():
        await arrived.wait()
    assert await desk.office.state("hello") == DeliveryState.SENT
    assert desk.wire.texts() == ["hello"]


async def test_what_was_taken_back_in_time_is_not_sent(desk: Desk) -> None:
    await desk.office.owe(desk.office.letter("hello", to=desk.ana))
    async with desk.office.store.transaction() as tx:
        await outbox.cancel(tx, desk.office.workspace_id, ["hello"])
    async with desk.sender() as sender:
        await sender.finish()
    assert desk.wire.texts() == []

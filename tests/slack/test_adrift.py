"""What hangs on a message that never comes waits for nobody: however it came to that, the next claim cancels it."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from bot.slack.claims import Claims, Taken
from bot.slack.pacing import UNPACED
from bot.store import erasure, kept, members, outbox, recording, under_way
from bot.store.engine import Store, Transaction
from bot.store.forgetting import forget_letters
from bot.store.retention import DOUBTS
from bot.values.deliveries import DeliveryState
from tests.slack.post_office import NOON, Calendar, PostOffice, open_post_office

CANCELLED = DeliveryState.CANCELLED


@pytest.fixture
async def office(store: Store) -> PostOffice:
    """A workspace with one person."""
    return await open_post_office(store, "UANA")


async def claim(office: PostOffice) -> Taken:
    """What a sender takes when it looks once."""
    claims = Claims(office.store, Calendar(), name="one", pace=UNPACED, lease=15.0)
    taken, _ = await claims.take(room=8)
    return taken


async def is_busy(office: PostOffice) -> bool:
    """Whether anything is due or in flight."""
    async with office.store.reading() as tx:
        return await under_way.is_busy(tx, calendar_now=NOON)


async def test_a_change_that_is_owed_while_its_target_fails_for_good_does_not_wait_for_ever(
    office: PostOffice, caplog: pytest.LogCaptureFixture
) -> None:
    post = await office.on_the_wire(office.letter("post"))

    async def fails() -> None:
        async with office.store.transaction() as tx:
            assert await recording.never(tx, post, reason="channel_not_found")

    async with office.store.transaction() as tx:
        await outbox.put(tx, office.workspace_id, office.update("change", of="post"))
        failing = asyncio.create_task(fails())
        if not office.store.is_sqlite:
            # PostgreSQL lets the one commit while the other has not: neither sees what the other does.
            await failing
    await failing
    with caplog.at_level(logging.WARNING):
        assert await claim(office) == []
    assert await office.state("change") == CANCELLED
    assert not await is_busy(office)
    assert office.store.is_sqlite or "never posted: 1." in caplog.text


async def _is_forgotten(tx: Transaction, office: PostOffice) -> None:
    await forget_letters(tx, office.workspace_id, ["post"])


async def _is_not_owed_any_more(tx: Transaction, office: PostOffice) -> None:
    await outbox.forget(tx, office.workspace_id, ["post"])


async def _is_taken_back(tx: Transaction, office: PostOffice) -> None:
    await outbox.cancel(tx, office.workspace_id, ["post"])


async def _loses_its_reader(tx: Transaction, office: PostOffice) -> None:
    await erasure.address_nobody(tx, await members.by_id(tx, office.people["UANA"]))


@pytest.mark.parametrize("goes", [_is_forgotten, _is_not_owed_any_more, _is_taken_back, _loses_its_reader])
async def test_nothing_waits_for_a_message_that_went_away_nor_for_what_was_to_hang_on_it(
    office: PostOffice, goes: Callable[[Transaction, PostOffice], Awaitable[None]]
) -> None:
    await office.owe(
        office.letter("post", to="UANA"),
        office.reply("reply", to="post"),
        office.update("change", of="reply"),
        office.letter("page", to="C2", after="reply"),
    )
    async with office.store.transaction() as tx:
        await goes(tx, office)
    looks = [await claim(office) for _ in range(3)]
    taken = [item for look in looks for item in look]
    assert await is_busy(office) == bool(taken)
    assert [await office.state(key) for key in ("reply", "change")] == [CANCELLED, CANCELLED]
    assert [item.delivery.key for item, _ in taken] == ["page"], "what only comes after them is not held up"


async def test_what_hung_on_a_doubt_that_nobody_settled_goes_with_it(office: PostOffice) -> None:
    post = await office.on_the_wire(office.letter("post"))
    await office.owe(office.update("change", of="post"))
    async with office.store.transaction() as tx:
        await recording.doubtful(tx, post, look_at=None, reason="not_in_channel")
    assert await claim(office) == []
    assert await office.state("change") == DeliveryState.PENDING, "its owner may still say that it is there"
    assert not await is_busy(office)
    async with office.store.transaction() as tx:
        assert await kept.forget(tx, office.workspace_id, (DOUBTS, NOON + timedelta(days=1)), limit=9) == 1
    assert await office.state("post") == CANCELLED
    assert await is_busy(office)
    assert await claim(office) == []
    assert await office.state("change") == CANCELLED
    assert not await is_busy(office)

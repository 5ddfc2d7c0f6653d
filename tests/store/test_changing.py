"""A post is changed by one more letter: the newest state wins, wherever the post stands, in both databases."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Row, select, update

from bot.store import outbox
from bot.store.changing import GAP, change_of, changed_by, says_already, state_key
from bot.store.engine import Store, Transaction
from bot.store.tables import delivery
from bot.values.deliveries import DeliveryKind, DeliveryState, Letter, Message, Method
from tests.trends.company import Company

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
LATER = NOW + timedelta(minutes=1)
KEY = "loop:17"


@pytest.fixture
async def company(store: Store) -> Company:
    """A company that owes Slack a post."""
    company = await Company.found(store)
    async with store.transaction() as tx:
        await outbox.put(
            tx, company.workspace_id, Letter(KEY, DeliveryKind.LOOP, Message("posted"), "C1", NOW)
        )
    return company


async def _change(tx: Transaction, here: int, words: str, now: datetime = NOW) -> int:
    return await outbox.put(tx, here, change_of(KEY, DeliveryKind.LOOP, Message(words), now, GAP))


async def _stands(tx: Transaction, here: int, key: str, state: DeliveryState, ts: str = "1.1") -> None:
    one = delivery.c.workspace_id == here, delivery.c.key == key
    await tx.execute(update(delivery).where(*one).values(state=state, ts=ts))


async def _row(tx: Transaction, here: int) -> Row[tuple[object, ...]]:
    one = delivery.c.workspace_id == here, delivery.c.key == state_key(KEY)
    return (await tx.execute(select(delivery).where(*one))).one()


async def test_of_several_changes_only_the_newest_is_owed_and_what_was_sent_is_changed_again(
    company: Company,
) -> None:
    here = company.workspace_id
    async with company.store.transaction() as tx:
        await _stands(tx, here, KEY, DeliveryState.SENT)
        assert [await _change(tx, here, words) for words in ("first", "second")] == [1, 2]
        row = await _row(tx, here)
        assert (row.state, row.body["text"], row.due_at) == (DeliveryState.PENDING, "second", NOW)
        assert (row.method, row.target_key, row.channel, row.min_gap) == (Method.UPDATE, KEY, None, GAP)
        await _stands(tx, here, state_key(KEY), DeliveryState.SENT)
        assert await _change(tx, here, "third", LATER) == 3
        row = await _row(tx, here)
        assert (row.state, row.body["text"], row.due_at) == (DeliveryState.PENDING, "third", LATER)


@pytest.mark.parametrize("state", [DeliveryState.FAILED, DeliveryState.CANCELLED])
async def test_what_is_not_there_and_never_will_be_is_not_changed(
    company: Company, state: DeliveryState
) -> None:
    here = company.workspace_id
    async with company.store.transaction() as tx:
        await _stands(tx, here, KEY, state, ts="")
        await _change(tx, here, "changed")
        assert (await _row(tx, here)).state == DeliveryState.CANCELLED


async def test_what_a_post_says_already_goes_by_its_newest_change(company: Company) -> None:
    here, keys = company.workspace_id, [KEY, state_key(KEY)]
    async with company.store.transaction() as tx:
        assert says_already(await outbox.owed(tx, here, keys), KEY, Message("posted"))
        await _change(tx, here, "changed")
        owed = await outbox.owed(tx, here, keys)
        assert says_already(owed, KEY, Message("changed"))
        assert not says_already(owed, KEY, Message("posted"))
        assert not says_already({}, KEY, Message("posted"))


def test_the_key_of_a_change_tells_what_it_changes() -> None:
    assert changed_by(state_key("prompt:3")) == "prompt:3"
    assert changed_by("prompt:3") == "prompt:3"

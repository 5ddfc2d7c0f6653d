"""Pages of a reply: whatever is edited, and whenever Slack takes what, each page stands once and says the newest."""

import random
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import Row, func, select, update

from bot.rituals import letters
from bot.rituals.paging import show
from bot.store import members, outbox
from bot.store.changing import GAP
from bot.store.engine import Store, Transaction
from bot.store.tables import delivery
from bot.values.deliveries import DeliveryState, Message, Method
from tests.trends.company import Company

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
BLANK = Message("blank")


def pages(version: int, count: int) -> list[Message]:
    """So many pages, some of which an edit leaves as they were."""
    return [
        Message(f"{version if number % 2 else 'the same'} {number} of {count}")
        for number in range(1, count + 1)
    ]


class Channel:
    """A thread as people see it: what Slack took, by the key of the page."""

    def __init__(self) -> None:
        self.stands: dict[str, str] = {}
        self.posts: list[str] = []

    async def take(self, tx: Transaction, dice: random.Random) -> None:
        """Slack takes some of what is owed, in the order it may leave."""
        while (row := await self.next(tx)) is not None and dice.random() < 0.7:
            key = row.target_key if row.method == Method.UPDATE else row.key
            if row.method == Method.POST:
                assert key not in self.stands, "a page is posted once"
                self.posts.append(key)
            self.stands[key] = row.body["text"]
            await tx.execute(
                update(delivery).where(delivery.c.id == row.id).values(state=DeliveryState.SENT, ts=key)
            )

    async def next(self, tx: Transaction) -> Row[Any] | None:
        """What may leave now."""
        rows = (
            await tx.execute(
                select(delivery).where(delivery.c.state == DeliveryState.PENDING, delivery.c.key != "board")
            )
        ).all()
        free = [row for row in rows if row.after_key is None or row.after_key in self.stands]
        return min(free, key=lambda row: row.key, default=None)


@pytest.mark.parametrize("seed", range(12))
async def test_edits_change_add_and_blank_pages_and_never_post_one_twice(store: Store, seed: int) -> None:
    dice = random.Random(seed)
    company = await Company.found(store)
    workspace_id, owner_id = company.workspace_id, await company.person("Ana")
    channel = Channel()
    async with store.transaction() as tx:
        board = letters.board("board", "C1", Message("board"), owner_id=owner_id, now=NOW)
        await outbox.put(tx, workspace_id, board)
    wanted: list[Message] = []
    for version in range(8):
        wanted = pages(version, dice.choice([1, 2, 3, 11, 12]))
        async with store.transaction() as tx:
            first = letters.said(7, board="board", owner_id=owner_id, now=NOW)
            last = await show(tx, workspace_id, first, wanted, blank=BLANK, now=NOW)
            assert last == letters.page_key("said:7", len(wanted))
            await channel.take(tx, dice)
    async with store.transaction() as tx:
        while await channel.next(tx) is not None:
            await channel.take(tx, dice)
        owed = (await tx.execute(select(func.count()).where(delivery.c.method == Method.POST))).scalar_one()
    in_order = [letters.page_key("said:7", number) for number in range(1, len(channel.stands) + 1)]
    assert channel.posts == in_order, "pages stand in order"
    assert [channel.stands[key] for key in in_order[: len(wanted)]] == [page.text for page in wanted]
    assert {channel.stands[key] for key in in_order[len(wanted) :]} <= {BLANK.text}
    assert owed == len(in_order) + 1, "nothing else is owed"


async def test_what_stands_there_already_is_not_sent_again(store: Store) -> None:
    company = await Company.found(store)
    workspace_id, ana = company.workspace_id, await company.person("Ana")
    async with store.transaction() as tx:
        first = letters.report("report:1:1", await members.by_id(tx, ana), due_at=NOW)
        for _ in range(3):
            await show(tx, workspace_id, first, pages(1, 3), blank=BLANK, now=NOW)
        rows = (await tx.execute(select(delivery).order_by(delivery.c.key))).all()
    assert [(row.key, row.target_key, row.after_key, row.channel, row.revision) for row in rows] == [
        ("report:1:1", None, None, "UANA", 1),
        ("report:1:1/2", "report:1:1", "report:1:1", None, 1),
        ("report:1:1/3", "report:1:1", "report:1:1/2", None, 1),
    ]


async def test_a_reply_that_grows_is_changed_at_most_every_so_often(store: Store) -> None:
    company = await Company.found(store)
    workspace_id, ana = company.workspace_id, await company.person("Ana")
    async with store.transaction() as tx:
        await outbox.put(
            tx, workspace_id, letters.board("board", "C1", Message("board"), owner_id=ana, now=NOW)
        )
        first = letters.gathered(0, board="board", owner_id=ana, now=NOW, after=None)
        for version in range(3):
            gap = GAP
            await show(tx, workspace_id, first, pages(version, 1), blank=BLANK, now=NOW, gap=gap)
            await tx.execute(update(delivery).values(state=DeliveryState.SENT, ts="1"))
        (change,) = (await tx.execute(select(delivery).where(delivery.c.method == Method.UPDATE))).all()
    assert (change.key, change.min_gap, change.revision) == ("state:question:board:0", GAP, 2)
    assert change.body["text"] == "2 1 of 1", "the newest state wins"

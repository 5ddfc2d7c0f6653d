"""Leaving clean: nothing of a workspace is left in any table, and nobody else's row is touched."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.privacy import leaving
from bot.store import agenda
from bot.store import leaving as left
from bot.store.agenda import Due
from bot.store.engine import Store, Transaction
from bot.store.keys import keyring
from bot.store.tables import anonymous_round, metadata, replica
from bot.wiring import GivenWithheld
from tests.privacy.filling import NOON, fill

WEEK = leaving.KEPT


async def everything(tx: Transaction) -> dict[str, list[Any]]:
    """Every row of every table."""
    return {
        table.name: [
            tuple(row) for row in await tx.execute(select(table).order_by(*table.primary_key.columns))
        ]
        for table in metadata.sorted_tables
    }


async def test_nothing_of_a_workspace_is_left_and_another_one_is_untouched(
    store: Store, tmp_path: Path
) -> None:
    keys = keyring(str(tmp_path / "keys"))
    async with store.transaction() as tx:
        other = await fill(tx)
        before = await everything(tx)
        ours = await fill(tx)
    workspace_id = ours["workspace"]["id"]
    names = ["forms-2", "giver-2-ab", "feedback-2-cd", "muted-2-ef", ours["anonymous_round"]["key_name"]]
    for name in (*names, "giver-1-ab", other["anonymous_round"]["key_name"]):
        await keys.add(name, b"x" * 32)
    await leaving.forget(store, keys, GivenWithheld(store, keys), workspace_id)
    async with store.transaction() as tx:
        assert await everything(tx) == before
    assert set(await keys.names("")) == {"giver-1-ab", other["anonymous_round"]["key_name"]}
    await leaving.forget(store, keys, GivenWithheld(store, keys), workspace_id)


def test_every_table_with_rows_of_a_workspace_is_emptied() -> None:
    listed = {table.name for table in left.tables_of_a_workspace()}
    assert set(metadata.tables) - listed == {replica.name}, "whose rows are nobody's"


async def test_a_workspace_that_fell_silent_has_nothing_due_but_its_own_end(store: Store) -> None:
    async with store.transaction() as tx:
        ours = (await fill(tx))["workspace"]
        slack_id = ours["slack_id"]
        for _ in range(2):
            await left.fall_silent(tx, slack_id, NOON, look_at=NOON + WEEK, never=NOON + 100 * WEEK)
        ahead = await agenda.look(tx)
        soon = {due for due, at in ahead.items() if at < NOON + 99 * WEEK}
        # What people have a right to goes on: nothing of it needs Slack.
        assert soon <= {Due.NIGHT, Due.KEY, Due.ERASURE}
        assert ahead[Due.NIGHT] == NOON + WEEK
        assert await agenda.next_delivery(tx, NOON - WEEK) is None
        assert await left.is_silent(tx)


@pytest.mark.parametrize("again", [1, 2])
async def test_whoever_is_back_is_looked_at_now(store: Store, again: int) -> None:
    async with store.transaction() as tx:
        slack_id = (await fill(tx))["workspace"]["slack_id"]
        await left.fall_silent(tx, slack_id, NOON, look_at=NOON + WEEK, never=NOON + 100 * WEEK)
        found = [await left.wake(tx, slack_id, NOON + WEEK / 2) for _ in range(again)]
        assert found == [1, None][:again]
        ahead = await agenda.look(tx)
        assert {ahead[due] for due in (Due.NIGHT, Due.USERS, Due.TEAM) if due in ahead} == {NOON + WEEK / 2}
        assert not await left.is_silent(tx)
        assert (await tx.execute(select(anonymous_round.c.key_name))).scalar_one()

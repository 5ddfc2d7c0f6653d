"""Retention: each night what was kept long enough is forgotten, and nothing sooner; found by an index."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Select, delete, func, select, text, update

from bot.privacy.retention import months_before, next_night, tidy
from bot.store import kept, retention
from bot.store.engine import Store
from bot.store.keys import keyring
from bot.store.tables import (
    anonymous_round,
    ballot,
    delivery,
    goal,
    loop,
    member,
    metadata,
    round_,
)
from bot.values.keeping import Keep
from bot.wiring import GivenWithheld
from tests.privacy.filling import NOON, Rows, fill

KEEP = Keep(answers=12, anonymous_texts=6, results=36, bottlenecks=24, feedback=3, messages=1, leavers=9)
FOREVER = Keep(answers=None, results=None, bottlenecks=None)


@pytest_asyncio.fixture
async def filled(store: Store) -> AsyncIterator[Rows]:
    """A workspace in which everything is over, and was at noon of one day."""
    async with store.transaction() as tx:
        rows = await fill(tx)
        await tx.execute(update(anonymous_round).values(state="sealed", key_name=None))
        await tx.execute(delete(ballot))
        await tx.execute(update(loop).values(state="confirmed", merged_into_id=None))
        await tx.execute(update(delivery).values(state="sent"))
        await tx.execute(update(goal).values(state="reached"))
    yield rows


async def left_after(store: Store, rows: Rows, keep: Keep, folder: Path, now: datetime) -> set[str]:
    """The tables in which something is left after a night."""
    keys = keyring(str(folder))
    await tidy(store, keys, GivenWithheld(store, keys), keep, rows["workspace"]["id"], now)
    async with store.transaction() as tx:
        counted = {
            table.name: (await tx.execute(select(func.count()).select_from(table))).scalar_one()
            for table in metadata.sorted_tables
        }
    return {name for name, number in counted.items() if number}


def months_later(months: int, days: int = 0) -> datetime:
    return months_before(NOON, -months) + timedelta(days=days)


async def test_each_kind_goes_when_its_time_is_over_and_not_before(
    store: Store, filled: Rows, tmp_path: Path
) -> None:
    everything = set(filled) - {"ballot"}

    async def goes(now: datetime) -> set[str]:
        nonlocal everything
        left = await left_after(store, filled, KEEP, tmp_path, now)
        gone, everything = everything - left, left
        return gone

    assert await goes(months_later(1, -1)) == set()
    assert await goes(months_later(1, 1)) == {"away", "member_export"}
    async with store.transaction() as tx:
        [letter] = await tx.execute(select(delivery))
        assert (letter.body["text"], letter.response_url, letter.ts) == ("", None, filled["delivery"]["ts"])
    assert await goes(months_later(6, -1)) == set()
    assert await goes(months_later(6, 1)) == {"sealed_text"}
    assert await goes(months_later(12, -1)) == set()
    answers = {"prompt", "answer", "answer_history", "answer_draft", "vote", "delivery", "dm_hour"}
    sums = {"week_turnout", "week_scale"}
    assert await goes(months_later(12, 1)) == answers | sums
    assert await goes(months_later(24, -1)) == set()
    bottlenecks = {"loop", "loop_event", "loop_hit", "loop_news", "giver"}
    assert await goes(months_later(24, 1)) == bottlenecks
    assert await goes(months_later(36, -1)) == set()
    rounds = {"result", "we_did", "round", "round_team", "anonymous_round"}
    heard, goals_and_digests = (
        {"signal", "signal_report"},
        {"goal", "goal_confidence", "digest_note", "week_mark"},
    )
    assert await goes(months_later(36, 1)) == rounds | heard | goals_and_digests


async def test_what_is_kept_for_ever_is_and_what_is_open_is(
    store: Store, filled: Rows, tmp_path: Path
) -> None:
    left = await left_after(store, filled, FOREVER, tmp_path, months_later(200))
    assert left >= {"prompt", "answer", "result", "loop", "round", "delivery", "we_did", "goal"}
    async with store.transaction() as tx:
        await tx.execute(update(round_).values(state="open"))
        await tx.execute(update(loop).values(state="answered"))
        await tx.execute(update(goal).values(state="open", closed_at=None))
    left = await left_after(store, filled, KEEP, tmp_path, months_later(200))
    assert left >= {"prompt", "answer", "result", "loop", "round", "goal", "goal_confidence"}


async def test_feedback_goes_by_its_own_time(store: Store, filled: Rows, tmp_path: Path) -> None:
    async with store.transaction() as tx:
        await tx.execute(update(loop).values(kind="feedback", state="declined"))
    assert "loop" in await left_after(store, filled, KEEP, tmp_path, months_later(3, -1))
    left = await left_after(store, filled, KEEP, tmp_path, months_later(3, 1))
    assert "loop" not in left
    assert "we_did" in left, "what a team was told stays, without what it answered"


@pytest.mark.parametrize("state", ["doubtful", "pending"])
async def test_what_nobody_could_tell_of_a_message_or_send_in_all_that_time_is_given_up_with_what_it_said(
    store: Store, filled: Rows, tmp_path: Path, state: str
) -> None:
    async with store.transaction() as tx:
        await tx.execute(update(delivery).values(state=state))
    for days, stands in ((-1, state), (1, "cancelled")):
        await left_after(store, filled, KEEP, tmp_path, months_later(1, days))
        async with store.transaction() as tx:
            [letter] = await tx.execute(select(delivery))
        assert (letter.state, letter.emptied) == (stands, stands == "cancelled")


async def test_whoever_left_is_erased_when_that_is_over(store: Store, filled: Rows, tmp_path: Path) -> None:
    async with store.transaction() as tx:
        await tx.execute(update(member).values(is_active=False))

    async def name_after(now: datetime) -> str:
        await left_after(store, filled, KEEP, tmp_path, now)
        async with store.transaction() as tx:
            return str((await tx.execute(select(member.c.name))).scalar_one())

    assert await name_after(NOON) == filled["member"]["name"], "the clock starts when it is noticed"
    assert await name_after(months_later(9, -1)) == filled["member"]["name"]
    async with store.transaction() as tx:
        await tx.execute(update(member).values(is_active=True))
    assert await name_after(months_later(9, 1)) == filled["member"]["name"], "they are back"
    async with store.transaction() as tx:
        await tx.execute(update(member).values(is_active=False))
    assert await name_after(months_later(12)) == filled["member"]["name"]
    assert await name_after(months_later(21, 1)) == "Somebody who was erased"


async def test_nothing_is_looked_through_from_end_to_end(store: Store, filled: Rows) -> None:
    async with store.transaction() as tx:
        if not store.is_sqlite:
            await tx.execute(text("SET LOCAL enable_seqscan = off"))
        asked: list[str] = []

        class Watched:
            """A transaction that asks how each query would be answered, instead of the rows."""

            dialect = tx.dialect

            async def execute(self, statement: Any, *given: Any) -> Any:
                if isinstance(statement, Select):
                    spelled = statement.params(*given).compile(
                        dialect=tx.dialect, compile_kwargs={"literal_binds": True}
                    )
                    explain = "EXPLAIN QUERY PLAN" if store.is_sqlite else "EXPLAIN"
                    plan = await tx.execute(text(f"{explain} {spelled}".replace(":", r"\:")))
                    asked.append(" ".join(str(row) for row in plan))
                return await tx.execute(statement, *given)

        watched: Any = Watched()
        here, before = filled["workspace"]["id"], NOON - timedelta(days=1)
        kinds = (
            retention.ASKED,
            retention.MESSAGES,
            retention.SENT,
            retention.DELETIONS,
            retention.BOTTLENECKS,
        )
        told = (retention.HEARD, retention.GOALS, retention.NOTES, retention.MARKS)
        for kind in (*kinds, *told):
            assert await kept.forget(watched, here, (kind, before), limit=10) == 0
        assert await kept.found(watched, here, [(kind, before) for kind in (*kinds, *told)]) == []
    *_, at_once = asked
    rounds, *letters, _loops, heard, worked_towards, noted, marked = asked[: len(kinds) + len(told)]
    assert not any("SCAN" in plan.replace("SCAN CONSTANT ROW", "") or "Seq Scan" in plan for plan in asked)
    assert all("ix_delivery_finished" in plan for plan in (*letters, at_once))
    if store.is_sqlite:
        # PostgreSQL begins at the other end where tables are as small as here.
        assert "ix_round_state_closes_at" in rounds
        assert "ix_signal_report_workspace_id_heard_at" in heard
        assert "ix_goal_workspace_id_closed_at" in worked_towards
        assert "sqlite_autoindex_digest_note" in noted
        assert "ix_week_mark_workspace_id_monday" in marked


async def test_a_night_in_which_nothing_is_old_writes_nothing(
    store: Store, filled: Rows, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = keyring(str(tmp_path))
    monkeypatch.setattr(store, "transaction", None)
    await tidy(store, keys, GivenWithheld(store, keys), KEEP, filled["workspace"]["id"], NOON)


@given(st.integers(0, 36_000), st.integers(0, 200))
def test_months_before_is_in_the_right_month_on_the_same_day_or_its_last(days: int, months: int) -> None:
    now = datetime(2000, 1, 1, tzinfo=UTC) + timedelta(days=days)
    before = months_before(now, months)
    assert (before.year * 12 + before.month) == now.year * 12 + now.month - months
    assert before.day == now.day or (before.day < now.day and (before + timedelta(days=1)).day == 1)


async def test_the_night_is_where_most_people_are(store: Store, filled: Rows) -> None:
    async with store.transaction() as tx:
        night = await next_night(tx, filled["workspace"]["id"], NOON)
        assert night == datetime(2026, 11, 24, 2, 30, tzinfo=UTC), "half past three in Berlin"
        assert await next_night(tx, filled["workspace"]["id"], night) == night + timedelta(days=1)

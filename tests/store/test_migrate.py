"""The migrations make exactly the tables of `bot.store.tables`, once, whoever else is starting."""

import asyncio
import sys
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, MetaData, Table, insert, select, text, update

from bot.store import answers, carrying, members, rituals, rounds, standings, team_sources
from bot.store.engine import Store, open_store
from bot.store.migrate import BrokenReferences, _config, migrate, pending
from bot.store.tables import metadata
from bot.values.questions import Question, QuestionType
from bot.values.rest import USUAL_QUIET
from bot.values.rounds import PromptState
from tests.databases import Postgres, sqlite_url

ROOT = Path(__file__).parents[2]
REVISIONS = ["0001", "0002", "0003", "0004", "0005", "0006", "0007", "0008", "0009"]

NINE, FIVE = datetime(2026, 11, 23, 8, 0, tzinfo=UTC), datetime(2026, 11, 23, 16, 0, tzinfo=UTC)
MONDAY = date(2026, 11, 23)
_HERE = {"workspace_id": 1}
_ASKED = {**_HERE, "round_id": 1, "team_id": 1, "zone": "Europe/Berlin", "due_at": NINE, "closes_at": FIVE}
_SAID = {**_HERE, "prompt_id": 1, "ritual_id": 1, "team_id": 1, "member_id": 1, "local_date": MONDAY}
_LETTER = {
    **_HERE,
    "kind": "prompt",
    "method": "post",
    "channel": "U1",
    "body": {"text": "Daily check-in", "blocks": []},
    "revision": 1,
    "urgent": False,
    "min_gap": 0.0,
    "due_at": NINE,
    "not_before": 0.0,
    "attempts": 1,
}
FIRST_VERSION: dict[str, list[dict[str, Any]]] = {
    "workspace": [
        {
            "slack_id": "T1",
            "name": "Home",
            "bot_user_id": "UBOT",
            "bot_id": "BBOT",
            "created_at": NINE,
            "directory_at": NINE,
        }
    ],
    "member": [
        {
            **_HERE,
            "slack_id": f"U{number}",
            "name": name,
            "zone": "Europe/Berlin",
            "role": "member",
            "is_person": True,
            "is_active": True,
        }
        for number, name in enumerate(("Ana", "Ben"), start=1)
    ],
    "team": [
        {
            **_HERE,
            "name": "Checkout",
            "channel_id": "C1",
            "channel_name": "checkout",
            "lead_id": 1,
            "country": "DE",
            "listed": False,
            "members_at": NINE,
        }
    ],
    "team_member": [{"team_id": 1, "member_id": 1}, {"team_id": 1, "member_id": 2}],
    "ritual": [
        {
            **_HERE,
            "owner_id": 1,
            "name": "Daily check-in",
            "kind": "check-in",
            "tier": "named",
            "questions": [{"key": "moved", "ask": "What moved?", "type": "text", "required": True}],
            "rrule": "FREQ=DAILY",
            "at": "09:00",
            "zone": "member",
            "anchor": MONDAY,
            "window_minutes": 480,
            "remind_minutes": 60,
            "state": "active",
            "created_at": NINE,
            "starts_at": NINE,
        }
    ],
    "ritual_team": [{"ritual_id": 1, "team_id": 1, "introduced": True}],
    "opt_out": [{"ritual_id": 1, "member_id": 2, "at": NINE}],
    "round": [
        {
            **_HERE,
            "ritual_id": 1,
            "ritual_name": "Daily check-in",
            "local_date": MONDAY,
            "state": "open",
            "opens_at": NINE,
            "closes_at": FIVE,
            "questions": [{"key": "moved", "ask": "What moved?", "type": "text", "required": True}],
        }
    ],
    "round_team": [{"round_id": 1, "team_id": 1, "channel_id": "C1", "publish_at": NINE}],
    "prompt": [
        {
            **_ASKED,
            "member_id": number,
            "state": state,
            "delivery_key": f"prompt:{number}",
            "late": False,
            "revision": 1,
            "shown_revision": 0,
        }
        for number, state in enumerate(("answered", "planned"), start=1)
    ],
    "answer": [
        {**_SAID, "question_key": "moved", "text": "The refund API", "number": None},
        {**_SAID, "question_key": "mood", "text": None, "number": 4},
    ],
    "answer_history": [{"prompt_id": 1, "question_key": "mood", "replaced_at": NINE, "number": 3}],
    "digest": [
        {
            **_HERE,
            "owner_id": 1,
            "name": "Product weekly",
            "channel_id": "C1",
            "weekday": 0,
            "at": "09:00",
            "zone": "Europe/Berlin",
            "audience": "team",
            "state": "active",
            "next_at": NINE,
        }
    ],
    "digest_issue": [{"digest_id": 1, "monday": MONDAY, "made_at": NINE}],
    "delivery": [
        {**_LETTER, "id": "a" * 32, "key": "prompt:1", "state": "sent", "member_id": 1, "ts": "1.1"},
        {**_LETTER, "id": "b" * 32, "key": "prompt:2", "state": "sending", "member_id": 2, "ts": None},
    ],
    "dm_hour": [{"member_id": 1, "hour": NINE, "delivery_id": "a" * 32}],
    "pace": [{**_HERE, "lane": "post", "free_at": 1.5, "gap": 0.2}],
}

# A column that was added later stands last and a table that was rebuilt is spelled anew, so parts are compared.
SQLITE_SCHEMA = """
    SELECT 'column', t.name, c.name || ' ' || c.type || c."notnull" || c.pk || ifnull(c.dflt_value, '')
    FROM sqlite_master t, pragma_table_info(t.name) c WHERE t.type = 'table' AND t.name NOT LIKE 'alembic%'
    UNION ALL
    SELECT 'reference', t.name, f."from" || ' ' || f."table" || ifnull(f."to", '') || f.on_delete
    FROM sqlite_master t, pragma_foreign_key_list(t.name) f WHERE t.type = 'table'
    UNION ALL
    SELECT 'unique', t.name, group_concat(c.name) FROM sqlite_master t, pragma_index_list(t.name) i,
        pragma_index_info(i.name) c WHERE t.type = 'table' AND i."unique" AND t.name NOT LIKE 'alembic%'
        GROUP BY t.name, i.name
    UNION ALL
    SELECT 'index', name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL
    ORDER BY 1, 2, 3
"""
POSTGRES_SCHEMA = """
    SELECT 'column', c.relname || '.' || attname, format_type(atttypid, atttypmod) || attnotnull::text
    FROM pg_attribute JOIN pg_class c ON c.oid = attrelid
    WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND attnum > 0
        AND relname <> 'alembic_version'
    UNION ALL
    SELECT 'constraint', conname, conrelid::regclass || pg_get_constraintdef(oid) FROM pg_constraint
    WHERE connamespace = 'public'::regnamespace AND conname NOT LIKE 'alembic%'
    UNION ALL
    SELECT 'index', indexname, indexdef FROM pg_indexes
    WHERE schemaname = 'public' AND indexname NOT LIKE 'alembic%'
    ORDER BY 1, 2
"""


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield sqlite_url(tmp_path / "empty.db")
        return
    postgres: Postgres = request.getfixturevalue("postgres")
    postgres.run("CREATE DATABASE empty TEMPLATE template0")
    yield postgres.url("empty")
    postgres.run("DROP DATABASE empty WITH (FORCE)")


@pytest_asyncio.fixture
async def empty(empty_url: str) -> AsyncIterator[Store]:
    store = open_store(empty_url)
    yield store
    await store.close()


async def schema_of(store: Store) -> list[Any]:
    async with store.transaction() as tx:
        rows = await tx.execute(text(SQLITE_SCHEMA if store.is_sqlite else POSTGRES_SCHEMA))
        return [tuple("".join(str(part).split()) for part in row) for row in rows]


async def _upgrade_to(store: Store, revision: str) -> None:
    async with store.engine.begin() as connection:
        await connection.run_sync(lambda on: command.upgrade(_config(on), revision))


def _fill(connection: Connection) -> MetaData:
    """A row or two in every table, as a first version left them in the middle of a morning."""
    found = MetaData()
    found.reflect(connection)
    for name, rows in FIRST_VERSION.items():
        connection.execute(insert(found.tables[name]), rows)
    unfilled = set(found.tables) - set(FIRST_VERSION) - {"alembic_version"}
    assert not unfilled, unfilled
    return found


def _rows_of(connection: Connection, old: MetaData) -> dict[str, list[Any]]:
    """What stands in the columns that were there before; a question is spelled anew, a team looked at anew."""
    tables = (old.tables[name] for name in FIRST_VERSION)
    return {
        table.name: [
            tuple(row)
            for row in connection.execute(select(*_kept(table)).order_by(*table.primary_key.columns))
        ]
        for table in tables
    }


def _kept(table: Table) -> list[Any]:
    return [column for column in table.columns if column.name not in ("questions", "members_at")]


def differences(connection: Connection) -> list[Any]:
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    return list(compare_metadata(context, metadata))


async def test_autogenerate_finds_nothing_left_to_migrate(store: Store) -> None:
    async with store.engine.connect() as connection:
        assert await connection.run_sync(differences) == []


async def test_migrating_makes_the_very_tables_the_code_describes(empty: Store) -> None:
    async with empty.transaction() as tx:
        await tx.run_sync(metadata.create_all)
    described = await schema_of(empty)
    async with empty.transaction() as tx:
        await tx.run_sync(metadata.drop_all)
    await migrate(empty)
    assert await schema_of(empty) == described


async def test_an_empty_database_has_everything_pending_and_then_nothing(empty: Store) -> None:
    assert await pending(empty) == REVISIONS
    assert await migrate(empty) == REVISIONS
    assert await pending(empty) == []


async def test_migrating_again_changes_nothing(store: Store) -> None:
    before = await schema_of(store)
    assert await migrate(store) == []
    assert await schema_of(store) == before


async def test_a_database_of_the_first_version_keeps_every_row_and_a_beat_under_way_goes_on(
    empty: Store,
) -> None:
    await _upgrade_to(empty, "0001")
    async with empty.transaction() as tx:
        old = await tx.run_sync(_fill)
        before = await tx.run_sync(_rows_of, old)
    assert all(before.values()), "there is something in every table"
    assert await migrate(empty) == REVISIONS[1:]
    async with empty.transaction() as tx:
        assert await tx.run_sync(_rows_of, old) == before
        await carrying.were_sent(
            tx, 1, "prompt:2", letter_key="prompt:2", revision=1, at=NINE, too_late="It was too late."
        )
        (planned,) = [found.prompt for found in await standings.in_delivery(tx, 1, "prompt:2")]
        assert planned.state == PromptState.SENT
        assert (await members.by_id(tx, 1)).quiet == USUAL_QUIET
        looked_at = await team_sources.who_is_due(tx, NINE - timedelta(days=1))
        assert looked_at is not None, "whether its channel is private is asked at once"
        assert looked_at.is_private, "and until then it is taken to be"
        (given,) = (await answers.of_prompts(tx, [1])).values()
        assert (given["moved"].text, given["mood"].number) == ("The refund API", 4)


async def test_questions_of_the_first_version_are_asked_as_they_were(empty: Store) -> None:
    await _upgrade_to(empty, "0001")
    async with empty.transaction() as tx:
        old = await tx.run_sync(_fill)
        asked = [
            {"key": "progress", "ask": "What moved?", "type": "text"},
            {"key": "plan", "ask": "What next?", "type": "text", "required": True},
            {"key": "sure", "ask": "How sure?", "type": "scale", "of": 5},
            {"key": "stuck", "ask": "What do you wait for?", "type": "text", "required": False},
        ]
        for name in ("ritual", "round"):
            await tx.execute(update(old.tables[name]).values(questions=asked))
    await migrate(empty)
    async with empty.transaction() as tx:
        for questions in ((await rituals.by_id(tx, 1)).plan.questions, (await rounds.by_id(tx, 1)).questions):
            assert questions == (
                Question("progress", "What moved?", QuestionType.LONG_TEXT, prefill="plan"),
                Question("plan", "What next?", QuestionType.LONG_TEXT),
                Question("sure", "How sure?", QuestionType.SCALE),
                Question(
                    "stuck", "What do you wait for?", QuestionType.LONG_TEXT, required=False, prefill="stuck"
                ),
            )


async def test_two_replicas_starting_together_migrate_once(empty_url: str) -> None:
    replicas = [open_store(empty_url) for _ in range(2)]
    applied = await asyncio.gather(*(migrate(replica) for replica in replicas))
    await asyncio.gather(*(replica.close() for replica in replicas))
    assert sorted(applied) == [[], REVISIONS]


async def test_a_process_with_nothing_to_migrate_does_not_carry_what_migrating_takes(tmp_path: Path) -> None:
    store = open_store(sqlite_url(tmp_path / "current.db"))
    await migrate(store)
    await store.close()
    program = (
        "import asyncio, sys; from bot.store.engine import open_store; from bot.store.migrate import migrate;"
        f"assert asyncio.run(migrate(open_store({sqlite_url(tmp_path / 'current.db')!r}))) == [];"
        "assert 'alembic' not in sys.modules"
    )
    started = await asyncio.create_subprocess_exec(sys.executable, "-c", program, cwd=ROOT)
    assert await started.wait() == 0


async def test_foreign_keys_are_watched_again_after_migrating_sqlite(tmp_path: Path) -> None:
    store = open_store(sqlite_url(tmp_path / "new.db"))
    await migrate(store)
    async with store.transaction() as tx:
        assert (await tx.execute(text("PRAGMA foreign_keys"))).scalar_one() == 1
    await store.close()


async def test_a_migration_that_breaks_references_is_rolled_back(tmp_path: Path) -> None:
    store = open_store(sqlite_url(tmp_path / "broken.db"))
    tables = (
        "CREATE TABLE parent (id INTEGER PRIMARY KEY)",
        "CREATE TABLE child (parent_id INTEGER REFERENCES parent (id))",
    )
    async with store.transaction() as tx:
        for statement in tables:
            await tx.execute(text(statement))
    async with store.engine.connect() as connection:
        driver = (await connection.get_raw_connection()).driver_connection
        assert driver is not None
        await driver.execute("PRAGMA foreign_keys = OFF")
        await driver.execute("INSERT INTO child VALUES (7)")
    with pytest.raises(BrokenReferences, match="Rows in child refer to rows that are not there"):
        await migrate(store)
    assert await pending(store) == REVISIONS
    await store.close()

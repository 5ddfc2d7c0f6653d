"""After sealing the key goes, and what the files still hold of the ballots; nothing is called done before that."""

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import select, text

from bot.store import agenda
from bot.store.agenda import Due
from bot.store.engine import Store
from bot.store.tables import anonymous_round, ballot
from bot.values.errors import NoPlaceForKeys
from tests.privacy.office import CLOSE, Office, office_at
from tests.privacy.remains import everything
from tests.scenarios.conftest import play
from tests.scenarios.living import apply_rituals
from tests.scenarios.pulsing import CLOSED, OPENS, PULSE, answer_pulse, company, until


async def _sealed(store: Store, folder: Path) -> Office:
    office = await office_at(store, folder)
    await office.open()
    for member in office.people[:6]:
        await office.answer(member, mood=3)
    assert await office.close()
    return office


def _take_away(folder: Path) -> Path:
    """There is something else in its place, as when a disk is not there."""
    away = folder.rename(folder.with_name("away"))
    folder.write_text("no folder")
    return away


def _bring_back(away: Path, folder: Path) -> None:
    folder.unlink()
    away.rename(folder)


async def _is_due(store: Store) -> bool:
    async with store.reading() as tx:
        return (await agenda.look(tx)).get(Due.KEY) == CLOSE


async def test_while_somebody_reads_the_write_ahead_log_it_is_not_done(
    small_store: Store, tmp_path: Path
) -> None:
    office = await office_at(small_store, tmp_path / "keys")
    await office.open()
    await office.answer(office.people[0], mood=3)
    (row,) = await office.rows(ballot)
    async with small_store._readers.connect() as reader:
        await reader.execute(text("BEGIN"))
        await reader.execute(select(ballot.c.slot))
        assert await office.close()
        assert await office.destroy() == 0
        assert await office.keys_left() == [], "the key need not wait"
        assert row.box[100:132] in await everything(small_store)
        assert await _is_due(small_store)
        await reader.execute(text("COMMIT"))
    assert await office.destroy() == 1
    assert row.box[100:132] not in await everything(small_store)
    assert not await _is_due(small_store)


async def test_a_key_that_cannot_be_reached_is_destroyed_later(store: Store, tmp_path: Path) -> None:
    office = await _sealed(store, tmp_path / "keys")
    away = _take_away(tmp_path / "keys")
    with pytest.raises(NoPlaceForKeys):
        await office.destroy()
    assert await _is_due(store)
    _bring_back(away, tmp_path / "keys")
    assert await office.destroy() == 1
    assert await office.keys_left() == []
    assert not await _is_due(store)


async def test_postgresql_clears_up_what_was_deleted(postgresql_store: Store, tmp_path: Path) -> None:
    office = await _sealed(postgresql_store, tmp_path / "keys")
    assert await office.destroy() == 1
    async with postgresql_store.reading() as tx:
        for table in ("ballot", "prompt"):
            assert (await tx.execute(text(f"SELECT pg_relation_size('{table}')"))).scalar_one() == 0


async def test_the_heartbeat_seals_and_destroys_by_itself(sqlite_database_url: str) -> None:
    async with play(sqlite_database_url, company=company()) as scene:
        await apply_rituals(scene, PULSE)
        await until(scene, OPENS)
        await asyncio.gather(*(answer_pulse(scene, who, 3) for who in ("ana", "hal")))
        keys, store = scene.drumbeat.house.keys, scene.drumbeat.house.store
        assert len(await keys.names("round-")) == 1
        await until(scene, CLOSED)
        assert await keys.names("round-") == []
        async with store.reading() as tx:
            (row,) = (await tx.execute(anonymous_round.select())).all()
        assert (row.state, row.key_name) == ("discarded", None)

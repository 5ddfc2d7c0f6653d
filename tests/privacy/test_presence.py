"""No anonymous round opens unless everybody who runs reaches the same keys; its owner is told once, and nothing is
half-written."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from bot.app import running
from bot.privacy import presence
from bot.privacy.ballots import KEY_IS_ELSEWHERE
from bot.privacy.sealing import PATIENCE
from bot.rituals.opening import LOOK_AGAIN
from bot.rituals.opening import PATIENCE as WAITS
from bot.store import replicas
from bot.store.engine import Store, open_store
from bot.store.keys import KeyFolder, NoKeys
from bot.store.replicas import IS_ALIVE, IS_DEAD
from bot.store.tables import anonymous_round, delivery, prompt, replica, ritual, round_, round_team
from bot.values.errors import NoPlaceForKeys, TooLate
from bot.values.ports import Keyring
from bot.values.privacy import Seal
from bot.values.rituals import Protection
from config.settings import Settings
from sandbox.server import Sandbox
from tests.privacy.office import CLOSE, NAMES, NINE, Office, office_at
from tests.scenarios.conftest import MANIFEST, settings_for

DAY = timedelta(days=1)


async def test_a_round_opens_only_when_everybody_who_runs_reads_the_same_probe(
    store: Store, tmp_path: Path
) -> None:
    office = await office_at(store, tmp_path / "keys")
    others: tuple[tuple[str, Keyring], ...] = (
        ("without", NoKeys()),
        ("elsewhere", KeyFolder(tmp_path / "elsewhere")),
    )
    await presence.tell(store, office.keys, "web")
    for day, (name, keys) in enumerate(others):
        await presence.tell(store, keys, name)
        await office.open(NINE + day * DAY)
        await office.open(NINE + day * DAY + WAITS - timedelta(seconds=1))
        assert len(await _told(office)) == day, "that may pass: it is tried again for a while"
        await office.open(NINE + day * DAY + WAITS + LOOK_AGAIN)
        assert await _opened(office) == 0
        assert len(await _told(office)) == 1
        if day == 0:
            await _last_seen(store, name, IS_ALIVE + 1)
    await office.open(NINE + 2 * DAY)
    assert await _opened(office) == 0
    await _last_seen(store, "elsewhere", IS_ALIVE + 1)
    await office.open(NINE + 2 * DAY + LOOK_AGAIN)
    assert await _opened(office) == 1, "whoever was not seen for two minutes does not count"
    (told,) = await _told(office)
    assert "Not every process of this Drumbeat reaches the same keys" in told


async def test_what_cannot_open_leaves_nothing_behind_and_its_owner_is_told_once(
    store: Store, tmp_path: Path
) -> None:
    office = Office(store, NoKeys())
    await office.found()
    for day in range(3):
        await office.open(NINE + day * DAY)
        (planned,) = await office.rows(ritual)
        assert planned.next_opens_at == NINE + (day + 1) * DAY
    for table in (round_, prompt, round_team, anonymous_round):
        assert await office.rows(table) == []
    (told,) = await office.rows(delivery)
    assert told.body["text"].startswith("I did not open the round of Tue 24 Nov of *Team pulse*")
    assert "DRUMBEAT_KEYS" in told.body["text"]
    office.keys = KeyFolder(tmp_path / "keys")
    await office.open(NINE + 3 * DAY)
    assert await _opened(office) == 1
    office.keys = NoKeys()
    await office.open(NINE + 6 * DAY)
    assert [row.kind for row in await office.rows(delivery)].count("notice") == 2, "it had worked in between"


async def test_too_few_people_are_not_asked(small_store: Store, tmp_path: Path) -> None:
    office = await office_at(small_store, tmp_path / "keys", names=NAMES[:6], protection=Protection(7))
    await office.open()
    assert await _opened(office) == 0
    (told,) = await office.rows(delivery)
    assert "Fewer than 7 people would be asked" in told.body["text"]
    assert await office.keys_left() == []


async def test_a_key_is_not_given_up_while_it_may_lie_where_another_process_reaches_it(
    store: Store, tmp_path: Path
) -> None:
    office = await office_at(store, tmp_path / "keys")
    right, wrong = office.keys, KeyFolder(tmp_path / "wrong")
    await office.open()
    office.keys = wrong
    with pytest.raises(NoPlaceForKeys) as refused:
        await office.answer(office.people[0], mood=3)
    assert str(refused.value) == KEY_IS_ELSEWHERE
    assert await office.close(CLOSE)
    assert await _seal(office) == Seal.OPEN
    await presence.tell(store, right, "web")
    assert await office.close(CLOSE + 2 * PATIENCE)
    assert await _seal(office) == Seal.OPEN, "another process that runs may read it"
    await _last_seen(store, "web", IS_ALIVE + 1)
    assert await office.close(CLOSE + PATIENCE - timedelta(seconds=1))
    assert await _seal(office) == Seal.OPEN
    assert await office.close(CLOSE + PATIENCE)
    assert await _seal(office) == Seal.LOST


async def test_a_lost_key_takes_no_answers_and_leaves_no_result(store: Store, tmp_path: Path) -> None:
    office = await office_at(store, tmp_path / "keys")
    await office.open()
    for member in office.people:
        await office.answer(member, mood=3, words="Never read")
    (key,) = await office.keys_left()
    await office.keys.destroy(key)
    with pytest.raises(TooLate, match="key of this round is gone"):
        await office.answer(office.people[0], mood=4)
    assert await office.close()
    (row,) = await office.rows(anonymous_round)
    assert (row.state, row.answered) == (Seal.LOST, None)
    assert await office.rows(prompt) == []
    told = [row for row in await office.rows(delivery) if row.key.startswith("lost:")]
    assert len(told) == 1
    assert "was lost before it closed" in told[0].body["text"]
    assert await office.destroy() == 1


async def test_a_process_says_that_it_runs_and_that_it_stops(
    sqlite_database_url: str, tmp_path: Path
) -> None:
    store = open_store(sqlite_database_url)
    await presence.tell(store, NoKeys(), "long gone")
    await _last_seen(store, "long gone", IS_DEAD + 1)
    async with Sandbox(MANIFEST, limits=False) as slack:
        settings: Settings = settings_for(slack, sqlite_database_url, keys=str(tmp_path / "keys"))
        for parts in ({"web": True, "worker": False}, {"web": False, "worker": True}):
            async with running(settings, **parts):
                seen = await _until_seen(store)
                assert [each.place for each in seen] == [
                    await presence.fingerprint(KeyFolder(tmp_path / "keys"))
                ]
            async with store.reading() as tx:
                assert await replicas.alive(tx) == []
    async with store.reading() as tx:
        assert (await tx.execute(replica.select())).all() == [], "the dead are forgotten"
    await store.close()


async def _until_seen(store: Store) -> list[replicas.Replica]:

    while True:
        async with store.reading() as tx:
            if found := await replicas.alive(tx):
                return list(found)
        await asyncio.sleep(0.01)


async def _last_seen(store: Store, name: str, seconds: float) -> None:
    async with store.transaction() as tx:
        earlier = update(replica).where(replica.c.name == name)
        await tx.execute(earlier.values(seen_at=replica.c.seen_at - seconds))


async def _told(office: Office) -> list[str]:
    return [row.body["text"] for row in await office.rows(delivery) if row.kind == "notice"]


async def _opened(office: Office) -> int:
    return len(await office.rows(anonymous_round))


async def _seal(office: Office) -> str:
    (row,) = await office.rows(anonymous_round)
    return str(row.state)

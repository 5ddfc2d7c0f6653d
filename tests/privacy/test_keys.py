"""Where keys are kept, in a folder or in a second PostgreSQL: added once, read, destroyed for good."""

import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.privacy.destroying import sweep
from bot.privacy.naming import LONGEST_OPENING, is_left_behind, name_for
from bot.privacy.presence import fingerprint
from bot.store.engine import Store
from bot.store.key_database import SAME_DATABASE
from bot.store.keys import ClosableKeyring, keyring
from bot.values.errors import NoPlaceForKeys
from tests.databases import Postgres
from tests.privacy.office import CLOSE, office_at

KEY = bytes(range(32))


@pytest.fixture
def key_database(postgres: Postgres) -> Iterator[str]:
    """The address of a PostgreSQL without any table."""
    postgres.run("CREATE DATABASE keys_alone TEMPLATE template0")
    yield postgres.url("keys_alone")
    postgres.run("DROP DATABASE keys_alone WITH (FORCE)")


@pytest.fixture(params=["folder", "database"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Each kind of place."""
    if request.param == "folder":
        return str(tmp_path / "somewhere" / "keys")
    return str(request.getfixturevalue("key_database"))


@pytest_asyncio.fixture
async def keys(place: str) -> AsyncIterator[ClosableKeyring]:
    """A keyring at each kind of place."""
    opened = keyring(place)
    yield opened
    await opened.close()


async def test_a_key_is_there_until_it_is_destroyed(keys: ClosableKeyring, place: str) -> None:
    assert await keys.read("round-1") is None
    await keys.add("round-1", KEY)
    await keys.add("round-12", KEY[::-1])
    await keys.add("other-1", KEY)
    assert await keys.read("round-1") == KEY
    assert await keys.names("round-") == ["round-1", "round-12"]
    with pytest.raises(NoPlaceForKeys):
        await keys.add("round-1", KEY[::-1])
    assert await keys.read("round-1") == KEY, "a key is never written over"
    await keys.destroy("round-1")
    await keys.destroy("round-1")
    assert await keys.read("round-1") is None
    assert await keys.read("round-12") == KEY[::-1]


async def test_whoever_reaches_the_same_place_knows_it_by_the_same_fingerprint(
    keys: ClosableKeyring, place: str, tmp_path: Path
) -> None:
    other = keyring(place)
    assert await fingerprint(keys) == await fingerprint(other) == await fingerprint(keys)
    assert await fingerprint(keyring(str(tmp_path / "elsewhere"))) != await fingerprint(keys)
    await other.close()


async def test_a_probe_that_was_cut_short_is_placed_anew(keys: ClosableKeyring) -> None:
    await keys.add("probe", b"half")
    assert await fingerprint(keys) == await fingerprint(keys)


async def test_no_place_is_a_sentence_and_not_a_key(place: str, tmp_path: Path) -> None:
    nowhere = [keyring(None), keyring("postgresql+psycopg://nobody:secret@127.0.0.1:9/keys")]
    (tmp_path / "file").write_text("")
    nowhere.append(keyring(str(tmp_path / "file")))
    for each in nowhere:
        with pytest.raises(NoPlaceForKeys, match="drumbeat doctor") as refused:
            await each.add("round-1", KEY)
        assert "secret" not in str(refused.value)
        await each.close()


async def test_the_database_of_the_answers_takes_no_keys(postgresql_database_url: str) -> None:
    keys = keyring(postgresql_database_url)
    for use in (keys.add("round-1", KEY), keys.read("round-1"), keys.names(""), keys.destroy("round-1")):
        with pytest.raises(NoPlaceForKeys, match="beside the answers") as refused:
            await use
        assert str(refused.value) == SAME_DATABASE
    await keys.close()


async def test_nothing_of_a_destroyed_key_is_left_in_the_files_of_its_database(
    postgres: Postgres, key_database: str
) -> None:
    keys = keyring(key_database)
    await keys.add("round-1", KEY)
    with postgres.connect("keys_alone") as server:
        before = server.execute("SELECT pg_relation_filepath('drumbeat_key')").fetchone()
        await keys.destroy("round-1")
        assert server.execute("SELECT pg_relation_filepath('drumbeat_key')").fetchone() != before
        assert server.execute("SELECT pg_relation_size('drumbeat_key')").fetchone() == (0,)
    await keys.close()


async def test_nobody_else_reads_the_folder(tmp_path: Path) -> None:
    keys = keyring(str(tmp_path / "keys"))
    await keys.add("round-1", KEY)
    assert os.stat(tmp_path / "keys").st_mode & 0o777 == 0o700
    assert os.stat(tmp_path / "keys" / "round-1.key").st_mode & 0o777 == 0o600


async def test_a_destroyed_key_was_written_over_first(tmp_path: Path) -> None:
    keys = keyring(str(tmp_path / "keys"))
    await keys.add("round-1", KEY)
    os.link(tmp_path / "keys" / "round-1.key", tmp_path / "kept")
    await keys.destroy("round-1")
    left = (tmp_path / "kept").read_bytes()
    assert len(left) == len(KEY)
    assert left != KEY


def test_a_key_is_left_behind_when_no_opening_could_still_take_so_long() -> None:
    name = name_for(17, 1_000_000.0)
    assert name != name_for(17, 1_000_000.0)
    assert not is_left_behind(name, 1_000_000.0 + LONGEST_OPENING)
    assert is_left_behind(name, 1_000_002.0 + LONGEST_OPENING)
    assert not is_left_behind("round-17", 9e9), "whatever else is called so is not ours to destroy"


async def test_keys_of_rounds_that_never_opened_are_swept_and_no_other(
    tmp_path: Path, small_store: Store
) -> None:
    office = await office_at(small_store, tmp_path / "keys")
    await office.keys.add(name_for(99, 1_000_000.0), KEY)
    await office.open()
    assert len(await office.keys_left()) == 2
    assert await sweep(office.store, office.keys) == 1
    (left,) = await office.keys_left()
    await office.answer(office.people[0], mood=3)
    assert await office.close(CLOSE)
    assert await office.destroy() == 1
    assert left not in await office.keys_left()

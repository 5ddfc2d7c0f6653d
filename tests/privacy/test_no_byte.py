"""What is erased, kept long enough or left behind by an uninstalled workspace is in no byte of the files either."""

from pathlib import Path

from sqlalchemy import select, text, update

from bot.privacy import leaving
from bot.privacy.erasing import erase, finish_erasing
from bot.privacy.retention import tidy
from bot.store import members
from bot.store.engine import WRITING, Store
from bot.store.keys import keyring
from bot.store.tables import answer, member
from bot.values.keeping import Keep
from bot.values.people import Member
from bot.wiring import GivenWithheld
from tests.privacy.filling import NOON, Rows, fill
from tests.privacy.remains import everything
from tests.privacy.test_retention import months_later

NAME, WORDS = b"Wilhelmina Quagmire", b"What nobody else would say"


async def _said(store: Store) -> tuple[Rows, Member]:
    async with store.transaction() as tx:
        rows = await fill(tx)
        await tx.execute(update(member).values(name=NAME.decode()))
        await tx.execute(update(answer).values(text=WORDS.decode()))
        who = await members.by_id(tx, rows["member"]["id"])
    before = await everything(store)
    assert NAME in before
    assert WORDS in before
    return rows, who


def test_what_is_deleted_is_overwritten_whatever_sqlite_was_built_to_do() -> None:
    # Some builds do so unasked, so no byte would tell.
    assert "secure_delete=ON" in WRITING


async def test_erasing_leaves_neither_the_name_nor_the_words_and_waits_for_who_reads_them(
    small_store: Store, tmp_path: Path
) -> None:
    keys = keyring(str(tmp_path))
    _rows, who = await _said(small_store)
    async with small_store._readers.connect() as reader:
        await reader.execute(text("BEGIN"))
        await reader.execute(select(answer.c.text))
        assert await erase(small_store, keys, GivenWithheld(small_store, keys), who, NOON)
        assert await finish_erasing(small_store, NOON) == 0, "it is not done while this can be read"
        await reader.execute(text("COMMIT"))
    assert await finish_erasing(small_store, NOON) == 1
    after = await everything(small_store)
    assert NAME not in after
    assert WORDS not in after


async def test_the_night_leaves_no_byte_of_what_it_forgets(small_store: Store, tmp_path: Path) -> None:
    keys = keyring(str(tmp_path))
    rows, _who = await _said(small_store)
    here, keep = rows["workspace"]["id"], Keep(answers=12)
    forgotten = await tidy(
        small_store, keys, GivenWithheld(small_store, keys), keep, here, months_later(12, 1)
    )
    assert forgotten
    assert WORDS not in await everything(small_store)


async def test_a_workspace_that_is_gone_is_in_no_byte(small_store: Store, tmp_path: Path) -> None:
    keys = keyring(str(tmp_path))
    rows, _who = await _said(small_store)
    await leaving.forget(small_store, keys, GivenWithheld(small_store, keys), rows["workspace"]["id"])
    after = await everything(small_store)
    assert NAME not in after
    assert WORDS not in after

"""What holds of every anonymous round, whatever anybody does (`trends-and-privacy.md` §4.4, by number)."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Table, text, update
from sqlalchemy.exc import DBAPIError

from bot.privacy.ballots import CLOSED, SealedBallots
from bot.privacy.erasing import erase, finish_erasing
from bot.privacy.exporting import SEALED, everything_about
from bot.store import sealed
from bot.store.engine import Store, open_store
from bot.store.keys import KeyFolder
from bot.store.tables import anonymous_round, ballot, delivery, prompt, result, round_, sealed_text
from bot.values.errors import Overtaken, TooLate
from bot.values.privacy import Seal
from bot.values.questions import Answer
from bot.values.rituals import Breakdown, Protection, Tier
from bot.wiring import GivenWithheld
from tests.privacy.office import CLOSE, Office, office_at
from tests.privacy.remains import rows_of


async def _answered(store: Store, folder: Path, answers: int = 11) -> Office:
    office = await office_at(store, folder)
    await office.open()
    for number, member in enumerate(office.people[:answers]):
        await office.answer(member, mood=1 + number % 4, words=f"Text of {number}")
    return office


async def test_1_once_sealed_there_is_no_ballot_no_prompt_and_no_key(store: Store, tmp_path: Path) -> None:
    office = await _answered(store, tmp_path / "keys")
    await office.withdraw(office.people[11])
    assert await office.close()
    (row,) = await office.rows(anonymous_round)
    assert (row.state, row.invited, row.answered) == (Seal.SEALED, 14, 11)
    assert await office.rows(ballot) == await office.rows(prompt) == []
    assert await office.destroy() == 1
    (row,) = await office.rows(anonymous_round)
    assert (row.key_name, await office.keys_left(), list((tmp_path / "keys").glob("round*"))) == (
        None,
        [],
        [],
    )
    assert await office.destroy() == 0
    async with store.reading() as tx:
        results = (await sealed.results_of(tx, [row.round_id]))[row.round_id]
        texts = await sealed.texts_of(tx, row.round_id)
    assert [(item.question_key, item.group, item.n) for item in results] == [
        ("mood", None, 11),
        ("words", None, 11),
    ]
    assert sorted(texts) == sorted(("words", f"Text of {number}") for number in range(11))


KEPT = {
    "result": {"round_id", "question_key", "grp", "workspace_id", "n", "body"},
    "sealed_text": {"id", "round_id", "workspace_id", "question_key", "text"},
    "ballot": {"round_id", "slot", "box"},
}


@pytest.mark.parametrize("table", [result, sealed_text, ballot], ids=lambda table: table.name)
async def test_3_no_row_that_stays_can_say_who_or_when(store: Store, table: Table) -> None:
    assert {column.name for column in table.c} == KEPT[table.name]
    # As the database was really made.
    async with store.reading() as tx:
        assert {*(await tx.execute(text(f'SELECT * FROM "{table.name}"'))).keys()} == KEPT[table.name]
        if store.is_sqlite:
            with pytest.raises(DBAPIError, match="no such column: rowid"):
                await tx.execute(text(f'SELECT rowid FROM "{table.name}"'))


async def test_3_and_4_a_text_shares_its_round_and_question_with_others_and_nothing_else(
    store: Store, tmp_path: Path
) -> None:
    office = await _answered(store, tmp_path / "keys")
    assert await office.close()
    texts = await office.rows(sealed_text)
    assert len({row.id for row in texts}) == 11
    assert {len(row.id) for row in texts} == {16}
    assert {(row.round_id, row.workspace_id, row.question_key) for row in texts} == {(1, 1, "words")}


@pytest.mark.parametrize("table", [result, sealed_text], ids=lambda table: table.name)
async def test_9_results_are_frozen(store: Store, tmp_path: Path, table: Table) -> None:
    office = await _answered(store, tmp_path / "keys")
    assert await office.close()
    column = "n" if table is result else "text"
    with pytest.raises(DBAPIError, match="Results are frozen"):
        async with store.transaction() as tx:
            await tx.execute(update(table).values({column: 3}))


async def test_9_no_round_is_sealed_twice(store: Store, tmp_path: Path) -> None:
    office = await _answered(store, tmp_path / "keys")
    assert await office.close()
    before = await rows_of(store)
    assert not await office.close()
    with pytest.raises(Overtaken):
        async with store.transaction() as tx:
            await SealedBallots(office.keys).seal(tx, await office.round(tx), {}, CLOSE)
    assert await rows_of(store) == before


async def test_9_of_two_replicas_that_close_a_round_together_one_seals_it(
    database_url: str, tmp_path: Path
) -> None:
    stores = [open_store(database_url) for _ in range(2)]
    office = await _answered(stores[0], tmp_path / "keys")
    other = Office(stores[1], KeyFolder(tmp_path / "keys"))
    # One may find it held by the other and look for another one; in the end it was closed once.
    closed = await asyncio.gather(*(each.close() for each in (office, other) * 3))
    assert closed.count(True) == 1
    assert sum(await asyncio.gather(office.destroy(), other.destroy())) in (1, 2)
    assert len(await office.rows(sealed_text)) == 11
    assert await office.keys_left() == []
    for each in stores:
        await each.close()


async def test_13_export_and_erasure_of_a_person_touch_no_sealed_row_and_say_so(
    store: Store, tmp_path: Path
) -> None:
    office = await _answered(store, tmp_path / "keys")
    assert await office.close()
    assert await office.destroy() == 1
    withheld, ada = GivenWithheld(store, office.keys), office.people[0]
    frozen = await office.rows(result), await office.rows(sealed_text)
    about_ada = await everything_about(store, withheld, ada, CLOSE)
    assert "Text of" not in str(about_ada)
    assert SEALED in about_ada["not_in_here"]
    assert await erase(store, office.keys, withheld, ada, CLOSE)
    assert await finish_erasing(store, CLOSE) == 1
    assert (await office.rows(result), await office.rows(sealed_text)) == frozen


async def test_14_edits_and_retries_are_one_ballot(store: Store, tmp_path: Path) -> None:
    office = await _answered(store, tmp_path / "keys", answers=0)
    ada = office.people[0]
    for mood in (2, 3, 3):
        await office.answer(ada, mood, f"Mood {mood}")
    await asyncio.gather(*(office.answer(ada, 4, "Mood 4") for _ in range(3)))
    assert len(await office.rows(ballot)) == 1
    async with store.transaction() as tx:
        own = await SealedBallots(office.keys).own(tx, await office.round(tx), ada.id)
    assert own == {"mood": Answer("mood", number=4.0), "words": Answer("words", text="Mood 4")}


@pytest.mark.parametrize(
    "lower",
    [
        {"fewest": 4},
        {"fewest_words": 9},
        {"breakdown": Breakdown.TEAM},
        {"tier": Tier.CONFIDENTIAL},
        {"tier": Tier.NAMED},
    ],
)
async def test_15_what_a_round_promises_is_never_lowered(
    store: Store, tmp_path: Path, lower: dict[str, object]
) -> None:
    await _answered(store, tmp_path / "keys", answers=1)
    with pytest.raises(DBAPIError, match="frozen when it opens"):
        async with store.transaction() as tx:
            await tx.execute(update(round_).values(lower))
    async with store.transaction() as tx:
        await tx.execute(update(round_).values(fewest=6, fewest_words=12))


async def test_16_below_the_threshold_nothing_is_kept_and_no_count_is_named(
    store: Store, tmp_path: Path
) -> None:
    office = await _answered(store, tmp_path / "keys", answers=4)
    await office.withdraw(office.people[4])
    assert await office.close()
    (row,) = await office.rows(anonymous_round)
    assert (row.state, row.answered) == (Seal.DISCARDED, None)
    for table in (result, sealed_text, ballot, prompt):
        assert await office.rows(table) == []
    assert await office.destroy() == 1
    assert [row.key for row in await office.rows(delivery) if "Text of" in str(row.body)] == []


async def test_18_whether_a_round_is_open_comes_before_its_key(store: Store, tmp_path: Path) -> None:
    office = await _answered(store, tmp_path / "keys")
    assert await office.close()
    for _ in range(2):
        for late in (office.answer(office.people[13], 5), office.withdraw(office.people[13])):
            with pytest.raises(TooLate) as refused:
                await late
            assert refused.value.user_message == CLOSED
        await office.destroy()
    assert await office.rows(ballot) == []


async def test_whoever_is_excused_after_they_answered_has_answered_and_nobody_is_left_out_of_the_count(
    small_store: Store, tmp_path: Path
) -> None:
    office = await _answered(small_store, tmp_path / "keys", answers=14)
    async with small_store.transaction() as tx:
        excused = update(prompt).where(prompt.c.member_id == office.people[0].id)
        await tx.execute(excused.values(state="excused", reason="away"))
        # As if two of them had been away when it opened, and came back.
        await tx.execute(update(anonymous_round).values(invited=12))
    assert await office.close()
    (row,) = await office.rows(anonymous_round)
    assert (row.invited, row.answered) == (14, 14)


async def test_a_ballot_that_was_tampered_with_is_not_counted(store: Store, tmp_path: Path) -> None:
    office = await _answered(store, tmp_path / "keys", answers=6)
    rows = await office.rows(ballot)
    async with store.transaction() as tx:
        # The answers of one person, put into another's slot.
        forged = update(ballot).where(ballot.c.slot == rows[0].slot)
        await tx.execute(forged.values(box=rows[1].box))
    assert await office.close()
    (row,) = await office.rows(anonymous_round)
    assert row.answered == 5


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    moods=st.lists(st.none() | st.integers(1, 5), min_size=14, max_size=14),
    changed=st.lists(st.integers(0, 13), max_size=5),
)
async def test_only_the_last_word_of_those_who_answered_counts(
    small_store: Store, tmp_path: Path, moods: Sequence[int | None], changed: Sequence[int]
) -> None:
    async with small_store.transaction() as tx:
        for table in reversed(anonymous_round.metadata.sorted_tables):
            await tx.execute(table.delete())
    office = await office_at(small_store, tmp_path / "keys")
    await office.open()
    for who in changed:
        await office.answer(office.people[who], 1, "Taken back")
    for member, mood in zip(office.people, moods, strict=True):
        if mood is None:
            await office.withdraw(member)
        else:
            await office.answer(member, mood)
    assert await office.close()
    assert await office.destroy() == 1
    given_moods = [mood for mood in moods if mood is not None]
    (row,) = await office.rows(anonymous_round)
    enough = len(given_moods) >= Protection().fewest
    assert row.answered == (len(given_moods) if enough else None)
    assert [found.n for found in await office.rows(result)] == ([len(given_moods)] if enough else [])
    assert await office.rows(sealed_text) == []

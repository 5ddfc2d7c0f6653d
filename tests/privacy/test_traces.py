"""Nothing that is left says who answered, what, or in which order (invariants 2, 5 and 6)."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from statistics import correlation, mean

import pytest
from sqlalchemy import select, text

from bot import boxes
from bot.store import rituals, rounds, sealed
from bot.store.engine import Store
from bot.store.tables import ballot, delivery, dm_hour, sealed_text
from bot.values.privacy import Outcome
from tests.privacy.office import CLOSE, NINE, Office, office_at
from tests.privacy.remains import as_found, comparable, everything, rows_of

SAID = [(1 + number % 5, f"What nobody else would say, number {number}") for number in range(10)]
EARLY, LATE = CLOSE - timedelta(hours=1), CLOSE - timedelta(minutes=20)
"""When people are reminded; the later one takes the clock hour in which the round closes."""

FIRST, LAST = tuple(range(10)), (13, 4, 12, 3, 11, 2, 10, 9, 8, 7)
"""Who answers, in this order."""


@pytest.mark.parametrize("reminded_at", [EARLY, LATE])
async def test_the_database_is_the_same_whoever_answered(
    two_stores: list[Store], tmp_path: Path, reminded_at: datetime
) -> None:
    left = []
    for name, store, answering in zip(("one", "other"), two_stores, (FIRST, LAST), strict=True):
        office = await office_at(store, tmp_path / name)
        await _live(office, answering, reminded_at)
        assert await office.close()
        assert await office.destroy() == 1
        left.append(comparable(await rows_of(store)))
    assert left[0] == left[1]
    assert len(left[0]["sealed_text"]) == 10
    # In an hour that a reminder took nobody is written to again, whoever it was that was reminded.
    assert len(left[0]["dm_hour"]) == (28 if reminded_at == LATE else 14)


async def test_no_byte_is_left_of_a_ballot_or_of_a_reminder(store: Store, tmp_path: Path) -> None:
    office = await office_at(store, tmp_path / "keys")
    gone = await _live(office, FIRST, EARLY)
    before = await everything(store)
    assert all(any(form in before for form in forms) for forms in gone), "they were there"
    assert await office.close(CLOSE)
    assert await office.destroy() == 1
    after = await everything(store)
    assert [forms for forms in gone if any(form in after for form in forms)] == []
    for _, words in SAID:
        assert after.count(words.encode()) == 1, "it is told once, and nothing but that is left of it"


async def test_a_backup_taken_while_open_says_nothing_once_the_key_is_gone(
    store: Store, tmp_path: Path
) -> None:
    office = await office_at(store, tmp_path / "keys")
    await _live(office, FIRST, EARLY)
    (name,) = await office.keys_left()
    key = await office.keys.read(name)
    assert key is not None
    backup, boxed = await everything(store), await office.rows(ballot)
    for _, words in SAID:
        assert words.encode() not in backup
        assert words[::-1].encode() not in backup
    assert not any(form in backup for form in as_found(key))
    assert len({len(row.box) for row in boxed}) == 1, "an empty ballot is as long as a full one"
    assert await office.close(CLOSE)
    assert await office.destroy() == 1
    after = await everything(store)
    assert not any(form in after for form in as_found(key))
    (again,) = [row for row in boxed if row.slot == boxes.slot(key, office.people[0].id)]
    with pytest.raises(boxes.CannotOpen):
        boxes.open_(boxes.new_key(), again.box, label=again.slot)


async def test_the_order_in_which_texts_lie_is_that_of_chance(store: Store, tmp_path: Path) -> None:
    office = await office_at(store, tmp_path / "keys")
    given = [("words", f"{number:02}") for number in range(12)]
    async with store.transaction() as tx:
        ritual = await rituals.by_id(tx, office.ritual_id)
        for day in range(200):
            opens = date(2027, 1, 1) + timedelta(days=day)
            id_ = await rounds.open_one(tx, ritual, opens, opens_at=NINE, closes_at=CLOSE)
            assert id_ is not None
            await sealed.keep(tx, await rounds.by_id(tx, id_), Outcome(12, 12, (), given))
    place = "" if store.is_sqlite else "ORDER BY ctid"
    async with store.reading() as tx:
        query = text(f"SELECT round_id, text FROM sealed_text {place}")
        stored = [(row.round_id, int(row.text)) for row in await tx.execute(query)]
        ids = (await tx.execute(select(sealed_text.c.id))).scalars().all()
    assert len(set(ids)) == len(ids) == 200 * 12
    orders: dict[int, list[int]] = {}
    for round_id, number in stored:
        orders.setdefault(round_id, []).append(number)
    by_submission = range(12)
    # Of chance alone the mean of 200 has a standard deviation of .021.
    assert abs(mean(correlation(by_submission, order) for order in orders.values())) < 0.1
    assert len({tuple(order) for order in orders.values()}) > 190


async def _live(office: Office, answering: Sequence[int], reminded_at: datetime) -> list[tuple[bytes, ...]]:
    """A round in which these people answer the same things, some after a change of mind; what must go afterwards."""
    await office.open()
    await office.ask()
    await office.send()
    people = [office.people[who] for who in answering]
    for member, (mood, words) in zip(people, SAID, strict=True):
        await office.answer(member, 6 - mood, words[::-1])
        await office.answer(member, mood, words)
    await office.withdraw(next(member for member in office.people if member not in people))
    await office.remind(reminded_at)
    reminders = [row for row in await office.rows(delivery) if row.key.startswith("reminder:")]
    assert len(reminders) == 3
    hours = {row.delivery_id for row in await office.rows(dm_hour)}
    assert all(row.id in hours for row in reminders)
    gone = [(f"{row.key}".encode(),) for row in reminders] + [(row.id.encode(),) for row in reminders]
    for row in await office.rows(ballot):
        # A piece of a box stands for the whole, which may be cut where a page of the file ends.
        gone += [as_found(row.slot), as_found(row.box[100:132])]
    return gone

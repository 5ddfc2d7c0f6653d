"""An anonymous round from its opening to the day after: sealed once, or not at all, and nothing said of whoever."""

from pathlib import Path

from bot.store import sealed
from bot.store.engine import Store
from bot.store.tables import anonymous_round, ballot, prompt
from bot.values.privacy import Seal
from tests.privacy.office import office_at


async def test_a_round_is_sealed_and_its_key_is_gone(store: Store, tmp_path: Path) -> None:
    office = await office_at(store, tmp_path / "keys")
    await office.open()
    await office.ask()
    for number, member in enumerate(office.people[:11]):
        await office.answer(member, mood=1 + number % 4, words=f"Text of {number}")
    await office.withdraw(office.people[11])
    assert await office.close()
    (row,) = await office.rows(anonymous_round)
    assert (row.state, row.invited, row.answered) == (Seal.SEALED, 14, 11)
    assert await office.rows(ballot) == await office.rows(prompt) == []
    assert await office.destroy() == 1
    assert await office.keys_left() == []
    async with store.reading() as tx:
        results = (await sealed.results_of(tx, [row.round_id]))[row.round_id]
        texts = await sealed.texts_of(tx, row.round_id)
    assert [(item.question_key, item.n) for item in results] == [("mood", 11), ("words", 11)]
    assert sorted(text for _, text in texts) == sorted(f"Text of {number}" for number in range(11))

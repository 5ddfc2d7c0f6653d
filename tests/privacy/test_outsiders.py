"""Whoever a round does not ask learns nothing of it, whatever number they send: not what it is called either. Nor is
anything left in it of whoever was erased."""

from pathlib import Path

import pytest
from sqlalchemy import select, update

from bot.privacy.ballots import SealedBallots
from bot.privacy.erasing import erase
from bot.rituals import balloting
from bot.rituals.balloting import RoundIsOver
from bot.store import members
from bot.store.engine import Store
from bot.store.tables import member, prompt
from bot.values.errors import NotThere
from bot.values.people import Member
from bot.wiring import GivenWithheld
from tests.privacy.office import NINE, Office, office_at


async def _outsider(store: Store) -> Member:
    async with store.reading() as tx:
        zoe = (await tx.execute(select(member.c.id).where(member.c.name.ilike("zoe%")))).scalar_one()
        return await members.by_id(tx, zoe)


async def test_an_outsider_gets_into_no_round_open_or_over(small_store: Store, tmp_path: Path) -> None:
    office: Office = await office_at(small_store, tmp_path / "keys")
    await office.open()
    asked, zoe, ballots = office.people[0], await _outsider(small_store), SealedBallots(office.keys)
    async with small_store.reading() as tx:
        round_id = (await office.round(tx)).id
    await balloting.form_of(small_store, ballots, round_id, asked)
    assert (await balloting.round_of(small_store, round_id, asked)).ritual_name == "Team pulse"
    for _ in ("open", "over"):
        for look in (
            balloting.round_of(small_store, round_id, zoe),
            balloting.form_of(small_store, ballots, round_id, zoe),
            balloting.hand_in(small_store, ballots, round_id, zoe, lambda _round: []),
            balloting.withdraw(small_store, ballots, round_id, zoe),
        ):
            with pytest.raises(NotThere) as told:
                await look
            assert not isinstance(told.value, RoundIsOver)
            assert "pulse" not in told.value.user_message
        await office.close()
    with pytest.raises(RoundIsOver):
        await balloting.form_of(small_store, ballots, round_id, asked)
    assert (await balloting.round_of(small_store, round_id, asked)).ritual_name == "Team pulse"


async def test_who_is_erased_takes_their_ballot_along_and_the_log_does_not_say_who(
    small_store: Store, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    office = await office_at(small_store, tmp_path / "keys")
    await office.open()
    who, ballots = office.people[0], SealedBallots(office.keys)
    await office.answer(who, mood=3, words="Mine alone")
    with caplog.at_level("DEBUG", logger="bot"):
        assert await erase(small_store, office.keys, GivenWithheld(small_store, office.keys), who, NINE)
    async with small_store.reading() as tx:
        assert await ballots.own(tx, await office.round(tx), who.id) == {}, (
            "emptied, before anything else goes"
        )
    assert "Somebody was erased." in caplog.text
    assert who.slack_id not in caplog.text
    assert who.name not in caplog.text


async def test_whoever_is_excused_gets_no_ballot_in(small_store: Store, tmp_path: Path) -> None:
    office: Office = await office_at(small_store, tmp_path / "keys")
    await office.open()
    away, ballots = office.people[0], SealedBallots(office.keys)
    async with small_store.transaction() as tx:
        round_id = (await office.round(tx)).id
        await tx.execute(update(prompt).where(prompt.c.member_id == away.id).values(state="excused"))
    for look in (
        balloting.form_of(small_store, ballots, round_id, away),
        balloting.hand_in(small_store, ballots, round_id, away, lambda _round: []),
    ):
        with pytest.raises(NotThere) as told:
            await look
        assert told.value.user_message == balloting.EXCUSED

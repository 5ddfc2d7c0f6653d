"""How many named the same top goal as a round closes: to whom it is told, and of how many."""

from sqlalchemy import update

from bot.rituals.aligning import aligned_in
from bot.rituals.boards import board_of
from bot.store import rounds
from bot.store.engine import Store
from bot.store.tables import goal as goal_table
from bot.values.goals import Aligned, NamedGoal
from tests.trends.company import MONDAY
from tests.trends.test_alignment import Aiming


async def told(here: Aiming, channel_id: str) -> Aligned | None:
    """What is told of the newest round to those who read this channel."""
    async with here.company.store.reading() as tx:
        round_ = await rounds.newest_of(tx, here.ritual)
        assert round_ is not None
        return await aligned_in(tx, await board_of(tx, round_, here.team), here.team, channel_id)


async def test_what_the_digest_would_tell_is_told_and_what_a_private_team_took_over_has_a_name_only_there(
    store: Store,
) -> None:
    here = await Aiming.of(store, 8)
    await here.picks(MONDAY, *["Activation"] * 5, "SSO", late=["SSO", "SSO"])
    in_time = Aligned("Checkout", MONDAY, 6, [NamedGoal(5, "Activation"), NamedGoal(1, "SSO")])
    assert await told(here, "CCHECKOUT") == in_time
    assert (await here.company.facts()).goals.aligned == [in_time]

    secret = await here.company.team("Secret", is_private=True)
    async with store.transaction() as tx:
        await tx.execute(update(goal_table).where(goal_table.c.id == here.aims[0]).values(team_id=secret))
    found = [await told(here, channel) for channel in ("CCHECKOUT", "CSECRET")]
    assert [each.goals[0] for each in found if each] == [NamedGoal(5), NamedGoal(5, "Activation")]


async def test_of_fewer_than_five_and_of_rounds_that_do_not_ask_it_nothing_is_told(store: Store) -> None:
    here = await Aiming.of(store, 6)
    await here.picks(MONDAY, *["Activation"] * 4, late=["Activation"])
    assert await told(here, "CCHECKOUT") is None
    await here.company.round(here.ritual, MONDAY.replace(day=MONDAY.day + 1))
    assert await told(here, "CCHECKOUT") is None

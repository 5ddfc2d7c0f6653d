"""Which check-in somebody means by its name; of those of others not even the name is told."""

import pytest

from bot.rituals.tending.naming import meant_by
from bot.store import members
from bot.store.engine import Store
from bot.values.errors import NotThere, NotYours, Unusable
from bot.values.people import Member
from tests.trends.company import Company


async def test_whoever_guesses_at_names_learns_of_none_that_others_set_up(store: Store) -> None:
    company = await Company.found(store)
    ana, ben = [await company.person(name) for name in ("ana", "ben")]
    secret = await company.team("Secret", lead=ana, is_private=True)
    open_to_all = await company.team("Checkout", lead=ben)
    await company.ritual("Plans for the merger", [secret], ana)
    await company.ritual("Plans of the quarter", [open_to_all], ben)
    await company.ritual("Plans of the week", [open_to_all], ben)

    async def named(who: int, name: str) -> str:
        async with store.reading() as tx:
            member: Member = await members.by_id(tx, who)
        return (await meant_by(store, member, name, "CHECKOUT")).name

    assert await named(ben, "plans of the q") == "Plans of the quarter"
    assert await named(ana, "plans") == "Plans for the merger", "the only one she could mean"
    for name, error in (
        ("plans", Unusable),
        ("merger", NotThere),
        ("plans for", NotThere),
        ("zzz", NotThere),
    ):
        with pytest.raises(error) as told:
            await named(ben, name)
        assert "merger" not in str(told.value).replace(f"“{name}”", "")
        assert "`Plans of the week`" in str(told.value)
    with pytest.raises(NotYours):
        await named(ben, "Plans for the merger")

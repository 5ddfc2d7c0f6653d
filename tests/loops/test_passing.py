"""Time passes over loops: each thing once, however many look, however long nobody did."""

import asyncio
from collections import Counter
from datetime import date, timedelta

import pytest_asyncio

from bot.store import loops_due, members, teams
from bot.store.engine import Store
from bot.values.loops import Loop, Step, WaitsOn
from tests.loops.company import Company, found

BY_TIME = (Step.NUDGED, Step.ESCALATED, Step.PRESUMED)


@pytest_asyncio.fixture
async def company(store: Store) -> Company:
    """A company on each database."""
    return await found(store)


async def by_time(company: Company, loop: Loop) -> list[Step]:
    """What time did to a loop."""
    return [event.step for event in await company.events(loop) if event.step in BY_TIME]


async def told_of_it(company: Company) -> set[str]:
    """Whom time has told something; all else has arrived before."""
    await company.tell()
    await company.send()
    await company.tend()
    return await company.told()


async def test_each_thing_happens_once_with_four_replicas_and_after_a_month_of_nobody_looking(
    company: Company,
) -> None:
    silent = [await company.raise_one("ben", title=f"Thing {number}") for number in range(7)]
    missed = await company.raise_one("ben")
    await company.take("ben", missed, Step.PROMISED, date(2026, 11, 25))
    answered = await company.raise_one("ben")
    await company.take("ben", answered, Step.ANSWERED, words="Done.")
    company.now += timedelta(days=31)
    await asyncio.gather(*(company.tend() for _ in range(4)))
    for loop in silent:
        assert await by_time(company, loop) == [Step.ESCALATED]
    assert await by_time(company, missed) == [Step.NUDGED, Step.ESCALATED]
    assert await by_time(company, answered) == [Step.PRESUMED]
    for _ in range(4):
        company.now += timedelta(days=20)
        await company.tend()
    assert Counter(await by_time(company, missed)) == {Step.NUDGED: 1, Step.ESCALATED: 1}


async def test_the_lead_of_those_waited_on_is_told_else_of_those_who_wait_else_an_admin(
    company: Company,
) -> None:
    await company.raise_one("ben")
    company.now += timedelta(days=7)
    assert await told_of_it(company) == {"chi"}
    assert "It has waited for days, without a word since." in (await company.letters("chi"))[-1].body["text"]
    assert "I'm on it…" in str((await company.letters("chi"))[-1].body["blocks"]), "and can see to it"

    taken_on = await company.raise_one("Payments")
    await company.take("chi", taken_on, Step.ACKNOWLEDGED, company.now.date())
    company.now += timedelta(days=14)
    assert await told_of_it(company) == {"chi", "eve"}, (
        "who is on it is asked for the day, and the other lead told"
    )

    await company.raise_one(WaitsOn(outside="The bank"))
    company.now += timedelta(days=7)
    assert await told_of_it(company) == {"eve"}

    await company.change("eve", is_deactivated=True)
    await company.raise_one(None)
    company.now += timedelta(days=7)
    assert await told_of_it(company) == {"fay"}

    async with company.store.transaction() as tx:
        await members.hear_of_loops(tx, company.people["fay"].id, False)
    await company.raise_one(None)
    company.now += timedelta(days=7)
    assert await told_of_it(company) == set()


async def test_what_a_private_team_waits_for_is_told_to_nobody_who_may_not_know(company: Company) -> None:
    await company.make_private("Checkout")
    await company.raise_one("ben")
    company.now += timedelta(days=7)
    assert await told_of_it(company) == {"eve"}, "Chi leads Ben, and was not asked"


async def test_another_patience_holds_for_what_is_open_already(company: Company) -> None:
    loop = await company.raise_one("ben")
    checkout = company.teams["Checkout"]
    for days, passed, expected in ((0, 30, []), (10, 0, [Step.ESCALATED])):
        async with company.store.transaction() as tx:
            await teams.be_patient(tx, checkout, days)
            await loops_due.look_now(tx, checkout, company.now)
        company.now += timedelta(days=passed)
        await company.tend()
        assert await by_time(company, loop) == expected

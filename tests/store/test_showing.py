"""Showing a round while people answer it: nobody waits for it, nothing is shown by two, and nothing stays unshown."""

import asyncio

import pytest_asyncio
from sqlalchemy import select

from bot.rituals import answering
from bot.rituals.publishing import publish
from bot.store import showing, teams
from bot.store.engine import Store
from bot.store.keys import NoKeys
from bot.store.tables import prompt, round_team
from bot.values.people import Channel
from bot.values.rounds import PromptState
from bot.values.teams import TeamPlan
from bot.wiring import WORDING, ports
from tests.slack.post_office import NOON, open_post_office
from tests.store.test_adding import HALF_PAST, QUARTER_PAST, Day


@pytest_asyncio.fixture
async def day(store: Store) -> Day:
    """Ana and her team."""
    office = await open_post_office(store, "UANA")
    async with store.transaction() as tx:
        plan = TeamPlan("Checkout", Channel("C1", "checkout"))
        team_id = await teams.create(tx, office.workspace_id, plan)
        await teams.set_members(tx, team_id, [office.people["UANA"]])
    return Day(office, team_id)


async def test_what_is_marked_while_a_round_is_being_shown_stays_marked(day: Day) -> None:
    store, first = day.office.store, await day.plan("Daily")
    await _shown_to_the_end(day)
    await _skip(day, first)
    async with store.transaction() as tx:
        found = await showing.to_be_shown(tx, QUARTER_PAST)
        assert found is not None
        place, writing = found
        if store.is_sqlite:
            # There nobody else writes until this is over; so it is this transaction that has seen it all.
            await showing.shown(tx, place, writing, look_again_at=HALF_PAST)
        else:
            async with store.transaction() as other:
                assert await showing.to_be_shown(other, QUARTER_PAST) is None, "nobody else shows it"
            async with asyncio.timeout(30), store.transaction() as other:
                await showing.show(other, place.round_id, at=QUARTER_PAST, team_id=place.team_id)
            await showing.shown(tx, place, writing, look_again_at=HALF_PAST)
    async with store.transaction() as tx:
        publish_at = (await tx.execute(select(round_team.c.publish_at))).scalar_one()
    assert publish_at == (HALF_PAST if store.is_sqlite else QUARTER_PAST)


async def test_whoever_marks_it_just_then_is_not_waited_for(day: Day) -> None:
    store, first = day.office.store, await day.plan("Daily")
    await _shown_to_the_end(day)
    await _skip(day, first)
    if store.is_sqlite:
        return
    async with store.transaction() as slow:
        (found,) = (await slow.execute(select(round_team).with_for_update())).all()
        async with asyncio.timeout(30):
            assert await publish(store, WORDING, QUARTER_PAST), "and it is due still"
        await showing.show(slow, found.round_id, at=QUARTER_PAST, team_id=found.team_id)
    await _shown_to_the_end(day)


async def test_many_who_answer_at_once_are_all_shown_whoever_shows_them(day: Day) -> None:
    planned = [await day.plan(f"Ritual {number}") for number in range(4)]

    async def show() -> None:
        for _ in range(12):
            await publish(day.office.store, WORDING, QUARTER_PAST)

    await asyncio.gather(show(), *(_skip(day, one) for one in planned), show())
    await _shown_to_the_end(day)
    assert {await day.stands(one) for one in planned} == {PromptState.SKIPPED}


async def _skip(day: Day, prompt_id: int) -> None:
    store = day.office.store
    await answering.skip(store, ports(NoKeys()), prompt_id, day.ana, reason=None, now=QUARTER_PAST)


async def _shown_to_the_end(day: Day) -> None:
    """Show until nothing is due; then nothing is left unshown."""
    store = day.office.store
    for _ in range(20):
        if not await publish(store, WORDING, max(NOON, QUARTER_PAST)):
            break
    async with store.transaction() as tx:
        behind = await tx.execute(select(prompt.c.id).where(prompt.c.shown_revision < prompt.c.revision))
        due = await tx.execute(select(round_team.c.round_id).where(round_team.c.publish_at <= QUARTER_PAST))
        assert (behind.all(), due.all()) == ([], [])

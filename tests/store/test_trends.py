"""What weeks are counted from: prompts, wordings and words, as they are kept."""

from datetime import UTC, date, datetime, timedelta

from sqlalchemy import text

from bot.store import quotes, rituals, teams, trends, weekly
from bot.store.engine import Store
from bot.store.trends import Weeks
from bot.values.facts import Turnout
from bot.values.rituals import Tier
from bot.values.rounds import PromptState
from tests.trends.company import MONDAY, Company

WINDOW = Weeks(MONDAY - timedelta(weeks=1), count=2, last=MONDAY + timedelta(days=6))
LATER = datetime(2026, 12, 1, tzinfo=UTC)


async def test_weeks_begin_on_monday_and_end_on_sunday(store: Store) -> None:
    company = await Company.found(store)
    ana = await company.person("Ana")
    team = await company.team("Checkout")
    ritual = await company.ritual("Check-in", [team], ana)
    for day in (-8, -7, -1, 0, 6, 7):
        await company.day(ritual, team, MONDAY + timedelta(days=day), {ana: {"confidence": day % 5 + 1}})
    async with store.transaction() as tx:
        weeks = await weekly.look(tx, [team], [ritual], WINDOW)
        rows = await weekly.turnouts(tx, weeks, now=LATER)
        scales = await weekly.scales(tx, weeks, [ritual])
        wordings = await trends.wordings(tx, [ritual], WINDOW)
    last_week, this_week = MONDAY - timedelta(weeks=1), MONDAY
    assert [(row.monday, row.turnout) for row in rows] == [
        (last_week, Turnout(people=1, people_answered=1, asked=2, answered=2)),
        (this_week, Turnout(people=1, people_answered=1, asked=2, answered=2)),
    ]
    assert [(row.monday, row.value, row.people) for row in scales] == [
        (last_week, (4 + 5) / 2, 1),
        (this_week, (1 + 2) / 2, 1),
    ]
    assert [row.monday for row in wordings] == [last_week, this_week]


async def test_every_state_of_a_prompt_is_counted_where_it_belongs(store: Store) -> None:
    company = await Company.found(store)
    team = await company.team("Checkout")
    people = {state: await company.person(state.name.title()) for state in PromptState}
    ritual = await company.ritual("Check-in", [team], people[PromptState.SENT])
    await company.day(ritual, team, MONDAY, {person: state for state, person in people.items()})
    async with store.transaction() as tx:
        (row,) = await weekly.turnouts(tx, await weekly.look(tx, [team], [ritual], WINDOW), now=LATER)
        people_asked, people_answered = await trends.people(tx, [team], [ritual], WINDOW, now=LATER)
    assert row.turnout == Turnout(people=4, people_answered=1, asked=4, answered=1, skipped=1, excused=2)
    assert (people_asked, people_answered) == (4, 1)


async def test_a_change_of_wording_within_a_week_shows_both(store: Store) -> None:
    company = await Company.found(store)
    ana = await company.person("Ana")
    team = await company.team("Checkout")
    ritual = await company.ritual("Check-in", [team], ana)
    await company.round(ritual, MONDAY)
    await company.round(ritual, MONDAY + timedelta(days=1), questions=())
    async with store.transaction() as tx:
        rows = await trends.wordings(tx, [ritual], WINDOW)
    assert sorted(len(row.questions) for row in rows) == [0, 3]


async def test_what_was_said_comes_newest_first_and_with_the_silence_between(store: Store) -> None:
    company = await Company.found(store)
    ana, ben = await company.person("Ana"), await company.person("Ben")
    team = await company.team("Checkout")
    ritual = await company.ritual("Check-in", [team], ana)
    await company.day(ritual, team, MONDAY, {ana: {"stuck": "API"}, ben: {"stuck": "Design"}})
    await company.day(ritual, team, MONDAY + timedelta(days=1), {ana: {"progress": "Shipped"}})
    await company.day(ritual, team, MONDAY + timedelta(days=2), {ana: PromptState.MISSED})
    async with store.transaction() as tx:
        said = await quotes.said(tx, [team], [ritual], "stuck", WINDOW)
        history = await quotes.said_or_not(tx, [team], [ritual], [ana], "stuck", WINDOW)
    assert {(row.person, row.text) for row in said} == {("Ana", "API"), ("Ben", "Design")}
    assert [(row.on, row.text) for row in history] == [(MONDAY + timedelta(days=1), None), (MONDAY, "API")]


async def test_anonymous_rituals_are_not_read(store: Store) -> None:
    company = await Company.found(store)
    ana = await company.person("Ana")
    team = await company.team("Checkout")
    await company.ritual("Pulse", [team], ana, tier=Tier.ANONYMOUS)
    named = await company.ritual("Check-in", [team], ana)
    async with store.transaction() as tx:
        assert list(await trends.asking(tx, [team])) == [named]


async def test_a_lead_who_left_is_not_named(store: Store) -> None:
    company = await Company.found(store)
    ana = await company.person("Ana")
    await company.team("beta", lead=ana)
    await company.team("Alpha", lead=await company.person("Ben", is_active=False))
    async with store.transaction() as tx:
        found = await trends.teams(tx, company.workspace_id)
    assert [(team.name, lead) for team, lead in found] == [("Alpha", None), ("beta", "Ana")]


async def test_answers_are_found_through_the_index_on_team_and_date(sqlite_database_url: str) -> None:
    """The window bounds what is read: nothing is scanned that lies outside it."""
    from bot.store.engine import open_store

    store = open_store(sqlite_database_url)
    async with store.transaction() as tx:
        plan = await tx.execute(
            text(
                "EXPLAIN QUERY PLAN SELECT avg(number) FROM answer WHERE team_id IN (1, 2) "
                "AND local_date BETWEEN :first AND :last AND number IS NOT NULL"
            ),
            {"first": str(date(2026, 6, 1)), "last": str(MONDAY)},
        )
        steps = [row.detail for row in plan]
    await store.close()
    assert steps == [steps[0]]
    assert "ix_answer_trend (team_id=? AND local_date>? AND local_date<?)" in steps[0]


async def test_a_team_that_is_asked_no_more_keeps_what_it_answered(store: Store) -> None:
    company = await Company.found(store)
    ana = await company.person("Ana")
    checkout, search = await company.team("Checkout"), await company.team("Search")
    ritual = await company.ritual("Check-in", [checkout], ana)
    async with store.transaction() as tx:
        for asked in ([search], [checkout], [search]):
            await rituals.set_teams(tx, ritual, asked)
        assert set(await trends.asking(tx, [checkout])) == {ritual}
        assert set(await trends.asking(tx, [search])) == {ritual}
        assert [team.id for team in await teams.of_ritual(tx, ritual)] == [search]

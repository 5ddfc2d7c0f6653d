"""A team's weeks, as they are gathered for one reader: on both databases, against numbers worked out by hand."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import event, insert

from bot.store import members, teams
from bot.store.engine import Store, open_store
from bot.store.tables import goal, goal_confidence, team_member
from bot.trends.overview import AT_HOME, at_home, overview_of
from bot.trends.sight import Known, may_see
from bot.trends.team_trends import Look, trends_of
from bot.values.facts import Measure, Silence
from bot.values.goals import GoalState
from bot.values.people import Member, Role, Team
from bot.values.rituals import TO_LEAD, Tier
from bot.values.rounds import PromptState
from bot.values.trends import Overview, Range, TeamTrends
from bot.values.unblocking import Flow
from tests.trends.company import MONDAY, NEXT_MONDAY, Company

ANSWERED_BY_WEEK = (4, 4, 4, 3, 4, 4, 4, 1)
"""How many of four answered in each of eight weeks, the newest last: seven to compare with."""


async def known(company: Company, member_id: int) -> Known:
    """What somebody may see of a company in which nothing goes to other channels."""
    async with company.store.reading() as tx:
        who = await members.by_id(tx, member_id)
        every = await teams.of_workspace(tx, company.workspace_id)
        mine = await teams.ids_of_member(tx, member_id)
    seen = [team for team in every if may_see(team, who, mine)]
    return Known(who, seen, len(every) - len(seen), frozenset(team.channel_id for team in seen))


async def looked(company: Company, member_id: int, name: str = "Checkout") -> TeamTrends:
    """One team as somebody sees it on the Monday after."""
    sight = await known(company, member_id)
    team = next(each for each in sight.teams if each.name == name)
    async with company.store.reading() as tx:
        return await trends_of(tx, Look(sight, team, NEXT_MONDAY))


async def overview(company: Company, member_id: int) -> Overview:
    """All teams as somebody sees them on the Monday after."""
    sight = await known(company, member_id)
    async with company.store.reading() as tx:
        return await overview_of(tx, sight, NEXT_MONDAY)


async def eight_weeks(company: Company) -> tuple[int, int]:
    """Four people answer one check-in a week for eight weeks, fewer in the last; the team and its lead."""
    people = [await company.person(name) for name in ("Ana", "Ben", "Chi", "Dev")]
    team = await company.team("Checkout", lead=people[0])
    ritual = await company.ritual("Check-in", [team], people[0])
    for back, answered in enumerate(reversed(ANSWERED_BY_WEEK)):
        given = {
            person: {"confidence": 4} if place < answered else PromptState.MISSED
            for place, person in enumerate(people)
        }
        await company.day(ritual, team, MONDAY - timedelta(weeks=back), given)
    return team, people[0]


async def test_values_range_and_verdict_of_a_series(store: Store) -> None:
    company = await Company.found(store)
    _team, ana = await eight_weeks(company)
    trends = await looked(company, ana)
    turnout, scale = trends.series
    assert (turnout.about, turnout.measure) == ("Check-in", Measure.TURNOUT)
    assert turnout.values == [None] * 4 + [1, 1, 1, 0.75, 1, 1, 1, 0.25]
    # What it is held against are the weeks before: at least six, and not the newest of them where more are left.
    assert turnout.usual is not None
    assert turnout.usual.weeks == 1
    assert turnout.is_outside
    assert (turnout.people_answered, turnout.people, turnout.answered, turnout.asked) == (1, 4, 1, 4)
    assert scale.ask == "How confident are you in this sprint's goal?"
    assert scale.values == [None] * 4 + [4.0] * 8
    assert (scale.usual, scale.silence) == (None, Silence.LOW_TURNOUT), "one of four answered"
    assert trends.weeks[-1] == MONDAY
    assert (trends.people, trends.people_answered) == (4, 1)


async def test_inside_its_range_the_range_is_told_all_the_same(store: Store) -> None:
    company = await Company.found(store)
    ana, ben = await company.person("Ana"), await company.person("Ben")
    team = await company.team("Checkout")
    ritual = await company.ritual("Check-in", [team], ana)
    for back, value in enumerate((3, 4, 3, 4, 3, 4, 3)):
        given = {ana: {"confidence": value}, ben: {"confidence": value}}
        await company.day(ritual, team, MONDAY - timedelta(weeks=back), given)
    (_turnout, scale) = (await looked(company, ana)).series
    # Before it 3, 4, 3, 4, 3, 4: on average 3.5, neighbours differ by 1. So 3.5 ± 2.66, as far as the scale goes.
    assert scale.usual == Range(1.0, 5.0, 6, is_early=True)
    assert not scale.is_outside


async def test_bottlenecks_week_by_week_and_goals_with_their_confidence(store: Store) -> None:
    company = await Company.found(store)
    team, ana = await eight_weeks(company)
    await company.bottleneck("Refund API", team, ana, days=5)
    await company.bottleneck(
        "Key", team, ana, days=12, state="confirmed", closed_at=NEXT_MONDAY - timedelta(days=6)
    )
    await set_goal(company, team, "Activation", {MONDAY - timedelta(weeks=1): 7, MONDAY: 5})
    await set_goal(company, None, "Everybody's", {MONDAY: 1})
    trends = await looked(company, ana)
    assert list(trends.flows[-2:]) == [Flow(opened=1), Flow(opened=1, cleared=1)]
    assert len(trends.times) == len(trends.weeks)
    assert [time.n for time in trends.times[-3:]] == [0, 1, 2]
    assert trends.times[-1] == trends.bottlenecks.time
    [activation] = trends.goals
    assert list(activation.values[-2:]) == [7, 5]
    assert activation.worries, "two less than the week before"
    [row] = (await overview(company, ana)).teams
    assert (row.open, row.worries, row.people, row.people_answered) == (1, 1, 4, 1)
    assert row.oldest_at == NEXT_MONDAY - timedelta(days=5)
    assert [each.about for each in row.outside] == ["Check-in"]


async def test_what_is_confidential_or_for_the_lead_alone_is_in_no_number_of_others(store: Store) -> None:
    company = await Company.found(store)
    team, ana = await eight_weeks(company)
    eve = await company.person("Eve", role=Role.ADMIN)
    quiet = await company.ritual("Pulse", [team], ana, tier=Tier.CONFIDENTIAL)
    await company.day(quiet, team, MONDAY, {ana: {"confidence": 1}, eve: PromptState.MISSED})
    secret = await company.ritual("For the lead", [team], ana)
    company.reports[secret] = TO_LEAD
    await company.day(secret, team, MONDAY, {eve: {"confidence": 1}})
    mine, theirs = await looked(company, ana), await looked(company, eve)
    assert {each.about for each in mine.series} == {"Check-in", "For the lead"}
    assert {each.about for each in theirs.series} == {"Check-in"}
    assert (mine.people, theirs.people) == (5, 4), "one answer to a confidential round is no count"
    silences = {(each.silence, each.about) for each in theirs.unsaid}
    assert {(Silence.CONFIDENTIAL, "Pulse"), (Silence.ELSEWHERE, "For the lead")} <= silences


async def test_a_private_team_is_there_for_its_people_its_lead_and_admins(store: Store) -> None:
    company = await Company.found(store)
    names = ("Ana", "Ben", "Chi")
    ana, ben, chi = [await company.person(name) for name in names]
    eve = await company.person("Eve", role=Role.ADMIN)
    watcher = await company.person("Obi", role=Role.OBSERVER)
    await company.team("Open")
    private = await company.team("Deals", lead=ana, is_private=True)
    async with store.transaction() as tx:
        await tx.execute(insert(team_member).values(team_id=private, member_id=ben))
    for who, count in ((ana, 2), (ben, 2), (eve, 2), (chi, 1), (watcher, 1)):
        found = await overview(company, who)
        assert (len(found.teams), found.hidden) == (count, 2 - count)


@pytest.mark.parametrize("number", [2, 12])
async def test_many_teams_are_read_in_as_many_questions_as_two(sqlite_database_url: str, number: int) -> None:
    store = open_store(sqlite_database_url)
    company = await Company.found(store)
    ana = await company.person("Ana", role=Role.ADMIN)
    for each in range(number):
        team = await company.team(f"Team {each:02}", lead=ana)
        ritual = await company.ritual(f"Check-in {each}", [team], ana)
        await company.day(ritual, team, MONDAY, {ana: {"confidence": 3}})
        await company.bottleneck("A thing", team, ana)
        await set_goal(company, team, "A goal", {MONDAY: 3})
    sight = await known(company, ana)
    asked: list[str] = []
    event.listen(store._readers.sync_engine, "before_cursor_execute", lambda *args: asked.append(args[2]))
    async with store.reading() as tx:
        found = await overview_of(tx, sight, NEXT_MONDAY)
        for_overview = len(asked)
        home = await at_home(tx, sight.member, sight.teams, NEXT_MONDAY)
    await store.close()
    assert home is not None
    assert len(found.teams) == number
    assert (len(home.teams), home.more) == (min(number, AT_HOME), max(number - AT_HOME, 0))
    assert [row.worries for row in home.teams] == [1] * len(home.teams)
    assert for_overview <= 22
    assert len(asked) - for_overview <= 5


async def set_goal(company: Company, team_id: int | None, title: str, said: dict[date, int]) -> None:
    """A goal of a team, and how confident somebody was on these days."""
    values = {
        "workspace_id": company.workspace_id,
        "team_id": team_id,
        "title": title,
        "state": GoalState.OPEN,
        "created_at": datetime.combine(MONDAY - timedelta(weeks=20), time(), tzinfo=UTC),
    }
    async with company.store.transaction() as tx:
        goal_id = (await tx.execute(insert(goal).values(values).returning(goal.c.id))).scalar_one()
        rows = [
            {"goal_id": goal_id, "local_date": on, "value": value, "member_id": 1, "at": NEXT_MONDAY}
            for on, value in said.items()
        ]
        await tx.execute(insert(goal_confidence), rows)


def test_who_may_see_a_team() -> None:
    team = Team(1, 1, "Deals", "C1", lead_id=7, is_private=True)
    who = Member(5, 1, "U5", "Ana", "UTC")
    assert not may_see(team, who, set())
    assert may_see(team, who, {1})

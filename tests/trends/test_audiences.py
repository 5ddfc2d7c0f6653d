"""Who is told what of the same week: gathered from the same rows, and left out before anybody words it."""

from dataclasses import fields
from datetime import timedelta

import pytest

from bot.store.engine import Store
from bot.trends.audiences import for_readers
from bot.values.digests import Audience, Week
from bot.values.facts import DigestFacts, Period
from bot.values.goals import Confidence, Goal, GoalSeen, GoalState, GoalsTold, GoalTold, Worry
from bot.values.loops import LoopState
from tests.trends.company import MONDAY, NEXT_MONDAY, Company


async def a_week(store: Store) -> Company:
    """Checkout waits on a bank and on Growth, which lives in a private channel and waits on another bank."""
    company = await Company.found(store)
    ana, ben = await company.person("Ana"), await company.person("Ben")
    checkout = await company.team("Checkout", lead=ana)
    growth = await company.team("Growth", lead=ben, is_private=True)
    ritual = await company.ritual("Check-in", [checkout], ana)
    for day in (0, 1):
        said = {ana: {"progress": "Shipped the refund flow", "stuck": "Waiting for keys"}}
        await company.day(ritual, checkout, MONDAY.replace(day=16 + day), said)
    told = NEXT_MONDAY - timedelta(days=3)
    await company.bottleneck("Sandbox keys", checkout, ana, waits_on_outside="Acme Bank", escalated_at=told)
    await company.bottleneck("A plan", checkout, ana, waits_on_team_id=growth)
    await company.bottleneck("Kept quiet", checkout, ana, waits_on_outside="Acme Bank", quiet=True)
    await company.bottleneck("Over", checkout, ana, waits_on_outside="Acme Bank", state=LoopState.CONFIRMED)
    await company.bottleneck("Private keys", growth, ben, waits_on_outside="Globex Bank")
    return company


def titles(facts: DigestFacts) -> list[str]:
    return [seen.loop.title for seen in facts.bottlenecks.outside.first]


async def test_what_waits_on_somebody_outside_is_open_and_neither_quiet_nor_a_private_teams(
    store: Store,
) -> None:
    company = await a_week(store)
    facts = await company.facts(audience=Audience.PARTNERS, private=["CGROWTH"])
    assert titles(facts) == ["Sandbox keys"]
    assert (facts.bottlenecks.outside.total, facts.bottlenecks.open) == (1, 0)
    at_home = await company.facts(audience=Audience.PARTNERS, private=["CGROWTH"], channel="CGROWTH")
    assert titles(at_home) == ["Private keys"]


async def test_leadership_is_told_what_is_asked_of_it_and_nobodys_check_in(store: Store) -> None:
    company = await a_week(store)
    of_team, facts = await company.facts(), await company.facts(audience=Audience.LEADERSHIP)
    assert [need.stuck.text for need in of_team.needs] == ["Waiting for keys"]
    assert [seen.loop.title for seen in facts.bottlenecks.needs.first] == ["Sandbox keys"]
    assert facts.needs == ()
    assert all(not (team.moved or team.stuck or team.not_repeated) for team in facts.teams)
    assert facts.teams[0].rituals == of_team.teams[0].rituals
    assert "Shipped" not in repr(facts)
    assert "Waiting for keys" not in repr(facts)


@pytest.mark.parametrize("audience", list(Audience))
async def test_the_facts_say_whom_they_are_for(store: Store, audience: Audience) -> None:
    assert (await (await a_week(store)).facts(audience=audience)).audience is audience


async def test_nothing_that_is_added_to_the_facts_reaches_partners_by_itself(store: Store) -> None:
    company = await a_week(store)
    facts = await company.facts(audience=Audience.PARTNERS)
    nothing = DigestFacts(facts.period, 0, 0)
    told = {each.name for each in fields(facts) if getattr(facts, each.name) != getattr(nothing, each.name)}
    assert told <= {"teams", "bottlenecks", "goals", "note", "audience"}
    assert "Ana" not in repr(facts)
    assert "Shipped" not in repr(facts)


def test_of_a_goal_partners_are_told_no_name_no_link_and_no_figure_and_leadership_no_reason() -> None:
    goal = Goal(1, 1, 1, 7, "Refunds in a day", "https://tracker/1", GoalState.OPEN, NEXT_MONDAY)
    said = Confidence(1, MONDAY, 4, "Keys are late", 7)
    seen = GoalSeen(goal, "Checkout", "Ana", latest=said, before=said)
    told = GoalsTold(worries=[GoalTold(seen, Worry.LOW, 4)], stale=[seen], reached=[seen], open=[seen])
    facts = DigestFacts(Period(Week(MONDAY), MONDAY + timedelta(days=6), so_far=False), 0, 0, goals=told)
    for_partners = for_readers(facts, Audience.PARTNERS).goals
    assert (for_partners.worries, for_partners.stale) == ((), ())
    assert for_partners.open == for_partners.reached
    for word in ("Ana", "tracker", "Keys are late", "owner_id=7", "value=4"):
        assert word not in repr(for_partners)
        assert word in repr(facts)
    assert "Refunds in a day" in repr(for_partners)
    for_leadership = repr(for_readers(facts, Audience.LEADERSHIP))
    assert "Keys are late" not in for_leadership
    assert "Ana" in for_leadership

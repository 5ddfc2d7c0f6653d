"""Marked weeks: they are shown, not judged, and what follows is not judged by them."""

from dataclasses import replace
from datetime import timedelta

from bot.store import digest_notes
from bot.store.engine import Store
from bot.trends.marks import Marks, covered_in
from bot.trends.pulses import Pulses
from bot.values.digests import MarkKind, WeekMark
from bot.values.facts import Measure, Silence, Unsaid
from bot.values.people import Team
from tests.trends.company import MONDAY, NEXT_MONDAY, Company
from tests.trends.test_facts import Checkout
from tests.trends.test_pulses import EVERYWHERE, LOW, STEADY, frozen, of

LAUNCH = "Checkout 2.0"


async def mark(company: Company, team_id: int, *weeks_ago: int) -> None:
    """A team's weeks were those of a launch."""
    mondays = [MONDAY - timedelta(weeks=weeks) for weeks in weeks_ago]
    marks = [WeekMark(team_id, monday, MarkKind.LAUNCH, LAUNCH) for monday in mondays]
    async with company.store.transaction() as tx:
        await digest_notes.mark(tx, company.workspace_id, marks, 1, at=NEXT_MONDAY)


async def test_a_marked_week_is_shown_and_not_judged(store: Store) -> None:
    checkout = await Checkout.of(store, 10)
    for weeks_ago in range(8, 0, -1):
        await checkout.week(weeks_ago, 9 + weeks_ago % 2)
    await checkout.week(0, 1)
    assert [change.measure for change in (await checkout.company.facts()).changes] == [Measure.TURNOUT]
    await mark(checkout.company, checkout.team, 0)
    facts = await checkout.company.facts()
    assert (facts.changes, facts.judged) == ((), 0)
    assert Unsaid(Silence.MARKED, "Checkout") in facts.unsaid
    assert [(item.team, item.mark.words) for item in facts.marks] == [("Checkout", LAUNCH)]
    assert facts.teams[0].rituals[0].turnout.answered == 1, "what happened is told"


async def test_later_weeks_are_not_judged_by_a_marked_one(store: Store) -> None:
    checkout = await Checkout.of(store, 10)
    for weeks_ago in range(10, 0, -1):
        await checkout.week(weeks_ago, 1 if weeks_ago == 4 else 9 + weeks_ago % 2)
    await checkout.week(0, 5)
    assert (await checkout.company.facts()).changes == (), "one bad week makes half of it usual"
    await mark(checkout.company, checkout.team, 4)
    (change,) = (await checkout.company.facts()).changes
    assert (change.value, change.base) == (0.5, 9)


async def test_what_another_team_marked_says_nothing_of_this_one(store: Store) -> None:
    checkout = await Checkout.of(store, 10)
    other = await checkout.company.team("Growth", is_private=True, channel="CGROWTH")
    await mark(checkout.company, other, 0)
    for weeks_ago in range(8, -1, -1):
        await checkout.week(weeks_ago, 10)
    facts = await checkout.company.facts(private=["CGROWTH"])
    assert facts.judged > 0
    assert facts.marks == (), "nor what a team of a private channel did"


async def test_too_few_weeks_come_with_how_many_there_are(store: Store) -> None:
    checkout = await Checkout.of(store, 10)
    for weeks_ago in (3, 2, 1, 0):
        await checkout.week(weeks_ago, 10)
    await mark(checkout.company, checkout.team, 2)
    assert Unsaid(Silence.TOO_FEW_WEEKS, "Checkout", count=2) in (await checkout.company.facts()).unsaid


def judged(*marks: WeekMark) -> Pulses:
    """A fall in a pulse of two teams, seen from where these weeks were marked."""
    by_team = {mark.team_id: {mark.monday: mark} for mark in marks}
    sight = replace(EVERYWHERE, marks=Marks(by_team))
    rounds = [frozen(weeks_ago, STEADY) for weeks_ago in range(12, 0, -1)]
    return of(*(replace(item, team_ids={1, 2}) for item in [*rounds, frozen(0, LOW)]), sight=sight)


def test_a_pulse_of_several_teams_is_out_of_the_ordinary_when_all_of_them_were() -> None:
    one, other = (WeekMark(team_id, MONDAY, MarkKind.HOLIDAY) for team_id in (1, 2))
    assert len(judged().changes) == 1
    assert len(judged(one).changes) == 1
    of_all = judged(one, other)
    assert (of_all.changes, of_all.judged) == ((), 0)
    assert {item.silence for item in of_all.unsaid} == {Silence.MARKED}


def test_a_channel_marks_its_own_team_and_any_other_all_that_may_be_spoken_of() -> None:
    checkout, growth = Team(1, 1, "Checkout", "CCHECKOUT", None), Team(2, 1, "Growth", "CGROWTH", None)
    secret = Team(3, 1, "Secret", "CSECRET", None, is_private=True)
    every = [checkout, growth, secret]
    assert covered_in(every, "CCHECKOUT") == [checkout]
    assert covered_in(every, "CSECRET") == [secret]
    assert covered_in(every, "CPRODUCT") == [checkout, growth]

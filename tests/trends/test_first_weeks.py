"""The first digests of a workspace: what it is too early to say, once and with the week from which it can be said."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.store.engine import Store
from bot.trends.change import FEWEST_WEEKS, FIRM_WEEKS
from bot.values.digests import Week
from bot.values.facts import DigestFacts, Period, Silence, Unsaid
from bot.values.rounds import PromptState
from bot.views.digests import first_weeks
from bot.views.digests.digest import build_details, build_digest
from tests.trends.company import MONDAY, Company
from tests.trends.test_facts import ANSWERED, Checkout


def everything_said(facts: DigestFacts) -> str:
    """The digest and its thread."""
    return "\n".join([build_digest(facts).text, *(page.text for page in build_details(facts))])


@pytest.mark.parametrize(
    ("earlier", "says"),
    [
        (
            0,
            "6 earlier ones, and this is the first. The soonest I can tell is week 53 (28 Dec – 3 Jan)",
        ),
        (1, "6 earlier ones, and so far there is 1. The soonest I can tell is week 52 (21–27 Dec)"),
        (2, "6 earlier ones, and so far there are 2. The soonest I can tell is week 51 (14–20 Dec)"),
        (5, "6 earlier ones, and so far there are 5. The soonest I can tell is week 48 (23–29 Nov)"),
    ],
)
async def test_with_too_few_weeks_one_sentence_says_how_many_there_are_and_when_it_will_do(
    store: Store, earlier: int, says: str
) -> None:
    checkout = await Checkout.of(store, 5)
    for weeks_ago in range(earlier, -1, -1):
        await checkout.week(weeks_ago, 5, confidence=4)
    text = everything_said(await checkout.company.facts())
    assert text.count(f"What is unusual: I compare a week with {says}.") == 1
    assert text.count("compare") == 1, "not series by series"
    assert "usual range" not in text


@pytest.mark.parametrize(("earlier", "says"), [(6, "Early signal: only 6 weeks"), (FIRM_WEEKS, "")])
async def test_from_the_seventh_week_on_a_change_is_named_and_from_the_thirteenth_it_is_firm(
    store: Store, earlier: int, says: str
) -> None:
    checkout = await Checkout.of(store, 20)
    for weeks_ago in range(earlier, 0, -1):
        await checkout.week(weeks_ago, 19 + weeks_ago % 2)
    await checkout.week(0, 10)
    text = everything_said(await checkout.company.facts())
    assert "Outside its usual range" in text
    assert says in text
    assert ("Early signal" in text) is bool(says)
    assert "What is unusual" not in text


def test_where_some_can_be_compared_the_others_are_named() -> None:
    unsaid = (Unsaid(Silence.TOO_FEW_WEEKS, "Growth", 1), Unsaid(Silence.TOO_FEW_WEEKS, "Growth", 2))
    facts = build_facts(judged=3, unsaid=unsaid)
    assert first_weeks.too_early(facts) == (
        "What is unusual for Growth: I compare a week with 6 earlier ones, and so far there are 2 at most."
        " The soonest I can tell is week 51 (14–20 Dec)."
    )
    assert first_weeks.too_early(build_facts(judged=3)) == ""
    assert first_weeks.NEEDED == FEWEST_WEEKS


async def test_a_team_that_is_asked_in_several_rituals_is_not_what_cannot_be_judged(store: Store) -> None:
    checkout = await Checkout.of(store, 20)
    for weeks_ago in range(6, 0, -1):
        await checkout.week(weeks_ago, 19 + weeks_ago % 2)
    await checkout.week(0, 10)
    second = await checkout.company.ritual("Pays", [checkout.team], checkout.people[0])
    pays = Checkout(checkout.company, checkout.team, second, checkout.people)
    await pays.week(0, 20)
    text = everything_said(await checkout.company.facts())
    assert "*Checkout*, Check-in: 10 of 20" in text, "of this one something is said"
    assert "What is unusual for Pays: I compare a week with 6 earlier ones, and this is the first." in text
    growth = await checkout.company.team("Growth")
    await checkout.company.day(
        await checkout.company.ritual("Weekly", [growth], checkout.people[0]),
        growth,
        MONDAY,
        dict.fromkeys(checkout.people, ANSWERED),
    )
    text = everything_said(await checkout.company.facts())
    assert "What is unusual for Pays of Checkout and Growth: I compare a week" in text


def build_facts(*, judged: int, unsaid: tuple[Unsaid, ...] = ()) -> DigestFacts:
    """A week of which this is not said."""
    period = Period(Week(MONDAY), date(2026, 11, 22), so_far=False)
    return DigestFacts(period, 9, 9, judged=judged, unsaid=unsaid)


async def test_before_anybody_was_asked_it_says_how_to_begin(store: Store) -> None:
    company = await Company.found(store)
    await company.team("Checkout")
    text = everything_said(await company.facts())
    assert "Nothing that was asked here has closed yet. `/checkin new` starts a check-in." in text
    assert "Nobody was asked" in text
    assert "What is unusual" not in text


async def test_on_the_first_day_the_first_answers_are_still_coming_in(store: Store) -> None:
    company = await Company.found(store)
    ana = await company.person("Ana")
    team = await company.team("Checkout", lead=ana)
    ritual = await company.ritual("Daily check-in", [team], ana)
    day = MONDAY + timedelta(days=3)
    thursday = datetime(2026, 11, 19, 10, tzinfo=UTC)
    round_id = await company.round(ritual, day)
    closes_at = thursday + timedelta(hours=6)
    await company.prompt(round_id, ritual, team, ana, day, PromptState.SENT, closes_at=closes_at)
    text = everything_said(await company.facts(at=thursday))
    assert "The first answers are coming in" in text
    assert "People were asked for the first time and can still answer." in text
    assert text.count("Daily check-in") == 1
    later = everything_said(await company.facts(at=thursday + timedelta(days=1)))
    assert "0 of 1 people answered" in later
    assert "coming in" not in later

"""What a bottleneck poll offers, what its votes come to, and what follows when it closes."""

from datetime import date, time, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import update

from bot.loops import polls
from bot.store import loops, teams
from bot.store.engine import Store
from bot.store.tables import loop as loop_table
from bot.values.loops import Impact, Step
from bot.values.polls import LONGEST_LABEL, Cast, label, read_label
from bot.values.questions import Question, QuestionType
from bot.values.rituals import TO_TEAM, Kind, Ritual, RitualPlan, RitualState
from bot.values.schedules import MEMBER_ZONE, Schedule
from tests.loops.company import Company, found
from tests.loops.founding import MONDAY

RAISED = {number: MONDAY - timedelta(days=number % 3) for number in range(1, 6)}
votes = st.lists(
    st.builds(
        lambda loop_id, member_id, impact: Cast(loop_id, member_id, member_id % 4, impact),
        st.integers(1, 5),
        st.integers(1, 12),
        st.none() | st.sampled_from(Impact),
    ),
    max_size=40,
)


@given(votes)
def test_a_ranking_counts_people_and_teams_once_and_is_in_order(cast: list[Cast]) -> None:
    ranked = polls.rank(cast, RAISED)
    assert {each.loop_id for each in ranked} == {each.loop_id for each in cast}
    for tally in ranked:
        people = {each.member_id for each in cast if each.loop_id == tally.loop_id}
        assert (tally.people, tally.teams) == (len(people), len({member % 4 for member in people}))
        assert sum(tally.impacts.values()) <= tally.people
    for first, second in pairwise(ranked):
        assert (first.people, first.teams) >= (second.people, second.teams)
        if (first.people, first.teams) == (second.people, second.teams):
            assert RAISED[first.loop_id] <= RAISED[second.loop_id], "what has waited longer comes first"


@given(st.integers(1, 10**9), st.text(min_size=1, max_size=150))
def test_what_is_picked_leads_back_to_what_it_is_called(number: int, title: str) -> None:
    assert read_label(label(number, title)) == number
    assert len(label(number, title)) <= LONGEST_LABEL


def test_other_words_lead_nowhere() -> None:
    assert [read_label(text) for text in ("", "17", "#x y", "a #17 b", "#17")] == [None] * 5


async def test_the_biggest_and_the_oldest_come_first_and_what_is_private_stays(store: Store) -> None:
    company = await found(store)
    small = await company.raise_one(title="Small")
    company.now += timedelta(days=1)
    later = await company.raise_one(by="eve", title="Later")
    big = await company.raise_one(by="eve", title="Big")
    await company.take("dev", big, Step.JOINED)
    await company.take("ben", await company.raise_one(title="Done"), Step.ANSWERED)
    silent = await company.raise_one(title="Silent")
    async with store.transaction() as tx:
        await tx.execute(update(loop_table).where(loop_table.c.id != silent.id).values(quiet=False))
    assert await offered(company, "Checkout", "Payments") == ["Big", "Small", "Later"]

    await company.make_private("Checkout")
    assert await offered(company, "Checkout", "Payments") == []
    assert await offered(company, "Payments") == []
    assert await offered(company, "Checkout") == ["Big", "Small", "Later"]
    assert await offered(company, "Checkout", report="CELSEWHERE") == [], "others read what came back there"
    assert (small.id, later.id) == (1, 2)


async def test_whoever_picked_it_is_hit_once_also_where_it_became_part_of_another(store: Store) -> None:
    company = await found(store)
    refund, gateway = await company.raise_one(), await company.raise_one(title="Gateway", by="eve")
    over = await company.raise_one(title="Over")
    await company.take("ben", refund, Step.MERGED, other_id=gateway.id)
    await company.take("ana", over, Step.CONFIRMED)
    ana, dev, chi = (company.people[who].id for who in ("ana", "dev", "chi"))
    payments = company.teams["Payments"]
    picked = [
        Cast(refund.id, dev, payments, Impact.STOPS),
        Cast(gateway.id, dev, payments),
        Cast(gateway.id, chi, payments, Impact.SLOWS),
        Cast(gateway.id, company.people["eve"].id, company.teams["Checkout"]),
        Cast(over.id, ana, company.teams["Checkout"]),
    ]
    for _ in range(2):
        async with store.transaction() as tx:
            stands = await polls.join(tx, 1, picked, company.now)
    assert {number: loop.id for number, loop in stands.items()} == {
        refund.id: gateway.id,
        gateway.id: gateway.id,
        over.id: over.id,
    }
    joined = [each for each in await company.events(gateway) if each.step == Step.JOINED]
    assert {(each.actor_id, each.what.impact) for each in joined[-2:]} == {
        (dev, Impact.STOPS),
        (chi, Impact.SLOWS),
    }
    async with store.transaction() as tx:
        after = await loops.find(tx, 1, gateway.id)
        hits = await loops.hits_of(tx, gateway.id)
    assert after is not None
    events = await company.events(gateway)
    assert (after.version, [each.seq for each in events]) == (len(events), list(range(1, len(events) + 1)))
    assert sorted(each.member_id for each in hits).count(dev) == 1
    assert all(each.step != Step.JOINED for each in await company.events(over)), "what is over hits nobody"


async def offered(company: Company, *names: str, report: str = TO_TEAM) -> list[str]:
    """The titles a poll of these teams would offer, in order."""
    async with company.store.transaction() as tx:
        asked = [await teams.by_id(tx, company.teams[name]) for name in names]
        options = await polls.options_from(tx, _poll(report), asked, company.now)
    return [option.partition(" ")[2] for option in options]


def _poll(report: str) -> Ritual:
    plan = RitualPlan(
        "Poll",
        Kind.BOTTLENECK_POLL,
        None,
        (Question("blocks", "What holds you back?", QuestionType.BOTTLENECKS),),
        Schedule("FREQ=WEEKLY;BYDAY=WE", time(10), MEMBER_ZONE, date(2026, 11, 1)),
        timedelta(hours=6),
        None,
        report=report,
    )
    return Ritual(1, 1, 1, plan, RitualState.ACTIVE, MONDAY, MONDAY, None, None)

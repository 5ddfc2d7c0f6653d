"""How many named the same top goal: who is counted, in which round, and who is told."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import update

from bot.store import goals
from bot.store.engine import Store
from bot.store.named_goals import Naming
from bot.store.tables import goal as goal_table
from bot.trends.alignment import last_of_each_week
from bot.values.alignment import GoalNow, Named, told_of
from bot.values.confidences import AskedGoal
from bot.values.digests import Audience
from bot.values.facts import DigestFacts, Silence
from bot.values.goals import Aligned, GoalState, NamedGoal, NewGoal
from bot.values.own_questions import COULD_NOT_SAY, NONE_OF_THESE, goals_offered
from bot.values.questions import Question, QuestionType
from bot.values.rituals import TO_LEAD, TO_TEAM
from tests.trends.company import MONDAY, NEXT_MONDAY, Company

OFFERED = tuple(AskedGoal(number, title, 0, 4) for number, title in enumerate("ABCD", start=1))
NAMING = Naming(4, 1, MONDAY, TO_TEAM, Question("top", "?", QuestionType.TOP_GOAL, goals=OFFERED))
PICKS = st.lists(st.sampled_from([*"ABCD", NONE_OF_THESE, COULD_NOT_SAY]), min_size=5, max_size=30)


@given(PICKS, st.sets(st.integers(1, 4)), st.sets(st.integers(1, 4)))
def test_everybody_counts_once_and_no_more_is_named_than_may_be_known(
    picked: list[str], private: set[int], gone: set[int]
) -> None:
    now = {
        number: GoalNow(GoalState.REACHED, "C0SECRET" if number in private else None)
        for number in range(1, 5)
        if number not in gone
    }
    named = Named(MONDAY, goals_offered(OFFERED, 4), picked)
    told = told_of("Checkout", named, now, lambda report: report == "C0SECRET")
    assert told.people == len(picked) == sum(goal.people for goal in told.goals) + told.none + told.unsure
    times = Counter(each for each in picked if each in "ABCD")
    assert [goal.people for goal in told.goals] == sorted(times.values(), reverse=True)
    assert told.same == max(times.values(), default=0)
    assert len(told.ahead) == sum(number == told.same for number in times.values())
    known = {title for number, title in enumerate("ABCD", start=1) if number not in private | gone}
    assert {goal.title for goal in told.goals} - {None} == known & set(times)


@given(st.lists(st.tuples(st.integers(1, 3), st.integers(0, 20)), unique=True, max_size=30))
def test_of_a_week_only_a_teams_last_round_is_told(rounds: list[tuple[int, int]]) -> None:
    every = [
        Naming(team, number, MONDAY + timedelta(days=day), TO_TEAM, NAMING.question)
        for number, (team, day) in enumerate(sorted(rounds, key=lambda each: each[1]))
    ]
    last = {(each.team_id, each.on.isocalendar().week): each.on for each in last_of_each_week(every)}
    assert last == {
        (team, week): max(
            each.on for each in every if (each.team_id, each.on.isocalendar().week) == (team, week)
        )
        for team, week in last
    }
    assert len(last) == len({(each.team_id, each.on.isocalendar().week) for each in every})


class Aiming:
    """A team whose people are asked for its top goal."""

    def __init__(
        self, company: Company, team: int, ritual: int, people: Sequence[int], aims: Sequence[int]
    ) -> None:
        self.company, self.team, self.ritual, self.people, self.aims = company, team, ritual, people, aims

    @classmethod
    async def of(cls, store: Store, size: int, *, is_private: bool = False) -> "Aiming":
        """Somebody leads so many people, who have two goals."""
        company = await Company.found(store)
        people = [await company.person(f"P{number}") for number in range(size)]
        team_id = await company.team("Checkout", lead=people[0], is_private=is_private)
        ritual = await company.ritual("Alignment check", [team_id], people[0], questions=[NAMING.question])
        aims = [await add(company, title, team_id, people[0]) for title in ("Activation", "SSO")]
        return cls(company, team_id, ritual, people, aims)

    @property
    def question(self) -> Question:
        """As it was frozen."""
        titles = zip(self.aims, ("Activation", "SSO"), strict=True)
        frozen = tuple(AskedGoal(number, title, 0, self.team) for number, title in titles)
        return Question("top", "Which goal matters most?", QuestionType.TOP_GOAL, goals=frozen)

    async def picks(self, day: date, *picked: str, late: Sequence[str] = ()) -> None:
        """A round in which the first ones pick these in time, the next ones later."""
        round_id = await self.company.round(self.ritual, day, questions=[self.question])
        for number, (person, pick) in enumerate(zip(self.people, [*picked, *late], strict=False)):
            is_late = number >= len(picked)
            ids = round_id, self.ritual, self.team, person, day
            await self.company.prompt(*ids, late=is_late, top=(pick,))


async def add(company: Company, title: str, team_id: int, owner: int) -> int:
    """An open goal."""
    async with company.store.transaction() as tx:
        new = NewGoal(title, owner, team_id)
        return await goals.add(tx, company.workspace_id, new, key=None, at=NEXT_MONDAY - timedelta(days=60))


def few_named(facts: DigestFacts) -> list[str]:
    """Of which teams it is said that too few named a goal."""
    return [item.about for item in facts.unsaid if item.silence is Silence.FEW_NAMED]


async def test_the_last_round_of_the_week_counts_and_who_answered_it_in_time(store: Store) -> None:
    here = await Aiming.of(store, 8)
    await here.picks(MONDAY, *["SSO"] * 8)
    await here.picks(
        MONDAY + timedelta(days=1), *["Activation"] * 4, "SSO", COULD_NOT_SAY, late=["SSO", "SSO"]
    )
    facts = await here.company.facts()
    expected = Aligned(
        "Checkout",
        MONDAY + timedelta(days=1),
        6,
        [NamedGoal(4, "Activation"), NamedGoal(1, "SSO")],
        none=0,
        unsure=1,
    )
    assert facts.goals.aligned == [expected]
    assert few_named(facts) == []
    assert all(change.about != "Which goal matters most?" for change in facts.changes)

    async with store.transaction() as tx:
        await goals.close(tx, here.aims[0], GoalState.DROPPED, NEXT_MONDAY)
    (since,) = (await here.company.facts(audience=Audience.LEADERSHIP)).goals.aligned
    assert since.goals[0] == NamedGoal(4, "Activation", GoalState.DROPPED)
    assert (await here.company.facts(audience=Audience.PARTNERS)).goals.aligned == ()


async def test_of_fewer_than_five_nothing_is_told_but_that(store: Store) -> None:
    here = await Aiming.of(store, 6)
    await here.picks(MONDAY, *["Activation"] * 4, late=["Activation"])
    facts = await here.company.facts()
    assert facts.goals.aligned == []
    assert few_named(facts) == ["Checkout"]


async def test_what_went_elsewhere_or_is_a_private_teams_is_told_to_nobody_else(store: Store) -> None:
    here = await Aiming.of(store, 6, is_private=True)
    here.company.reports[here.ritual] = TO_TEAM
    await here.picks(MONDAY, *["Activation"] * 6)
    private = ["CCHECKOUT"]
    elsewhere = await here.company.facts(private=private)
    assert (elsewhere.goals.aligned, few_named(elsewhere)) == ([], [])
    (at_home,) = (await here.company.facts(channel="CCHECKOUT", private=private)).goals.aligned
    assert at_home.goals == [NamedGoal(6, "Activation")]

    for later, report in enumerate((TO_LEAD, "CSECRET"), start=1):
        here.company.reports[here.ritual] = report
        await here.picks(MONDAY + timedelta(days=later), *["SSO"] * 6)
        told = await here.company.facts(channel="CCHECKOUT", private=[*private, "CSECRET"])
        assert (told.goals.aligned, few_named(told)) == ([], [])


async def test_a_goal_that_a_private_team_took_over_has_no_name_for_others(store: Store) -> None:
    here = await Aiming.of(store, 6)
    await here.picks(MONDAY, *["Activation"] * 5, "SSO")
    secret = await here.company.team("Secret", is_private=True)
    async with store.transaction() as tx:
        await tx.execute(update(goal_table).where(goal_table.c.id == here.aims[0]).values(team_id=secret))
    (told,) = (await here.company.facts(private=["CSECRET"])).goals.aligned
    assert told.goals == [NamedGoal(5), NamedGoal(1, "SSO")]

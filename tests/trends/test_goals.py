"""What a digest tells of goals: by hand for each reason, and for whatever owners say."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.store import goals, teams
from bot.store.engine import Store
from bot.trends.bottlenecks import Moment, Readers
from bot.trends.goals import gather, told_of, worry_of
from bot.values.digests import Week
from bot.values.facts import Period
from bot.values.goals import Confidence, Goal, GoalSeen, GoalState, GoalsTold, NewGoal, Worry
from tests.loops.founding import found_company

MONDAY = date(2026, 11, 23)
SUNDAY = MONDAY + timedelta(days=6)
LONG_AGO = datetime(2026, 9, 1, tzinfo=UTC)
PERIOD = Period(Week(MONDAY), SUNDAY, so_far=False)
MOMENT = Moment(datetime(2026, 11, 30, 8, tzinfo=UTC), ZoneInfo("UTC"), PERIOD)


def said(*values: tuple[int, int], goal_id: int = 1) -> list[Confidence]:
    """Values by how many days after this Monday they were said; the oldest first."""
    found = [Confidence(goal_id, MONDAY + timedelta(days=after), value, None, 1) for after, value in values]
    return sorted(found, key=lambda each: each.on)


def a_goal(
    number: int = 1,
    latest: Confidence | None = None,
    *,
    state: GoalState = GoalState.OPEN,
    closed_at: datetime | None = None,
    since: datetime = LONG_AGO,
) -> GoalSeen:
    """A goal as the store finds it."""
    found = Goal(number, 1, None, 1, f"Goal {number}", None, state, since, closed_at)
    return GoalSeen(found, None, "Lee", latest)


def told(words: Mapping[int, Sequence[tuple[int, int]]]) -> GoalsTold:
    """What is told of goals of which these words were said."""
    of_each = {number: said(*values, goal_id=number) for number, values in words.items()}
    found = [a_goal(number, each[-1] if each else None) for number, each in of_each.items()]
    known = {number: [one for one in each if one.on <= SUNDAY] for number, each in of_each.items()}
    return told_of(found, known, MOMENT)


@pytest.mark.parametrize(
    ("words", "worry", "was"),
    [
        ([(0, 5)], None, None),
        ([(0, 4)], Worry.LOW, None),
        ([(-7, 7), (0, 4)], Worry.LOW, 7),
        ([(-7, 5), (0, 4)], Worry.LOW, 5),
        ([(-7, 3), (0, 4)], Worry.LOW, None),
        ([(-3, 4)], Worry.LOW, None),
        ([(-7, 9), (0, 7)], Worry.FELL_IN_A_WEEK, 9),
        ([(-7, 8), (0, 7)], None, None),
        ([(-7, 9), (0, 9), (6, 7)], Worry.FELL_IN_A_WEEK, 9),
        ([(-7, 9), (0, 5), (6, 8)], None, None),
        ([(-7, 6), (-1, 9), (0, 7)], Worry.FELL_IN_A_WEEK, 9),
        ([(-28, 10), (-7, 8), (0, 7)], Worry.FELL_IN_FOUR_WEEKS, 10),
        ([(-28, 10), (-7, 9), (0, 7)], Worry.FELL_IN_A_WEEK, 9),
        ([(-28, 9), (0, 7)], None, None),
        ([(-28, 10), (0, 7)], Worry.FELL_IN_FOUR_WEEKS, 10),
        ([(-22, 10), (0, 7)], Worry.FELL_IN_FOUR_WEEKS, 10),
        ([(-21, 10), (0, 7)], None, None),
        ([(-14, 9), (0, 6)], None, None),
        ([(-8, 9), (-1, 6)], None, None),
        ([], None, None),
        ([(7, 1)], None, None),
        ([(-8, 1), (7, 9)], None, None),
    ],
)
def test_why_a_goal_is_told_by_hand(
    words: list[tuple[int, int]], worry: Worry | None, was: int | None
) -> None:
    found = worry_of(a_goal(), said(*words), PERIOD)
    assert (found.worry, found.was) == (worry, was) if found else worry is None


def test_the_worst_comes_first() -> None:
    found = told(
        {
            1: [(-28, 10), (-7, 8), (0, 7)],
            2: [(-7, 8), (0, 6)],
            3: [(0, 4)],
            4: [(-7, 10), (0, 6)],
            5: [(-7, 9), (0, 3)],
            6: [(0, 3)],
            7: [(0, 8)],
        }
    )
    assert [each.seen.goal.id for each in found.worries] == [5, 6, 3, 4, 2, 1]
    assert (found.others, len(found.open), found.stale, found.reached) == (1, 7, [], [])


def test_two_weeks_without_a_word_are_told_and_a_word_since_then_counts() -> None:
    found = told({1: [(-8, 3)], 2: [(-7, 3)], 3: [(-30, 8)], 4: [(-30, 2), (7, 8)], 5: []})
    assert [each.goal.id for each in found.stale] == [5, 3, 1], "the longest first, 14 days and more"
    assert [each.seen.goal.id for each in found.worries] == [2]
    assert found.others == 1
    new = a_goal(6, since=datetime(2026, 11, 16, 12, tzinfo=UTC))
    assert told_of([new], {}, MOMENT).others == 1, "nobody could have said anything for so long"


def test_what_was_reached_is_told_in_its_week_alone() -> None:
    def closed(number: int, state: GoalState, day: int) -> GoalSeen:
        at = datetime(2026, 11, 23, 12, tzinfo=UTC) + timedelta(days=day)
        return a_goal(number, state=state, closed_at=at)

    found = told_of(
        [
            closed(1, GoalState.REACHED, 0),
            closed(2, GoalState.DROPPED, 1),
            closed(3, GoalState.REACHED, 6),
            closed(4, GoalState.REACHED, 7),
        ],
        {},
        MOMENT,
    )
    assert [each.goal.id for each in found.reached] == [1, 3]
    assert (found.others, found.open) == (0, [])


words = st.dictionaries(
    st.integers(1, 8), st.lists(st.tuples(st.integers(-40, 9), st.integers(0, 10)), max_size=12)
)


@given(words)
def test_each_open_goal_is_counted_once_and_every_worry_has_its_reason(
    words: dict[int, list[tuple[int, int]]],
) -> None:
    once = {number: sorted(dict(values).items()) for number, values in words.items()}
    found = told(once)
    assert len(found.worries) + len(found.stale) + found.others == len(words)
    for each in found.worries:
        latest = each.seen.latest
        assert latest is not None
        assert latest.on <= SUNDAY
        assert each.value == latest.value
        fall = each.was - each.value if each.was is not None else 0
        assert fall >= 0
        least = {Worry.LOW: 0, Worry.FELL_IN_A_WEEK: 2, Worry.FELL_IN_FOUR_WEEKS: 3}[each.worry]
        assert fall >= least
        assert (each.value <= 4) == (each.worry is Worry.LOW)


async def test_a_digest_is_about_the_goals_of_its_teams_and_everybodys(store: Store) -> None:
    names, leads = ("Ana", "Ben"), {"Checkout": "Ana", "Deals": "Ben"}
    people, ids = await found_company(
        store, names, {"Checkout": ("Ana",), "Deals": ("Ben",)}, leads, admin="Ana"
    )
    ana, here = people["Ana"], people["Ana"].workspace_id
    noon = datetime(2026, 11, 24, 12, tzinfo=UTC)
    async with store.transaction() as tx:
        numbers = {}
        for title, team in (("Ours", ids["Checkout"]), ("Theirs", ids["Deals"]), ("Everybody's", None)):
            new = NewGoal(title, ana.id, team)
            numbers[title] = await goals.add(tx, here, new, key=title, at=noon - timedelta(days=60))
            for days, value in ((7, 8), (0, 3)):
                on = noon.date() - timedelta(days=days)
                await goals.say(tx, numbers[title], ana.id, on, value, "Tracking", noon)
        late = NewGoal("Too late", ana.id)
        await goals.add(tx, here, late, key="late", at=noon + timedelta(days=7))
        found = {team.name: team for team in await teams.of_workspace(tx, here)}
        readers = Readers(own=[found["Checkout"]], known={ids["Checkout"]}, at_home=True)
        told = await gather(tx, here, readers, MOMENT)
        nobody = await gather(tx, here + 1, readers, MOMENT)
    assert [(each.seen.goal.title, each.was, each.value) for each in told.worries] == [
        ("Everybody's", 8, 3),
        ("Ours", 8, 3),
    ]
    assert nobody.is_nothing

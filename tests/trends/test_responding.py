"""How soon people answer, where they are and at what hour they are asked: against cases worked out by hand."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from bot.store.arrivals import Arrival
from bot.store.hours_asked import AskedAt, Habit
from bot.store.trends import Weeks
from bot.trends.parity import EVERYWHERE, asked_at_all, asked_by_region, clocks_of
from bot.trends.regions import EVERYBODY_ELSE, by_region, told_apart
from bot.trends.responding import responding
from bot.values.facts import RegionTurnout
from bot.values.regions import AMERICAS, ASIA_AND_PACIFIC, EUROPE_AND_AFRICA
from bot.values.rituals import FEWEST
from bot.values.trends import Asked, Responding

NINE = datetime(2026, 11, 16, 9, tzinfo=UTC)
"""A Monday."""
LATER = NINE + timedelta(days=7)
BERLIN, TOKYO, LIMA = "Europe/Berlin", "Asia/Tokyo", "America/Lima"


def arrival(after: float | None = None, *, window: float = 8, at: datetime = NINE) -> Arrival:
    """A prompt that came at an instant and was answered after so many hours, or not at all."""
    return Arrival(
        arrived_at=at,
        closes_at=at + timedelta(hours=window),
        answered_at=None if after is None else at + timedelta(hours=after),
        is_late=after is not None and after >= window,
    )


def test_within_a_day_counts_everybody_who_was_asked_and_late_answers_too() -> None:
    given = [arrival(1), arrival(10), arrival(30), arrival(), arrival(24)]
    found = responding(given, LATER)
    assert (found.in_a_day, found.asked, found.answers) == (3, 5, 1)


def test_what_came_less_than_a_day_ago_has_not_had_its_day() -> None:
    found = responding([arrival(1), arrival(1, at=LATER - timedelta(hours=23))], LATER)
    assert (found.in_a_day, found.asked) == (1, 1)


def test_half_is_the_time_by_which_half_of_all_had_answered_and_not_of_those_who_did() -> None:
    # Ten asked, six answered after 1 to 6 hours: S falls by a tenth each hour, to 0.5 at 5. Those alone say 3.5.
    found = responding([*(arrival(hours) for hours in range(1, 7)), *(arrival() for _ in range(4))], LATER)
    assert found == Responding(10, 6, 6, timedelta(hours=5), is_too_few=False)


def test_who_did_not_answer_was_only_asked_until_it_closed() -> None:
    # Two short windows close unanswered after 2 h.
    waits = [arrival(1), arrival(3), arrival(4), arrival(5), arrival(6), arrival(window=2), arrival(window=2)]
    # S(1) = 6/7; four are left at 3 h: S = 6/7 * 3/4 = .64, then 6/7 * 2/4 = .43 at 4 h.
    assert responding(waits, LATER).half == timedelta(hours=4)


def test_while_more_than_half_did_not_answer_there_is_no_time() -> None:
    found = responding([*(arrival(1) for _ in range(5)), *(arrival() for _ in range(6))], LATER)
    assert (found.half, found.is_too_few) == (None, False)


@pytest.mark.parametrize(("answers", "is_too_few"), [(4, True), (5, False)])
def test_of_fewer_than_five_answers_no_time_is_told(answers: int, is_too_few: bool) -> None:
    found = responding([arrival(1) for _ in range(answers)], LATER)
    assert found.is_too_few is is_too_few
    assert (found.half is None) is is_too_few


@given(st.lists(st.tuples(st.integers(0, 20), st.booleans()), min_size=5, max_size=60))
def test_it_agrees_with_scipy(waits: Sequence[tuple[int, bool]]) -> None:
    arrivals = [arrival(hours, window=hours + 1) if done else arrival(window=hours) for hours, done in waits]
    from scipy.stats import CensoredData, ecdf

    answered = [hours for hours, done in waits if done]
    if len(answered) < 5:
        return
    lost = [hours for hours, done in waits if not done]
    theirs = ecdf(CensoredData(uncensored=answered, right=lost)).sf
    steps = zip(theirs.quantiles, theirs.probabilities, strict=True)
    half = next((at for at, left in steps if left <= 0.5 + 1e-9), None)
    found = responding(arrivals, LATER).half
    assert found == (None if half is None else timedelta(hours=float(half)))


def test_regions_are_told_apart_by_name_and_everybody_counts_once() -> None:
    zones = {BERLIN: (12, 11), "Africa/Lagos": (8, 7), TOKYO: (16, 12), LIMA: (12, 11)}
    assert by_region(zones) == (
        RegionTurnout(AMERICAS, 12, 11),
        RegionTurnout(ASIA_AND_PACIFIC, 16, 12),
        RegionTurnout(EUROPE_AND_AFRICA, 20, 18),
    )


def test_of_one_region_nothing_is_told() -> None:
    assert by_region({BERLIN: (20, 18), "Europe/Lisbon": (4, 4)}) == ()
    assert by_region({}) == ()


def test_small_regions_stand_together() -> None:
    zones = {BERLIN: (20, 18), TOKYO: (4, 1), LIMA: (3, 3)}
    assert by_region(zones) == (RegionTurnout(EUROPE_AND_AFRICA, 20, 18), RegionTurnout(EVERYBODY_ELSE, 7, 4))


def test_the_rest_is_never_so_few_that_the_total_gives_it_away() -> None:
    # Lima alone would be the total less the other two: Tokyo, the smaller of them, joins it.
    zones = {BERLIN: (20, 18), TOKYO: (6, 5), LIMA: (2, 0)}
    assert by_region(zones) == (RegionTurnout(EUROPE_AND_AFRICA, 20, 18), RegionTurnout(EVERYBODY_ELSE, 8, 5))
    assert by_region({BERLIN: (20, 18), LIMA: (2, 0)}) == ()


@given(st.dictionaries(st.sampled_from([AMERICAS, ASIA_AND_PACIFIC, EUROPE_AND_AFRICA]), st.integers(1, 12)))
def test_no_line_and_no_difference_of_lines_is_about_a_few(people: dict[str, int]) -> None:
    shown = told_apart(people)
    rest = sum(people.values()) - sum(people[region] for region in shown)
    assert all(people[region] >= FEWEST for region in shown)
    assert not shown or rest == 0 or rest >= FEWEST
    assert len(shown) + bool(rest) > 1 or not shown
    assert told_apart(dict(reversed(people.items()))) == shown, "whichever was met first"


ZONES = {AMERICAS: LIMA, ASIA_AND_PACIFIC: TOKYO, EUROPE_AND_AFRICA: BERLIN}
PEOPLE = st.fixed_dictionaries({region: st.integers(0, 12) for region in ZONES})


@examples(max_examples=400)
@given(covered=PEOPLE, earlier=PEOPLE)
def test_from_all_lines_together_nobody_learns_of_a_few(
    covered: dict[str, int], earlier: dict[str, int]
) -> None:
    lately = {region: count + earlier[region] for region, count in covered.items()}
    of_week = {ZONES[region]: (count, 0) for region, count in covered.items() if count}
    came = [AskedAt(ZONES[region], 600, count, count, 0) for region, count in lately.items() if count]
    lines = [
        *((line.region, line.people, covered) for line in by_region(of_week)),
        *((line.region, line.people, lately) for line in asked_by_region(came, of_week)),
    ]
    told = [frozenset(ZONES)]
    for base in (covered, lately):
        here = [(region, people) for region, people, of in lines if of is base]
        named = {region for region, _people in here} & set(ZONES)
        for region, people in here:
            regions = {region} if region in named else set(ZONES) - named
            assert people == sum(base[each] for each in regions), "the figures are right"
            told.append(frozenset(regions))
    is_apart = sum(of is lately for _region, _people, of in lines) > 1
    for some in _told_by_all(told) - {frozenset(ZONES)}:
        # As if nobody came or went: what is told of one time holds for the other. That more people were asked over
        # more weeks, their total says where they are not told apart, and nothing of where they live.
        for base in (covered, lately) if is_apart else (covered,):
            count = sum(base[each] for each in some)
            assert count == 0 or count >= FEWEST, (some, count)


def _told_by_all(told: Sequence[frozenset[str]]) -> set[frozenset[str]]:
    """The sets of regions whose count follows from those of the sets that are told: their differences and sums."""
    known = set(told)
    while True:
        more = {
            found
            for one in known
            for other in known
            for found in (one - other if other < one else one, one | other if not one & other else one)
        }
        if more <= known:
            return known
        known |= more


def test_who_was_asked_is_told_by_the_regions_of_this_week_or_not_by_region() -> None:
    came = [AskedAt(BERLIN, 600, 10, 10, 10), AskedAt(TOKYO, 600, 6, 6, 6)]
    apart = [(EUROPE_AND_AFRICA, 10), (ASIA_AND_PACIFIC, 6)]
    everybody = [(EVERYWHERE, 16)]
    for of_week, told in (
        ({BERLIN: (10, 9), TOKYO: (5, 5)}, apart),
        ({BERLIN: (10, 9), TOKYO: (3, 3)}, everybody),  # else the three would be 13 less the 10
        ({BERLIN: (10, 9)}, apart),
        ({}, apart),
    ):
        found = asked_by_region(came, of_week)
        assert sorted((each.region, each.people) for each in found) == sorted(told)
    left = [*came, AskedAt(LIMA, 600, 2, 2, 2)]
    both = {BERLIN: (10, 9), TOKYO: (6, 5)}
    assert [line.region for line in by_region(both)] == [ASIA_AND_PACIFIC, EUROPE_AND_AFRICA]
    # Two who moved since: beside Tokyo in this line alone, they would be what it is more than in the other.
    assert [each.region for each in asked_by_region(left, both)] == [EVERYWHERE]


def test_parity_is_the_middle_of_local_hours_and_who_was_asked_at_work() -> None:
    berlin = [AskedAt(BERLIN, 10 * 60, 5, 5, 5)]
    tokyo = [
        AskedAt(TOKYO, 18 * 60, 5, 5, 1),
        AskedAt(TOKYO, 14 * 60, 1, 0, 0),
        AskedAt(TOKYO, 13 * 60 + 30, 1, 0, 0),
    ]
    assert asked_by_region([*berlin, *tokyo]) == (
        Asked(ASIA_AND_PACIFIC, 5, 1, time(18, 0)),
        Asked(EUROPE_AND_AFRICA, 5, 5, time(10, 0)),
    )
    assert asked_at_all([*berlin, *tokyo]) == (Asked(EVERYWHERE, 10, 6, time(13, 45)),)


def test_without_regions_to_tell_apart_it_is_about_everybody() -> None:
    two = [AskedAt(BERLIN, 10 * 60, 1, 1, 1), AskedAt(TOKYO, 17 * 60, 1, 1, 1)]
    assert asked_by_region(two) == asked_at_all(two) == (Asked(EVERYWHERE, 2, 2, time(13, 30)),)
    assert asked_by_region([]) == asked_at_all([]) == ()


def test_clocks_are_known_over_every_change_of_theirs() -> None:
    # Clocks of Berlin go back on 25 Oct 2026 at 01:00 UTC; those of Lord Howe by half an hour on 4 Oct at 15:30 UTC.
    weeks = Weeks(date(2026, 9, 28), count=4, last=date(2026, 10, 25))
    zones = [BERLIN, "Australia/Lord_Howe", "Asia/Kathmandu"]
    clocks = clocks_of(zones, (), weeks, datetime(2026, 10, 27, tzinfo=UTC))
    begins = datetime(2026, 9, 26, tzinfo=UTC)
    assert {zone: list(shifts) for zone, shifts in clocks.ahead.items()} == {
        BERLIN: [(begins, 120), (datetime(2026, 10, 25, 1, tzinfo=UTC), 60)],
        "Australia/Lord_Howe": [(begins, 630), (datetime(2026, 10, 3, 15, 30, tzinfo=UTC), 660)],
        "Asia/Kathmandu": [(begins, 345)],
    }


def test_people_work_on_the_days_they_chose_or_else_on_those_of_their_country() -> None:
    weeks = Weeks(date(2026, 11, 16), count=1, last=date(2026, 11, 22))
    habits = [Habit(), Habit("MO,TU"), Habit(None, "IL"), Habit("", "DE")]
    days = clocks_of((), habits, weeks, LATER).days
    assert [days[each] for each in habits] == [0b0011111, 0b0000011, 0b1001111, 0]

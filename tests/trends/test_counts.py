"""What was counted, week by week: the limits of a c-chart, and nothing said where too little is counted."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import insert

from bot.store.engine import Store
from bot.store.tables import signal, signal_report
from bot.trends.bottlenecks import Moment, Readers
from bot.trends.change import Band, Shift
from bot.trends.counts import Count, by_week, comparable, judge, tallies, usual_numbers, usual_range
from bot.trends.week import HISTORY
from bot.values.counts import Counted
from bot.values.digests import Week
from bot.values.facts import Change, DigestFacts, Measure, Period
from bot.values.loops import LoopState
from bot.values.people import Team
from bot.values.signals import SignalKind
from bot.values.trends import Range, Tally
from bot.views.digests import lines
from bot.views.digests.digest import build_digest
from bot.views.trends import words
from tests.trends.company import MONDAY, NEXT_MONDAY, Company

THREE_A_WEEK = (3, 2, 4, 3, 3, 5, 1, 3, 2, 4, 3, 3)
FIRST = date(2026, 1, 5)


def counts(*numbers: int, marked: Sequence[int] = ()) -> list[Count]:
    return [
        Count(FIRST + timedelta(weeks=place), number, place in marked) for place, number in enumerate(numbers)
    ]


def shift_of(*numbers: int) -> Shift:
    shift = judge(counts(*numbers))
    assert shift is not None
    return shift


def test_the_usual_range_is_the_mean_and_three_roots_of_it_computed_by_hand() -> None:
    assert usual_range([4, 3, 5, 4]) == Band(4, 6)
    assert usual_range([3, 3, 3]).limit == pytest.approx(5.196, abs=0.001)


@given(st.lists(st.integers(0, 60), min_size=1, max_size=25))
def test_an_independent_library_finds_the_same_limits(numbers: list[int]) -> None:
    # Imported here, where it is used: loading it takes longer than the rest of these tests.
    from scipy.stats import poisson

    band = usual_range(numbers)
    expected = poisson(sum(numbers) / len(numbers))
    assert band.centre == pytest.approx(float(expected.mean()))
    assert band.limit == pytest.approx(3 * float(expected.std()))


def test_with_a_mean_of_three_a_week_only_nine_and_more_are_unusual() -> None:
    assert judge(counts(*THREE_A_WEEK, 8)) is None
    assert judge(counts(*THREE_A_WEEK, 0)) is None
    shift = shift_of(*THREE_A_WEEK, 9)
    assert (shift.value, shift.weeks, shift.base, usual_numbers(shift.band)) == (9, 1, 12, (0, 8))


def test_with_many_a_week_too_few_are_unusual_as_well() -> None:
    assert usual_numbers(usual_range([16] * 12)) == (4, 28)
    assert judge(counts(*[16] * 12, 4)) is None
    assert shift_of(*[16] * 12, 3).value == 3


def test_a_week_that_is_not_over_can_have_too_many_and_never_too_few() -> None:
    assert judge(counts(*[16] * 12, 3), is_over=False) is None
    assert judge(counts(*[16] * 12, 29), is_over=False) is not None


def test_under_a_mean_of_two_nothing_is_unusual() -> None:
    rare = [1, 2, 3, 1, 2, 1, 3, 2, 1, 2, 3, 2]
    assert judge(counts(*rare, 30)) is None
    assert comparable(counts(*rare, 30)) == []
    assert judge(counts(*rare[:11], 3, 30)) is not None, "a mean of two is enough"


def test_fewer_than_six_earlier_weeks_are_too_few_and_six_to_eleven_an_early_signal() -> None:
    assert judge(counts(3, 3, 3, 3, 3, 30)) is None
    assert shift_of(3, 3, 3, 3, 3, 3, 30).is_early
    assert not shift_of(*THREE_A_WEEK, 30).is_early


def test_weeks_before_anything_was_counted_are_none_to_compare_with() -> None:
    assert judge(counts(*[0] * 12, 3, 4, 3, 30)) is None
    assert shift_of(*[0] * 12, *THREE_A_WEEK, 9).base == 12


def test_a_marked_week_is_neither_judged_nor_compared_with() -> None:
    assert judge(counts(*THREE_A_WEEK, 30, marked=[12])) is None
    with_launch = [*THREE_A_WEEK[:5], 40, *THREE_A_WEEK[5:], 9]
    assert judge(counts(*with_launch)) is None
    assert judge(counts(*with_launch, marked=[5])) is not None


def test_a_run_outside_says_for_how_many_weeks() -> None:
    shift = shift_of(*THREE_A_WEEK, 12, 10, 11)
    assert (shift.weeks, shift.base) == (3, 12)


@given(st.lists(st.integers(0, 30), min_size=1, max_size=26), st.booleans())
def test_what_is_called_unusual_is_outside_of_what_is_printed_as_usual(
    numbers: list[int], is_over: bool
) -> None:
    shift = judge(counts(*numbers), is_over=is_over)
    if shift:
        low, high = usual_numbers(shift.band)
        assert not low <= numbers[-1] <= high
        assert shift.distance > 1
        assert shift.band.centre >= 2


def change(about: Counted, value: int, low: int, high: int, *, weeks: int = 1, base: int = 12) -> Change:
    return Change(
        "", about, Measure.COUNT, value, low, high,
        weeks=weeks, near=False, early=base < 12, base=base, people=0, people_answered=0,
    )  # fmt: skip


def test_a_count_is_told_with_its_usual_range_and_no_cause() -> None:
    assert lines.change(change(Counted.OPENED, 9, 0, 8)) == "• Opened 9 bottlenecks: usual is 0 to 8."
    assert lines.change(change(Counted.CLEARED, 1, 4, 28, weeks=2)) == (
        "• Cleared 1 bottleneck: usual is 4 to 28. Outside of that for 2 weeks."
    )
    assert lines.change(change(Counted.CUSTOMER, 12, 0, 9, base=7)) == (
        "• Heard 12 things from customers: usual is 0 to 9. Early signal: only 7 weeks to compare with."
    )
    for about in Counted:
        assert "usual is 0 to 8" in lines.change(change(about, 9, 0, 8))


class Weeks:
    """A company whose bottlenecks and signals come week by week."""

    def __init__(self, company: Company, ana: int, team: int | None) -> None:
        self.company, self.ana, self.team = company, ana, team

    @classmethod
    async def of(cls, store: Store, *, is_private: bool = False) -> "Weeks":
        company = await Company.found(store)
        ana = await company.person("Ana")
        return cls(company, ana, await company.team("Checkout", is_private=is_private))

    async def opened(self, *by_week: int, cleared: bool = False) -> None:
        """So many bottlenecks, the last of them in the week of the digest."""
        for ago, number in enumerate(reversed(by_week)):
            days = 4 + 7 * ago
            closed = {"state": LoopState.CONFIRMED, "closed_at": NEXT_MONDAY - timedelta(days=days - 1)}
            stands: dict[str, Any] = closed if cleared else {}
            for _ in range(number):
                await self.company.bottleneck("The API", self.team, self.ana, days=days, **stands)

    async def heard(self, kind: SignalKind, *by_week: int) -> None:
        """So many signals, each noted twice in its week."""
        async with self.company.store.transaction() as tx:
            for ago, number in enumerate(reversed(by_week)):
                for _ in range(number):
                    row = {"workspace_id": self.company.workspace_id, "kind": kind}
                    made = await tx.execute(insert(signal).values(row).returning(signal.c.id))
                    report = {
                        "workspace_id": self.company.workspace_id,
                        "signal_id": int(made.scalar_one()),
                        "member_id": self.ana,
                        "team_id": self.team,
                        "words": "SSO",
                        "heard_at": NEXT_MONDAY - timedelta(days=4 + 7 * ago),
                    }
                    await tx.execute(insert(signal_report), [report, report])


def told(facts: DigestFacts) -> list[tuple[str, float, float, float]]:
    return [
        (change.about, change.value, change.low, change.high)
        for change in facts.changes
        if change.measure is Measure.COUNT
    ]


async def test_a_digest_tells_of_a_week_in_which_unusually_many_bottlenecks_were_opened(store: Store) -> None:
    weeks = await Weeks.of(store)
    await weeks.opened(*[2] * 7, 9)
    facts = await weeks.company.facts()
    assert told(facts) == [(Counted.OPENED, 9, 0, 6)]
    assert facts.judged == 1, "what was cleared and heard is too little to be judged"
    assert facts.bottlenecks.flow.opened == 9
    assert "• Opened 9 bottlenecks: usual is 0 to 6. Early signal" in build_digest(facts).text


async def test_cleared_ones_and_signals_are_counted_as_their_sections_count_them(store: Store) -> None:
    weeks = await Weeks.of(store)
    await weeks.opened(*[2] * 6, 8, cleared=True)
    await weeks.heard(SignalKind.MARKET, *[3] * 6, 9)
    await weeks.heard(SignalKind.CUSTOMER, 1, 1, 1, 1, 1, 1, 9)
    facts = await weeks.company.facts()
    assert told(facts) == [
        (Counted.OPENED, 8, 0, 6),
        (Counted.CLEARED, 8, 0, 6),
        (Counted.MARKET, 9, 0, 8),
    ], "the farthest from usual stands first"
    assert facts.bottlenecks.flow.cleared == 8
    assert len([each for each in facts.heard.signals if each.kind is SignalKind.MARKET]) == 9


async def test_trends_tell_of_counts_what_a_digest_tells_and_what_is_usual_of_the_others(
    store: Store,
) -> None:
    weeks = await Weeks.of(store)
    await weeks.opened(*[2] * 7, 9)
    await weeks.heard(SignalKind.MARKET, *[3] * 7, 4)
    await weeks.heard(SignalKind.CUSTOMER, *[1] * 8)
    number = weeks.team or 0
    readers = Readers([Team(number, 1, "Checkout", "CCHECKOUT", None)], {number}, at_home=True)
    period = Period(Week(MONDAY), last=MONDAY + timedelta(days=6), so_far=False)
    async with store.reading() as tx:
        moment = Moment(NEXT_MONDAY, ZoneInfo("UTC"), period)
        opened, market = await tallies(tx, weeks.company.workspace_id, readers, moment, ())
        assert await tallies(tx, weeks.company.workspace_id, readers, moment, {MONDAY}) == []
    assert opened == Tally(Counted.OPENED, 9, Range(0, 6, 7, weeks=1, is_early=True))
    assert market == Tally(Counted.MARKET, 4, Range(0, 8, 7, is_early=True))
    assert (opened.is_outside, market.is_outside) == (True, False)
    facts = await weeks.company.facts()
    assert list(words.unusual([opened, market])) == [lines.change(change) for change in facts.changes]


async def test_what_a_private_team_counts_is_counted_in_its_own_channel_alone(store: Store) -> None:
    weeks = await Weeks.of(store, is_private=True)
    await weeks.opened(*[2] * 6, 9)
    await weeks.heard(SignalKind.CUSTOMER, *[2] * 6, 9)
    assert told(await weeks.company.facts(private=["CCHECKOUT"])) == []
    await weeks.company.team("Growth")
    assert told(await weeks.company.facts(channel="CGROWTH", private=["CCHECKOUT"])) == []
    at_home = await weeks.company.facts(channel="CCHECKOUT", private=["CCHECKOUT"])
    assert {about for about, *_ in told(at_home)} == {Counted.OPENED, Counted.CUSTOMER}


async def test_a_teams_own_channel_counts_its_own_bottlenecks_alone(store: Store) -> None:
    weeks = await Weeks.of(store)
    await weeks.opened(*[2] * 6, 9)
    await weeks.company.team("Growth")
    assert told(await weeks.company.facts(channel="CGROWTH")) == []
    weeks.team = None
    await weeks.opened(*[2] * 6, 20)
    assert [value for _, value, *_ in told(await weeks.company.facts(channel="CCHECKOUT"))] == [9]
    assert [value for _, value, *_ in told(await weeks.company.facts())] == [29]


async def test_weeks_begin_at_midnight_where_the_digest_is_read_also_when_clocks_change(store: Store) -> None:
    weeks = await Weeks.of(store)
    berlin = ZoneInfo("Europe/Berlin")
    before_the_change = datetime.combine(date(2026, 10, 19), time(), tzinfo=berlin)
    after_it = datetime.combine(date(2026, 10, 26), time(), tzinfo=berlin)
    assert after_it - before_the_change == timedelta(days=7), "by the clock on the wall"
    for instant in (before_the_change, after_it):
        for seconds in (-1, 0):
            at = instant.astimezone(UTC) + timedelta(seconds=seconds)
            await weeks.company.bottleneck("The API", weeks.team, weeks.ana, days=0, at=at)
    period = Period(Week(MONDAY), last=MONDAY + timedelta(days=6), so_far=False)
    number = weeks.team or 0
    readers = Readers([Team(number, 1, "Checkout", "CCHECKOUT", None)], {number}, at_home=True)
    async with store.transaction() as tx:
        moment = Moment(NEXT_MONDAY, berlin, period)
        found = await by_week(tx, weeks.company.workspace_id, readers, moment)
    opened = found[Counted.OPENED]
    assert (len(opened), opened[-6:]) == (HISTORY, [1, 2, 1, 0, 0, 0])

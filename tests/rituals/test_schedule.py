"""Schedules, over every zone there is: one instant per date, at the hour people read on their own clocks."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

from hypothesis import given
from hypothesis import strategies as st

from bot.rituals.rest.rules import Asked, next_round
from bot.rituals.schedules import schedule
from bot.values.questions import Question
from bot.values.rest import Quiet, Rest
from bot.values.rituals import Kind, RitualPlan
from bot.values.schedules import MEMBER_ZONE, Schedule

ZONES = sorted(available_timezones())
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")

RESTLESS = Rest(working_days=frozenset(range(7)), quiet=Quiet(time(0), time(0)))

zones = st.sampled_from(ZONES)
dates = st.dates(date(2020, 1, 1), date(2036, 12, 31))
times = st.times().map(lambda at: at.replace(second=0, microsecond=0, fold=0))
moments = st.tuples(st.dates(date(2026, 1, 1), date(2027, 12, 31)), st.times()).map(
    lambda both: datetime.combine(*both, tzinfo=UTC)
)
day_sets = st.sets(st.integers(0, 6), min_size=1)


def weekly(days: set[int], at: time, anchor: date, zone: str = MEMBER_ZONE) -> Schedule:
    """A schedule on these weekdays."""
    rule = f"FREQ=WEEKLY;BYDAY={','.join(DAYS[day] for day in sorted(days))}"
    return Schedule(rule, at, zone, anchor)


def plan_of(its_schedule: Schedule, window: timedelta) -> RitualPlan:
    """A check-in with this schedule."""
    questions = (Question("progress", "What moved?"),)
    return RitualPlan("Daily", Kind.CHECK_IN, None, questions, its_schedule, window, None)


def by_trying_offsets(day: date, at: time, zone: ZoneInfo) -> datetime:
    """The same instant found another way: the earliest UTC instant whose wall clock shows `at`.

    Where there is none, clocks jumped over it: then it is `at` by the offset that held before the jump.
    """
    wall = datetime.combine(day, at)
    around = [wall.replace(tzinfo=UTC) + timedelta(hours=hours) for hours in range(-48, 49)]
    offsets = [moment.astimezone(zone).utcoffset() or timedelta() for moment in around]
    candidates = sorted({(wall - offset).replace(tzinfo=UTC) for offset in offsets})
    real = [moment for moment in candidates if moment.astimezone(zone).replace(tzinfo=None) == wall]
    return real[0] if real else (wall - offsets[0]).replace(tzinfo=UTC)


@given(zone=zones, first=dates, at=times)
def test_each_date_has_one_instant_and_they_come_in_order(zone: str, first: date, at: time) -> None:
    days = [first + timedelta(days=count) for count in range(40)]
    found = [schedule.instant(day, at, ZoneInfo(zone)) for day in days]
    assert found == [by_trying_offsets(day, at, ZoneInfo(zone)) for day in days]
    assert all(earlier < later for earlier, later in pairwise(found))


@given(member_zone=zones, fixed=zones, day=dates, at=times)
def test_a_fixed_zone_asks_everybody_at_the_same_instant(
    member_zone: str, fixed: str, day: date, at: time
) -> None:
    everywhere = weekly({0}, at, day, zone=fixed)
    assert schedule.due_at(everywhere, day, member_zone) == schedule.instant(day, at, ZoneInfo(fixed))
    local = weekly({0}, at, day)
    assert schedule.due_at(local, day, member_zone) == schedule.instant(day, at, ZoneInfo(member_zone))


@given(days=day_sets, anchor=dates, first=dates)
def test_dates_are_the_weekdays_asked_for_from_the_anchor_on(
    days: set[int], anchor: date, first: date
) -> None:
    begins = max(anchor, first)
    expected = [begins + timedelta(days=count) for count in range(21)]
    expected = [day for day in expected if day.weekday() in days]
    found = schedule.dates_from(weekly(days, time(9), anchor), first)
    assert [day for day, _ in zip(found, expected, strict=False)] == expected


@given(
    days=day_sets,
    at=times,
    lived_in=st.sets(zones, min_size=1, max_size=4),
    created=moments,
    away=st.timedeltas(timedelta(), timedelta(days=60)),
    hours_open=st.integers(1, 30),
)
def test_after_any_downtime_the_next_round_is_the_first_that_can_still_be_answered(
    days: set[int], at: time, lived_in: set[str], created: datetime, away: timedelta, hours_open: int
) -> None:
    plan = plan_of(weekly(days, at, created.date() - timedelta(days=7)), timedelta(hours=hours_open))
    now = created + away
    people = [Asked(zone, RESTLESS) for zone in lived_in]

    def next_after(first: date) -> date:
        days = schedule.dates_from(plan.schedule, first)
        coming = next_round(days, plan.rules, people, not_before=created, now=now)
        assert coming is not None
        return coming[0]

    begin = (created - timedelta(days=2)).date()
    found = next_after(begin)

    def is_worth_opening(day: date) -> bool:
        due = [by_trying_offsets(day, at, ZoneInfo(zone)) for zone in lived_in]
        return day.weekday() in days and max(due) >= created and max(due) + plan.window > now

    days_before = (found - timedelta(days=count) for count in range(1, 70))
    assert is_worth_opening(found)
    assert not any(is_worth_opening(day) for day in days_before if day >= begin)
    assert next_after(found + timedelta(days=1)) > found


def test_a_recurrence_that_is_over_opens_nothing() -> None:
    over = Schedule("FREQ=DAILY;UNTIL=20260107", time(9), MEMBER_ZONE, date(2026, 1, 5))
    assert len(list(schedule.dates_from(over, date(2026, 1, 1)))) == 3
    assert list(schedule.dates_from(over, date(2026, 6, 1))) == []
    assert schedule.upcoming(over, after=datetime(2026, 6, 1, tzinfo=UTC), zone="Europe/Berlin") == []

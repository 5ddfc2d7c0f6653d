"""Which week a digest is about, and how far back it looks."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.trends.week import covered, just, up_to

BERLIN, AUCKLAND = ZoneInfo("Europe/Berlin"), ZoneInfo("Pacific/Auckland")


@pytest.mark.parametrize(
    ("day", "monday", "last", "so_far"),
    [
        (date(2026, 11, 23), date(2026, 11, 16), date(2026, 11, 22), False),
        (date(2026, 11, 25), date(2026, 11, 16), date(2026, 11, 22), False),
        (date(2026, 11, 26), date(2026, 11, 23), date(2026, 11, 26), True),
        (date(2026, 11, 29), date(2026, 11, 23), date(2026, 11, 29), True),
    ],
)
def test_until_wednesday_it_is_the_week_before_and_from_thursday_the_week_so_far(
    day: date, monday: date, last: date, so_far: bool
) -> None:
    period = covered(datetime(day.year, day.month, day.day, 12, tzinfo=UTC), BERLIN)
    assert (period.first, period.last, period.so_far) == (monday, last, so_far)


def test_the_day_is_read_in_the_digests_zone() -> None:
    sunday_evening_in_berlin = datetime(2026, 11, 22, 20, tzinfo=UTC)
    assert covered(sunday_evening_in_berlin, BERLIN).so_far
    assert not covered(sunday_evening_in_berlin, AUCKLAND).so_far


def test_the_first_days_of_january_may_belong_to_week_53() -> None:
    assert covered(datetime(2027, 1, 2, 12, tzinfo=UTC), BERLIN).week.number == 53


def test_the_window_is_26_weeks_and_ends_with_the_covered_one() -> None:
    period = covered(datetime(2026, 11, 23, 9, tzinfo=UTC), BERLIN)
    window = up_to(period)
    assert window.count == 26
    assert window.monday(25) == period.first
    assert window.last == period.last
    assert just(period).first == period.first


@given(
    st.integers(0, 5000 * 24).map(lambda hours: datetime(2020, 1, 1, tzinfo=UTC) + timedelta(hours=hours)),
    st.sampled_from(["UTC", "Europe/Berlin", "Asia/Kathmandu", "America/St_Johns", "Pacific/Kiritimati"]),
)
def test_every_instant_has_an_iso_week_that_ended_or_is_under_way(at: datetime, name: str) -> None:
    zone = ZoneInfo(name)
    today, period = at.astimezone(zone).date(), covered(at, zone)
    assert period.first.weekday() == 0
    assert period.week.number == period.first.isocalendar().week
    assert timedelta(0) <= period.last - period.first <= timedelta(days=6)
    assert period.last == today if period.so_far else period.last < today

"""When somebody may be disturbed: over every zone, against clocks that are read quarter by quarter."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.rest.working_hours import FURTHEST, is_at_work, next_working_moment
from bot.values.hours import after_quiet
from bot.values.rest import Away, Quiet, Rest

QUARTER = timedelta(minutes=15)
BERLIN = ZoneInfo("Europe/Berlin")

zones = st.sampled_from(sorted(available_timezones())).map(ZoneInfo)
FIRST = datetime(2010, 1, 1, tzinfo=UTC)
instants = st.integers(0, 20 * 366 * 24 * 60).map(lambda minutes: FIRST + timedelta(minutes=minutes))
times = st.integers(0, 95).map(lambda quarter: time(quarter // 4, quarter % 4 * 15))
rests = st.builds(
    Rest,
    working_days=st.none() | st.frozensets(st.integers(0, 6)),
    quiet=st.builds(Quiet, times, times),
    country=st.sampled_from([None, "DE", "EG", "US"]),
)


def may_disturb(instant: datetime, zone: ZoneInfo, rest: Rest, country: str | None) -> bool:
    """Whether this person is at work and it is not quiet: read off their clock and their calendar."""
    local = instant.astimezone(zone)
    return not rest.quiet.covers(local.time()) and is_at_work(local.date(), rest, country)


@settings(max_examples=150)
@given(
    zone=zones,
    now=instants,
    rest=rests,
    country=st.sampled_from([None, "IL", "DE-BY"]),
    gone=st.integers(0, 9),
)
def test_it_is_the_first_quarter_of_an_hour_in_which_they_work_and_nothing_is_quiet(
    zone: ZoneInfo, now: datetime, rest: Rest, country: str | None, gone: int
) -> None:
    today = now.astimezone(zone).date()
    away = (Away(1, today, today + timedelta(days=gone - 1)),) if gone else ()
    rest = Rest(rest.working_days, rest.quiet, rest.country, away)
    moment = next_working_moment(now, zone, rest, country)
    assert moment >= now
    if not may_disturb(moment, zone, rest, country):
        assert rest.working_days == frozenset()
        assert moment == after_quiet(now, zone, rest.quiet)
        return
    assert moment == now or moment - now < timedelta(days=FURTHEST)
    tried = now
    while tried < moment and tried < now + timedelta(days=30):
        # Where clocks jump over the end of the quiet hours they end as much later (`bot.values.hours`).
        assert not may_disturb(tried, zone, rest, country) or moment - tried <= timedelta(hours=1)
        tried += QUARTER


def test_friday_evening_waits_for_monday_morning_and_for_the_end_of_a_holiday() -> None:
    friday = datetime(2026, 12, 18, 19, 30, tzinfo=UTC)
    assert next_working_moment(friday, BERLIN, Rest(), "DE") == datetime(2026, 12, 21, 6, 0, tzinfo=UTC)
    christmas = datetime(2026, 12, 24, 20, 0, tzinfo=UTC)
    assert next_working_moment(christmas, BERLIN, Rest(), "DE") == datetime(2026, 12, 28, 6, 0, tzinfo=UTC)
    assert next_working_moment(christmas, BERLIN, Rest(), None) == datetime(2026, 12, 25, 6, 0, tzinfo=UTC)


def test_who_is_away_is_left_in_peace_until_they_are_back() -> None:
    rest = Rest(away=(Away(1, date(2026, 11, 23), date(2026, 12, 4)),))
    monday = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
    assert next_working_moment(monday, BERLIN, rest, None) == datetime(2026, 12, 7, 6, 0, tzinfo=UTC)


def test_who_rests_for_very_long_reads_it_at_the_end_of_the_night() -> None:
    rest = Rest(away=(Away(1, date(2026, 11, 23), date(2027, 11, 22)),))
    night = datetime(2026, 11, 23, 22, 0, tzinfo=UTC)
    assert next_working_moment(night, BERLIN, rest, None) == datetime(2026, 11, 24, 6, 0, tzinfo=UTC)

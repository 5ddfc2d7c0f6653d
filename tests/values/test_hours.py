"""Clock hours: whatever the zone and whatever its clocks do, every instant lies in exactly one of them. And quiet
hours: their end is not quiet, and until then it is.
"""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

from hypothesis import given
from hypothesis import strategies as st

from bot.values.hours import after_quiet, clock_hour, is_quiet, next_clock_hour
from bot.values.rest import USUAL_QUIET, Quiet

ZONES = sorted(available_timezones() - {"localtime", "Factory"})

zones = st.sampled_from(ZONES).map(ZoneInfo)
since, until = (datetime(year, 1, 1) for year in (2020, 2035))  # noqa: DTZ001 - Hypothesis wants them naive
instants = st.datetimes(since, until, timezones=st.just(UTC))
times = st.times().map(lambda at: at.replace(second=0, microsecond=0))
quiets = st.builds(Quiet, times, times)


@given(instants, zones)
def test_an_instant_lies_between_the_start_of_its_hour_and_the_start_of_the_next(
    instant: datetime, zone: ZoneInfo
) -> None:
    assert clock_hour(instant, zone) <= instant < next_clock_hour(instant, zone)


@given(instants, zones)
def test_the_start_of_an_hour_is_in_that_hour_and_shows_no_minutes(instant: datetime, zone: ZoneInfo) -> None:
    start = clock_hour(instant, zone)
    assert clock_hour(start, zone) == start
    assert start.astimezone(zone).minute == 0


@given(instants, zones, st.integers(0, 120))
def test_hours_never_go_backwards_as_time_goes_on(instant: datetime, zone: ZoneInfo, minutes: int) -> None:
    later = instant + timedelta(minutes=minutes)
    assert clock_hour(instant, zone) <= clock_hour(later, zone)


@given(instants, zones)
def test_the_next_hour_is_the_first_instant_of_another_hour(instant: datetime, zone: ZoneInfo) -> None:
    following = next_clock_hour(instant, zone)
    assert clock_hour(following, zone) == following
    assert clock_hour(following - timedelta(microseconds=1), zone) == clock_hour(instant, zone)


def test_the_hour_that_happens_twice_is_two_hours() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    first = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    second = first + timedelta(hours=1)
    assert first.astimezone(berlin).hour == second.astimezone(berlin).hour == 2
    assert clock_hour(first, berlin) != clock_hour(second, berlin)


def test_where_half_an_hour_is_repeated_an_hour_lasts_ninety_minutes() -> None:
    lord_howe = ZoneInfo("Australia/Lord_Howe")
    before = datetime(2026, 4, 4, 14, 45, tzinfo=UTC)
    assert next_clock_hour(before, lord_howe) - clock_hour(before, lord_howe) >= timedelta(hours=1)


def test_a_zone_that_is_a_quarter_off_has_its_hours_a_quarter_off() -> None:
    assert clock_hour(datetime(2026, 11, 23, 12, 0, tzinfo=UTC), ZoneInfo("Asia/Kathmandu")).minute == 15


@given(instants, zones, quiets)
def test_after_quiet_hours_it_is_not_quiet_any_more_and_nobody_waits_longer_than_they_last(
    instant: datetime, zone: ZoneInfo, quiet: Quiet
) -> None:
    end = after_quiet(instant, zone, quiet)
    assert not is_quiet(end, zone, quiet)
    assert instant <= end <= instant + timedelta(hours=48)
    if end > instant:
        assert is_quiet(instant, zone, quiet)
        assert is_quiet(end - timedelta(microseconds=1), zone, quiet) or end.astimezone(zone).fold != 0


def test_quiet_hours_run_over_midnight_or_within_a_day() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    evening = datetime(2026, 11, 23, 19, 20, tzinfo=UTC)
    assert after_quiet(evening, berlin, USUAL_QUIET) == datetime(2026, 11, 24, 6, 0, tzinfo=UTC)
    lunch = Quiet(time(12, 0), time(13, 30))
    assert after_quiet(datetime(2026, 11, 23, 11, 5, tzinfo=UTC), berlin, lunch).minute == 30


def test_a_quarter_of_an_hour_awake_that_the_clocks_jump_over_comes_the_next_day() -> None:
    adak, nearly_all_day = ZoneInfo("America/Adak"), Quiet(time(2, 15), time(2, 0))
    saturday_evening = datetime(2026, 3, 7, 20, 0, tzinfo=adak)
    end = after_quiet(saturday_evening, adak, nearly_all_day).astimezone(adak)
    assert (end.day, end.time()) == (9, time(2, 0))

"""Leaving people in peace, over every zone and twenty years, against clocks that are read quarter by quarter."""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.rituals.rest.rules import NO_SUCH_DAY, Asked, Planned, excuse_on, is_about_rest, next_round, planned
from bot.rituals.schedules.dates import dates_of
from bot.rituals.schedules.schedule import upcoming
from bot.values.rest import USUAL_QUIET, Away, Quiet, Rest
from bot.values.rituals import Rules
from bot.values.schedules import MEMBER_ZONE, Schedule

ZONES = sorted(available_timezones())
NONE = Quiet(time(0), time(0))
QUARTER = timedelta(minutes=15)
EVERY_DAY = frozenset(range(7))
ALWAYS = Rest(working_days=EVERY_DAY, quiet=NONE)
WINDOW = timedelta(hours=8)

LEFT_OUT = {
    "Pacific/Apia": date(2011, 12, 30),
    "Pacific/Fakaofo": date(2011, 12, 30),
    "Pacific/Kwajalein": date(1993, 8, 21),
    "Pacific/Kiritimati": date(1994, 12, 31),
}
"""Days that the date line took away."""

zones = st.sampled_from(ZONES)
dates = st.dates(date(2010, 1, 1), date(2030, 12, 31))
times = st.integers(0, 95).map(lambda quarter: time(quarter // 4, quarter % 4 * 15))
quiets = st.builds(Quiet, times, times)


def wall(instant: datetime, zone: str) -> datetime:
    """What clocks show."""
    return instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


@cache
def wall_clock(zone: str, day: date) -> tuple[tuple[datetime, datetime], ...]:
    """Every quarter of an hour around a date: the instant, and what clocks show then. Read off, not worked out."""
    begin = datetime.combine(day, time(0), UTC) - timedelta(hours=16)
    instants = [begin + QUARTER * count for count in range(4 * (16 + 24 + 13))]
    return tuple((instant, wall(instant, zone)) for instant in instants)


def first_shown(zone: str, day: date, at: time) -> datetime:
    """When clocks first show this time; where they jump over it, as much later as it lies beyond the jump."""
    wanted = datetime.combine(day, at)
    shown = wall_clock(zone, day)
    exact = [instant for instant, clock in shown if clock == wanted]
    if exact:
        return exact[0]
    before, after = next((one, other) for one, other in pairwise(shown) if one[1] < wanted < other[1])
    assert after[1] > wanted
    return before[0] + (wanted - before[1])


def awake_from(instant: datetime, zone: str, quiet: Quiet) -> datetime:
    """The first quarter of an hour from then on that is not quiet."""
    while quiet.covers(wall(instant, zone).time()):
        instant += QUARTER
    return instant


def rules(at: time, zone: str = MEMBER_ZONE, remind: timedelta | None = None) -> Rules:
    """Rules of a round with eight hours to answer."""
    return Rules(at, zone, WINDOW, remind)


SOME_DATES = [
    *(date(2026, month, day) for month, day in ((3, 8), (3, 29), (4, 5), (10, 4), (10, 25), (11, 1))),
    *(date(2011, 12, 30), date(2011, 12, 31), date(1993, 8, 21), date(1994, 12, 31)),
]
SOME_TIMES = [time(0), time(0, 30), time(1, 30), time(2), time(2, 30), time(9, 30), time(23, 45)]


@pytest.mark.parametrize("day", SOME_DATES)
def test_on_days_when_clocks_change_each_zone_asks_at_the_hour_its_clocks_show(day: date) -> None:
    who = {zone: Asked(zone, ALWAYS) for zone in ZONES}
    for zone in ZONES:
        found = [planned(rules(at), day, who[zone]) for at in SOME_TIMES]
        if LEFT_OUT.get(zone) == day or found[0].excuse is not None:
            assert {each.excuse for each in found} == {NO_SUCH_DAY}
            assert not any(clock.date() == day for _, clock in wall_clock(zone, day))
            continue
        # Clocks of before 1972 that were a few seconds off are nobody's clocks any more.
        assert [each.due_at for each in found] == [first_shown(zone, day, at) for at in SOME_TIMES], zone
    wall_clock.cache_clear()


@pytest.mark.parametrize("day", [date(2026, 3, 8), date(2026, 3, 29), date(2026, 10, 25), date(2026, 11, 1)])
@pytest.mark.parametrize("until", [time(1, 30), time(2, 15), time(2, 30), time(3)])
def test_nights_in_which_clocks_change_end_once(day: date, until: time) -> None:
    for zone in ("America/New_York", "Europe/Berlin", "Europe/London", "America/Havana", "Africa/Cairo"):
        who = Asked(zone, Rest(EVERY_DAY, Quiet(time(20), until)))
        for at in (time(0, 30), time(1), time(1, 15), time(2)):
            found = planned(rules(at), day, who)
            awake = awake_from(first_shown(zone, day, at), zone, who.rest.quiet)
            # An end that clocks jump over comes as much later, like any other time.
            assert found.due_at in (awake, first_shown(zone, day, until)), (zone, at)
            assert timedelta(0) <= found.due_at - awake < timedelta(hours=1)
            assert not who.rest.quiet.covers(wall(found.due_at, zone).time())


@settings(max_examples=300)
@given(zone=zones, fixed=st.none() | zones, day=dates, at=times, quiet=quiets)
def test_at_night_it_waits_for_the_first_quarter_that_is_not_quiet(
    zone: str, fixed: str | None, day: date, at: time, quiet: Quiet
) -> None:
    who = Asked(zone, Rest(EVERY_DAY, quiet))
    found = planned(rules(at, fixed or MEMBER_ZONE), day, who)
    if found.excuse == NO_SUCH_DAY:
        assert LEFT_OUT.get(fixed or zone) == day or day == date(2011, 12, 30)
        return
    assert found.excuse is None
    awake = awake_from(first_shown(fixed or zone, day, at), zone, quiet)
    assert timedelta(0) <= found.due_at - awake <= timedelta(hours=1)
    assert not quiet.covers(wall(found.due_at, zone).time())
    assert found.due_at == awake or wall(awake, zone) - wall(awake - QUARTER, zone) > QUARTER
    assert found.closes_at - found.due_at == WINDOW, "with the whole window"


@pytest.mark.parametrize(
    ("zone", "year"),
    [(zone, day.year - 10) for zone, day in LEFT_OUT.items()]
    + [
        (zone, 2018) for zone in ("Australia/Lord_Howe", "America/New_York", "Africa/Casablanca", "Asia/Gaza")
    ],
)
@pytest.mark.parametrize("quiet", [NONE, USUAL_QUIET])
def test_in_twenty_years_nobody_is_asked_twice_and_no_day_is_missing(
    zone: str, year: int, quiet: Quiet
) -> None:
    who = Asked(zone, Rest(EVERY_DAY, quiet))
    days = [date(year, 1, 1) + timedelta(days=count) for count in range(20 * 365)]
    plans = [planned(rules(time(1, 30)), day, who) for day in days]
    left_out = [day for day, each in zip(days, plans, strict=True) if each.excuse]
    assert left_out == [day for each, day in LEFT_OUT.items() if each == zone and day in days]
    asked = [(day, each.due_at) for day, each in zip(days, plans, strict=True) if not each.excuse]
    assert all(earlier < later for (_, earlier), (_, later) in pairwise(asked))
    for day, due_at in asked:
        local = wall(due_at, zone)
        assert local.date() == day
        assert not quiet.covers(local.time())
        assert local.time() in (time(1, 30), time(2, 30), time(2), time(7)), (
            "as asked, beyond a jump, or in the morning"
        )


@given(zone=zones, new=zones, day=dates, at=times, quiet=quiets, hours=st.integers(0, 40))
def test_who_moves_is_asked_in_the_window_of_the_new_place_on_arrival_at_the_earliest(
    zone: str, new: str, day: date, at: time, quiet: Quiet, hours: int
) -> None:
    before = planned(rules(at), day, Asked(zone, Rest(EVERY_DAY, quiet)))
    arrival = before.due_at - timedelta(hours=20) + timedelta(hours=hours)
    who = Asked(new, Rest(EVERY_DAY, quiet))
    there = planned(rules(at), day, who)
    found = planned(rules(at), day, who, not_before=arrival)
    if there.due_at >= arrival:
        assert found == there
    elif found.excuse is None:
        assert arrival <= found.due_at < found.closes_at == there.closes_at
        assert not quiet.covers(wall(found.due_at, new).time())
    else:
        assert is_about_rest(found.excuse)
        assert awake_from(arrival, new, quiet) >= there.closes_at or found.excuse == NO_SUCH_DAY


@given(
    at=times,
    quiet=quiets,
    day=dates,
    zone=zones,
    before=st.integers(0, 10 * 4).map(lambda count: QUARTER * count),
)
def test_a_reminder_comes_after_the_question_and_before_the_end_and_never_at_night(
    at: time, quiet: Quiet, day: date, zone: str, before: timedelta
) -> None:
    weekdays = Rest(quiet=quiet)
    found = planned(rules(at, remind=before), day, Asked(zone, weekdays))
    if found.remind_at is not None:
        assert found.excuse is None
        assert found.due_at < found.remind_at == found.closes_at - before
        assert not quiet.covers(wall(found.remind_at, zone).time())
        assert wall(found.remind_at, zone).weekday() < 5
    elif found.excuse is None and found.closes_at - before > found.due_at:
        local = wall(found.closes_at - before, zone)
        assert quiet.covers(local.time()) or local.weekday() >= 5


def test_what_is_chosen_oneself_comes_before_the_country_and_that_before_the_team() -> None:
    christmas, friday = date(2026, 12, 25), date(2026, 11, 27)
    plain = rules(time(9))

    def why(day: date, rest: Rest, country: str | None = None, rule: Rules = plain) -> str | None:
        return excuse_on(day, rule, Asked("Europe/Berlin", rest, country))

    assert why(christmas, Rest()) is None
    assert why(christmas, Rest(), "DE") == "Public holiday: Christmas Day."
    assert why(christmas, Rest(country="EG"), "DE") == "It is not one of your working days."
    assert why(friday, Rest(country="IL"), "DE") is not None
    assert why(friday, Rest(country="IL", working_days=frozenset({4})), "DE") is None
    assert why(date(2026, 11, 29), Rest(country="IL"), "DE") is None, "Sunday is a working day there"
    assert why(date(2026, 1, 6), Rest(country="DE-BY"), "DE") == "Public holiday: Epiphany."
    assert why(date(2026, 1, 6), Rest(), "DE") is None
    assert why(christmas, Rest(), "DE", Rules(time(9), MEMBER_ZONE, WINDOW, on_holidays=True)) is None
    away = Rest(away=(Away(1, date(2026, 12, 20), date(2027, 1, 3)),))
    assert why(christmas, away, "DE") == "You are away until 3 Jan."
    for unknown in ("XX", "DE-XX", "", "D", "??"):
        assert why(christmas, Rest(), unknown) is None
        assert why(date(2026, 11, 28), Rest(), unknown) is not None, "a weekend is one wherever that may be"


FIRST = date(2026, 12, 1)
rests = st.builds(
    Rest,
    working_days=st.none() | st.frozensets(st.integers(0, 6), max_size=3),
    quiet=quiets,
    country=st.sampled_from([None, "DE", "US", "EG"]),
    away=st.tuples()
    | st.tuples(
        st.builds(Away, st.just(1), st.just(date(2026, 12, 1)), st.dates(date(2026, 12, 1), date(2027, 2, 1)))
    ),
)
people = st.builds(Asked, zones, rests, st.sampled_from([None, "BR"]), st.booleans())


@settings(max_examples=60)
@given(st.lists(people, min_size=1, max_size=4), times, st.integers(0, 24 * 60), st.integers(-72, 72))
def test_the_next_round_is_the_first_in_which_somebody_can_be_asked(
    team: list[Asked], at: time, into: int, created: int
) -> None:
    now = datetime(2026, 11, 30, tzinfo=UTC) + timedelta(hours=into)
    not_before = now + timedelta(hours=created)
    days = list(dates_of("FREQ=WEEKLY;BYDAY=MO,TU,TH,FR,SA", date(2026, 1, 1), date(2026, 11, 20)))[:90]
    found = next_round(days, rules(at), team, not_before=not_before, now=now)

    def asked_on(day: date) -> list[Planned]:
        plans = [planned(rules(at), day, who) for who in team]
        return [each for each in plans if not each.excuse and each.due_at >= not_before]

    worth = [day for day in days if any(each.closes_at > now for each in asked_on(day))]
    assert (found[0] if found else None) == (worth[0] if worth else None)
    if found:
        assert found[1] == min(each.due_at for each in asked_on(found[0]))


@given(zone=zones, after=dates, at=times)
def test_the_next_dates_are_those_to_come(zone: str, after: date, at: time) -> None:
    now = datetime.combine(after, time(11), UTC)
    bounded = Schedule(
        "FREQ=WEEKLY;BYDAY=TU",
        at,
        MEMBER_ZONE,
        date(2009, 1, 1),
        date(2010, 2, 1),
        after + timedelta(days=15),
    )
    found = upcoming(bounded, after=now, zone=zone)
    assert all(each > now for each in found)
    local = [wall(each, zone) for each in found]
    assert all(day.date() >= date(2010, 2, 1) for day in local)
    tuesdays = [after + timedelta(days=count) for count in range(-3, 16)]
    expected = [
        first_shown(zone, day, at)
        for day in tuesdays
        if day.weekday() == 1 and date(2010, 2, 1) <= day and first_shown_or_none(zone, day, at)
    ]
    assert [each for each in expected if each > now][:3] == found


def first_shown_or_none(zone: str, day: date, at: time) -> bool:
    """Whether there is such a day there."""
    return any(clock.date() == day for _, clock in wall_clock(zone, day))

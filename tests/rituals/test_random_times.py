"""Asking at a random time: within what was said, within somebody's waking hours, and never the same one first."""

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.rituals.rest.drawing import drawn
from bot.rituals.rest.rules import Asked, planned, slot_of
from bot.rituals.schedules import schedule
from bot.values.rest import Quiet, Rest
from bot.values.rituals import Rules
from bot.values.schedules import MEMBER_ZONE
from tests.rituals.test_rest import ALWAYS, EVERY_DAY, dates, quiets, zones

TEN, SIX_HOURS, WINDOW = time(10), timedelta(hours=6), timedelta(days=1)
draws = st.floats(0, 1, exclude_max=True)
ats = st.integers(0, 95).map(lambda quarter: time(quarter // 4, quarter % 4 * 15))


def spread(at: time = TEN, within: timedelta = SIX_HOURS, zone: str = MEMBER_ZONE) -> Rules:
    """Rules of a round that asks at a random time."""
    return Rules(at, zone, WINDOW, spread=within)


@settings(max_examples=400)
@given(zones, st.none() | zones, dates, ats, quiets, st.integers(1, 48), draws)
def test_whatever_is_drawn_lies_in_the_slot_before_the_next_quiet_hours_and_on_one_day(
    zone: str, fixed: str | None, day: date, at: time, quiet: Quiet, quarters: int, lot: float
) -> None:
    rules, who = (
        spread(at, timedelta(minutes=15 * quarters), fixed or MEMBER_ZONE),
        Asked(zone, Rest(EVERY_DAY, quiet)),
    )
    first, found = planned(rules, day, who), planned(rules, day, who, drawn=lot)
    assert found.excuse == first.excuse, "whether it is a working day does not depend on the lot"
    if found.excuse is not None:
        return
    slot, here = slot_of(rules, day, who), ZoneInfo(zone)
    assert slot.begins == first.due_at <= found.due_at
    assert slot.holds(found.due_at)
    assert found.closes_at - found.due_at == WINDOW, "the window counts from then"
    assert not quiet.covers(found.due_at.astimezone(here).time())
    assert found.due_at.astimezone(here).date() == first.due_at.astimezone(here).date()
    last = datetime.combine(day, at) + rules.spread
    by_clock = schedule.instant(last.date(), last.time(), rules.zone_for(zone))
    assert found.due_at == first.due_at or found.due_at < by_clock


@pytest.mark.parametrize("day", [date(2026, 3, 29), date(2026, 10, 25), date(2026, 6, 1)])
def test_between_two_times_means_what_clocks_show_also_when_they_change(day: date) -> None:
    who = Asked("Europe/Berlin", ALWAYS)
    slot = slot_of(spread(time(1), timedelta(hours=3)), day, who)
    shown = [
        instant.astimezone(ZoneInfo("Europe/Berlin")).strftime("%H:%M")
        for instant in (slot.begins, slot.ends)
    ]
    assert shown == ["01:00", "04:00"]
    real = slot.ends - slot.begins
    assert real == {3: timedelta(hours=2), 10: timedelta(hours=4), 6: timedelta(hours=3)}[day.month]


def test_the_evening_cuts_it_short_and_the_night_puts_it_off() -> None:
    day, berlin = date(2026, 11, 24), "Europe/Berlin"
    early = Asked(berlin, Rest(EVERY_DAY, Quiet(time(13), time(11))))
    slot = slot_of(spread(), day, early)
    assert (slot.begins, slot.ends) == (
        datetime(2026, 11, 24, 10, tzinfo=UTC),
        datetime(2026, 11, 24, 12, tzinfo=UTC),
    )
    asleep = Asked(berlin, Rest(EVERY_DAY, Quiet(time(9), time(18))))
    slot = slot_of(spread(), day, asleep)
    assert slot.begins == slot.ends == datetime(2026, 11, 24, 17, tzinfo=UTC), "asked when their night ends"


def test_over_many_rounds_nobody_is_always_first_and_all_hours_come_up() -> None:
    day, who = date(2026, 11, 24), Asked("Europe/Berlin", ALWAYS)
    firsts, hours = Counter[int](), Counter[int]()
    for _ in range(300):
        due = [planned(spread(), day, who, drawn=drawn()).due_at for _ in range(3)]
        firsts[due.index(min(due))] += 1
        hours.update(instant.astimezone(ZoneInfo("Europe/Berlin")).hour for instant in due)
    # One in 10^9 chance that fair lots miss these.
    assert min(firsts.values()) > 50
    assert set(hours) == {10, 11, 12, 13, 14, 15}

"""From what is chosen in a form to a schedule, and back."""

from dataclasses import replace
from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rituals.schedules.schedule import dates_from
from bot.rituals.tending.rescheduling import begun, chosen, when_of
from bot.values.editing import Rhythm
from bot.values.errors import Unusable
from bot.values.recurrences import BYDAY
from bot.values.schedules import MEMBER_ZONE, Schedule

TODAY = date(2026, 11, 23)
WEEKDAYS = Schedule("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", time(9), MEMBER_ZONE, date(2026, 11, 1))


def _next(schedule: Schedule, count: int = 3) -> list[date]:
    dates = dates_from(schedule, TODAY)
    return [next(dates) for _ in range(count)]


@pytest.mark.parametrize(
    "rrule",
    [
        "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
        "FREQ=DAILY",
        "FREQ=WEEKLY;BYDAY=TU,SA",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH",
        "FREQ=MONTHLY;BYDAY=1MO",
        "FREQ=MONTHLY;BYDAY=-1FR",
        "FREQ=MONTHLY;BYMONTHDAY=15",
        "FREQ=WEEKLY;INTERVAL=3;BYDAY=MO",
    ],
)
def test_a_form_that_is_not_touched_changes_nothing(rrule: str) -> None:
    schedule = replace(WEEKDAYS, rrule=rrule, starts_on=date(2026, 11, 2), ends_on=date(2027, 1, 31))
    assert chosen(when_of(schedule, ""), schedule, TODAY) == schedule


@given(
    st.sets(st.sampled_from(BYDAY), min_size=1),
    st.sampled_from([Rhythm.WEEKLY, Rhythm.FORTNIGHTLY]),
    st.dates(WEEKDAYS.anchor, date(2028, 12, 31)),
)
def test_chosen_days_begin_with_the_first_of_them(days: set[str], rhythm: Rhythm, today: date) -> None:
    when = replace(when_of(WEEKDAYS, ""), rhythm=rhythm, days=tuple(sorted(days)))
    first = next(dates_from(chosen(when, WEEKDAYS, today), today))
    assert BYDAY[first.weekday()] in days
    assert 0 <= (first - today).days < 7


def test_every_other_week_counts_from_the_day_it_is_not_before() -> None:
    when = replace(
        when_of(WEEKDAYS, ""), rhythm=Rhythm.FORTNIGHTLY, days=("TU",), starts_on=date(2026, 12, 2)
    )
    assert _next(chosen(when, WEEKDAYS, TODAY), 2) == [date(2026, 12, 8), date(2026, 12, 22)]
    moved = replace(when, days=("TH",))
    assert _next(chosen(moved, WEEKDAYS, TODAY), 2) == [date(2026, 12, 3), date(2026, 12, 17)]


def test_words_bring_their_own_time_or_take_the_one_beside_them() -> None:
    when = replace(when_of(WEEKDAYS, ""), rhythm=Rhythm.WORDS, words="first Monday of the month at 14:00")
    assert chosen(when, WEEKDAYS, TODAY).at == time(14)
    without = replace(when, words="first Monday of the month", at=time(10, 30))
    found = chosen(without, WEEKDAYS, TODAY)
    assert (found.at, _next(found, 1)) == (time(10, 30), [date(2026, 12, 7)])


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"rhythm": Rhythm.WORDS, "words": ""}, "words"),
        ({"rhythm": Rhythm.WORDS, "words": "whenever"}, "words"),
        ({"rhythm": Rhythm.WEEKLY, "days": ()}, "days"),
        ({"starts_on": date(2026, 12, 2), "ends_on": date(2026, 12, 1)}, "ends_on"),
        ({"ends_on": date(2026, 11, 1)}, "ends_on"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(changes: dict[str, object], field: str) -> None:
    when = replace(when_of(WEEKDAYS, ""), **changes)  # type: ignore[arg-type]
    with pytest.raises(Unusable) as refused:
        chosen(when, WEEKDAYS, TODAY)
    assert refused.value.field == field


def test_a_template_every_other_week_begins_with_the_next_such_day() -> None:
    retro = replace(WEEKDAYS, rrule="FREQ=WEEKLY;INTERVAL=2;BYDAY=FR")
    assert _next(begun(retro, TODAY), 2) == [date(2026, 11, 27), date(2026, 12, 11)]

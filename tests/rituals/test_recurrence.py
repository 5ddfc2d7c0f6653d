"""When a ritual asks, from words to days and back: what is read is meant, and nothing is dropped on the way."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import islice, takewhile
from typing import cast

import pytest
from dateutil.rrule import rrule as rrule_
from dateutil.rrule import rrulestr
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from bot.rituals.as_code.nodes import Unreadable
from bot.rituals.as_code.schedule import ANCHOR, read_rrule
from bot.rituals.schedules import dates
from bot.rituals.schedules.recurrence import NotUnderstood, read_words
from bot.rituals.spoken.phrases import tokens
from bot.values.recurrences import recurrence_of
from bot.views.schedule_words import recurrence_in_words, spoken_in_words

MONDAY = date(2026, 11, 23)
NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
BYDAY = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
MONTHS = ("January", "April", "May", "August", "December")
NUMBERED = {"first": 1, "second": 2, "third": 3, "4th": 4, "last": -1}


@lru_cache(maxsize=8)
def dates_of(rrule: str, anchor: date, years: int = 4) -> list[date]:
    """What dateutil makes of a recurrence, over some years."""
    begin = datetime.combine(anchor, time.min)
    rule = cast(rrule_, rrulestr(rrule, dtstart=begin))
    end = begin + timedelta(days=366 * years)
    rule = rule if "UNTIL" in rrule else rule.replace(until=end)
    return [moment.date() for moment in rule if moment < end]


@pytest.mark.parametrize(
    ("said", "rrule", "at"),
    [
        ("every weekday at 9:30", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", time(9, 30)),
        ("every other Tuesday 14:00", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", time(14)),
        ("every second Tuesday at 2 p.m.", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", time(14)),
        ("first Monday of the month", "FREQ=MONTHLY;BYDAY=1MO", None),
        ("daily except Friday", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,SA,SU", None),
        ("Mon, Wed and Fri 10:00", "FREQ=WEEKLY;BYDAY=MO,WE,FR", time(10)),
        ("mon–fri 9.30", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", time(9, 30)),
        ("every business day at 9", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", time(9)),
        ("Tuesdays & Thursdays at noon.", "FREQ=WEEKLY;BYDAY=TU,TH", time(12)),
        ("from Sunday to Thursday", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,SU", None),
        ("at 12am each day", "FREQ=DAILY", time(0)),
        ("every weekend", "FREQ=WEEKLY;BYDAY=SA,SU", None),
        ("every 3 weeks on Monday", "FREQ=WEEKLY;INTERVAL=3;BYDAY=MO", None),
        ("fortnightly on Wed at 16:00", "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE", time(16)),
        ("last Friday of the month at 16:00", "FREQ=MONTHLY;BYDAY=-1FR", time(16)),
        ("the first and third Thursday of each month", "FREQ=MONTHLY;BYDAY=1TH,3TH", None),
        ("last working day of the month", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", None),
        ("on the 15th of the month", "FREQ=MONTHLY;BYMONTHDAY=15", None),
        ("monthly on the 1st at 11am", "FREQ=MONTHLY;BYMONTHDAY=1", time(11)),
        ("1st, 15th and last day of the month", "FREQ=MONTHLY;BYMONTHDAY=1,15,-1", None),
        ("every quarter on the first Monday", "FREQ=MONTHLY;BYDAY=1MO;BYMONTH=1,4,7,10", None),
        ("last Friday of the quarter", "FREQ=MONTHLY;BYDAY=-1FR;BYMONTH=3,6,9,12", None),
        ("every 6 months on the 1st", "FREQ=MONTHLY;INTERVAL=6;BYMONTHDAY=1", None),
        ("every Mon except in August", "FREQ=WEEKLY;BYDAY=MO;BYMONTH=1,2,3,4,5,6,7,9,10,11,12", None),
        ("every Mon until 18 Dec 2026", "FREQ=WEEKLY;BYDAY=MO;UNTIL=20261218", None),
    ],
)
def test_what_people_say_is_read(said: str, rrule: str, at: time | None) -> None:
    spoken = read_words(said, today=MONDAY)
    assert (spoken.rrule, spoken.at) == (rrule, at)


@pytest.mark.parametrize(
    ("said", "names"),
    [
        ("every day at 25:00", "25:00"),
        ("every day at 13pm", "13pm"),
        ("every day at 9:00 and 14:00", "and"),
        ("every day at 9:00, 14:00", "two times"),
        ("every day at 5", "5pm"),
        ("every third Tuesday", "every 3 weeks"),
        ("second Tuesday", "of the month"),
        ("every month on Monday", "first Monday"),
        ("every other weekday", "every other week on"),
        ("every 3 Mondays", "every 3 weeks on"),
        ("every other Mon and Thu", "every other week on"),
        ("biweekly", "once in two"),
        ("every Monday in the morning", "in"),
        ("daily except holidays", "by themselves"),
        ("every week", "which day"),
        ("every weekday except Sunday", "not one of the days"),
        ("first Monday and the 15th of the month", "both at once"),
        ("first Monday and Tuesday of the month", "and"),
        ("30th of February", "no such day"),
        ("every Monday until 1 Nov 2026", "before today"),
        ("every 60 days", "1 to 52"),
        ("every Monday, every Tuesday", "every"),
        ("every Monday Zulu time", "zulu"),
        ("at 9:00", "which days"),
        ("every day,", "comma"),
        ("", "when it asks"),
        ("every year on the 1st", "days, weeks and months"),
        ("the 32nd of the month", "so many"),
        ("every Monday starting soon", "no date"),
        ("Mon " * 100, "too long"),
    ],
)
def test_what_is_not_clear_is_refused_by_name_and_with_examples(said: str, names: str) -> None:
    with pytest.raises(NotUnderstood) as refused:
        read_words(said, today=MONDAY)
    assert names in refused.value.problem
    assert "“every other Tuesday at 14:00”" in refused.value.user_message


def test_every_other_week_begins_with_the_next_day_there_is() -> None:
    on_wednesday = MONDAY + timedelta(days=2)
    spoken = read_words("every other Tuesday", today=on_wednesday)
    assert dates_of(spoken.rrule, spoken.anchor)[:2] == [date(2026, 12, 1), date(2026, 12, 15)]
    later = read_words("every other Tuesday starting 2 Dec", today=on_wednesday)
    assert dates_of(later.rrule, later.anchor)[0] == date(2026, 12, 8)


# A sentence and, beside it, what it means as a plain question about one day.

Says = tuple[str, Callable[[date], bool]]


@st.composite
def sentences(draw: st.DrawFn) -> Says:
    """A sentence of the grammar, with a predicate for its days."""
    kind = draw(st.sampled_from([_days, _range, _daily_except, _nth, _of_month, _weekdays]))
    said, holds = kind(draw)
    if kind in (_days, _range, _weekdays) and draw(st.booleans()):
        names = draw(st.lists(st.sampled_from(MONTHS), min_size=1, max_size=3, unique=True))
        numbers = [
            1 + ["Jan", "", "", "Apr", "May", "", "", "Aug", "", "", "", "Dec"].index(n[:3]) for n in names
        ]
        return f"{said} in {' and '.join(names)}", lambda day: holds(day) and day.month in numbers
    return said, holds


def _days(draw: st.DrawFn) -> Says:
    days = draw(st.lists(st.integers(0, 6), min_size=1, max_size=5, unique=True))
    spelled = [draw(st.sampled_from([NAMES[day], NAMES[day][:3], f"{NAMES[day]}s"])) for day in days]
    begin = draw(st.sampled_from(["every ", "each ", "on ", "", "weekly on "]))
    return begin + draw(st.sampled_from([", ", " and ", " & "])).join(
        spelled
    ), lambda day: day.weekday() in days


def _range(draw: st.DrawFn) -> Says:
    first, length = draw(st.integers(0, 6)), draw(st.integers(1, 6))
    days = [(first + step) % 7 for step in range(length + 1)]
    word = draw(st.sampled_from(["-", " to ", " – ", " through "]))
    return f"{NAMES[days[0]]}{word}{NAMES[days[-1]]}", lambda day: day.weekday() in days


def _daily_except(draw: st.DrawFn) -> Says:
    days = draw(st.lists(st.integers(0, 6), min_size=1, max_size=6, unique=True))
    said = (
        f"{draw(st.sampled_from(['daily', 'every day']))} except {' and '.join(NAMES[day] for day in days)}"
    )
    return said, lambda day: day.weekday() not in days


def _weekdays(draw: st.DrawFn) -> Says:
    word = draw(st.sampled_from(["every weekday", "weekdays", "every working day", "Mon-Fri"]))
    return word, lambda day: day.weekday() < 5


def _nth(draw: st.DrawFn) -> Says:
    word, weekday = draw(st.sampled_from(sorted(NUMBERED))), draw(st.integers(0, 6))
    place = NUMBERED[word]

    def holds(day: date) -> bool:
        is_last = (day + timedelta(days=7)).month != day.month
        return day.weekday() == weekday and (is_last if place < 0 else (day.day - 1) // 7 + 1 == place)

    of = draw(st.sampled_from(["of the month", "of each month", "of every month"]))
    return f"{draw(st.sampled_from(['on the ', 'every ', '']))}{word} {NAMES[weekday]} {of}", holds


def _of_month(draw: st.DrawFn) -> Says:
    number = draw(st.integers(4, 20))
    begin = draw(
        st.sampled_from(["on the {}th of the month", "monthly on the {}th", "every {}th of the month"])
    )
    return begin.format(number), lambda day: day.day == number


@given(sentences(), st.times().map(lambda at: at.replace(second=0, microsecond=0, fold=0)), st.booleans())
def test_a_sentence_means_the_days_and_the_time_it_says(says: Says, at: time, time_first: bool) -> None:
    said, holds = says
    clock = f"at {at:%H:%M}"
    spoken = read_words(f"{clock} {said}" if time_first else f"{said} {clock}", today=MONDAY)
    assert spoken.at == at
    days = [MONDAY + timedelta(days=count) for count in range(800)]
    found = set(dates_of(spoken.rrule, spoken.anchor, years=3))
    assert [day for day in days if day in found] == [day for day in days if holds(day)]


WORDS = sorted(
    {
        *NAMES, "mon", "fri", "every", "other", "day", "days", "week", "weeks", "month", "of", "the", "on", "first",
        "last", "second", "3", "2", "15th", "1st", "and", "or", ",", "-", "except", "in", "jan", "may", "weekday",
        "weekend", "at", "9:00", "14:00", "noon", "daily", "monthly", "weekly", "until", "2027", "1", "only", "each",
        "them", "starting", "from", "to", "working", "quarter",
    }
)  # fmt: skip


@settings(max_examples=600)
@given(st.lists(st.sampled_from(WORDS), max_size=9), st.integers(0, 8))
def test_words_in_any_order_are_refused_or_each_of_them_counts(words: list[str], place: int) -> None:
    try:
        spoken = read_words(" ".join(words), today=MONDAY)
    except NotUnderstood:
        return
    again = read_words(spoken_in_words(spoken.rrule, spoken.at or time(9), spoken.anchor), today=MONDAY)
    assert again.rrule == spoken.rrule
    assert (
        dates_of(again.rrule, again.anchor)
        == [day for day in dates_of(spoken.rrule, spoken.anchor, years=5) if day >= again.anchor][
            : len(dates_of(again.rrule, again.anchor))
        ]
    )
    with pytest.raises(NotUnderstood):
        read_words(" ".join([*words[:place], "bananas", *words[place:]]), today=MONDAY)
    if spoken.at is None:
        assert not {"9:00", "14:00", "noon"} & set(words), "no time is dropped"


@given(st.text(max_size=60))
@example("every day at 9:30:15")
@example("every day at 9 a.m")
def test_any_text_is_read_or_refused(text: str) -> None:
    tokens(text)
    try:
        spoken = read_words(text, today=MONDAY)
    except NotUnderstood:
        return
    assert dates_of(spoken.rrule, spoken.anchor, years=9)


def _some(values: st.SearchStrategy[str], most: int = 4) -> st.SearchStrategy[str]:
    return st.one_of(st.just(""), st.lists(values, min_size=1, max_size=most, unique=True).map(",".join))


@st.composite
def rrules(draw: st.DrawFn) -> str:
    """A recurrence as RITUALS.yaml may write it."""
    frequency = draw(st.sampled_from(["DAILY", "WEEKLY", "MONTHLY"]))
    places = ["", "", "1", "2", "5", "-1", "-3"] if frequency == "MONTHLY" else [""]
    days = st.tuples(st.sampled_from(places), st.sampled_from(BYDAY)).map("".join)
    month_days = st.integers(1, 31).flatmap(lambda day: st.sampled_from([str(day), str(-day)]))
    parts = {
        "FREQ": frequency,
        "INTERVAL": draw(st.sampled_from(["", "1", "2", "3", "11"])),
        "BYDAY": draw(_some(days, most=7)),
        "BYMONTHDAY": draw(_some(month_days)),
        "BYMONTH": draw(_some(st.integers(1, 12).map(str), most=12)),
        "BYSETPOS": draw(_some(st.sampled_from(["1", "2", "7", "-1", "-4", "33"]), most=2)),
        "WKST": draw(st.sampled_from(["", "MO"])),
        "UNTIL": draw(st.sampled_from(["", "", "20281231"])),
    }
    return ";".join(f"{name}={value}" for name, value in parts.items() if value)


@settings(max_examples=400)
@given(rrules())
@example("FREQ=WEEKLY")
@example("FREQ=MONTHLY;INTERVAL=3")
@example("FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13")
@example("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1,-1;BYMONTH=3,6")
@example("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TU,WE,TH,FR,SA,SU")
@example("FREQ=DAILY;BYDAY=MO,TU;BYSETPOS=-1;BYMONTH=2")
@example("FREQ=MONTHLY;BYDAY=MO,2MO,3TU")
@example("FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1")
@example("FREQ=MONTHLY;BYDAY=MO,TU,WE;BYSETPOS=1,7")
def test_every_recurrence_a_file_can_hold_has_words_that_are_read_back(rrule: str) -> None:
    try:
        rrule = read_rrule(rrule)
    except Unreadable:
        assume(False)
    own = recurrence_of(rrule, ANCHOR)
    assert recurrence_of(own.rrule, ANCHOR) == own
    theirs = dates_of(rrule, ANCHOR)
    assert dates_of(own.rrule, ANCHOR) == theirs, "the same days, written in our way"
    ours = takewhile(
        lambda day: day < ANCHOR + timedelta(days=366 * 4), dates.dates_of(rrule, ANCHOR, ANCHOR)
    )
    assert list(ours) == theirs, "the same days as the library finds"
    today = ANCHOR + timedelta(days=1)
    spoken = read_words(recurrence_in_words(rrule, ANCHOR), today=today)
    assert spoken.rrule == own.rrule
    assert list(islice(dates_of(spoken.rrule, spoken.anchor), 20)) == dates_of(own.rrule, ANCHOR)[:20]


@pytest.mark.parametrize(
    ("rrule", "said"),
    [
        ("FREQ=WEEKLY;BYDAY=FR,MO", "every Mon and Fri"),
        ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA,SU", "every day"),
        ("FREQ=WEEKLY;BYDAY=MO,TU,TH,FR", "every weekday except Wed"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", "every other Tue, counted from 1 Jan 2024"),
        ("FREQ=WEEKLY;INTERVAL=3;BYDAY=MO,TU,WE,TH,FR", "every 3 weeks on weekdays, counted from 1 Jan 2024"),
        ("FREQ=MONTHLY;BYDAY=1MO", "on the first Mon of the month"),
        ("FREQ=MONTHLY;BYDAY=1MO,-1FR", "on the first Mon and the last Fri of the month"),
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "on the last working day of the month"),
        ("FREQ=MONTHLY;BYMONTHDAY=1,15,-1", "on the 1st, 15th and last day of the month"),
        ("FREQ=MONTHLY;BYMONTHDAY=1;BYMONTH=1,7", "on the 1st of Jan and Jul"),
        ("FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13", "every Fri, only on the 13th"),
        ("FREQ=WEEKLY;BYDAY=MO;BYMONTH=1,2,3,4,5,6,7,9,10,11,12", "every Mon, except in Aug"),
        ("FREQ=DAILY;INTERVAL=2", "every other day, counted from 1 Jan 2024"),
        ("FREQ=DAILY;UNTIL=20271231", "every day, until 31 Dec 2027"),
    ],
)
def test_recurrences_are_said_as_people_say_them(rrule: str, said: str) -> None:
    assert recurrence_in_words(rrule, ANCHOR) == said

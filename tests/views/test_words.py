"""Words that fit: nothing is lost without saying so, no mention is smuggled in, no limit is broken."""

import html
from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.values.schedules import MEMBER_ZONE, Schedule
from bot.views.schedule_words import schedule_in_words
from bot.views.words import clip, escape, first_few, happened_at, listing, pieces, plural

texts = st.text(max_size=400) | st.text("& <>;a\n", max_size=400)
limits = st.integers(8, 60)


@given(texts)
def test_escaping_leaves_no_markup_and_loses_nothing(text: str) -> None:
    safe = escape(text)
    assert "<" not in safe
    assert ">" not in safe
    assert safe.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") == text


@given(texts, limits)
def test_pieces_fit_and_together_say_everything(text: str, limit: int) -> None:
    found = pieces(escape(text), limit)
    assert all(len(piece) <= limit for piece in found)
    assert "".join("".join(found).split()) == "".join(escape(text).split())


@given(st.text("&<a", min_size=1, max_size=200), limits)
def test_no_escaped_character_is_taken_apart(text: str, limit: int) -> None:
    for piece in [*pieces(escape(text), limit), clip(escape(text), limit).removesuffix("…")]:
        assert escape(html.unescape(piece)) == piece


@given(texts, limits)
def test_what_is_clipped_says_so(text: str, limit: int) -> None:
    found = clip(text, limit)
    assert len(found) <= limit
    assert found == text or found.endswith("…")


@given(st.lists(st.text("abc ", max_size=300), max_size=40), st.integers(1, 30), st.integers(80, 3000))
def test_of_many_lines_the_first_few_are_shown_and_the_rest_is_counted(
    lines: list[str], most: int, budget: int
) -> None:
    found = first_few(lines, most=most, budget=budget)
    assert len(found) <= budget
    shown = found.split("\n") if lines else []
    if shown != lines:
        left = len(lines) - (len(shown) - 1)
        assert shown[:-1] == lines[: len(shown) - 1]
        assert shown[-1] == f"…and {left} more"


@pytest.mark.parametrize(
    ("number", "said"), [(0, "0 answers"), (1, "1 answer"), (2, "2 answers"), (21, "21 answers")]
)
def test_plurals(number: int, said: str) -> None:
    assert plural(number, "answer") == said


def test_what_happened_on_another_day_is_told_with_the_day() -> None:
    evening = datetime(2026, 11, 18, 22, 30, tzinfo=UTC)
    assert happened_at(evening, "Europe/Lisbon", seen_from=date(2026, 11, 18)) == "at 22:30"
    assert happened_at(evening, "Asia/Tokyo", seen_from=date(2026, 11, 18)) == "on Thu 19 Nov at 07:30"


def test_listings() -> None:
    assert [listing(["a", "b", "c"][:count]) for count in range(4)] == ["", "a", "a and b", "a, b and c"]


@pytest.mark.parametrize(
    ("rrule", "zone", "said"),
    [
        (
            "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
            MEMBER_ZONE,
            "every weekday at 09:05, in each person's own time zone",
        ),
        ("FREQ=WEEKLY;BYDAY=FR,MO", "America/New_York", "every Mon and Fri at 09:05, America/New York time"),
        ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA,SU", "UTC", "every day at 09:05, UTC time"),
        ("FREQ=DAILY", "UTC", "every day at 09:05, UTC time"),
        ("FREQ=MONTHLY;BYDAY=1MO", "UTC", "on the first Mon of the month at 09:05, UTC time"),
        (
            "FREQ=DAILY;COUNT=3",
            "UTC",
            "on a recurring schedule (FREQ=DAILY;COUNT=3) at 09:05, UTC time",
        ),
    ],
)
def test_schedules_are_said_as_people_say_them(rrule: str, zone: str, said: str) -> None:
    assert schedule_in_words(Schedule(rrule, time(9, 5), zone, date(2026, 1, 5))) == said


def test_a_schedule_says_when_it_starts_and_ends() -> None:
    bounded = Schedule(
        "FREQ=DAILY", time(9), "UTC", date(2026, 1, 5), starts_on=date(2026, 12, 1), ends_on=date(2027, 3, 31)
    )
    assert schedule_in_words(bounded) == "every day at 09:00, UTC time, from 1 Dec 2026, until 31 Mar 2027"

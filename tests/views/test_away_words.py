"""Days off in plain words: what is read, what is refused, and that what is said can be read back."""

import contextlib
from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as some

from bot.values.errors import Unusable
from bot.values.rest import Days
from bot.views.people.away_words import MOST_DAYS, days_in_words, read_days

MONDAY = date(2026, 11, 23)

READ = {
    "tomorrow": "2026-11-24 2026-11-24",
    "Today.": "2026-11-23 2026-11-23",
    "the day after tomorrow": "2026-11-25 2026-11-25",
    "20 Dec – 3 Jan": "2026-12-20 2027-01-03",
    "20dec—3jan": "2026-12-20 2027-01-03",
    "20. Dec - 3. Jan": "2026-12-20 2027-01-03",
    "Sun 20 Dec to Sun 3 Jan": "2026-12-20 2027-01-03",
    "December 20th until January 3rd": "2026-12-20 2027-01-03",
    "from the 20th of December to the 3rd of January 2027": "2026-12-20 2027-01-03",
    "20.12. – 3.1.": "2026-12-20 2027-01-03",
    "20/12 - 31/12": "2026-12-20 2026-12-31",
    "12/24": "2026-12-24 2026-12-24",
    "20–23 Dec": "2026-12-20 2026-12-23",
    "Dec 20-23, 2027": "2027-12-20 2027-12-23",
    "15 Nov - 30 Nov": "2026-11-15 2026-11-30",
    "20 Dec – Friday": "2026-12-20 2026-12-25",
    "2026-12-24 to 2026-12-26": "2026-12-24 2026-12-26",
    "2026-12-24-2026-12-26": "2026-12-24 2026-12-26",
    "until Friday": "2026-11-23 2026-11-27",
    "I'm away on vacation until 3 Jan": "2026-11-23 2027-01-03",
    "Friday": "2026-11-27 2026-11-27",
    "next Friday": "2026-12-04 2026-12-04",
    "Mon-Wed": "2026-11-23 2026-11-25",
    "fri - mon": "2026-11-27 2026-11-30",
    "between Mon and Wed": "2026-11-23 2026-11-25",
    "this week": "2026-11-23 2026-11-29",
    "next week": "2026-11-30 2026-12-06",
    "next month": "2026-12-01 2026-12-31",
    "3 days": "2026-11-23 2026-11-25",
    "for two weeks from Friday": "2026-11-27 2026-12-10",
    "from 20 Dec for a week": "2026-12-20 2026-12-26",
    "29 Feb": "2028-02-29 2028-02-29",
}

REFUSED = {
    "20 Nov": "is over",
    "until 20 Nov": "Fri 20 Nov is over. If you mean another year, add it. Try `tomorrow`",
    "2026-12-26 to 2026-12-24": "ends before it begins",
    "12/6": "could be a day in December or in June",
    "500 days": "is 500 days; I keep at most 400",
    "2030-01-01": "more than two years ahead",
    "3 Jan – 20 Dec": "can't read",
    "31 Feb": "can't read",
    "Mon and Wed": "can't read",
    "from Monday": "can't read",
    "99999999999999 days": "can't read",
    "2026-13-45": "can't read",
    "soon 🌴": "I can't read “soon 🌴” as days. Try `20 Dec – 3 Jan`, `tomorrow`",
}


@pytest.mark.parametrize("text", READ)
def test_people_say_days_in_their_own_words(text: str) -> None:
    days = read_days(text, MONDAY)
    assert f"{days.first} {days.last}" == READ[text]


@pytest.mark.parametrize("text", REFUSED)
def test_what_cannot_be_meant_is_refused_with_what_to_write(text: str) -> None:
    with pytest.raises(Unusable) as refused:
        read_days(text, MONDAY)
    assert REFUSED[text] in refused.value.user_message


@given(
    today=some.dates(date(2024, 1, 1), date(2040, 12, 31)),
    before=some.integers(0, 60),
    lasts=some.integers(0, MOST_DAYS - 1),
    ahead=some.integers(0, 730),
)
@example(today=date(2035, 6, 5), before=0, lasts=1, ahead=268)
def test_what_is_said_is_read_back_as_the_same_days(today: date, before: int, lasts: int, ahead: int) -> None:
    first = today + timedelta(days=ahead or -min(before, lasts))
    days = Days(first, first + timedelta(days=lasts))
    assert read_days(days_in_words(days, today), today) == days
    assert read_days(f"{days.first} – {days.last}", today) == days


_WORDS = [word for text in READ for word in text.split()] + ["31", "0", "2026", "/", "'", "und", "１２", "²"]


@given(
    text=some.one_of(some.text(max_size=40), some.lists(some.sampled_from(_WORDS), max_size=6).map(" ".join)),
    today=some.dates(date(2024, 1, 1), date(2040, 12, 31)),
)
def test_whatever_is_typed_gives_days_that_make_sense_or_a_sentence(text: str, today: date) -> None:
    with contextlib.suppress(Unusable):
        days = read_days(text, today)
        assert days.first <= days.last >= today
        assert (days.last - days.first).days < MOST_DAYS

"""Days off in plain words: `20 Dec – 3 Jan`, `until Friday`, `3 days from Monday`. Read here, said here.

Every word is taken at its plainest, on the person's own calendar, and the answer says in full which days were meant:
what could be meant in two ways is asked back, not guessed.
"""

from datetime import date, timedelta

from bot.values.errors import Unusable
from bot.values.rest import Days
from bot.views.people.day_tokens import NotRead
from bot.views.people.day_words import JUST_OVER, Reading
from bot.views.words import listing, on_day, plural

EXAMPLES = ("20 Dec – 3 Jan", "tomorrow", "until Friday", "next week", "3 days from Monday")

MOST_DAYS = 400
"""In a row; whoever is gone for longer does not need a bot to know it."""

FARTHEST = 730
"""Days ahead that can be told."""


def read_days(text: str, today: date, *, field: str | None = None) -> Days:
    """The days somebody means, seen from their own `today`. Raises Unusable with examples."""
    try:
        days = Reading(text, today).days()
    except (NotRead, OverflowError):
        shown = " ".join(text.split())[:60]
        raise Unusable(f"I can't read “{shown}” as days. {_try(EXAMPLES)}", field=field) from None
    check_days(days, today, field=field)
    return days


def check_days(days: Days, today: date, *, field: str | None = None) -> None:
    """Raise Unusable where days are reversed, over, or absurdly many or far."""
    if problem := _problem(days, today):
        raise Unusable(problem, field=field)


def days_in_words(days: Days, today: date) -> str:
    """`Sun 20 Dec to Sun 3 Jan`, `Tue 24 Nov`; with years where they are not plain from today."""
    is_plain = (
        today - timedelta(days=JUST_OVER // 2) < days.first
        and days.last < today + timedelta(days=270)
        and days.last - days.first < timedelta(days=150)
    )
    first, last = (
        on_day(day) if is_plain else f"{on_day(day)} {day.year}" for day in (days.first, days.last)
    )
    return first if days.first == days.last else f"{first} to {last}"


def _problem(days: Days, today: date) -> str | None:
    words, length = days_in_words(days, today), (days.last - days.first).days + 1
    if days.last < today:
        return f"{on_day(days.last)} is over. If you mean another year, add it. {_try(EXAMPLES[1:3])}"
    if length < 1:
        return f"{words} ends before it begins. Say the first day first, as in `20 Dec – 3 Jan`."
    if length > MOST_DAYS:
        return f"{words} is {plural(length, 'day')}; I keep at most {MOST_DAYS} in a row."
    if (days.first - today).days > FARTHEST:
        return f"{words} is more than two years ahead. Tell me when it is closer."
    return None


def _try(examples: tuple[str, ...]) -> str:
    return f"Try {listing([f'`{example}`' for example in examples], 'or')}."

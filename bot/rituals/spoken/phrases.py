"""The words schedules are spoken in: days, places in a month, times, dates."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, time

from bot.values.rest import WEEKDAYS

EXAMPLES = (
    "every weekday at 9:30",
    "every other Tuesday at 14:00",
    "first Monday of the month",
    "daily except Friday",
)

_DAY_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAY_SHORTS = ("mon", "tue tues", "wed weds", "thu thur thurs", "fri", "sat", "sun")
_MONTH_NAMES = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)

WEEKDAY: Mapping[str, int] = {
    **{spelled: day for day, name in enumerate(_DAY_NAMES) for spelled in (name, name + "s")},
    **{short: day for day, shorts in enumerate(_DAY_SHORTS) for short in shorts.split()},
}
"""Every spelling of a weekday."""

DAY_GROUPS: Mapping[str, frozenset[int]] = {
    **dict.fromkeys(("weekday", "weekdays", "workday", "workdays"), WEEKDAYS),
    **dict.fromkeys(("weekend", "weekends"), frozenset({5, 6})),
}
"""Words for several weekdays."""

MONTH: Mapping[str, int] = {
    **{name: number for number, name in enumerate(_MONTH_NAMES, 1)},
    **{name[:3]: number for number, name in enumerate(_MONTH_NAMES, 1)},
    "sept": 9,
}
"""Every spelling of a month."""

ORDINAL: Mapping[str, int] = {
    **{f"{number}{ending}": number for number in range(1, 100) for ending in ("st", "nd", "rd", "th")},
    **{word: n for n, word in enumerate(["first", "second", "third", "fourth", "fifth", "sixth"], 1)},
    "last": -1,
}
"""Every spelling of a place: of a day in its month, of a weekday in its month."""

AMBIGUOUS: Mapping[str, str] = {
    **dict.fromkeys(
        ("holiday", "holidays"),
        "Public holidays are left out by themselves, unless the ritual says otherwise.",
    ),
    **dict.fromkeys(
        ("biweekly", "bimonthly"), "It can mean twice in one, or once in two: write “every other …”."
    ),
    **dict.fromkeys(("twice", "thrice"), "Name the days: “every Tue and Thu”."),
    **dict.fromkeys(
        ("yearly", "annually", "year", "hourly", "hour", "hours", "minute", "minutes"),
        "I count in days, weeks and months.",
    ),
    **dict.fromkeys(("today", "tomorrow", "once"), "That is one date, and a ritual comes round."),
    **dict.fromkeys(
        ("morning", "afternoon", "evening", "night"), "Write the time as on a clock: “at 9:30”, “at 2pm”."
    ),
}
"""Words people use for schedules that do not say enough, and what would."""

_CLOCK = r"\d{1,2}(?:[:.]\d{2})?\s?[ap]\.?m\.?(?![a-z0-9])|\d{1,2}[:.]\d{2}(?![\d:.])"
_TOKEN = re.compile(rf"\d{{4}}-\d{{2}}-\d{{2}}|{_CLOCK}|\d+[a-z]*|[a-z]+|[,&+-]|[^\s]")


def tokens(text: str) -> list[str]:
    """The words of a sentence in small letters, with times and dates in one piece."""
    plain = text.casefold().replace("–", "-").replace("—", "-").replace("’", "'")
    without_dots = re.sub(r"(?<![ap]\.m)(?<=[a-z])\.(?=\s|,|$)", "", plain)
    return _TOKEN.findall(without_dots.strip().removesuffix("."))


def is_clock(word: str) -> bool:
    """Whether a piece is written like a time of day."""
    return re.fullmatch(_CLOCK, word) is not None or word in ("noon", "midnight")


def clock(word: str, *, bare: bool = False) -> time | None:
    """The time of day this says, or None when no clock shows it. `bare`: hours alone are a time too."""
    if word in ("noon", "midnight"):
        return time(12) if word == "noon" else time(0)
    matched = re.fullmatch(r"(\d{1,2})(?:[:.](\d{2}))?\s?([ap])?(?:\.?m\.?)?", word)
    if matched is None or (matched[2] is None and matched[3] is None and not bare):
        return None
    hour, minute, half = int(matched[1]), int(matched[2] or 0), matched[3]
    if half is not None:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def a_date(words: Sequence[str], today: date) -> date | None:
    """The date these words write: `2026-12-01`, `1 Dec 2026`, `Dec 1`; without a year, the next one."""
    if len(words) == 1:
        return _iso(words[0])
    numbers = [int(word.rstrip("stndrh")) for word in words if word[0].isdigit()]
    months = [MONTH[word] for word in words if word in MONTH]
    if len(months) != 1 or len(numbers) != len(words) - 1 or (words[-1] in MONTH and len(words) == 3):
        return None
    years = numbers[1:] or [today.year + ahead for ahead in range(9)]
    found = (_real(year, months[0], numbers[0]) for year in years)
    return next((day for day in found if day and (day >= today or len(words) == 3)), None)


def _iso(word: str) -> date | None:
    try:
        return date.fromisoformat(word) if re.fullmatch(r"\d{4}-\d{2}-\d{2}", word) else None
    except ValueError:
        return None


def _real(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None

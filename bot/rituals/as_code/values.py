"""What single values of RITUALS.yaml look like: functions that take text and give the value, or Unreadable."""

import re
from collections.abc import Callable, Mapping
from datetime import date, time, timedelta
from functools import cache
from typing import TypeVar
from zoneinfo import available_timezones

from bot.rest.countries import countries, regions
from bot.rituals.as_code.nodes import Unreadable, closest, listing, near, shortened
from bot.rituals.schedules.spreading import LONGEST, NONE, SHORTEST
from bot.values.rituals import LONGEST_NAME
from bot.values.schedules import MEMBER_ZONE
from config.durations import read_duration

Choice = TypeVar("Choice")

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WHOLE_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

LONGEST_TITLE = 120
"""Characters of a digest's name: a few words and a channel's 80."""
LONGEST_QUESTION = 150
"""Characters; what Slack allows in a header, and more than people read on a phone."""
LONGEST_DESCRIPTION = 150
"""Characters of what a template is for: a line on a phone or two."""
LONGEST_OPTION = 75
"""Characters of an option, and of what the ends of a scale mean (Block Kit: option text)."""
LONGEST_END = 60
"""Characters of what an end of a scale means: its number stands before it in one option."""
LONGEST_WORD = 64
"""Characters of a function or a question's key, as the tables keep them."""
LONGEST_WINDOW = timedelta(days=7)
SHORTEST_WINDOW = timedelta(minutes=15)
BEFORE_CLOSE = re.compile(r"(.+?)\s+before\s+close", re.IGNORECASE)

DATE = re.compile(r"20[0-9]{2}-[0-9]{2}-[0-9]{2}")
TIME = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])")
QUESTION_KEY = re.compile(r"[a-z][a-z0-9_]{0,63}")
CHANNEL_NAME = re.compile(r"#[^\s#@<>,]{1,80}")
CHANNEL_ID = re.compile(r"[CG][A-Z0-9]{2,20}")
USER_ID = re.compile(r"[UW][A-Z0-9]{2,20}")
GROUP_ID = re.compile(r"S[A-Z0-9]{2,20}")
HANDLE = re.compile(r"@[^@<>#]{1,80}")

COMMON_MISTAKES = {"UK": "GB", "EN": "GB", "EL": "GR"}


def read_name(text: str) -> str:
    """The name of a team or a ritual."""
    return read_line(text, LONGEST_NAME)


def read_title(text: str) -> str:
    """The name of a digest, which may tell its channel."""
    return read_line(text, LONGEST_TITLE)


def read_question(text: str) -> str:
    """What is asked, or the hint below it."""
    return read_line(text, LONGEST_QUESTION)


def read_description(text: str) -> str:
    """What a template is for."""
    return read_line(text, LONGEST_DESCRIPTION)


def read_function(text: str) -> str:
    """What a team does."""
    return read_line(text, LONGEST_WORD)


def read_option(text: str) -> str:
    """One option of a choice."""
    return read_line(text, LONGEST_OPTION)


def read_end_of_scale(text: str) -> str:
    """What the lowest or the highest number of a scale means."""
    return read_line(text, LONGEST_END)


def read_word(text: str) -> str:
    """An answer somebody can give, judged where the question is known."""
    return text


def read_line(text: str, longest: int) -> str:
    """Words on one line, with an end to them."""
    if "\n" in text:
        raise Unreadable("the text has more than one line", "Keep it on one.")
    if len(text) > longest:
        raise Unreadable(f"the text has {len(text)} characters", f"At most {longest} fit; say it shorter.")
    return text


def read_key(text: str) -> str:
    """The key a question's answers are kept under."""
    if not QUESTION_KEY.fullmatch(text):
        raise Unreadable(
            f"“{shortened(text)}” cannot be a key", "Use small letters, digits and _, like next_step."
        )
    return text


def read_channel(text: str) -> str:
    """A channel as people write it, or its id."""
    if CHANNEL_NAME.fullmatch(text) or CHANNEL_ID.fullmatch(text):
        return text
    todo = (
        f'Did you mean "#{text}"?'
        if CHANNEL_NAME.fullmatch(f"#{text}")
        else 'Write "#name" or an id like C0123456.'
    )
    raise Unreadable(f"“{shortened(text)}” is no channel", todo)


def read_member(text: str) -> str:
    """A person's @handle or Slack id."""
    if USER_ID.fullmatch(text) or HANDLE.fullmatch(text):
        return text
    todo = 'Write "@name", or an id like U0123456 (in Slack: profile, ⋮, Copy member ID).'
    raise Unreadable(f"“{shortened(text)}” is no person", todo)


def read_usergroup(text: str) -> str:
    """A user group's @handle or Slack id."""
    if GROUP_ID.fullmatch(text) or HANDLE.fullmatch(text):
        return text
    todo = 'Write its "@handle", or an id like S0123456.'
    raise Unreadable(f"“{shortened(text)}” is no user group", todo)


def read_day(text: str) -> int:
    """A weekday, counted from Monday = 0."""
    word = text.lower()
    for days in (DAYS, WHOLE_DAYS):
        if word in days:
            return days.index(word)
    todo = near(text, (*DAYS, *WHOLE_DAYS), f"Days are {listing(DAYS)}.")
    raise Unreadable(f"“{shortened(text)}” is no day", todo)


def read_date(text: str) -> date:
    """A date as ISO 8601 has it."""
    try:
        if DATE.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError as error:
        raise Unreadable(f"there is no {text}", "Check the day and the month.") from error
    raise Unreadable(f"“{shortened(text)}” is no date", "Write year, month and day, like 2026-12-31.")


def read_time(text: str) -> time:
    """A local time, 24 hours."""
    if not (found := TIME.fullmatch(text)):
        raise Unreadable(
            f"“{shortened(text)}” is no time", 'Write hours and minutes, like "09:30" or "16:00".'
        )
    return time(int(found[1]), int(found[2]))


def read_zone(text: str) -> str:
    """An IANA time zone."""
    if text in _zones():
        return text
    raise Unreadable(f"“{shortened(text)}” is no time zone", _zone_like(text))


def read_schedule_zone(text: str) -> str:
    """An IANA time zone, or the zone of each member."""
    return MEMBER_ZONE if text.lower() == MEMBER_ZONE else read_zone(text)


def _zone_like(text: str) -> str:
    cities = {zone.rpartition("/")[2].lower(): zone for zone in sorted(_zones())}
    city = text.rpartition("/")[2].strip().lower().replace(" ", "_")
    if city in cities:
        return f"Did you mean {cities[city]}?"
    return near(text, [*_zones(), MEMBER_ZONE], "Write an IANA name like Europe/Berlin.")


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


def read_country(text: str) -> str:
    """An ISO 3166 code of two letters, alone or with one of the country's regions."""
    code, dash, region = text.upper().partition("-")
    if code not in countries():
        raise Unreadable(f"“{shortened(text)}” is no country", _country_like(text))
    if dash and region not in regions(code):
        raise Unreadable(
            f"“{shortened(text)}” is no region of {countries()[code]}", _region_like(code, region)
        )
    return f"{code}{dash}{region}"


def _country_like(text: str) -> str:
    if code := COMMON_MISTAKES.get(text.upper()):
        return f"Did you mean {code} ({countries()[code]})?"
    codes = {name.lower(): code for code, name in countries().items()}
    if len(text) > 2 and text.lower() in codes:
        return f"Did you mean {codes[text.lower()]}?"
    return "Write its code of two letters, like DE, NO or US."


def _region_like(country: str, region: str) -> str:
    if not regions(country):
        return f"Holidays are the same all over it: write {country}."
    codes = {name.upper(): code for code, name in regions(country).items()}
    if meant := codes.get(region) or closest(region, regions(country)):
        return f"Did you mean {country}-{meant}?"
    return f"Its regions are {', '.join(regions(country))}."


def read_window(text: str) -> timedelta:
    """How long a prompt can be answered without being late."""
    window = _length(text)
    if not SHORTEST_WINDOW <= window <= LONGEST_WINDOW:
        raise Unreadable(f"a window of {text} is not possible", "It lasts from 15m to 7d.")
    return window


def read_spread(text: str) -> timedelta:
    """Within how long after the schedule's time each person is asked at random; nothing at all for “none”."""
    if text.lower() == "none":
        return NONE
    spread = _length(text)
    if not SHORTEST <= spread <= LONGEST:
        raise Unreadable(f"within {text} is not possible", "Write 15m to 12h, or none.")
    return spread


def read_reminder(text: str) -> timedelta:
    """How long before the window closes people are reminded; nothing at all for “none”."""
    if text.lower() == "none":
        return timedelta(0)
    if not (found := BEFORE_CLOSE.fullmatch(text)):
        raise Unreadable(f"“{shortened(text)}” is no reminder", 'Write "1h before close", or none.')
    return _length(found[1])


def _length(text: str) -> timedelta:
    if (length := read_duration(text)) is None:
        raise Unreadable(f"“{shortened(text)}” is no length of time", "Write it like 90m, 8h or 1d.")
    return length


def read_flag(text: str) -> bool:
    """true or false."""
    if text not in ("true", "false"):
        raise Unreadable(f"“{shortened(text)}” is neither true nor false", "Write true or false.")
    return text == "true"


def read_scale(text: str) -> int:
    """The top of a scale that starts at 1."""
    if not re.fullmatch(r"[0-9]{1,2}", text) or not 2 <= int(text) <= 10:
        raise Unreadable(f"a scale cannot end at “{shortened(text)}”", "Write a whole number from 2 to 10.")
    return int(text)


def one_of(what: str, built: Mapping[str, Choice], planned: tuple[str, ...] = ()) -> Callable[[str], Choice]:
    """A reader of one word out of a few. A planned one is refused as honestly as an unknown one."""

    def read(text: str) -> Choice:
        if text in built:
            return built[text]
        works = f"What works today: {listing(list(built))}."
        if text in planned:
            raise Unreadable(f"the {what} “{text}” is not built yet", works)
        raise Unreadable(f"“{shortened(text)}” is no {what}", near(text, [*built, *planned], works))

    return read

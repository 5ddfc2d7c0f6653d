"""When a ritual of RITUALS.yaml asks: `days`, `every` in plain words, or an RFC 5545 `rrule`, as one recurrence."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta

from bot.rituals.as_code.nodes import Section, Unreadable, listing, near, shortened
from bot.rituals.as_code.values import DAYS, read_date, read_day, read_schedule_zone, read_spread, read_time
from bot.rituals.schedules.dates import dates_of
from bot.rituals.schedules.recurrence import NotUnderstood, read_words
from bot.rituals.schedules.spreading import NONE, reaching, until_midnight
from bot.rituals.spoken.cursor import Unclear
from bot.rituals.spoken.phrases import EXAMPLES
from bot.rituals.spoken.sentence import Reading, read_sentence
from bot.values.schedules import MEMBER_ZONE, Schedule

SCHEDULE_KEYS = ("days", "every", "on", "rrule", "at", "within", "zone", "starts", "ends")
SCHEDULE_EXAMPLE = '{days: [mon, thu], at: "09:30"}'

ANCHOR = date(2024, 1, 1)
"""A Monday all recurrences count from, so that applying a file again next month means the same weeks."""

EVERY_DAY = "FREQ=DAILY"
"""With the same first and last date, it is just once."""

FREQUENCIES = "DAILY|WEEKLY|MONTHLY"
RULE_PARTS = {
    "FREQ": FREQUENCIES,
    "INTERVAL": r"[1-9]|[1-4][0-9]|5[0-2]",
    "BYDAY": r"([+-]?[1-5])?(MO|TU|WE|TH|FR|SA|SU)(,([+-]?[1-5])?(MO|TU|WE|TH|FR|SA|SU))*",
    "BYMONTHDAY": r"-?([1-9]|[12][0-9]|3[01])(,-?([1-9]|[12][0-9]|3[01]))*",
    "BYMONTH": r"([1-9]|1[0-2])(,([1-9]|1[0-2]))*",
    "BYSETPOS": r"-?[1-9][0-9]?(,-?[1-9][0-9]?)*",
    "WKST": "MO",
    "UNTIL": r"[0-9]{8}",
}
WHY_NOT = {
    "BYHOUR": "The time is written under at.",
    "BYMINUTE": "The time is written under at.",
    "BYSECOND": "The time is written under at.",
    "COUNT": "Write the last date instead: UNTIL=20271231.",
    "DTSTART": "Every recurrence counts from Monday, 1 January 2024.",
}


@dataclass(frozen=True, slots=True)
class Days:
    """On which days, and from when weeks and months are counted; the time, where the words say it."""

    rrule: str
    anchor: date
    at: time | None = None


def read_schedule(section: Section, suggested: Schedule | None = None) -> Schedule | None:
    """The schedule in this section, or None when something is wrong with it, which is then reported.

    Days and zone that are not written are the suggested ones.
    """
    starts, ends = section.optional("starts", read_date), section.optional("ends", read_date)
    if section.has("on"):
        starts = ends = _the_one_day(section)
    days = _recurrence(section, suggested, starts or ANCHOR)
    _check_it_ends_later(section, starts, ends, days)
    at = _at(section, days)
    zone = suggested.zone if suggested else MEMBER_ZONE
    if section.has("zone"):
        written = section.optional("zone", read_schedule_zone)
        if written is None:
            return None
        zone = written
    return Schedule(days.rrule, at, zone, days.anchor, starts, ends) if days and at else None


def read_within(section: Section, at: time, suggested: timedelta = NONE) -> timedelta | None:
    """Within how long each person is asked at random; what is suggested where it is not written."""
    if not section.has("within"):
        return reaching(suggested, at)
    spread = section.optional("within", read_spread)
    if spread and spread > until_midnight(at):
        section.refuse("within", "that reaches into the next day", "Ask earlier, or within a shorter time.")
        return None
    return spread


def _the_one_day(section: Section) -> date | None:
    others = [key for key in ("starts", "ends") if section.has(key)]
    if others:
        section.refuse(others[0], f"on says the one day, and {others[0]} another", "Keep one of them.")
    return section.optional("on", read_date)


def _check_it_ends_later(section: Section, starts: date | None, ends: date | None, days: Days | None) -> None:
    begins = [day for day in (starts, days.anchor if days else None) if day]
    until = re.search("UNTIL=([0-9]{8})", days.rrule) if days else None
    over = [day for day in (ends, date.fromisoformat(until[1]) if until else None) if day]
    if begins and over and min(over) < max(begins):
        wrong = f"it begins on {max(begins)} and is over on {min(over)}"
        section.refuse("ends" if section.has("ends") else "starts", wrong, "Write another of these dates.")


def _at(section: Section, days: Days | None) -> time | None:
    if days and days.at and section.has("at"):
        section.refuse("at", f"every says the time already: {days.at:%H:%M}", "Write it once.")
        return None
    if days and days.at:
        return days.at
    # Words that cannot be read may say the time too.
    is_needed = not section.has("every") or days
    return section.required("at", read_time, '"09:30"') if is_needed else section.optional("at", read_time)


def weekly(days: tuple[int, ...]) -> str:
    """The recurrence for weekdays counted from Monday = 0."""
    return "FREQ=WEEKLY;BYDAY=" + ",".join(DAYS[day][:2].upper() for day in sorted(days))


def _recurrence(section: Section, suggested: Schedule | None, counted_from: date) -> Days | None:
    written = [key for key in ("days", "every", "on", "rrule") if section.has(key)]
    if len(written) > 1:
        first, second, *_ = written
        section.refuse(second, f"both {first} and {second} say when", "Keep one of them.")
        return None
    if section.has("on"):
        return Days(EVERY_DAY, counted_from)
    if section.has("every"):
        return section.optional("every", lambda text: read_every(text, counted_from))
    rrule = section.optional("rrule", read_rrule) if section.has("rrule") else _days(section, suggested)
    return Days(rrule, counted_from) if rrule else None


def read_every(text: str, counted_from: date) -> Days:
    """Plain words, or Unreadable."""
    try:
        _check_dates_in(text, read_sentence(text, counted_from))
        spoken = read_words(text, today=counted_from)
    except (Unclear, NotUnderstood) as unclear:
        wrong = unclear.problem if isinstance(unclear, NotUnderstood) else str(unclear)
        raise Unreadable(wrong.removesuffix("."), f"Write things like {listing(EXAMPLES)}.") from unclear
    return Days(spoken.rrule, spoken.anchor, spoken.at)


def _check_dates_in(text: str, said: Reading) -> None:
    if said.until:
        raise Unreadable("the last date is not part of the days", "Write it apart, like ends: 2027-03-31.")
    if said.start:
        raise Unreadable("the first date is not part of the days", "Write it apart, like starts: 2027-01-04.")
    if said.counted_from and not re.search(r"\b20[0-9]{2}\b", text):
        # Next year the file must still mean the same.
        raise Unreadable("the date needs its year", "Write it like counted from 1 Dec 2026.")


def _days(section: Section, suggested: Schedule | None) -> str | None:
    if not section.has("days") and suggested:
        return suggested.rrule
    found = section.texts("days", read_day, "[mon, tue]")
    for position, (day, place) in enumerate(found):
        if day in [earlier for earlier, _ in found[:position]]:
            section.refuse("days", f"{DAYS[day]} is written twice", "Keep one of them.", place)
    if not section.has("days"):
        section.required("days", str, "[mon, thu]")
    elif section.is_empty_list("days"):
        section.refuse("days", "no day is listed", "Write them like [mon, thu].")
    return weekly(tuple({day for day, _ in found})) if found else None


def read_rrule(text: str) -> str:
    """An RFC 5545 recurrence by days, weeks or months, in its usual spelling; or Unreadable."""
    parts = _parts(text.upper().removeprefix("RRULE:"))
    if "FREQ" not in parts:
        raise Unreadable(
            "the recurrence has no FREQ", "Start it with FREQ=DAILY, FREQ=WEEKLY or FREQ=MONTHLY."
        )
    if parts["FREQ"] != "MONTHLY" and re.search("[0-9]", parts.get("BYDAY", "")):
        raise Unreadable("a numbered weekday needs months", "Write FREQ=MONTHLY;BYDAY=1MO.")
    _check_that_it_recurs(parts)
    return _spelled(parts)


def _parts(text: str) -> dict[str, str]:
    parts: dict[str, str] = {}
    for part in text.strip(";").split(";"):
        name, _, value = part.partition("=")
        if name in parts:
            raise Unreadable(f"{name} is written twice", "Keep one of them.")
        parts[name] = _part(name, value)
    return parts


def _part(name: str, value: str) -> str:
    if name not in RULE_PARTS:
        todo = WHY_NOT.get(name) or near(name, RULE_PARTS, "Write it like FREQ=WEEKLY;INTERVAL=2;BYDAY=TU.")
        raise Unreadable(f"“{shortened(name)}” cannot be part of a recurrence", todo)
    if not re.fullmatch(RULE_PARTS[name], value):
        raise Unreadable(f"{name} cannot be “{shortened(value)}”", _what_fits(name))
    return value


def _what_fits(name: str) -> str:
    fits = {
        "FREQ": "Write DAILY, WEEKLY or MONTHLY.",
        "INTERVAL": "Write a whole number from 1 to 52.",
        "BYDAY": "Write weekdays like MO,TH or, by the month, 1MO or -1FR.",
        "WKST": "Weeks start on Monday: leave it out.",
        "UNTIL": "Write a date like 20271231.",
    }
    return fits.get(name, "Write numbers with commas between them.")


def _check_that_it_recurs(parts: Mapping[str, str]) -> None:
    _last_date(parts.get("UNTIL"))
    try:
        first = next(dates_of(_spelled(parts), ANCHOR, ANCHOR), None)
    except ValueError:
        first = None
    if first is None:
        raise Unreadable("the recurrence never comes round", "Check its days and months.")


def _last_date(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise Unreadable(f"{text} is no date", "Write UNTIL like 20271231.") from error


def _spelled(parts: Mapping[str, str]) -> str:
    return ";".join(f"{name}={value}" for name, value in parts.items())

"""Choosing when a ritual asks: a rhythm, and only the fields it needs. Nothing that was put in is forgotten."""

import json
from collections.abc import Mapping, Sequence
from datetime import date, time, timedelta
from typing import Any

from bot.values.editing import Opened, Rhythm, When
from bot.values.ports import View
from bot.values.schedules import MEMBER_ZONE, Schedule
from bot.views.fields import (
    boxes_field,
    day_field,
    menu_field,
    read_choice,
    read_choices,
    read_day,
    read_time,
    read_words,
    time_field,
    words_field,
)
from bot.views.parts import Blocks, context, modal
from bot.views.rituals.set_up import DAY_CHOICES
from bot.views.rituals.spread import SPREAD, read_spread_field, spread_field
from bot.views.schedule_words import recurrence_in_words, spoken_in_words

SAVE_WHEN = "ritual_save_when"
CHOOSE_RHYTHM = "ritual_choose_rhythm"
RHYTHM, DAYS, NTH, WEEKDAY, WORDS = "rhythm", "days", "nth", "weekday", "words"
AT, ZONE, STARTS, ENDS = "at", "zone", "starts_on", "ends_on"
MOST_WORDS = 300

_RHYTHMS = {
    Rhythm.WEEKDAYS: "Every weekday",
    Rhythm.DAILY: "Every day",
    Rhythm.WEEKLY: "Every week, on days I choose",
    Rhythm.FORTNIGHTLY: "Every other week, on days I choose",
    Rhythm.MONTHLY: "Once a month, for instance the first Monday",
    Rhythm.WORDS: "In my own words",
}
_NTH = {"1": "First", "2": "Second", "3": "Third", "4": "Fourth", "-1": "Last"}
_ON_DAYS = (Rhythm.WEEKLY, Rhythm.FORTNIGHTLY)


def build_when(
    opened: Opened, when: When, current: Schedule, zones: Sequence[str], *, is_special: bool
) -> View:
    """The form. `zones` can be chosen beside each person's own; `is_special`: the menu has no words for `current`."""
    metadata = {"ritual": opened.ritual_id, "seen": opened.seen, "when": _to_json(when)}
    return modal(
        "When it asks",
        [
            _rhythm(when, current, is_special=is_special),
            *_needed(when),
            time_field(
                AT,
                "Time",
                when.at,
                hint="A time in your words counts instead." if when.rhythm == Rhythm.WORDS else None,
            ),
            spread_field(SPREAD, when.spread),
            menu_field(ZONE, "On whose clock", _zones(zones, when.zone), when.zone),
            day_field(
                STARTS, "Not before", when.starts_on, hint="Every other week counts from here.", optional=True
            ),
            day_field(ENDS, "Not after", when.ends_on, optional=True),
            context("Next you see the dates this means. Nothing is saved before you say so there."),
        ],
        callback_id=SAVE_WHEN,
        submit="Show the dates",
        close="Back",
        metadata=json.dumps(metadata, ensure_ascii=False),
    )


def read_when(values: Mapping[str, Any], private_metadata: str) -> When:
    """What is in the form; what it does not show is as it was put in before."""
    kept = _from_json(json.loads(private_metadata)["when"])
    rhythm = read_choice(values, RHYTHM)
    return When(
        rhythm=Rhythm(rhythm) if rhythm else kept.rhythm,
        days=tuple(read_choices(values, DAYS)) if DAYS in values else kept.days,
        nth=int(read_choice(values, NTH) or kept.nth),
        weekday=read_choice(values, WEEKDAY) or kept.weekday,
        words=(read_words(values, WORDS) or "") if WORDS in values else kept.words,
        at=read_time(values, AT) or kept.at,
        zone=read_choice(values, ZONE) or kept.zone,
        starts_on=read_day(values, STARTS),
        ends_on=read_day(values, ENDS),
        spread=kept.spread if (spread := read_spread_field(values, SPREAD)) is None else spread,
    )


def words_for(schedule: Schedule) -> str:
    """A schedule as somebody would type it; empty where nobody would."""
    try:
        return spoken_in_words(schedule.rrule, schedule.at, schedule.anchor)[:MOST_WORDS]
    except ValueError:
        return ""


def _rhythm(when: When, current: Schedule, *, is_special: bool) -> dict[str, Any]:
    choices = {str(rhythm): words for rhythm, words in _RHYTHMS.items()}
    if is_special:
        choices = {str(Rhythm.AS_IS): f"As it is: {_recurrence(current)}", **choices}
    return menu_field(RHYTHM, "How often", choices, str(when.rhythm), tells=CHOOSE_RHYTHM)


def _needed(when: When) -> Blocks:
    if when.rhythm in _ON_DAYS:
        return [boxes_field(DAYS, "Days", DAY_CHOICES, when.days)]
    if when.rhythm == Rhythm.MONTHLY:
        return [
            menu_field(NTH, "Which of the month", _NTH, str(when.nth)),
            menu_field(WEEKDAY, "Weekday", DAY_CHOICES, when.weekday),
        ]
    if when.rhythm == Rhythm.WORDS:
        hint = "For instance: every other Tuesday at 14:00 · first Monday of the month · daily except Friday"
        return [
            words_field(
                WORDS, "Your words", when.words, most=MOST_WORDS, hint=hint, optional=True, one_line=True
            )
        ]
    return []


def _recurrence(current: Schedule) -> str:
    try:
        return recurrence_in_words(current.rrule, current.anchor)
    except ValueError:
        return current.rrule


def _zones(zones: Sequence[str], current: str) -> dict[str, str]:
    listed = dict.fromkeys([zone for zone in (current, *zones) if zone != MEMBER_ZONE])
    names = {zone: zone.replace("_", " ") for zone in sorted(list(listed)[:99])}
    return {MEMBER_ZONE: "Each person's own time zone", **names}


def _to_json(when: When) -> list[Any]:
    return [
        str(when.rhythm),
        list(when.days),
        when.nth,
        when.weekday,
        when.words,
        when.at.isoformat(),
        when.zone,
        when.starts_on.isoformat() if when.starts_on else None,
        when.ends_on.isoformat() if when.ends_on else None,
        int(when.spread.total_seconds() // 60),
    ]


def _from_json(kept: Sequence[Any]) -> When:
    rhythm, days, nth, weekday, words, at, zone, starts_on, ends_on, spread = kept
    return When(
        rhythm=Rhythm(rhythm),
        days=tuple(days),
        nth=int(nth),
        weekday=weekday,
        words=words,
        at=time.fromisoformat(at),
        zone=zone,
        starts_on=date.fromisoformat(starts_on) if starts_on else None,
        ends_on=date.fromisoformat(ends_on) if ends_on else None,
        spread=timedelta(minutes=spread),
    )

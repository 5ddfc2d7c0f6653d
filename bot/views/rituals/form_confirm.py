"""What a schedule means, in dates, before anything is saved. Going back, everything is still filled in."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

from bot.values.editing import Outlook, Promised
from bot.values.people import Channel
from bot.values.ports import View
from bot.values.schedules import Schedule
from bot.views.parts import context, modal, section
from bot.views.rituals.changed import promised_from_json, promised_to_json
from bot.views.rituals.form_words import NEXT_ROUND_ON, dates_in_words
from bot.views.schedule_words import NOT_SPREAD, schedule_in_words
from bot.views.words import escape

START_CONFIRMED, SAVE_CONFIRMED = "start_confirmed", "save_confirmed"
_TITLE = "Does this fit?"


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What somebody saw and said yes to."""

    channel_id: str
    template: str
    name: str | None
    schedule: Schedule
    with_digest: bool
    promised: Promised | None = None
    about: str | None = None
    spread: timedelta = NOT_SPREAD


@dataclass(frozen=True, slots=True)
class Rescheduled:
    """The other schedule of a ritual that somebody saw and said yes to."""

    ritual_id: int
    schedule: Schedule
    spread: timedelta
    seen: str


def build_start(confirmed: Confirmed, name: str, channel: Channel, outlook: Outlook) -> View:
    """What the schedule of a new ritual means."""
    spread = confirmed.spread
    head = f"*{escape(name)}* for {channel.mention} will ask {schedule_in_words(outlook.schedule, spread)}."
    kept = {
        "promised": promised_to_json(confirmed.promised) if confirmed.promised else None,
        "about": confirmed.about,
        "spread": _minutes(spread),
        "channel": confirmed.channel_id,
        "template": confirmed.template,
        "name": confirmed.name,
        "schedule": schedule_to_json(confirmed.schedule),
        "digest": confirmed.with_digest,
    }
    return modal(
        _TITLE,
        [section(head), *_dates(outlook, spread)],
        callback_id=START_CONFIRMED,
        submit="Start",
        close="Back",
        metadata=json.dumps(kept, ensure_ascii=False),
    )


def read_start(private_metadata: str) -> Confirmed:
    """What was confirmed."""
    kept = json.loads(private_metadata)
    return Confirmed(
        kept["channel"],
        kept["template"],
        kept["name"],
        schedule_from_json(kept["schedule"]),
        kept["digest"],
        promised_from_json(kept["promised"]) if kept["promised"] else None,
        kept["about"],
        timedelta(minutes=kept["spread"]),
    )


def build_reschedule(
    name: str,
    seen: str,
    ritual_id: int,
    outlook: Outlook,
    spread: timedelta = NOT_SPREAD,
    *,
    meanwhile: str | None = None,
) -> View:
    """What another schedule of a ritual means. `meanwhile`: what somebody else made of it in the meantime."""
    head = f"*{escape(name)}* will ask {schedule_in_words(outlook.schedule, spread)}."
    blocks = [section(f":warning: {meanwhile}")] if meanwhile else []
    blocks += [section(head), *_dates(outlook, spread), context(NEXT_ROUND_ON)]
    kept = {
        "ritual": ritual_id,
        "schedule": schedule_to_json(outlook.schedule),
        "spread": _minutes(spread),
        "seen": seen,
    }
    return modal(
        _TITLE, blocks, callback_id=SAVE_CONFIRMED, submit="Save", close="Back", metadata=json.dumps(kept)
    )


def read_reschedule(private_metadata: str) -> Rescheduled:
    """What was confirmed."""
    kept = json.loads(private_metadata)
    schedule, spread = schedule_from_json(kept["schedule"]), timedelta(minutes=kept["spread"])
    return Rescheduled(int(kept["ritual"]), schedule, spread, kept["seen"])


def build_rescheduled(sentence: str) -> View:
    """It is saved. Closing this closes what is behind it, too."""
    return {**modal("Saved", [section(sentence)], close="Done"), "clear_on_close": True}


def _dates(outlook: Outlook, spread: timedelta) -> list[dict[str, Any]]:
    warnings = [section(f":warning: {escape(warning)}") for warning in outlook.warnings]
    return [section(_next(outlook, spread)), *warnings]


def _next(outlook: Outlook, spread: timedelta) -> str:
    if not outlook.upcoming:
        return "*Next dates*\nNone."
    several = {1: "The only date", 2: "The next two dates"}.get(len(outlook.upcoming), "The next three dates")
    return f"*{several}*\n{dates_in_words(outlook.upcoming, outlook.schedule, spread)}"


def _minutes(length: timedelta) -> int:
    return int(length.total_seconds() // 60)


def schedule_to_json(schedule: Schedule) -> list[str | None]:
    """A schedule, small enough to travel with a form."""
    days = (schedule.anchor, schedule.starts_on, schedule.ends_on)
    return [
        schedule.rrule,
        schedule.at.isoformat(),
        schedule.zone,
        *(day.isoformat() if day else None for day in days),
    ]


def schedule_from_json(kept: Sequence[Any]) -> Schedule:
    """The schedule that travelled."""
    rrule, at, zone, anchor, starts_on, ends_on = kept
    return Schedule(
        rrule,
        time.fromisoformat(at),
        zone,
        date.fromisoformat(anchor),
        date.fromisoformat(starts_on) if starts_on else None,
        date.fromisoformat(ends_on) if ends_on else None,
    )

"""Fields for days and for times of day."""

from collections.abc import Mapping
from datetime import date, time, timedelta
from typing import Any, Unpack

from slack_sdk.models.blocks import DatePickerElement, TimePickerElement

from bot.values.errors import Unusable
from bot.views.fields.field import Asked, any_field, filled_in

_A_YEAR = timedelta(days=366)


def day_field(
    block_id: str, label: str, initial: date | None, *, placeholder: str | None = None, **asked: Unpack[Asked]
) -> dict[str, Any]:
    """A day to pick."""
    element = DatePickerElement(
        initial_date=initial.isoformat() if initial else None, placeholder=placeholder
    )
    return any_field(block_id, label, element, **asked)


def read_day(values: Mapping[str, Any], block_id: str) -> date | None:
    """The day that was picked."""
    picked = filled_in(values, block_id).get("selected_date")
    return date.fromisoformat(picked) if picked else None


def read_day_to_come(values: Mapping[str, Any], block_id: str, today: date) -> date:
    """The day that was picked, as one somebody can promise. Raises Unusable beside it."""
    day = read_day(values, block_id)
    if day is None:
        raise Unusable("Pick the day you mean.", field=block_id)
    if day < today:
        raise Unusable("That day has passed. Pick today or a later one.", field=block_id)
    if day > today + _A_YEAR:
        raise Unusable(
            "That is more than a year ahead. Pick a nearer day; you can give another one then.",
            field=block_id,
        )
    return day


def time_field(
    block_id: str, label: str, initial: time, *, zone: str | None = None, **asked: Unpack[Asked]
) -> dict[str, Any]:
    """A time of day; Slack shows beside it in which `zone`."""
    element = TimePickerElement(initial_time=f"{initial:%H:%M}", timezone=zone)
    return any_field(block_id, label, element, **asked)


def read_time(values: Mapping[str, Any], block_id: str) -> time | None:
    """The time of day that was picked."""
    picked = filled_in(values, block_id).get("selected_time")
    return time.fromisoformat(picked) if picked else None

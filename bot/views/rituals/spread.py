"""Choosing whether everybody is asked at the same time, or each person at a random one."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from bot.views.fields import menu_field, read_choice
from bot.views.rituals.form_words import span_in_words

SPREAD = "within"
_HOURS = (1, 2, 3, 4, 6, 8)


def spread_field(block: str, current: timedelta) -> dict[str, Any]:
    """Exactly at the time, or within some hours after it."""
    spans = sorted({*(timedelta(hours=hours) for hours in _HOURS), current} - {timedelta(0)})
    choices = {"0": "Exactly at that time"}
    choices |= {
        str(_minutes(span)): f"At a random time in the {span_in_words(span)} after it" for span in spans
    }
    return menu_field(
        block,
        "Each person is asked",
        choices,
        str(_minutes(current)),
        hint="Everybody gets their own random time, a new one each round, within their waking hours of that day.",
    )


def read_spread_field(values: Mapping[str, Any], block: str) -> timedelta | None:
    """What was chosen; None where it was not asked."""
    minutes = read_choice(values, block)
    return None if minutes is None else timedelta(minutes=int(minutes))


def _minutes(span: timedelta) -> int:
    return int(span.total_seconds() // 60)

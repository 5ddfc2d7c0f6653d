"""When a lead is told that something waits without a word: a field of the team's form. Built here, read here."""

from collections.abc import Mapping
from typing import Any

from bot.values.deliveries import Block
from bot.values.teams import USUAL_PATIENCE
from bot.views.fields import menu_field, read_choice
from bot.views.words import plural

PATIENCE = "patience"
_DAYS = (1, 2, 3, 4, 5, 7, 10, 15, 20)
_NEVER = "0"
_HINT = (
    "When nobody says a word about what the team waits for, or the day that was given goes by, the lead of those who"
    " are waited on is told once, in a direct message."
)


def patience_field(days: int) -> Block:
    """The field, filled in with these working days; 0: never."""
    offered = sorted({*_DAYS, days} - {0})
    spans = {str(each): f"After {plural(each, 'working day')} without a word" for each in offered}
    return menu_field(PATIENCE, "Tell a lead", {_NEVER: "Never", **spans}, str(days), hint=_HINT)


def read_patience(values: Mapping[str, Any]) -> int:
    """The working days that were chosen; 0: never."""
    chosen = read_choice(values, PATIENCE)
    return int(chosen) if chosen else USUAL_PATIENCE

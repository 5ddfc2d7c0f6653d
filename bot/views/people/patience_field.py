"""When a lead is told that something waits without a word: a field of the team's form. Built here, read here."""

from collections.abc import Mapping
from typing import Any

from slack_sdk.models.blocks import InputBlock, Option, StaticSelectElement

from bot.values.deliveries import Block
from bot.values.teams import USUAL_PATIENCE
from bot.views.fields import read_choice
from bot.views.words import plural

PATIENCE = "patience"
_VALUE = "value"
_DAYS = (1, 2, 3, 4, 5, 7, 10, 15, 20)
_NEVER = "0"
_HINT = (
    "When nobody says a word about what the team waits for, or the day that was given goes by, the lead of those who"
    " are waited on is told once, in a direct message."
)


def patience_field(days: int) -> Block:
    """The field, filled in with these working days; 0: never."""
    offered = sorted({*_DAYS, days} - {0})
    options = {_NEVER: Option(value=_NEVER, text="Never")}
    options |= {
        str(each): Option(value=str(each), text=f"After {plural(each, 'working day')} without a word")
        for each in offered
    }
    element = StaticSelectElement(
        action_id=_VALUE, options=list(options.values()), initial_option=options[str(days)]
    )
    return InputBlock(block_id=PATIENCE, label="Tell a lead", element=element, hint=_HINT).to_dict()


def read_patience(values: Mapping[str, Any]) -> int:
    """The working days that were chosen; 0: never."""
    chosen = read_choice(values, PATIENCE)
    return int(chosen) if chosen else USUAL_PATIENCE

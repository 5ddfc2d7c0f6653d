"""Elements that take what a person types or picks.

Limits: docs.slack.dev/reference/block-kit/block-elements (inputs and pickers).
"""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from sandbox.rules.composition import DISPATCH
from sandbox.rules.rich_text import RICH_TEXT
from sandbox.rules.selects import FIELD
from sandbox.rules.shape import Findings, Rule, at, flag, items, matching, string, typed, whole
from sandbox.rules.text import calendar_date, plain, time_of_day, time_zone
from sandbox.rules.violation import Violation

# Confirmation dialogs belong to things that act at once; what is typed waits for submit.
TYPED: Mapping[str, Rule] = {
    "action_id": FIELD["action_id"],
    "focus_on_load": flag,
    "dispatch_action_config": DISPATCH,
}
NUMERAL = matching(r"-?\d+(\.\d+)?", "a number written as a string")
TEN_DIGITS = whole(1_000_000_000, 9_999_999_999)


def _with_placeholder(kind: str, fields: Mapping[str, Rule]) -> dict[str, Rule]:
    return {**fields, "placeholder": plain(f"{kind}.placeholder.max_length")}


def lengths_agree(value: Any, pointer: str) -> Findings:
    """The shortest allowed answer is no longer than the longest, and the initial one lies between."""
    shortest, longest = value.get("min_length", 0), value.get("max_length", float("inf"))
    if shortest > longest:
        yield Violation(at(pointer, "min_length"), "out_of_range", "must not be above max_length")
    if "initial_value" in value and not shortest <= len(value["initial_value"]) <= longest:
        yield Violation(at(pointer, "initial_value"), "out_of_range", "must fit min_length and max_length")


def numbers_agree(value: Any, pointer: str) -> Findings:
    """Bounds are in order, the initial number lies between, and none has decimals where none are allowed."""
    numerals = {key: value[key] for key in ("min_value", "initial_value", "max_value") if key in value}
    for key, numeral in numerals.items():
        if not value["is_decimal_allowed"] and not re.fullmatch(r"-?\d+", numeral):
            yield Violation(at(pointer, key), "bad_format", "must be a whole number")
    sizes = [Decimal(numeral) for numeral in numerals.values()]
    if sizes != sorted(sizes):
        yield Violation(pointer, "out_of_range", "min_value, initial_value and max_value must be in order")


def lines_agree(value: Any, pointer: str) -> Findings:
    """The smallest height is no larger than the largest."""
    if value.get("min_lines", 1) > value.get("max_lines", float("inf")):
        yield Violation(at(pointer, "min_lines"), "out_of_range", "must not be above max_lines")


PLAIN_TEXT_INPUT = typed(
    "plain_text_input",
    {},
    {
        **_with_placeholder("plain_text_input", TYPED),
        "initial_value": string("plain_text_input.max_length.max", 0),
        "multiline": flag,
        "min_length": whole("plain_text_input.min_length.min", "plain_text_input.min_length.max"),
        "max_length": whole("plain_text_input.max_length.min", "plain_text_input.max_length.max"),
    },
    lengths_agree,
)
EMAIL_INPUT = typed(
    "email_text_input", {}, {**_with_placeholder("email_input", TYPED), "initial_value": string()}
)
URL_INPUT = typed("url_text_input", {}, {**_with_placeholder("url_input", TYPED), "initial_value": string()})
NUMBER_INPUT = typed(
    "number_input",
    {"is_decimal_allowed": flag},
    {
        **_with_placeholder("number_input", TYPED),
        "initial_value": NUMERAL,
        "min_value": NUMERAL,
        "max_value": NUMERAL,
    },
    numbers_agree,
)
RICH_TEXT_INPUT = typed(
    "rich_text_input",
    {},
    {
        **_with_placeholder("rich_text_input", TYPED),
        "initial_value": RICH_TEXT,
        "min_lines": whole("rich_text_input.min_lines.min", "rich_text_input.min_lines.max"),
        "max_lines": whole("rich_text_input.max_lines.min", "rich_text_input.max_lines.max"),
    },
    lines_agree,
)
FILE_INPUT = typed(
    "file_input",
    {},
    {
        "action_id": FIELD["action_id"],
        "filetypes": items(string(), 1),
        "max_files": whole("file_input.max_files.min", "file_input.max_files.max"),
    },
)
DATEPICKER = typed(
    "datepicker", {}, {**_with_placeholder("date_picker", FIELD), "initial_date": calendar_date}
)
TIMEPICKER = typed(
    "timepicker",
    {},
    {**_with_placeholder("time_picker", FIELD), "initial_time": time_of_day, "timezone": time_zone},
)
DATETIMEPICKER = typed("datetimepicker", {}, {**FIELD, "initial_date_time": TEN_DIGITS})

"""Pictures, before anybody draws them: series over weeks, and rows with columns. And who takes no pictures."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

TRY_AGAIN_AFTER = timedelta(days=30)
"""A workspace that refused a chart or a table is sent none for this long; its plan may have changed by then."""

# The first is what workspaces without charts answer. A table travels as an attachment inside Slack, so that is where
# its mistakes are found (docs: reference/block-kit/blocks/table-block).
_REFUSALS = frozenset({"invalid_blocks", "invalid_blocks_format", "invalid_attachments"})


@dataclass(frozen=True, slots=True)
class Line:
    """A series: one value for each category of its chart; None: there is none, or it may not be shown.

    `silences` says why for each category; without any of them, or with an empty one, there simply is no number.
    `is_edge`: it only stands beside others, as an edge of the usual range does.
    """

    name: str
    values: Sequence[float | None]
    silences: Sequence[str] = ()
    is_edge: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """Series over the same categories, oldest first. `unit` says what the numbers are: `of 5`, `%`, `days`."""

    title: str
    categories: Sequence[str]
    lines: Sequence[Line]
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows with a name each, below a header; all of them have as many cells as the header."""

    title: str
    header: Sequence[str]
    rows: Sequence[Sequence[str]]


def is_refusal(reason: str) -> bool:
    """Whether Slack's error name may mean that it takes no charts or tables there."""
    return reason in _REFUSALS or reason.startswith("unsupported")


def refused_in(body: str) -> str:
    """Slack's error name in what a response_url answered, as JSON or as a bare word; empty when it took it."""
    try:
        answer = json.loads(body)
    except ValueError:
        return body.strip() if is_refusal(body.strip()) else ""
    told = answer.get("error") if isinstance(answer, dict) else None
    return told if isinstance(told, str) else ""


def may_be_drawn(refused_at: datetime | None, now: datetime) -> bool:
    """Whether a workspace that last refused pictures then, or never did, is sent some now."""
    return refused_at is None or refused_at <= now - TRY_AGAIN_AFTER

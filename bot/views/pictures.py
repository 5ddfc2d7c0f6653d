"""Slack's own charts and tables, each beside the text that stands in for it where a workspace refuses them.

A chart has no gaps (docs: reference/block-kit/blocks/data-visualization-block): series that miss a week are written
as text from the start.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from bot.values.deliveries import Block, Message
from bot.values.pictures import Chart, Grid, Line
from bot.views.parts import Blocks, section, sections
from bot.views.words import clip

MOST_CHARTS = 2
"""Charts in a message (reference/slack-platform.md §3)."""

MOST_LINES = 6
MOST_CATEGORIES = 20
MOST_ROWS = 99
MOST_COLUMNS = 20
TITLE = 50
NAME = 20

_NONE = "–"


@dataclass(frozen=True, slots=True)
class Picture:
    """A block that not every workspace takes, and the blocks that say the same in words."""

    block: Block
    instead: Sequence[Block]


Part = Block | Picture


def can_be_drawn(chart: Chart) -> bool:
    """Whether Slack can draw it: no week is missing, and there are not too many of anything."""
    fits = 1 < len(chart.categories) <= MOST_CATEGORIES and 0 < len(chart.lines) <= MOST_LINES
    names = {clip(line.name, NAME) for line in chart.lines}
    return fits and len(names) == len(chart.lines) and all(None not in line.values for line in chart.lines)


def build_chart(chart: Chart) -> Part:
    """A line chart; in words where it cannot be drawn."""
    words = section(in_words(chart))
    if not can_be_drawn(chart):
        return words
    categories = [clip(each, NAME) for each in chart.categories]
    axes = {"categories": categories, **({"y_label": clip(chart.unit, TITLE)} if chart.unit else {})}
    drawn = {
        "type": "line",
        "series": [_series(line, categories) for line in chart.lines],
        "axis_config": axes,
    }
    return Picture({"type": "data_visualization", "title": clip(chart.title, TITLE), "chart": drawn}, [words])


def build_table(grid: Grid) -> Picture:
    """A table; in words it is one line for each row."""
    rows = [grid.header, *grid.rows[:MOST_ROWS]]
    cells = [[{"type": "raw_text", "text": cell or _NONE} for cell in row[:MOST_COLUMNS]] for row in rows]
    return Picture({"type": "table", "rows": cells}, sections(rows_in_words(grid)))


def with_pictures(text: str, parts: Iterable[Part]) -> Message:
    """A message of these parts; `text` says all of it."""
    every = list(parts)
    if not any(isinstance(part, Picture) for part in every):
        return Message(text, [part for part in every if not isinstance(part, Picture)])
    return Message(text, [_drawn(part) for part in every], plain=_plain(every))


def in_words(chart: Chart) -> str:
    """The chart's numbers, a line for each series; a week without one is named as such."""
    unit = f" ({chart.unit})" if chart.unit else ""
    lines = (f"{line.name}: {_numbers(line, chart.categories)}" for line in chart.lines)
    return "\n".join([f"*{chart.title}*{unit}", *lines])


def rows_in_words(grid: Grid) -> str:
    """The table's rows, a line each: the first cell, then what the others are."""
    return "\n".join([f"*{grid.title}*", *(_row_in_words(grid.header, row) for row in grid.rows)])


def _row_in_words(header: Sequence[str], row: Sequence[str]) -> str:
    others = (f"{name.lower()} {cell or _NONE}" for name, cell in zip(header[1:], row[1:], strict=True))
    return f"• {row[0]}: {', '.join(others)}"


def _numbers(line: Line, categories: Sequence[str]) -> str:
    return " · ".join(
        f"{category} {_NONE if value is None else f'{value:g}'}"
        for category, value in zip(categories, line.values, strict=True)
    )


def _series(line: Line, categories: Sequence[str]) -> dict[str, Any]:
    points = zip(categories, line.values, strict=True)
    return {
        "name": clip(line.name, NAME),
        "data": [{"label": label, "value": value} for label, value in points],
    }


def _drawn(part: Part) -> Block:
    return part.block if isinstance(part, Picture) else part


def _plain(parts: Iterable[Part]) -> Blocks:
    found: Blocks = []
    for part in parts:
        found += [dict(each) for each in part.instead] if isinstance(part, Picture) else [dict(part)]
    return found

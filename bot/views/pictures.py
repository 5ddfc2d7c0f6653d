"""Slack's own charts and tables, each beside the text that stands in for it where a workspace refuses them.

A chart has no gaps (docs: reference/block-kit/blocks/data-visualization-block), so it is drawn from the last of them
on, and a line below it says what is missing. With too few weeks since then it is text from the start, and so is
everything else that Slack would not take. What a chart or a table says is not mrkdwn: it is shown as it is typed, and
nothing in it is a mention or a link. The text that stands in for it is.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import takewhile
from typing import Any

from bot.values.deliveries import Block, Message
from bot.values.pictures import Chart, Grid, Line
from bot.views.chart_words import NONE, bold, in_words, is_there, line_in_words, missing, on_one_line, unit_of
from bot.views.legends import distinct, in_full, legend
from bot.views.parts import Blocks, context, section, sections
from bot.views.words import clip, escape, on_day

MOST_CHARTS = 2
"""Charts in a message; a third one makes Slack refuse it (github.com/vercel/chat, pull request 696)."""

MOST_TABLES = 1
"""Tables in a message (docs: reference/block-kit/blocks/table-block)."""

FEWEST_CATEGORIES = 6
"""A line through fewer weeks than these looks like a trend and is none."""

MOST_CATEGORIES = 20
MOST_LINES = 6
MOST_ROWS = 99
"""Rows below a header, which counts as one of 100."""

MOST_COLUMNS = 20
CELL = 300
"""Characters of a cell; what does not fit ends in an ellipsis, and stands whole in the text."""

SHORT = 12
"""Characters of a column that stays on one line; longer ones are wrapped, so that nothing is hidden."""

TABLE = 6_000
"""Characters of all cells of a table: the whole message takes about 12,000."""

CHART, LINE = 5_000, 600
"""Characters of what stands in for a chart, and of a line below it: what does not fit ends in an ellipsis."""

TITLE = 50

_GRID = "table"
_CHART = "data_visualization"


@dataclass(frozen=True, slots=True)
class Picture:
    """Blocks that not every workspace takes, and the blocks that say the same in words."""

    drawn: Sequence[Block]
    instead: Sequence[Block]


Part = Block | Picture


def weeks(mondays: Iterable[date]) -> list[str]:
    """What weeks that start on these days are called in a chart: `16 Nov`, with the year where two are alike."""
    every = list(mondays)
    short = [on_day(monday).partition(" ")[2] for monday in every]
    alike = len(set(short)) < len(short)
    return [f"{name} {monday.year}" for name, monday in zip(short, every, strict=True)] if alike else short


def since_the_gap(chart: Chart) -> Chart | None:
    """What can be drawn of a chart: the lines that have numbers for long enough by its end, from where on all of them
    have; None where that is nothing."""
    lines = [line for line in chart.lines if _lasts(line) >= FEWEST_CATEGORIES]
    if not _has_its_size(chart) or all(line.is_edge for line in lines):
        return None
    begins = len(chart.categories) - min(map(_lasts, lines))
    return Chart(
        chart.title,
        chart.categories[begins:],
        [replace(line, values=line.values[begins:]) for line in lines],
        chart.unit,
    )


def build_chart(chart: Chart) -> Part:
    """A line chart, from the last week without a number on, and below it names that are too long for it and what is
    not drawn; in words where there is too little to draw."""
    words = sections(clip(in_words(chart), CHART))
    drawn = since_the_gap(chart)
    if drawn is None:
        return Picture(words, words)
    below = [context(clip(line, LINE)) for line in (in_full(drawn.lines), *_left_out(chart, drawn)) if line]
    return Picture([_line_chart(drawn), *below], words)


def build_table(grid: Grid) -> Part:
    """A table below its title; in words it is one line for each row."""
    words = sections(rows_in_words(grid))
    if not _fits(grid):
        return Picture(words, words)
    title = [section(bold(grid.title))] if grid.title.strip() else []
    return Picture([*title, _table(grid)], words)


def with_pictures(text: str, parts: Iterable[Part]) -> Message:
    """A message of these parts; `text` says all of it. What is one chart or table too many is put into words."""
    drawn: Blocks = []
    plain: Blocks = []
    for part in parts:
        words = part.instead if isinstance(part, Picture) else [part]
        shown = part.drawn if isinstance(part, Picture) and _has_room(drawn, part) else words
        drawn += [dict(block) for block in shown]
        plain += [dict(block) for block in words]
    return Message(text, drawn, plain=plain if drawn != plain else None)


def charts_in(parts: Iterable[Part]) -> int:
    """How many of these are drawn as charts where there is room."""
    drawn = (block for part in parts if isinstance(part, Picture) for block in part.drawn)
    return sum(block["type"] == _CHART for block in drawn)


def rows_in_words(grid: Grid) -> str:
    """The table's rows, a line each: the first cell, then what the others are."""
    title = [bold(grid.title)] if grid.title.strip() else []
    return "\n".join([*title, *(_row_in_words(grid.header, row) for row in grid.rows)])


def _has_its_size(chart: Chart) -> bool:
    """Whether there are neither too few nor too many weeks and lines for Slack, and as many values as weeks."""
    width = len(chart.categories)
    fits = FEWEST_CATEGORIES <= width <= MOST_CATEGORIES and 0 < len(chart.lines) <= MOST_LINES
    return fits and all(len(line.values) == width for line in chart.lines)


def _lasts(line: Line) -> int:
    """For how many weeks by now there has been a number."""
    return len(list(takewhile(is_there, reversed(line.values))))


def _left_out(chart: Chart, drawn: Chart) -> Iterator[str]:
    """From which week on it is drawn and why, and the lines that are not."""
    begins = len(chart.categories) - len(drawn.categories)
    if begins:
        gaps = filter(
            None, (missing(line, chart) for line in chart.lines if _lasts(line) >= FEWEST_CATEGORIES)
        )
        yield " ".join([f"Drawn from {escape(on_one_line(drawn.categories[0]))} on.", *gaps])
    for line in chart.lines:
        if _lasts(line) < FEWEST_CATEGORIES:
            yield f"Not drawn{unit_of(chart)}: {line_in_words(line, chart)}"


def _line_chart(chart: Chart) -> Block:
    categories = distinct(chart.categories)
    names = legend(line.name for line in chart.lines)
    axes: dict[str, Any] = {"categories": categories}
    if unit := clip(on_one_line(chart.unit), TITLE):
        axes["y_label"] = unit
    series = [_series(name, line, categories) for name, line in zip(names, chart.lines, strict=True)]
    title = clip(on_one_line(chart.title), TITLE) or NONE
    return {"type": _CHART, "title": title, "chart": {"type": "line", "series": series, "axis_config": axes}}


def _series(name: str, line: Line, categories: Sequence[str]) -> dict[str, Any]:
    points = zip(categories, line.values, strict=True)
    return {
        "name": name,
        "data": [{"label": label, "value": round(value, 2)} for label, value in points if value is not None],
    }


def _table(grid: Grid) -> Block:
    cells = _cells(grid)
    rows = [[{"type": "raw_text", "text": cell} for cell in row] for row in cells]
    columns = [{"is_wrapped": max(map(len, column)) > SHORT} for column in zip(*cells, strict=True)]
    return {"type": _GRID, "rows": rows, "column_settings": columns}


def _cells(grid: Grid) -> list[list[str]]:
    return [[clip(on_one_line(cell), CELL) or NONE for cell in row] for row in (grid.header, *grid.rows)]


def _fits(grid: Grid) -> bool:
    width = len(grid.header)
    is_even = 0 < width <= MOST_COLUMNS and all(len(row) == width for row in grid.rows)
    size = sum(len(cell) for row in _cells(grid) for cell in row)
    return is_even and 0 < len(grid.rows) <= MOST_ROWS and size <= TABLE


def _has_room(so_far: Blocks, part: Picture) -> bool:
    """Whether this message may hold one more of these."""
    kinds = [block["type"] for block in (*so_far, *part.drawn)]
    return kinds.count(_CHART) <= MOST_CHARTS and kinds.count(_GRID) <= MOST_TABLES


def _row_in_words(header: Sequence[str], row: Sequence[str]) -> str:
    first, *others = [escape(on_one_line(cell)) or NONE for cell in row] or [NONE]
    named = (f"{_named(name)} {cell}" for name, cell in zip(header[1:], others, strict=False))
    return f"• {': '.join(part for part in (first, ', '.join(named)) if part)}"


def _named(column: str) -> str:
    name = escape(on_one_line(column))
    return name if name.isupper() else f"{name[:1].lower()}{name[1:]}"

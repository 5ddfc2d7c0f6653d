"""Tables and charts.

Limits: docs.slack.dev/reference/block-kit/blocks (table-block, data-table-block, data-visualization-block).
"""

from typing import Any

from sandbox.rules.limits import limit
from sandbox.rules.rich_text import RICH_TEXT
from sandbox.rules.shape import (
    Findings,
    Rule,
    at,
    distinct,
    every,
    flag,
    items,
    located,
    number,
    one_of,
    record,
    string,
    tagged,
    typed,
    walk,
    whole,
)
from sandbox.rules.violation import Violation

_CELL_TEXT = string(None, "data_table.cell_text.min_length")
_RAW_TEXT = typed("raw_text", {"text": _CELL_TEXT})
_RAW_NUMBER = typed("raw_number", {"value": number, "text": _CELL_TEXT})
CELL = tagged({"raw_text": _RAW_TEXT, "raw_number": _RAW_NUMBER, "rich_text": RICH_TEXT})


def written(value: Any) -> int:
    """How many characters are under the key `text` anywhere in `value`."""
    texts = (node.get("text") for _, node in walk(value, ""))
    return sum(len(text) for text in texts if isinstance(text, str))


def _column(value: Any, pointer: str) -> Findings:
    # Slack lets a column keep its defaults by standing as null in the list.
    if value is not None:
        yield from record({}, {"align": one_of("left", "center", "right"), "is_wrapped": flag})(
            value, pointer
        )


TABLE_FIELDS: tuple[dict[str, Rule], dict[str, Rule]] = (
    {"rows": items(items(CELL, 1, "table.columns.max_items"), 1, "table.rows.max_items")},
    {"column_settings": items(_column, 0, "table.column_settings.max_items")},
)


def is_rectangular(value: Any, pointer: str) -> Findings:
    """All rows of a data table have as many cells as its header."""
    columns = len(value["rows"][0])
    for index, row in enumerate(value["rows"]):
        if len(row) != columns:
            yield Violation(at(at(pointer, "rows"), index), "ragged_rows", f"must have {columns} cells")


def header_is_plain(value: Any, pointer: str) -> Findings:
    """The header row of a data table holds no rich text."""
    for index, cell in enumerate(value["rows"][0]):
        if cell["type"] == "rich_text":
            yield Violation(at(f"{pointer}/rows/0", index), "unsupported_type", "must not be rich_text")


def row_header_exists(value: Any, pointer: str) -> Findings:
    """The column that names the rows is one of the columns."""
    if value.get("row_header_column_index", 0) >= len(value["rows"][0]):
        yield Violation(at(pointer, "row_header_column_index"), "out_of_range", "must be one of the columns")


def content_fits(value: Any, pointer: str) -> Findings:
    """The cells of one data table hold no more text than Slack shows."""
    most = limit("data_table.content.max_length")
    if written(value["rows"]) > most:
        yield Violation(at(pointer, "rows"), "too_long", f"must be less than {most + 1} characters in all")


DATA_TABLE_FIELDS: tuple[dict[str, Rule], dict[str, Rule]] = (
    {
        "caption": string(),
        "rows": items(
            items(CELL, "data_table.columns.min_items", "data_table.columns.max_items"),
            "data_table.rows.min_items",
            "data_table.rows.max_items",
        ),
    },
    {
        "page_size": whole("data_table.page_size.min", "data_table.page_size.max"),
        "row_header_column_index": whole("data_table.row_header_column_index.min"),
    },
)
DATA_TABLE_RULES = (is_rectangular, header_is_plain, row_header_exists, content_fits)


def _positive(value: Any, pointer: str) -> Findings:
    if value <= limit("data_visualization.segment.value.exclusive_min"):
        yield Violation(pointer, "out_of_range", "must be more than 0")


def series_match_categories(value: Any, pointer: str) -> Findings:
    """Every series has exactly one point for every category."""
    categories = sorted(value["axis_config"]["categories"])
    for index, series in enumerate(value["series"]):
        if sorted(point["label"] for point in series["data"]) != categories:
            where = at(f"{pointer}/series/{index}", "data")
            yield Violation(where, "points_differ", "must have one point for every category")


def names_differ(value: Any, pointer: str) -> Findings:
    """No two series have one name and no two categories one label."""
    names = [series["name"] for series in value["series"]]
    yield from distinct(located(names, at(pointer, "series")), "duplicate_item")
    categories = value["axis_config"]["categories"]
    yield from distinct(located(categories, f"{pointer}/axis_config/categories"), "duplicate_item")


def _limited(what: str, each: Rule) -> Rule:
    return items(each, f"data_visualization.{what}.min_items", f"data_visualization.{what}.max_items")


def _label(what: str) -> Rule:
    return string(f"data_visualization.{what}.max_length")


_SEGMENT = record({"label": _label("segment.label"), "value": every(number, _positive)})
_POINT = record({"label": _label("point_label"), "value": number})
_SERIES = record({"name": _label("series_name"), "data": _limited("data", _POINT)})
_AXES = record(
    {"categories": _limited("categories", _label("category_label"))},
    {"x_label": _label("axis_label"), "y_label": _label("axis_label")},
)


def _on_axes(kind: str) -> Rule:
    return typed(
        kind,
        {"series": _limited("series", _SERIES), "axis_config": _AXES},
        None,
        names_differ,
        series_match_categories,
    )


CHART = tagged(
    {
        "pie": typed("pie", {"segments": _limited("segments", _SEGMENT)}),
        **{kind: _on_axes(kind) for kind in ("bar", "line", "area")},
    }
)
CHART_FIELDS: dict[str, Rule] = {"title": _label("title"), "chart": CHART}

"""Charts and tables: what Slack takes whatever is in them, and words that say the same."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.values.deliveries import Message
from bot.values.pictures import Chart, Grid, Line
from bot.views.chart_words import in_words, number
from bot.views.legends import distinct
from bot.views.parts import section
from bot.views.pictures import (
    FEWEST_CATEGORIES,
    MOST_CATEGORIES,
    MOST_LINES,
    build_chart,
    build_table,
    rows_in_words,
    since_the_gap,
    weeks,
    with_pictures,
)
from sandbox.rules.blocks import check_message

MONDAYS = [date(2026, 9, 7) + timedelta(weeks=week) for week in range(12)]
NAUGHTY = st.one_of(
    st.text(max_size=60),
    st.sampled_from(
        ["", " ", "*", "<!channel>", "<@U1>", "&amp;", "a" * 400, "x\ny", "Customer onboarding, EMEA"]
    ),
)
VALUES = st.one_of(st.none(), st.floats(allow_nan=True, allow_infinity=True), st.floats(0, 5))


def chart(*lines: Sequence[float | None], names: Sequence[str] = ("Mood", "usual from", "usual to")) -> Chart:
    """A chart of as many weeks as the first line has values."""
    categories = weeks(MONDAYS[: len(lines[0])])
    return Chart(
        "Checkout", categories, [Line(name, line) for name, line in zip(names, lines, strict=False)], "of 5"
    )


def table(rows: int = 2, columns: int = 3) -> Grid:
    """A grid of this size."""
    header = ["Blocker", "Waits on", "Age", *(f"Column {number}" for number in range(columns))][:columns]
    return Grid("Open", header, [[f"{row}-{column}" for column in range(columns)] for row in range(rows)])


def kinds(message: Message) -> list[Any]:
    """The types of a message's blocks."""
    return [block["type"] for block in message.blocks]


def taken(message: Message) -> None:
    """Slack takes the message with its pictures, and without them."""
    for each in (message, message.without_pictures()):
        blocks = [dict(block) for block in each.blocks]
        assert check_message({"text": each.text, "blocks": blocks}) == []


def test_a_chart_is_drawn_and_its_plain_twin_says_every_number() -> None:
    drawn = chart([3.5, 3.25, 4, 3, 3, 1.5], [3.0] * 6, [4.123] * 6)
    message = with_pictures(in_words(drawn), [section("*Changed*"), build_chart(drawn)])
    taken(message)
    assert kinds(message) == ["section", "data_visualization"]
    assert message.text == (
        "*Checkout* (of 5)\n"
        "Mood · 7 Sep: 3.5 · 14 Sep: 3.25 · 21 Sep: 4 · 28 Sep to 5 Oct: 3 · 12 Oct: 1.5\n"
        "usual from: 3 throughout\n"
        "usual to: 4.12 throughout"
    )
    assert message.plain == [section("*Changed*"), section(message.text)]


@pytest.mark.parametrize(
    "undrawable",
    [
        chart([3.0] * (FEWEST_CATEGORIES - 1)),
        chart([3.0, None, 3.0, 3.0, 3.0, 3.0]),
        chart([3.0, float("nan"), 3.0, 3.0, 3.0, 3.0]),
        Chart(
            "Too long",
            [str(week) for week in range(MOST_CATEGORIES + 1)],
            [Line("a", [1] * (MOST_CATEGORIES + 1))],
        ),
        Chart("Too many", weeks(MONDAYS), [Line(str(line), [1] * 12) for line in range(MOST_LINES + 1)]),
        Chart("Ragged", weeks(MONDAYS), [Line("a", [1] * 11)]),
        Chart("Empty", weeks(MONDAYS), []),
    ],
)
def test_what_slack_cannot_draw_is_written_from_the_start(undrawable: Chart) -> None:
    assert since_the_gap(undrawable) is None
    message = with_pictures("all of it", [build_chart(undrawable)])
    taken(message)
    assert set(kinds(message)) == {"section"}
    assert message.plain is None


def test_a_missing_week_is_named_in_the_words() -> None:
    gap = chart([3.0, None, None, 3.5, 3.5, 3.0])
    assert in_words(gap).endswith(
        "\nMood · 7 Sep: 3 · 14 to 21 Sep: no number · 28 Sep to 5 Oct: 3.5 · 12 Oct: 3"
    )
    why = replace(gap.lines[0], silences=["", "too few", "", "", "", ""])
    assert "· 14 Sep: too few · 21 Sep: no number ·" in in_words(replace(gap, lines=[why]))


def test_from_the_last_gap_on_a_chart_is_drawn_and_says_what_is_missing() -> None:
    gaps = chart([None, 3.0, None, *[3.5] * 7, 3.0, 2.0], [3.0] * 12)
    message = with_pictures(in_words(gaps), [build_chart(gaps)])
    taken(message)
    assert kinds(message) == ["data_visualization", "context"]
    drawn = message.blocks[0]["chart"]
    assert drawn["axis_config"]["categories"][0] == "28 Sep"
    assert [len(series["data"]) for series in drawn["series"]] == [9, 9]
    said = message.blocks[1]["elements"][0]["text"]
    assert said == "Drawn from 28 Sep on. Mood: no number for 7 Sep and 21 Sep."
    assert message.plain == [section(in_words(gaps))]


def test_a_series_that_has_ended_is_written_below_the_others() -> None:
    ended = chart([0.5] * 8, [0.7] * 6 + [None] * 2, names=("Ads", "R&D <x>"))
    message = with_pictures(in_words(ended), [build_chart(ended)])
    taken(message)
    assert [series["name"] for series in message.blocks[0]["chart"]["series"]] == ["Ads"]
    said = message.blocks[1]["elements"][0]["text"]
    assert said == "Not drawn (of 5): R&amp;D &lt;x&gt; · 7 Sep to 12 Oct: 0.7 · 19 to 26 Oct: no number"


def test_the_edges_of_a_range_are_not_drawn_alone() -> None:
    alone = chart([3.0] * 8 + [None], [3.0] * 9)
    edge = replace(alone.lines[1], is_edge=True)
    assert since_the_gap(alone) is not None
    assert since_the_gap(replace(alone, lines=[alone.lines[0], edge])) is None


def test_weeks_of_two_years_with_the_same_day_are_told_apart() -> None:
    days = [date(2025, 11, 17), date(2026, 11, 16), date(2031, 11, 17)]
    assert weeks(days[:2]) == ["17 Nov", "16 Nov"]
    assert weeks(days) == ["17 Nov 2025", "16 Nov 2026", "17 Nov 2031"]
    over_new_year = [date(2026, 11, 30) + timedelta(weeks=week) for week in range(12)]
    assert len(set(weeks(over_new_year))) == 12


def test_names_that_are_alike_once_they_are_clipped_are_told_apart() -> None:
    names = distinct(["Customer onboarding, EMEA", "Customer onboarding, APAC", "Customer onboarding, AMER"])
    assert names == ["Customer onboarding…", "Customer onboardi… 2", "Customer onboardi… 3"]
    assert distinct(["Web", "Web", ""]) == ["Web", "Web 2", "–"]


def test_a_table_is_drawn_below_its_title_and_in_words_it_has_a_line_for_each_row() -> None:
    grid = Grid(
        "Open <now>",
        ["Blocker", "Waits on", "Age", "Owner"],
        [["Refund & API", "Payments", "23 days", "Ana"], ["*DPIA*", "<!channel>", "17 days", ""]],
    )
    message = with_pictures(rows_in_words(grid), [build_table(grid)])
    taken(message)
    assert kinds(message) == ["section", "table"]
    assert message.blocks[1]["rows"][1][0] == {"type": "raw_text", "text": "Refund & API"}, (
        "raw text is not mrkdwn"
    )
    assert message.blocks[1]["rows"][2][3]["text"] == "–"
    assert message.text == (
        "*Open &lt;now&gt;*\n"
        "• Refund &amp; API: waits on Payments, age 23 days, owner Ana\n"
        "• *DPIA*: waits on &lt;!channel&gt;, age 17 days, owner –"
    )


@pytest.mark.parametrize(
    "grid",
    [
        table(rows=0),
        table(rows=100),
        table(columns=21),
        table(rows=99, columns=20),
        Grid("", ["a", "b"], [["1"]]),
    ],
)
def test_what_is_no_table_for_slack_is_written_from_the_start(grid: Grid) -> None:
    message = with_pictures("all of it", [section("First"), build_table(grid)])
    assert set(kinds(message)) == {"section"}
    assert message.plain is None


def test_a_message_has_two_charts_and_one_table_and_what_is_too_many_is_written() -> None:
    drawn = chart([3.0] * 5 + [4.0])
    parts = [
        build_chart(drawn),
        build_table(table()),
        build_chart(drawn),
        build_chart(drawn),
        build_table(table()),
    ]
    message = with_pictures("all of it", parts)
    taken(message)
    assert kinds(message).count("data_visualization") == 2
    assert kinds(message).count("table") == 1
    assert message.plain is not None
    assert "data_visualization" not in [block["type"] for block in message.plain]


@pytest.mark.parametrize(
    ("value", "said"), [(3.0, "3"), (2 / 3, "0.67"), (-0.001, "0"), (1234567.0, "1234567")]
)
def test_numbers_are_short(value: float, said: str) -> None:
    assert number(value) == said


@given(
    title=NAUGHTY,
    unit=NAUGHTY,
    categories=st.lists(NAUGHTY, max_size=MOST_CATEGORIES + 2),
    names=st.lists(NAUGHTY, max_size=MOST_LINES + 1),
    data=st.data(),
)
def test_slack_takes_any_chart(
    title: str, unit: str, categories: list[str], names: list[str], data: st.DataObject
) -> None:
    same_length = st.lists(VALUES, min_size=len(categories), max_size=len(categories))
    lines = [Line(name, data.draw(same_length)) for name in names]
    taken(with_pictures("all of it", [section("First"), build_chart(Chart(title, categories, lines, unit))]))


@given(
    names=st.lists(NAUGHTY, min_size=1, max_size=MOST_LINES),
    categories=st.lists(NAUGHTY, min_size=FEWEST_CATEGORIES, max_size=MOST_CATEGORIES),
    value=st.floats(-1e9, 1e9),
)
def test_whatever_its_names_are_a_chart_without_gaps_is_drawn(
    names: list[str], categories: list[str], value: float
) -> None:
    drawn = Chart("Title", categories, [Line(name, [value] * len(categories)) for name in names])
    message = with_pictures("all of it", [build_chart(drawn)])
    taken(message)
    assert kinds(message)[0] == "data_visualization"
    assert kinds(message)[1:] in ([], ["context"]), "names that are too long for its legend stand below"


@given(
    title=NAUGHTY,
    rows=st.lists(st.lists(NAUGHTY, min_size=1, max_size=4), min_size=1, max_size=12),
)
def test_slack_takes_any_table(title: str, rows: list[list[str]]) -> None:
    header, *body = rows
    taken(with_pictures("all of it", [section("First"), build_table(Grid(title, header, body))]))

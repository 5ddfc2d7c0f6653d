"""An archive holds what was put into it, in three spellings; what a spreadsheet opens never runs."""

import os
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from bot.files.bundle import Bundle
from bot.files.cells import guard
from bot.files.filling import fill
from bot.values.files import (
    Facing,
    Link,
    Page,
    Part,
    Row,
    Sheet,
    day,
    flag,
    instant,
    integer,
    number,
    several,
    text,
)
from tests.files.reading import TYPES, Archive

FACING = Facing(
    "Drumbeat export of Acme",
    "Acme",
    "Everything.",
    date(2026, 1, 1),
    datetime(2026, 11, 22, 9, tzinfo=UTC),
    ["A note."],
)
SHEET = Sheet(
    "things",
    "One thing",
    (
        integer("thing_id", "its number", required=True),
        text("words", "what was said"),
        number("value", "how much", unit="points"),
        flag("is_so", "whether"),
        day("on", "which day"),
        instant("at", "when"),
        several("picked", "what was chosen"),
    ),
    ("thing_id",),
)

NASTY = st.text(st.sampled_from("=+-@\t\r\n\0;,|'\" \u00a0a1“’«\ufeff＝－\u2028🙂"), max_size=12)
WORDS = st.one_of(NASTY, st.text(st.characters(codec="utf-8")))
ROW = st.fixed_dictionaries(
    {
        "words": st.none() | WORDS,
        "value": st.none() | st.floats(allow_nan=False, allow_infinity=False) | st.integers(-9, 9).map(float),
        "is_so": st.booleans(),
        "on": st.none() | st.dates(),
        "at": st.none() | st.datetimes(timezones=st.just(UTC)),
        "picked": st.none() | st.lists(WORDS, max_size=3),
    }
)


def archive_of(rows: Sequence[Row]) -> Archive:
    """These rows written, in pages of three, and read back."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "a.zip"
        with Bundle(path) as bundle:
            with bundle.table(SHEET) as table:
                for start in range(0, len(rows), 3):
                    table.add(rows[start : start + 3])
                bundle.pack(table)
            bundle.describe(FACING)
        return Archive(path)


@examples(max_examples=40)
@given(st.lists(ROW, max_size=7))
def test_what_is_written_is_read_back_as_it_was(found: list[dict[str, Any]]) -> None:
    rows = [{"thing_id": at, **row} for at, row in enumerate(found)]
    archive = archive_of(rows)
    archive.check()
    types = {field.name: field.cell.value for field in SHEET.fields}
    for row, cells, line in zip(rows, archive.table("things"), archive.lines("things"), strict=True):
        for name, value in row.items():
            read = TYPES[types[name]](cells[name]) if cells[name] != "" else None
            if isinstance(value, datetime):
                assert read == value.replace(microsecond=0, tzinfo=None)
                assert datetime.fromisoformat(line[name]) == value
                continue
            assert read == (None if value == "" else value)
            assert line[name] == (value.isoformat() if isinstance(value, date) else value)


@given(WORDS)
def test_a_guard_takes_nothing_away(words: str) -> None:
    guarded = guard(words) or ""
    assert guarded.replace("'", "") == words.replace("'", "")
    if not set(words) & set("=+-@\t\r\0＝＋－＠"):
        assert guarded == words


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ('=HYPERLINK("http://x","y")', '\'=HYPERLINK("http://x","y")'),
        ('  "=1+1', "'  \"=1+1"),
        ("\t@SUM(A1)", "'\t'@SUM(A1)"),
        ("- one\n- two", "'- one\n'- two"),
        ("fine; =cmd|' /C calc'!A0", "fine;' =cmd|' /C calc'!A0"),
        ("＝1", "'＝1"),
        ("2 + 2 = 4, well-known", "2 + 2 = 4, well-known"),
        ("", ""),
    ],
)
def test_words_that_begin_like_a_formula_have_an_apostrophe_before_them(words: str, shown: str) -> None:
    assert guard(words) == shown


async def test_numbers_stay_numbers_lists_are_joined_and_nothing_is_empty(tmp_path: Path) -> None:
    async def pages() -> AsyncIterator[Page]:
        yield [_row(1, value=-1.5, picked=["=A", "B"]), _row(2, value=4.0, words="-")]
        yield []

    heard: list[tuple[str, int]] = []

    async def hear(name: str, rows: int) -> None:
        heard.append((name, rows))

    path = tmp_path / "a.zip"
    await fill(path, [Part(SHEET, pages())], FACING, hear)
    assert heard == [("things", 2), ("things", 2)]
    assert path.stat().st_mode & 0o077 == 0
    assert os.listdir(tmp_path) == [path.name], "nothing is left beside it"
    archive = Archive(path)
    archive.check()
    assert archive.sheet("things")[1:] == [
        ["1", "", "-1.5", "true", "", "", "'=A; B"],
        ["2", "'-", "4", "true", "", "", ""],
    ]
    assert archive.table("things")[0]["picked"] == '["=A", "B"]'
    [schema] = [resource["schema"] for resource in archive.package["resources"]]
    assert schema["fields"][2]["unit"] == "points"
    assert schema["missingValues"] == [""]
    assert "From 2026-01-01 on. Made on 2026-11-22." in archive.files["README.md"]


def test_a_link_to_a_table_that_is_not_in_the_archive_is_left_out(tmp_path: Path) -> None:
    linked = Sheet(
        "links", "One link", (integer("thing_id", "the thing"),), ("thing_id",), (Link("thing_id", "x", "y"),)
    )
    path = tmp_path / "a.zip"
    with Bundle(path) as bundle:
        with bundle.table(linked) as table:
            bundle.pack(table)
        bundle.describe(FACING)
    [resource] = Archive(path).package["resources"]
    assert resource["schema"]["foreignKeys"] == []
    assert "→ `x.y`" not in Archive(path).files["README.md"]


def _row(thing_id: int, **said: Any) -> Row:
    nothing = dict.fromkeys(SHEET.columns)
    return {**nothing, "thing_id": thing_id, "is_so": True, **said}

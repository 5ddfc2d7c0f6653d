"""One archive with every table in three spellings, written row by row: nothing is held in memory but the page that is
being written.

An archive takes one file at a time, so each spelling of a table is put down beside it first and packed when the table
is complete.
"""

import csv
import io
import json
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from operator import itemgetter
from pathlib import Path
from types import TracebackType
from typing import TextIO
from zipfile import ZIP_DEFLATED, ZipFile

from bot.files.cells import GUARDED, JSON, PLAIN, Column, SpellColumn
from bot.files.package import describe
from bot.files.read_me import read_me
from bot.values.files import Cell, Facing, Page, Sheet

BOM = "\ufeff"
"""Tells a spreadsheet that what follows is UTF-8."""

_CHUNK = 1 << 20

_AT_ONCE = 500
"""Rows that are spelled at a time: a page may be of few people who said a lot."""


class Bundle:
    """An archive that is being filled: table by table, each page by page."""

    def __init__(self, path: Path) -> None:
        self._folder = path.parent
        self._archive = ZipFile(path, "w", ZIP_DEFLATED)
        self._rows: dict[Sheet, int] = {}

    def __enter__(self) -> "Bundle":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._archive.close()

    @contextmanager
    def table(self, sheet: Sheet) -> Iterator["Table"]:
        """A table to be filled; it is packed when it is `pack`ed, and forgotten when it is not."""
        with ExitStack() as stack:
            spellings = [stack.enter_context(_beside(self._folder)) for _ in _FOLDERS]
            yield Table(sheet, spellings)

    def pack(self, table: "Table") -> None:
        """Put a complete table into the archive."""
        for (folder, ending), written in zip(_FOLDERS, table.spellings, strict=True):
            written.flush()
            written.seek(0)
            name = f"{folder}/{table.sheet.name}.{ending}"
            with self._archive.open(name, "w", force_zip64=True) as into:
                shutil.copyfileobj(written.buffer, into, _CHUNK)
        self._rows[table.sheet] = table.rows

    def describe(self, facing: Facing) -> None:
        """Put in what describes all of it."""
        self._archive.writestr("datapackage.json", describe(self._rows, facing))
        self._archive.writestr("README.md", read_me(self._rows, facing))


_FOLDERS = (("csv", "csv"), ("spreadsheets", "csv"), ("jsonl", "jsonl"))


class Table:
    """One table that is being filled, in every spelling at once."""

    def __init__(self, sheet: Sheet, spellings: Sequence[TextIO]) -> None:
        self.sheet, self.spellings, self.rows = sheet, spellings, 0
        self._plain, self._guarded, self._lines = spellings
        self._values = itemgetter(*sheet.columns)
        self._guarded.write(BOM)
        for into in (self._plain, self._guarded):
            into.write(_in_csv([sheet.columns]))

    def add(self, page: Page) -> None:
        """Write some rows."""
        for start in range(0, len(page), _AT_ONCE):
            self._write(page[start : start + _AT_ONCE])

    def _write(self, page: Page) -> None:
        columns = list(zip(*map(self._values, page), strict=True))
        # Many rows at a time: what a file does for every write is dearer than what is written.
        plain, guarded = self._spelled(columns, PLAIN), self._spelled(columns, GUARDED)
        in_csv = _in_csv(zip(*plain, strict=True))
        self._plain.write(in_csv)
        self._guarded.write(in_csv if guarded == plain else _in_csv(zip(*guarded, strict=True)))
        names = self.sheet.columns
        rows = zip(*self._spelled(columns, JSON), strict=True)
        self._lines.write("".join(_encode(dict(zip(names, row, strict=True))) + "\n" for row in rows))
        self.rows += len(page)

    def _spelled(self, columns: Sequence[Column], spelling: Mapping[Cell, SpellColumn]) -> list[Column]:
        """The columns as this spelling has them."""
        return [
            spelling[field.cell](column) if field.cell in spelling else column
            for field, column in zip(self.sheet.fields, columns, strict=True)
        ]


_encode = json.JSONEncoder(ensure_ascii=False, check_circular=False).encode


def _in_csv(rows: Iterable[Sequence[object]]) -> str:
    written = io.StringIO(newline="")
    csv.writer(written).writerows(rows)
    return written.getvalue()


def _beside(folder: Path) -> AbstractContextManager[TextIO]:
    # RFC 4180 ends lines with both, and the csv module writes them so; nothing else may change what was said.
    return tempfile.TemporaryFile("w+", dir=folder, encoding="utf-8", newline="")

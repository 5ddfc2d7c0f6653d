"""The data sheet is true: it names every table, every period with its default, and every part of the file."""

import re
from dataclasses import asdict
from pathlib import Path

from bot.store.tables import member, metadata
from config.keeping import USUAL, VARIABLES

PAGE = (Path(__file__).parents[1] / "docs" / "data-sheet.md").read_text("utf-8")
TABLE = "\n".join(line for line in PAGE.splitlines() if line.startswith("|"))
NAMELESS = PAGE[PAGE.index("No person at all is in:") : PAGE.index("Not kept anywhere")]


def _named_in(text: str) -> set[str]:
    return set(re.findall(r"`([a-z_]+)`", text))


def test_every_table_is_explained_or_has_nobody_in_it() -> None:
    explained, nameless = _named_in(TABLE), _named_in(NAMELESS)
    assert explained | nameless == set(metadata.tables)
    assert explained & nameless == set()


def test_no_table_that_refers_to_a_person_is_said_to_have_nobody_in_it() -> None:
    refers = {
        table.name
        for table in metadata.sorted_tables
        if any(key.column.table is member for column in table.columns for key in column.foreign_keys)
    }
    assert refers & _named_in(NAMELESS) == set()


def test_every_period_stands_there_with_its_default() -> None:
    usual = {f"KEEP_{name.upper()}": months for name, months in asdict(USUAL).items()}
    assert set(usual) == set(VARIABLES)
    said = dict(re.findall(r"`(KEEP_[A-Z_]+)`: (\d+) months?", PAGE))
    assert {name: int(months) for name, months in said.items()} == usual


def test_the_parts_of_the_file_are_explained() -> None:
    for part in (
        "person",
        "asked",
        "earlier_answers",
        "drafts",
        "votes",
        "feedback",
        "absences",
        "not_in_here",
    ):
        assert f"`{part}`" in PAGE

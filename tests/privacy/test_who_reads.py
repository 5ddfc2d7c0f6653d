"""Invariant 10: every later figure follows from frozen results, since nothing else can be reached by who tells it."""

import ast
from functools import cache
from pathlib import Path

import pytest

from bot.store import tables

BOT = Path(tables.__file__).parents[2]

BALLOTS = {
    "bot/store/ballots.py",
    "bot/store/wiping.py",
}
"""Who may touch ballots: what keeps and seals them, and what wipes what is left of them."""

RESULTS = {"bot/store/sealed.py", "bot/store/retention.py"}
"""Who may touch what was frozen: what writes and reads it, and what forgets it in time."""

TELLERS = (
    "bot/trends",
    "bot/views",
    "bot/jobs/post_digests.py",
    "bot/handlers/digest.py",
    "bot/handlers/export.py",
    "bot/files",
    "bot/store/exporting",
)
"""What tells of rounds later."""


@cache
def _sources() -> list[Path]:
    return [
        path for path in BOT.rglob("*.py") if "migrations" not in path.parts and path.parent.name != "tables"
    ]


@cache
def _imports(path: Path) -> list[ast.Import | ast.ImportFrom]:
    nodes = ast.walk(ast.parse(path.read_text()))
    return [node for node in nodes if isinstance(node, ast.Import | ast.ImportFrom)]


def _named(path: Path) -> set[str]:
    """Every name a module takes from the tables."""
    return {
        alias.name
        for node in _imports(path)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("bot.store.tables")
        for alias in node.names
    }


def _who_names(*names: str) -> set[str]:
    return {str(path.relative_to(BOT.parent)) for path in _sources() if _named(path) & set(names)}


def test_ballots_are_touched_where_they_are_kept_and_nowhere_else() -> None:
    assert _who_names("ballot") <= BALLOTS


def test_what_was_frozen_is_touched_where_it_is_kept_and_nowhere_else() -> None:
    assert _who_names("result", "sealed_text") <= RESULTS


@pytest.mark.parametrize("module", ["bot.store.ballots", "bot.store.answers", "bot.store.keys", "bot.boxes"])
def test_who_tells_of_rounds_later_knows_neither_ballots_nor_keys_nor_answers(module: str) -> None:
    imported = {
        str(path.relative_to(BOT.parent)): _modules(path)
        for path in _sources()
        if str(path.relative_to(BOT.parent)).startswith(TELLERS)
    }
    assert imported, "there is something to look at"
    assert [name for name, modules in imported.items() if module in modules] == []


def _modules(path: Path) -> set[str]:
    found: set[str] = set()
    for node in _imports(path):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found

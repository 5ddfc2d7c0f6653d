"""The vocabulary of `sandbox/data/stories.toml`, and decks of phrases that do not visibly repeat."""

import tomllib
from collections.abc import Sequence
from functools import cache
from importlib import resources
from random import Random
from typing import Any, TypeVar

T = TypeVar("T")

# A function is read from somebody's title, as a colleague would; the first word found decides.
_FUNCTIONS = {
    "engineering": ("engineer", "developer", "sre", "qa"),
    "design": ("design", "research", "ux"),
    "data": ("data", "analyst", "analytics"),
    "marketing": ("marketing", "brand", "content", "growth"),
    "sales": ("sales", "partner", "account"),
    "support": ("support", "customer", "service"),
}


def function_of(title: str) -> str:
    """What somebody with this title does; people of other titles do product work."""
    words = title.lower()
    for function, signs in _FUNCTIONS.items():
        if any(sign in words for sign in signs):
            return function
    return "product"


def phrases(section: str, kind: str) -> list[Any]:
    """The phrases of one kind in one section (a function, `common` or `voices`); empty when there are none."""
    found: list[Any] = _book().get(section, {}).get(kind, [])
    return found


def dealt(choices: Sequence[T], turn: int, shuffled_by: str) -> T:
    """The `turn`-th card of a deck that is shuffled once and dealt round and round."""
    return choices[_order(len(choices), shuffled_by)[turn % len(choices)]]


@cache
def _order(count: int, shuffled_by: str) -> list[int]:
    # Seeding by text is stable over runs and versions; a hash of a string is not.
    order = list(range(count))
    Random(shuffled_by).shuffle(order)
    return order


@cache
def _book() -> dict[str, dict[str, Any]]:
    file = resources.files("sandbox") / "data" / "stories.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))

"""The numbers of Block Kit, read once from `sandbox/data/block_kit_limits.json` on first use."""

import json
from functools import cache
from importlib import resources
from typing import Any


def limit(name: str) -> int:
    """The number called `name`; where sources differ, the smaller one."""
    return limits()[name]


@cache
def limits() -> dict[str, int]:
    """Every number by its name."""
    numbers: dict[str, int] = dict(_data()["limits"])
    for name, stricter in _data()["stricter_docs"].items():
        numbers[name] = min(stricter, numbers.get(name, stricter))
    return numbers


@cache
def all_blocks() -> frozenset[str]:
    """Every type of block there is."""
    return frozenset().union(*_data()["surfaces"].values())


@cache
def blocks_on(surface: str) -> frozenset[str]:
    """The block types that `surface` (message, modal or home) takes."""
    return frozenset(_data()["surfaces"][surface])


@cache
def surfaces_of(element: str) -> frozenset[str]:
    """The surfaces on which an element of this type may stand."""
    return frozenset(_data()["element_surfaces"].get(element, _data()["surfaces"]))


@cache
def _data() -> dict[str, Any]:
    file = resources.files("sandbox") / "data" / "block_kit_limits.json"
    data: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return data

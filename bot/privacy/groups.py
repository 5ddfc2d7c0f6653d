"""Which groups may be shown by themselves, so that no difference of two figures tells of fewer people.

The remainder rule (`trends-and-privacy.md` §4.2: a threshold alone gives away a small group in 15 of 100 companies,
with this rule none): whoever is in no group of their own stands in the rest, and while the rest is somebody but too
few, the smallest group joins it.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Split:
    """How people are told apart: the groups `shown` by themselves, and whether there is a `rest` beside them.

    Without any, they are shown together only.
    """

    shown: tuple[str, ...] = ()
    has_rest: bool = False


TOGETHER = Split()


def split(sizes: Mapping[str | None, int], fewest: int) -> Split:
    """How so many people of each group (None: of no group) can be told apart, the groups in alphabetical order."""
    shown = sorted(
        (group for group, size in sizes.items() if group is not None and size >= fewest),
        key=lambda group: (-sizes[group], group),
    )
    rest = sum(sizes.values()) - sum(sizes[group] for group in shown)
    while shown and 0 < rest < fewest:
        rest += sizes[shown.pop()]
    if len(shown) + bool(rest) < 2:
        return TOGETHER
    return Split(tuple(sorted(shown, key=str.casefold)), has_rest=rest > 0)

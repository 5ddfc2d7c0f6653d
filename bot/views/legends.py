"""What the lines of a chart are called in its legend, which has little room: short, and never two alike."""

from collections.abc import Iterable, Sequence
from itertools import takewhile

from bot.values.pictures import Line
from bot.views.chart_words import NONE, on_one_line
from bot.views.words import clip, escape

NAME = 20
"""Characters of a name in a legend."""

_MORE = "…"


def distinct(names: Iterable[str], limit: int = NAME) -> list[str]:
    """Names that fit and differ, in order: what is alike once it is clipped, or empty, gets a number."""
    found: list[str] = []
    for name in names:
        whole = on_one_line(name) or NONE
        shown, number = clip(whole, limit), 1
        while shown in found:
            number += 1
            shown = f"{clip(whole, limit - len(f' {number}'))} {number}"
        found.append(shown)
    return found


def legend(names: Iterable[str], limit: int = NAME) -> list[str]:
    """Short names that tell these apart, in order: cut after a word, and those that begin alike from where on they
    differ, `… this week?` and `… this month?`."""
    whole = [on_one_line(name) or NONE for name in names]
    cut = [_cut(name, limit) for name in whole]
    shown = []
    for name, short in zip(whole, cut, strict=True):
        alike = [other for other, its in zip(whole, cut, strict=True) if its == short]
        shown.append(_cut(_from_where_they_differ(name, alike), limit))
    return distinct(shown, limit)


def in_full(lines: Sequence[Line]) -> str:
    """What stands in the legend for names that did not fit: `“Could you keep…”: Could you keep this pace?`."""
    names = [on_one_line(line.name) for line in lines]
    cut = [(short, name) for short, name in zip(legend(names), names, strict=True) if len(name) > NAME]
    return " · ".join(f"“{escape(short)}”: {escape(name)}" for short, name in cut)


def _cut(name: str, limit: int) -> str:
    if len(name) <= limit:
        return name
    kept = name[: limit - len(_MORE)]
    before, blank, _part = kept.rpartition(" ")
    is_whole = name[len(kept)] == " "
    words = before if blank and not is_whole and len(before) >= limit // 2 else kept
    return words.rstrip(" .,;:–-(") + _MORE


def _from_where_they_differ(name: str, alike: Sequence[str]) -> str:
    """The name without the words that all of these begin with; whole where nothing would be left."""
    side_by_side = zip(*(each.split() for each in alike), strict=False)
    begin = list(takewhile(lambda words: len(set(words)) == 1, side_by_side))
    rest = name.split()[len(begin) :]
    return f"{_MORE} {' '.join(rest)}" if begin and rest else name

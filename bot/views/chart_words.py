"""What a chart says in words: for screen readers, workspaces that take no charts, and where nothing can be drawn."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from math import isfinite

from bot.values.pictures import Chart, Line
from bot.views.words import escape, listing

NO_NUMBER = "no number"
NONE = "–"

_HUGE = 1e12


def in_words(chart: Chart) -> str:
    """The chart's numbers, a line for each series; neighbours that are alike stand together."""
    lines = (line_in_words(each, chart) for each in chart.lines)
    return "\n".join([f"{bold(chart.title)}{unit_of(chart)}", *lines])


def unit_of(chart: Chart) -> str:
    """What its numbers are: ` (of 5)`; empty where that is plain."""
    return f" ({_harmless(chart.unit)})" if chart.unit else ""


def line_in_words(line: Line, chart: Chart) -> str:
    """`Mood · 31 Aug to 2 Nov: 3.5 · 9 Nov: no number · 16 Nov: 2.5`."""
    said = list(_spans(map(_what, line.values, _silences(line)), chart.categories))
    if len(said) == 1 and len(line.values) > 1:
        return f"{called(line)}: {said[0][0]} throughout"
    return " · ".join([called(line), *(f"{span}: {what}" for what, span in said)])


def missing(line: Line, chart: Chart) -> str:
    """`Mood: no number for 31 Aug and 14 to 28 Sep.`; empty where none is missing."""
    why = (
        "" if is_there(value) else silence
        for value, silence in zip(line.values, _silences(line), strict=False)
    )
    spans: dict[str, list[str]] = {}
    for silence, span in _spans(why, chart.categories):
        if silence:
            spans.setdefault(silence, []).append(span)
    said = ", ".join(f"{silence} for {listing(every)}" for silence, every in spans.items())
    return f"{called(line)}: {said}." if said else ""


def called(line: Line) -> str:
    """What a series is called."""
    return _harmless(line.name) or NONE


def bold(title: str) -> str:
    """A heading."""
    # A star of somebody's own would end the bold text before its end.
    return f"*{_harmless(title.replace('*', '')) or NONE}*"


def is_there(value: float | None) -> bool:
    """Whether there is a number that can be shown."""
    return value is not None and isfinite(value)


def number(value: float) -> str:
    """A number with two decimals at most: `3.5`, `12`."""
    if abs(value) >= _HUGE:
        return f"{value:.2g}"
    # Adding zero turns -0.0 into 0.0.
    return f"{round(value, 2) + 0.0:.2f}".rstrip("0").rstrip(".")


def on_one_line(text: str) -> str:
    """The text without line breaks."""
    return " ".join(text.split())


def _what(value: float | None, silence: str) -> str:
    return number(value) if value is not None and isfinite(value) else silence


def _silences(line: Line) -> list[str]:
    given = [*line.silences, *[""] * len(line.values)]
    return [silence or NO_NUMBER for silence in given[: len(line.values)]]


def _spans(every: Iterable[str], categories: Sequence[str]) -> Iterator[tuple[str, str]]:
    """What is said of neighbouring categories, once where it is the same: `("3.5", "31 Aug to 2 Nov")`."""
    pairs = zip(every, map(_harmless, categories), strict=False)
    for what, neighbours in groupby(pairs, key=lambda pair: pair[0]):
        labels = [label for _what, label in neighbours]
        yield what, labels[0] if len(labels) == 1 else _span(labels[0], labels[-1])


def _span(first: str, last: str) -> str:
    """`2 to 16 Nov`, `26 Oct to 2 Nov`."""
    day, _, month = first.partition(" ")
    is_same = bool(month) and day.isdecimal() and last.endswith(f" {month}")
    return f"{day if is_same else first} to {last}"


def _harmless(text: str) -> str:
    return escape(on_one_line(text))

"""What a digest draws: who waits on whom as a table, and in its thread how numbers went week by week.

A picture is never the only place where something stands: the text of the message says all of it, and workspaces that
take no charts and tables are shown the same as text.
"""

import html
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from bot.values.counts import Counted
from bot.values.deliveries import Message
from bot.values.facts import Change, DigestFacts, Marked, Measure, Weekly
from bot.values.pictures import Chart, Grid, Line
from bot.values.seen_loops import LoopSeen
from bot.values.unblocking import Bottlenecks
from bot.views.chart_words import in_words
from bot.views.digests import waiting
from bot.views.digests.paragraphs import Paragraph
from bot.views.digests.text import day, plain
from bot.views.loops.words import age, named, standing, who_waits
from bot.views.parts import context, sections
from bot.views.pictures import (
    FEWEST_CATEGORIES,
    MOST_CATEGORIES,
    MOST_LINES,
    Part,
    build_chart,
    build_table,
    weeks,
    with_pictures,
)

FEWEST_ROWS = 2
"""One bottleneck is a sentence and no table."""

HEADER = ("Bottleneck", "Who waits", "Age", "Owner and next word")

_WEEK = timedelta(weeks=1)
_HEADING = "Week by week"
_MOST_MARKS = 6
_SCALES = {Measure.TURNOUT: 10, Measure.SHARE: 10}
_TENS = {Measure.TURNOUT: "of 10 in time", Measure.SHARE: "of 10 say yes"}
_COUNTED = {
    Counted.OPENED: "Bottlenecks opened",
    Counted.CLEARED: "Bottlenecks cleared",
    Counted.CUSTOMER: "Heard from customers",
    Counted.COMPETITOR: "Heard about competitors",
    Counted.MARKET: "Heard about the market",
}


def with_table(paragraph: Paragraph, told: Bottlenecks, above: Sequence[LoopSeen]) -> Paragraph:
    """The paragraph on bottlenecks, its rows drawn as a table; what stands `above` is in neither."""
    shown = waiting.listed(told, above)
    if len(shown) < FEWEST_ROWS:
        return paragraph
    flow, *rest = paragraph.lines
    table = build_table(Grid("", HEADER, [_row(waiting.fitting(seen), told) for seen in shown]))
    first = sections(f"*{paragraph.heading}*\n{flow}")
    last = sections("\n".join(rest[len(shown) :]))
    return replace(paragraph, drawn=with_pictures("", [*first, table, *last]).blocks)


def build_course(facts: DigestFacts) -> list[Message]:
    """The first page of a digest's thread: how the first number that changed went, and who answered in time. None
    before there are enough weeks."""
    charts = list(_charts(facts))
    if not charts:
        return []
    marked = list(_marked(facts, charts))
    parts: list[Part] = [context(_HEADING), *(build_chart(chart) for chart in charts), *map(context, marked)]
    return [with_pictures("\n".join([_HEADING, *map(in_words, charts), *marked]), parts)]


def changed(item: Change) -> Chart | None:
    """How a number went that is outside its usual range, between the edges of that; None before there are enough
    weeks."""
    if len(item.course) < FEWEST_CATEGORIES:
        return None
    mondays = _mondays([item.course])
    scale = _SCALES.get(item.measure, 1)
    title, unit = _named(item)
    lines = [
        Line(item.team or "each week", [_scaled(value, scale) for value in _values(item.course, mondays)]),
        Line("usual from", [item.low * scale] * len(mondays), is_edge=True),
        Line("usual to", [item.high * scale] * len(mondays), is_edge=True),
    ]
    return Chart(title, weeks(mondays), lines, unit)


def answered_in_time(teams: Iterable[tuple[str, Sequence[Weekly]]]) -> Chart | None:
    """How many of 10 prompts were answered in time, a line for each team; None before there are enough weeks, and for
    more teams than can be told apart."""
    known = [(name, course) for name, course in teams if len(course) >= FEWEST_CATEGORIES]
    if not 0 < len(known) <= MOST_LINES:
        return None
    mondays = _mondays([course for _name, course in known])
    if len(mondays) < FEWEST_CATEGORIES:
        return None
    lines = [Line(name, [_scaled(value, 10) for value in _values(course, mondays)]) for name, course in known]
    return Chart("Answered in time", weeks(mondays), lines, "of 10 prompts")


def _named(item: Change) -> tuple[str, str]:
    """What is drawn, and what its numbers are."""
    if item.measure is Measure.COUNT:
        return _COUNTED[Counted(item.about)], "a week"
    return f"{item.team}: {item.about}", _TENS.get(item.measure, f"of {item.of}")


def _charts(facts: DigestFacts) -> Iterator[Chart]:
    if facts.changes and (first := changed(facts.changes[0])):
        yield first
    if turnout := answered_in_time((team.name, team.in_time) for team in facts.teams):
        yield turnout


def _marked(facts: DigestFacts, charts: Sequence[Chart]) -> Iterator[str]:
    """`Marked as out of the ordinary: Checkout 26 Oct (holiday).`, of the weeks that are drawn."""
    drawn = {category for chart in charts for category in chart.categories}
    found = [item for item in facts.marks if day(item.mark.monday) in drawn]
    if found:
        more = f" and {len(found) - _MOST_MARKS} more" if len(found) > _MOST_MARKS else ""
        yield f"Marked as out of the ordinary: {', '.join(map(_mark, found[:_MOST_MARKS]))}{more}."


def _mark(item: Marked) -> str:
    return f"{plain(item.team)} {day(item.mark.monday)} ({item.mark.kind.value})"


def _mondays(courses: Iterable[Sequence[Weekly]]) -> list[date]:
    """The weeks that all of these have reached, up to the newest that any of them has."""
    every = list(courses)
    first, last = max(course[0].monday for course in every), max(course[-1].monday for course in every)
    count = (last - first) // _WEEK + 1
    return [last - _WEEK * back for back in reversed(range(min(count, MOST_CATEGORIES)))]


def _values(course: Sequence[Weekly], mondays: Iterable[date]) -> list[float | None]:
    known = {week.monday: week.value for week in course}
    return [known.get(monday) for monday in mondays]


def _scaled(value: float | None, scale: int) -> float | None:
    return None if value is None else round(value * scale, 1)


def _row(seen: LoopSeen, told: Bottlenecks) -> list[str]:
    picked = " A poll put it among the first." if seen.loop.picked_at else ""
    where = f"{standing(seen, told.today)}.{picked}"
    return [
        _raw(named(seen)),
        _raw(who_waits(seen)),
        age(seen, told.now),
        _raw(f"{where[:1].upper()}{where[1:]}"),
    ]


def _raw(words: str) -> str:
    """Words that were made safe for a message, as a cell shows them: a cell knows no escapes."""
    return html.unescape(words)

"""What a digest says about bottlenecks: who waits on whom, since when, and how long that takes."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

from bot.values.seen_loops import LoopSeen
from bot.values.unblocking import Bottlenecks, Edge, Some, TimeToUnblock
from bot.views.digests.rest import Rest, more
from bot.views.digests.text import NAME, plain, shortened
from bot.views.loops.words import age, hits, named, standing, who_waits
from bot.views.words import listing, plural

MOST_ROWS = 5
MOST_FROM_OTHERS = 3
MOST_AGAIN = 3
MOST_IN_DETAIL = 40
"""Of the oldest open ones in the thread; `/bottleneck list` has them all."""

_TITLE = 100
_DAY = timedelta(days=1)
_BLOCKED = "Blocked days in the last 28, added up"


def row(seen: LoopSeen, told: Bottlenecks) -> str:
    """`Checkout waits on Payments: #17 Refund API, 23 days, Ben promised it for Fri 27 Nov.`"""
    shown = fitting(seen)
    where = f"{named(shown)}, {age(shown, told.now)}, {standing(shown, told.today)}"
    picked = " A poll put it among the first." if seen.loop.picked_at else ""
    return f"• {who_waits(shown)}: {where}.{picked}"


def listed(told: Bottlenecks, above: Sequence[LoopSeen]) -> Sequence[LoopSeen]:
    """The oldest that are open and not told `above`, as many as have a row."""
    return _others(told.oldest, above)[:MOST_ROWS]


def in_short(told: Bottlenecks, above: Sequence[LoopSeen], rest: Rest) -> Iterator[str]:
    """What stands in the digest itself, without the rows of those that are told `above`."""
    if told.is_quiet:
        return
    yield flow(told)
    yield from _rows(told.oldest, told, above, MOST_ROWS, rest)
    if others := told.from_others.total:
        rows = list(_rows(told.from_others, told, above, MOST_FROM_OTHERS, rest))
        here = listing([plain(name) for name in told.home])
        yield f"Others wait on {here} for {plural(others, 'thing')}{':' if rows else ', told above.'}"
        yield from rows
    if told.again.total:
        yield _again(told.again, rest)
    if told.edges:
        yield between(told.edges)


def between(edges: Sequence[Edge]) -> str:
    """Who waited on whom for how long."""
    return f"{_BLOCKED}: {' · '.join(map(_edge, edges))}"


def in_detail(told: Bottlenecks, above: Sequence[LoopSeen]) -> Iterator[str]:
    """What stands in its thread, without the rows of those that are told `above`, there or in the digest itself."""
    if told.is_quiet:
        return
    yield "*Bottlenecks*"
    yield from _about_time(told)
    if told.blocked:
        days = " · ".join(f"{plain(each.category)} {_days(each.time)}" for each in told.blocked)
        yield f"{_BLOCKED}, by category: {days}"
    oldest = _others(told.oldest, above)
    is_all = len(oldest) == len(told.oldest.first)
    yield from _listed(
        "The oldest that are open" if is_all else "Also open, the oldest first", oldest, told.oldest, told
    )
    others = _others(told.from_others, above)
    yield from _listed("What others wait for from here", others, told.from_others, told)
    if len(told.again.first) > MOST_AGAIN:
        yield "_What came back, or hits several teams_"
        yield from (f"• {_comes_back(seen)}" for seen in told.again.first[:MOST_IN_DETAIL])


def flow(told: Bottlenecks, *, in_short: bool = False) -> str:
    """`Opened 7 · cleared 5 · open 9 · half are cleared within 5 days (last 8 weeks, n=31)`; in short without from
    how many that comes, which stands in the thread."""
    counts = f"Opened {told.flow.opened} · cleared {told.flow.cleared} · open {told.open}"
    return f"{counts} · {_half(told.time) if in_short else how_long(told.time)}"


def how_long(time: TimeToUnblock) -> str:
    """`half are cleared within 5 days (last 8 weeks, n=31)`."""
    return f"{_half(time)}{_out_of(time)}"


def whole_days(time: timedelta) -> int:
    """A time in days, rounded up."""
    return max(-(-time // _DAY), 1)


def within(time: timedelta) -> str:
    """A time in days, rounded up: `within a day`, `within 5 days`."""
    days = whole_days(time)
    return "within a day" if days == 1 else f"within {days} days"


def _half(time: TimeToUnblock) -> str:
    if time.is_too_few:
        return "too few to tell how long they take"
    return (
        "more than half are not cleared yet" if time.half is None else f"half are cleared {within(time.half)}"
    )


def _out_of(time: TimeToUnblock) -> str:
    return "" if time.is_too_few else f" (last 8 weeks, n={time.n})"


def _about_time(told: Bottlenecks) -> Iterator[str]:
    time, reopened = told.time, told.reopened
    if time.n:
        presumed = (
            f", {time.presumed} of them presumed: nobody objected for two weeks" if time.presumed else ""
        )
        cleared = f"{time.cleared or 'none'} {'are' if time.cleared > 1 else 'is'} cleared"
        yield f"Of {time.n} opened in the last 8 weeks, {cleared}{presumed}."
    if not time.is_too_few:
        most = f"85 in 100 are cleared {within(time.most)}." if time.most is not None else None
        yield most or "How long 85 in 100 take cannot be told yet."
    if reopened.ended:
        yield f"Opened again: {reopened.count} of {reopened.ended} that had been answered or declined."
    if told.flow.declined:
        yield f"Declined this week: {told.flow.declined}."
    if told.unconfirmed:
        waits = plural(told.unconfirmed, "answer waits", "answers wait")
        yield f"{waits} for a word on whether that helped."


def _rows(some: Some, told: Bottlenecks, above: Sequence[LoopSeen], most: int, where: Rest) -> Iterator[str]:
    others = _others(some, above)
    yield from (row(seen, told) for seen in others[:most])
    told_above = len(some.first) - len(others)
    rest = some.total - told_above - len(others[:most])
    if some.total > MOST_IN_DETAIL:
        yield from beyond(rest)
    else:
        yield from more(rest, where)


def _others(some: Some, above: Sequence[LoopSeen]) -> list[LoopSeen]:
    numbers = {seen.loop.id for seen in above}
    return [seen for seen in some.first if seen.loop.id not in numbers]


def _listed(heading: str, others: Sequence[LoopSeen], of: Some, told: Bottlenecks) -> Iterator[str]:
    shown = others[:MOST_IN_DETAIL]
    if shown:
        yield f"_{heading}_"
    yield from (row(seen, told) for seen in shown)
    yield from beyond(of.total - len(of.first) + len(others) - len(shown))


def beyond(number: int) -> list[str]:
    """Where more stand than a digest and its thread have room for."""
    return [f"… and {number} more: `/bottleneck list` has all of them."] if number > 0 else []


def _again(again: Some, where: Rest) -> str:
    shown = " · ".join(_comes_back(seen) for seen in again.first[:MOST_AGAIN])
    rest = again.total - len(again.first[:MOST_AGAIN])
    return f"Again: {shown}{f' · and {rest} more {where}' if rest else ''}"


def _comes_back(seen: LoopSeen) -> str:
    count = seen.loop.reopened
    often = "opened again" if count == 1 else f"opened again {count} times" if count else ""
    why = ", ".join(part for part in (often, hits(seen)) if part)
    return f"{named(fitting(seen))} ({why})" if why else named(fitting(seen))


def _edge(edge: Edge) -> str:
    return f"{plain(edge.team)} on {plain(edge.waits_on)} {_days(edge.time)}"


def _days(time: timedelta) -> int | str:
    days = time // _DAY
    return days or "less than 1"


def fitting(seen: LoopSeen) -> LoopSeen:
    """The same with a title and names that leave room for others'."""
    return replace(
        seen,
        loop=replace(seen.loop, title=shortened(seen.loop.title, _TITLE)),
        raiser=_name(seen.raiser),
        team=_name(seen.team),
        waits_on=_name(seen.waits_on),
        owner=_name(seen.owner),
    )


def _name(name: str | None) -> str | None:
    return None if name is None else shortened(name, NAME)

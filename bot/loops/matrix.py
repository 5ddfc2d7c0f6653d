"""Who waits on whom, put together from pairs. Pure rules; teams come in the order of the alphabet and are never
ranked: only what one waits for from another is, by the time it costs."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.values.loops import LoopSeen
from bot.values.portfolio import (
    LEAST_BLOCKED,
    NO_TEAMS,
    Apart,
    Balance,
    Edge,
    Matrix,
    Named,
    Open,
    Pair,
    Side,
)

MOST_HEAVIEST = 3
"""So many edges are named first."""

_NO_TIME = timedelta(0)


@dataclass(frozen=True, slots=True)
class Waits:
    """What is known of the waiting between sides: `open` and `blocked` by who waits and who is waited on, the teams'
    `names`, and how many open ones wait on nobody in particular."""

    open: Mapping[tuple[Side, Side], Open]
    blocked: Mapping[tuple[Side, Side], timedelta]
    names: Mapping[int, str]
    unnamed: int = 0

    def named(self, side: Side) -> Named:
        """The side with its name."""
        return Named(side, name_of(side, self.names))


def name_of(side: Side, names: Mapping[int, str]) -> str:
    """What a side is called."""
    return names.get(side, "a team that is gone") if isinstance(side, int) else NO_TEAMS[side]


def gather(
    open_ones: Mapping[Pair, Open],
    blocked: Mapping[Pair, timedelta],
    first_team: Mapping[int, int],
    names: Mapping[int, str],
) -> Waits:
    """Sides in place of the parties loops name: a person stands for the first of their teams."""
    open_between: dict[tuple[Side, Side], Open] = {}
    blocked_between: dict[tuple[Side, Side], timedelta] = {}
    unnamed = 0
    for pair, found in open_ones.items():
        sides = _sides(pair, first_team)
        if sides is None:
            unnamed += found.count
        else:
            open_between[sides] = _together(open_between.get(sides, Open()), found)
    for pair, time in blocked.items():
        if sides := _sides(pair, first_team):
            blocked_between[sides] = blocked_between.get(sides, _NO_TIME) + time
    return Waits(open_between, blocked_between, names, unnamed)


def lay_out(waits: Waits, chosen: Side | None, now: datetime) -> Matrix:
    """The whole picture, with one side in full where one is `chosen`; the oldest are still without their names."""
    edges = list(_edges(waits))
    matrix = Matrix(
        now=now,
        heaviest=_longest_first(filter(_is_heavy, edges))[:MOST_HEAVIEST],
        balances=_balances(waits, edges),
        unnamed=waits.unnamed,
    )
    if chosen is None:
        return matrix
    between_two = [edge for edge in edges if edge.waits != edge.on]
    return replace(
        matrix,
        chosen=_balance(waits, chosen, edges),
        waits_for=_longest_first(edge for edge in between_two if edge.waits.side == chosen),
        waited_on_by=_longest_first(edge for edge in between_two if edge.on.side == chosen),
    )


def with_oldest(matrix: Matrix, waits: Waits, seen: Mapping[int, LoopSeen], *, most: int) -> Matrix:
    """The same, with the oldest open ones of the first edges of each kind in full."""

    def told(edge: Edge) -> Edge:
        return replace(edge, oldest=seen.get(_oldest(waits, edge) or 0))

    def tell(edges: Iterable[Edge]) -> list[Edge]:
        listed = list(edges)
        return [*map(told, listed[:most]), *listed[most:]]

    return replace(
        matrix,
        heaviest=tell(matrix.heaviest),
        waits_for=tell(matrix.waits_for),
        waited_on_by=tell(matrix.waited_on_by),
    )


def oldest_in(matrix: Matrix, waits: Waits, *, most: int) -> set[int]:
    """The numbers of the oldest open ones of the first edges of each kind."""
    shown = [*matrix.heaviest, *matrix.waits_for[:most], *matrix.waited_on_by[:most]]
    return {number for edge in shown if (number := _oldest(waits, edge)) is not None}


def _oldest(waits: Waits, edge: Edge) -> int | None:
    found = waits.open.get((edge.waits.side, edge.on.side))
    return found.oldest if found else None


def _sides(pair: Pair, first_team: Mapping[int, int]) -> tuple[Side, Side] | None:
    waits: Side = Apart.ALONE if pair.team_id is None else pair.team_id
    if pair.outside:
        return waits, Apart.OUTSIDE
    if pair.on_member_id is not None:
        return waits, first_team.get(pair.on_member_id, Apart.ALONE)
    return (waits, pair.on_team_id) if pair.on_team_id is not None else None


def _together(one: Open, other: Open) -> Open:
    oldest = [each.oldest for each in (one, other) if each.oldest is not None]
    return Open(one.count + other.count, min(oldest, default=None))


def _edges(waits: Waits) -> Iterable[Edge]:
    for sides in {**waits.open, **waits.blocked}:
        found = waits.open.get(sides, Open())
        yield Edge(
            waits.named(sides[0]), waits.named(sides[1]), found.count, waits.blocked.get(sides, _NO_TIME)
        )


def _is_heavy(edge: Edge) -> bool:
    is_between_two = edge.waits != edge.on
    return is_between_two and isinstance(edge.waits.side, int) and edge.blocked >= LEAST_BLOCKED


def _longest_first(edges: Iterable[Edge]) -> list[Edge]:
    return sorted(edges, key=lambda edge: (-edge.blocked, -edge.open, *map(_alphabet, (edge.waits, edge.on))))


def _balances(waits: Waits, edges: list[Edge]) -> list[Balance]:
    sides = {edge.waits.side for edge in edges} | {edge.on.side for edge in edges}
    totals = _totals(edges)
    return sorted((totals(waits.named(side)) for side in sides), key=lambda each: _alphabet(each.who))


def _balance(waits: Waits, side: Side, edges: list[Edge]) -> Balance:
    return _totals(edges)(waits.named(side))


def _totals(edges: list[Edge]) -> Callable[[Named], Balance]:
    waiting: dict[Side, timedelta] = {}
    waited_on: dict[Side, timedelta] = {}
    within: dict[Side, timedelta] = {}
    for edge in edges:
        if edge.waits == edge.on:
            within[edge.on.side] = edge.blocked
            continue
        waiting[edge.waits.side] = waiting.get(edge.waits.side, _NO_TIME) + edge.blocked
        waited_on[edge.on.side] = waited_on.get(edge.on.side, _NO_TIME) + edge.blocked
    return lambda who: Balance(
        who,
        waiting.get(who.side, _NO_TIME),
        waited_on.get(who.side, _NO_TIME),
        within.get(who.side, _NO_TIME),
    )


def _alphabet(who: Named) -> tuple[bool, str]:
    # What is no team comes after those that are.
    return not isinstance(who.side, int), who.name.casefold()

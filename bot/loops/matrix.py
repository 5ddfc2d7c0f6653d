"""Who waits on whom, put together from sums. Pure rules; teams come in the order of the alphabet and are never
ranked: only what one waits for from another is, by the time it costs.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from bot.store.waiting import Between, Sums
from bot.values.portfolio import Apart, Balance, Edge, Matrix, Named, Side
from bot.values.seen_loops import LoopSeen

_NO_TIME = timedelta(0)
_NAMES = {Apart.ALONE: "people in no team", Apart.OUTSIDE: "somebody outside"}


def name_of(side: Side, names: Mapping[int, str]) -> str:
    """What a side is called."""
    return names.get(side, "a team that is gone") if isinstance(side, int) else _NAMES[side]


def oldest_to_tell(sums: Sums, chosen: Side | None, *, most: int) -> set[int]:
    """The numbers of the oldest open ones that are told: of the heaviest waiting, and of the first of one side's."""
    told = [*sums.heaviest, *_from(sums, chosen)[:most], *_to(sums, chosen)[:most]]
    return {each.oldest for each in told if each.oldest is not None}


def lay_out(
    sums: Sums, names: Mapping[int, str], seen: Mapping[int, LoopSeen], chosen: Side | None, now: datetime
) -> Matrix:
    """The whole picture, with one side in full where one is `chosen`; `seen` are the oldest ones that are told."""

    def named(side: Side) -> Named:
        return Named(side, name_of(side, names))

    def balance(side: Side) -> Balance:
        waits, on = sums.waits.get(side, _NO_TIME), sums.on.get(side, _NO_TIME)
        return Balance(named(side), waits, on, sums.within.get(side, _NO_TIME))

    def edges(found: Iterable[Between]) -> list[Edge]:
        return [
            Edge(named(each.waits), named(each.on), each.open, each.blocked, seen.get(each.oldest or 0))
            for each in found
        ]

    sides = {*sums.waits, *sums.on, *sums.within}
    return Matrix(
        now=now,
        heaviest=edges(sums.heaviest),
        balances=sorted(map(balance, sides), key=lambda each: _alphabet(each.who)),
        unnamed=sums.unnamed,
        chosen=None if chosen is None else balance(chosen),
        waits_for=edges(_from(sums, chosen)),
        waited_on_by=edges(_to(sums, chosen)),
    )


def _from(sums: Sums, side: Side | None) -> list[Between]:
    return sorted((each for each in sums.chosen if each.waits == side), key=_longest_first)


def _to(sums: Sums, side: Side | None) -> list[Between]:
    return sorted((each for each in sums.chosen if each.on == side), key=_longest_first)


def _longest_first(each: Between) -> tuple[timedelta, int, str]:
    return -each.blocked, -each.open, f"{each.waits}:{each.on}"


def _alphabet(who: Named) -> tuple[bool, str]:
    # What is no team comes after those that are.
    return not isinstance(who.side, int), who.name.casefold()

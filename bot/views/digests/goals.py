"""What a digest says about goals: those whose owners lost confidence, in their words; the others as a number."""

from collections.abc import Iterator, Sequence

from bot.values.goals import HIGHEST, STALE, GoalSeen, GoalsTold, GoalTold, Worry
from bot.views.digests import alignment
from bot.views.digests.rest import Rest
from bot.views.digests.text import clipped, day, plain, quote
from bot.views.words import plural

MOST = 3
MOST_IN_DETAIL = 30

_TITLE = 100
_SHORT, _WHOLE = 100, 500
"""Characters of a reason in the digest, and in its thread."""

_SINCE = {
    Worry.LOW: "",
    Worry.FELL_IN_A_WEEK: " in a week",
    Worry.FELL_IN_FOUR_WEEKS: " in four weeks",
}


def in_short(told: GoalsTold, rest: Rest, *, of_many: bool) -> Iterator[str]:
    """What stands in the digest itself; `of_many` teams have to be named to tell their goals apart."""
    if told.is_nothing:
        return
    for item in told.worries[:MOST]:
        yield f"• {_worry(item, _SHORT, of_many=of_many)}"
    yield from alignment.in_short(told.aligned, rest, of_many=of_many)
    if numbers := list(_numbers(told, rest)):
        yield " · ".join(numbers)


def in_detail(told: GoalsTold) -> Iterator[str]:
    """What stands in its thread."""
    if not (told.worries or told.stale or told.reached or told.aligned):
        return
    yield "_Goals_"
    every = [
        *(f"• {_worry(item, _WHOLE, of_many=True)}" for item in told.worries),
        *(f"• {_stale(item)}" for item in told.stale),
        *(f"• {_goal(item, of_many=True)}: reached" for item in told.reached),
    ]
    yield from every[:MOST_IN_DETAIL]
    if (rest := len(every) - MOST_IN_DETAIL) > 0:
        yield f"… and {rest} more: `/drumbeat goals` has them."
    yield from alignment.in_detail(told.aligned)


def _worry(item: GoalTold, room: int, *, of_many: bool) -> str:
    """`*Activation* (Checkout): 7 → 4 in a week (Lee: “tracking broken”)`."""
    return f"{_goal(item.seen, of_many=of_many)}: {_course(item)}{_who(item, room)}"


def _course(item: GoalTold) -> str:
    """`7 → 4 in a week`; `3 of 10` where it did not fall."""
    if item.was is None:
        return f"{item.value} of {HIGHEST}"
    return f"{item.was} → {item.value}{_SINCE[item.worry]}"


def _who(item: GoalTold, room: int) -> str:
    latest, owner = item.seen.latest, item.seen.owner
    why = quote(latest.why, room) if latest and latest.why else ""
    said = ": ".join(part for part in (plain(owner) if owner else "", why) if part)
    return f" ({said})" if said else ""


def _stale(item: GoalSeen) -> str:
    last = f"last on {day(item.latest.on)}" if item.latest else "none so far"
    owner = plain(item.owner) if item.owner else "nobody looks after it"
    return f"{_goal(item, of_many=True)}: no word for {STALE.days} days, {last} ({owner})"


def _goal(item: GoalSeen, *, of_many: bool) -> str:
    team = f" ({plain(item.team)})" if of_many and item.team else ""
    return f"*{clipped(item.goal.title.replace('*', ''), _TITLE)}*{team}"


def _numbers(told: GoalsTold, where: Rest) -> Iterator[str]:
    """`11 other goals are neither low nor falling · 2 goals without a word for 14 days · reached: *SSO*`."""
    if (rest := len(told.worries) - MOST) > 0:
        yield f"{rest} more like this {where}"
    if told.others:
        yield _others(told)
    if told.stale:
        yield f"{plural(len(told.stale), 'goal')} without a word for {STALE.days} days"
    if told.reached:
        yield f"reached: {_titles(told.reached)}"


def _others(told: GoalsTold) -> str:
    other = "other " if told.worries else ""
    return f"{plural(told.others, f'{other}goal is', f'{other}goals are')} neither low nor falling"


def _titles(reached: Sequence[GoalSeen]) -> str:
    shown = ", ".join(_goal(item, of_many=False) for item in reached[:MOST])
    return f"{shown} and {len(reached) - MOST} more" if len(reached) > MOST else shown

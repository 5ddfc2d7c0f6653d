"""Bottlenecks as lists show them, as many as are wanted."""

from datetime import date, timedelta
from typing import Any

from bot.values.loops import Loop, LoopKind, LoopState, WaitsOn
from bot.values.portfolio import Counts, HomeLoops
from bot.values.seen_loops import LoopSeen
from tests.views.samples import NINE

DAY = timedelta(days=1)


def loop(number: int, title: str = "Refund API", state: LoopState = LoopState.RAISED) -> Loop:
    """A bottleneck that has waited for 23 days."""
    return Loop(
        id=number,
        workspace_id=1,
        kind=LoopKind.BOTTLENECK,
        title=title,
        state=state,
        raiser_id=1,
        team_id=1,
        waits_on=WaitsOn(team_id=2),
        raised_at=NINE - 23 * DAY,
        since=NINE,
        version=1,
        due_on=date(2026, 11, 20),
    )


def seen(number: int, name: str = "Ana", title: str = "Refund API", **more: Any) -> LoopSeen:
    """The same with names; it hits many."""
    return LoopSeen(
        loop(number, title, **more), raiser=name, team=name, waits_on=name, owner=name, people=9, teams=4
    )


def everything_at_home(name: str) -> HomeLoops:
    """As much as a Home ever shows."""
    title = (name * 150)[:150]
    answered = [seen(number, name, title, state=LoopState.ANSWERED) for number in range(1, 6)]
    waiting = [seen(number, name, title) for number in range(6, 11)]
    return HomeLoops(waiting, 40, answered, 40, Counts(2000, 100, 100, 100), waiting)

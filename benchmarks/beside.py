"""What teams wait for, aim at and hear beside check-ins, over two years at most: rows as living would leave them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import Table, insert

from bot.store.engine import Transaction
from bot.store.tables import goal, goal_confidence, loop, loop_event, loop_hit, signal, signal_report
from bot.values.goals import GoalState
from bot.values.loops import LoopKind, LoopState, Step
from bot.values.signals import SignalKind

AT_MOST = 104
"""Weeks."""

BOTTLENECKS, OPEN = 2, 5
"""Of each team a week; of a hundred so many are still open."""

GOALS, QUARTER = 3, 13
"""Of each team, each for so many weeks, with a word of confidence a week."""

REPEATED = 5
"""A team notes a signal a week; one in so many was heard before."""

Row = dict[str, Any]

_SOME = 5_000
_WAIT = "The refund API of Payments answers with an error on every third call"
_AIM = "Activation of new accounts within their first week"
_HEARD = "They asked for single sign-on again, and would pay for it this year"


@dataclass(frozen=True, slots=True)
class Crew:
    """A team with those who raise things and look after its goals, and the team it waits on."""

    team_id: int
    people: Sequence[int]
    waits_on: int


@dataclass(frozen=True, slots=True)
class Years:
    """So many weeks of a workspace, up to the day `last`, as they look on the morning of `now`."""

    workspace_id: int
    crews: Sequence[Crew]
    last: date
    weeks: int
    now: datetime

    @property
    def mondays(self) -> list[date]:
        """Monday by Monday, the oldest first."""
        newest = self.last - timedelta(days=self.last.weekday())
        return [newest - timedelta(weeks=back) for back in reversed(range(min(self.weeks, AT_MOST)))]

    def each(self, times: int) -> Iterator[tuple[int, date, Crew]]:
        """Every week of every team so many times, each with a number of its own."""
        every = ((monday, crew) for monday in self.mondays for crew in self.crews for _ in range(times))
        return ((number, *of_it) for number, of_it in enumerate(every, start=1))


async def live(tx: Transaction, years: Years) -> None:
    """Write all of it down."""
    await _write(tx, loop, _bottlenecks(years))
    await _write(tx, loop_hit, map(_hit, _bottlenecks(years)))
    await _write(tx, loop_event, (event for row in _bottlenecks(years) for event in _events(row)))
    await _write(tx, goal, _goals(years))
    await _write(tx, goal_confidence, (word for row in _goals(years) for word in _said(row, years)))
    reports = list(_reports(years))
    new = {row["signal_id"]: row for row in reversed(reports)}
    await _write(tx, signal, map(_signal, new.values()))
    await _write(tx, signal_report, reports)


async def _write(tx: Transaction, table: Table, rows: Iterable[Row]) -> None:
    left = iter(rows)
    while some := list(islice(left, _SOME)):
        await tx.execute(insert(table), some)


def _bottlenecks(years: Years) -> Iterator[Row]:
    for number, monday, crew in years.each(BOTTLENECKS):
        raised = _at(monday + timedelta(days=number * 7 % 5), 10)
        answered = raised + timedelta(days=1 + number * 7919 % 12, hours=3)
        is_open = number * 104_729 % 100 < OPEN or answered + timedelta(days=1) > years.now
        yield {
            "id": number,
            "workspace_id": years.workspace_id,
            "kind": LoopKind.BOTTLENECK,
            "title": f"{_WAIT} ({number})",
            "state": LoopState.RAISED if is_open else LoopState.CONFIRMED,
            "version": 1 if is_open else 3,
            "raiser_id": crew.people[number % len(crew.people)],
            "team_id": crew.team_id,
            "waits_on_team_id": crew.waits_on,
            "raised_at": raised,
            "since": raised if is_open else answered + timedelta(days=1),
            "answered_at": None if is_open else answered,
            "closed_at": None if is_open else answered + timedelta(days=1),
            "escalated_at": raised + timedelta(days=3) if is_open else None,
        }


def _hit(row: Row) -> Row:
    who = {"member_id": row["raiser_id"], "team_id": row["team_id"]}
    return {"loop_id": row["id"], **who, "at": row["raised_at"]}


def _events(row: Row) -> Iterator[Row]:
    steps = (Step.RAISED, "raised_at"), (Step.ANSWERED, "answered_at"), (Step.CONFIRMED, "closed_at")
    happened = ((step, row[name]) for step, name in steps if row[name] is not None)
    for seq, (step, at) in enumerate(happened, start=1):
        yield {"loop_id": row["id"], "seq": seq, "step": step, "at": at, "actor_id": row["raiser_id"]}


def _goals(years: Years) -> Iterator[Row]:
    """Those of a quarter are added with its first week, and are over with its last."""
    number = 0
    for monday in years.mondays[-1::-QUARTER]:
        is_open = monday == years.mondays[-1]
        for crew in years.crews:
            for place in range(GOALS):
                number += 1
                yield {
                    "id": number,
                    "workspace_id": years.workspace_id,
                    "team_id": crew.team_id,
                    "owner_id": crew.people[place],
                    "title": f"{_AIM} ({number})",
                    "state": GoalState.OPEN
                    if is_open
                    else (GoalState.REACHED, GoalState.DROPPED)[number % 2],
                    "created_at": _at(monday - timedelta(weeks=QUARTER - 1), 9),
                    "closed_at": None if is_open else _at(monday + timedelta(days=4), 16),
                }


def _said(row: Row, years: Years) -> Iterator[Row]:
    first = row["created_at"].date()
    for week in range(QUARTER):
        on = first + timedelta(weeks=week, days=2)
        value = 3 + (row["id"] * 31 + week * 7) % 8
        who = {"member_id": row["owner_id"], "at": _at(on, 11)}
        if on <= years.last:
            yield {"goal_id": row["id"], "local_date": on, "value": value, **who}


def _reports(years: Years) -> Iterator[Row]:
    """What is heard again was noted first a few weeks before, by another team."""
    back = 5 * len(years.crews) + 1
    for number, monday, crew in years.each(1):
        is_again = number % REPEATED == 0 and number > back and (number - back) % REPEATED
        yield {
            "id": number,
            "workspace_id": years.workspace_id,
            "signal_id": number - back if is_again else number,
            "member_id": crew.people[number % len(crew.people)],
            "team_id": crew.team_id,
            "words": f"{_HEARD} ({number})",
            "heard_at": _at(monday + timedelta(days=number * 3 % 5), 15),
        }


def _signal(row: Row) -> Row:
    kind = list(SignalKind)[row["signal_id"] % len(SignalKind)]
    return {"id": row["signal_id"], "workspace_id": row["workspace_id"], "kind": kind}


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), tzinfo=UTC)

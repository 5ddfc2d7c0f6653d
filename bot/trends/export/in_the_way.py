"""Weekly numbers of bottlenecks: what came and went, what was open when a week was over, the time it cost, and who
waited on whom. They are counted from how each stands now."""

from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.store import loop_figures
from bot.store import waiting as sides
from bot.store.engine import Transaction
from bot.store.exporting import waiting
from bot.store.loop_figures import Lately
from bot.trends.export.asking import TO_TEAM
from bot.trends.export.making import Making, aside
from bot.trends.export.metrics import BLOCKED, CLEARED, DECLINED, OPEN, OPENED, Course, plain_row
from bot.trends.export.waiting import A_TEAM, OUTSIDE
from bot.trends.export.weeks import THE_WEEK, Asked, asked, the_week
from bot.trends.marks import Marks
from bot.trends.unblocking import between_sides, blocked, blocked_by_edge, flow
from bot.values.files import Link, Page, Part, Row, Sheet, integer, number, text
from bot.values.portfolio import Apart, Side
from bot.values.unblocking import Bottleneck, Turn

IN_NO_TEAM = "people in no team"

EDGES = Sheet(
    "edges_weekly",
    "The time one team waited for another side in one week",
    (
        text("edge_id", "what the row is told apart by", required=True),
        *THE_WEEK,
        integer("team_id", "the team that waited", required=True),
        text("waits_on", "whom it waited for", required=True, one_of=(A_TEAM, OUTSIDE, IN_NO_TEAM)),
        integer("waits_on_team_id", "the team it waited for; a person stands for the first of theirs"),
        number("blocked_days", "days of waiting, of all its bottlenecks together", unit="days"),
    ),
    ("edge_id",),
    (TO_TEAM, Link("waits_on_team_id", "teams", "team_id")),
)

_APART = {Apart.OUTSIDE: OUTSIDE, Apart.ALONE: IN_NO_TEAM}
_DAY = timedelta(days=1)


async def flows(team_ids: Collection[int], weeks: Asked, marks: Marks) -> AsyncIterator[Page]:
    """What each of these teams waited for, week by week."""
    async with weeks.making.store.reading() as tx:
        every = await _bottlenecks(tx, weeks)
    by_team: dict[int | None, list[Bottleneck]] = {}
    for each in every:
        by_team.setdefault(each.team_id, []).append(each)
    for team_id in team_ids:
        if own := by_team.get(team_id):
            yield await aside(_of_team, own, team_id, weeks, marks)


def edges(making: Making) -> Part:
    """Who waited on whom."""
    return Part(EDGES, _edges(making))


def _of_team(own: Sequence[Bottleneck], team_id: int, weeks: Asked, marks: Marks) -> Page:
    marked = marks.of_team(team_id)
    return [
        plain_row(Course(metric, unit, 0.0, float("inf"), team_id), monday, value, monday in marked)
        for monday in weeks.mondays
        for (metric, unit), value in _of_week(own, *weeks.bounds(monday)).items()
    ]


def _of_week(own: Sequence[Bottleneck], start: datetime, end: datetime) -> Mapping[tuple[str, str], float]:
    came = flow(own, start, end)
    cost = sum((blocked(each, start, end) for each in own), timedelta())
    return {
        (OPENED, "bottlenecks"): came.opened,
        (CLEARED, "bottlenecks"): came.cleared,
        (DECLINED, "bottlenecks"): came.declined,
        (OPEN, "bottlenecks"): sum(_was_open(each, end) for each in own),
        (BLOCKED, "days"): _days(cost),
    }


def _was_open(each: Bottleneck, at: datetime) -> bool:
    return each.raised_at < at and (each.ended_at is None or each.ended_at >= at)


@dataclass(frozen=True, slots=True)
class _Waiting:
    """Who waits on what, whom it was handed to in turn, and the team each person stands for."""

    bottlenecks: Sequence[Bottleneck]
    turns: Mapping[int, Sequence[Turn]]
    first_team: Mapping[int, int]


async def _edges(making: Making) -> AsyncIterator[Page]:
    weeks = asked(making)
    if weeks is None:
        return
    async with making.store.reading() as tx:
        turns = await loop_figures.turns(tx, _lately(weeks))
        first_team = await sides.first_teams(tx, making.extent.workspace_id)
        waiting_for = _Waiting(await _bottlenecks(tx, weeks), turns, first_team)
    for monday in weeks.mondays:
        yield await aside(_of_monday, waiting_for, weeks, monday)


def _of_monday(found: _Waiting, weeks: Asked, monday: date) -> Page:
    extent = weeks.making.extent
    by_party = blocked_by_edge(found.bottlenecks, found.turns, *weeks.bounds(monday))
    times: dict[tuple[int, Side | None], timedelta] = {}
    for (team_id, side), time in between_sides(by_party, found.first_team).items():
        if extent.may_name(team_id):
            # Teams that may not be named are one.
            to = side if isinstance(side, Apart) or extent.may_name(side) else None
            times[team_id, to] = times.get((team_id, to), timedelta()) + time
    return [_edge(monday, team_id, side, time) for (team_id, side), time in times.items()]


def _edge(monday: date, team_id: int, side: Side | None, time: timedelta) -> Row:
    return {
        "edge_id": f"{monday}-{team_id}-{side or 'another'}",
        **the_week(monday),
        "team_id": team_id,
        "waits_on": _APART[side] if isinstance(side, Apart) else A_TEAM,
        "waits_on_team_id": None if isinstance(side, Apart) else side,
        "blocked_days": _days(time),
    }


async def _bottlenecks(tx: Transaction, weeks: Asked) -> list[Bottleneck]:
    theirs = await waiting.numbers(tx, weeks.making.extent)
    every = await loop_figures.bottlenecks(tx, _lately(weeks))
    return [each for each in every if each.id in theirs]


def _lately(weeks: Asked) -> Lately:
    return Lately(weeks.making.extent.workspace_id, opened_since=weeks.start, closed_since=weeks.start)


def _days(time: timedelta) -> float:
    return round(time / _DAY, 3)

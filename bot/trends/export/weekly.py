"""The weekly numbers, read team by team: nothing is summed up over more than one team's year at a time."""

from collections.abc import AsyncIterator, Iterable
from datetime import date

from bot.store.engine import Transaction
from bot.store.exporting import asking
from bot.store.trends import Weeks
from bot.trends.export import metrics
from bot.trends.export.by_name import courses_of
from bot.trends.export.in_groups import published
from bot.trends.export.in_the_way import flows
from bot.trends.export.making import Making, aside
from bot.trends.export.metrics import Course, rows_of
from bot.trends.export.weeks import Asked, asked
from bot.trends.marks import Marks
from bot.trends.marks import load as load_marks
from bot.values.files import Page, Part


def part(making: Making) -> Part:
    """All of them."""
    return Part(metrics.SHEET, _pages(making))


async def _pages(making: Making) -> AsyncIterator[Page]:
    weeks = asked(making)
    if weeks is None:
        return
    async with making.store.reading() as tx:
        known = await asking.every_team(tx, making.extent)
        marks = await _marks(tx, weeks)
    teams = {row.id: row.name for row in known if making.extent.covers(row.id)}
    for team_id in teams:
        async with making.store.reading() as tx:
            courses = await courses_of(tx, team_id, weeks)
        yield await aside(_rows, [(each, marks.of_team(team_id)) for each in courses], weeks)
    async with making.store.reading() as tx:
        groups = await published(tx, teams, weeks)
    yield await aside(_rows, [(each, marks.of_all(team_ids)) for each, team_ids in groups], weeks)
    async for page in flows(teams, weeks, marks):
        yield page


def _rows(courses: Iterable[tuple[Course, Iterable[date]]], weeks: Asked) -> Page:
    return [row for course, marked in courses for row in rows_of(course, weeks.mondays, marked)]


async def _marks(tx: Transaction, weeks: Asked) -> Marks:
    every = list(weeks.with_earlier())
    whole = Weeks(every[0].first, sum(each.count for each in every), every[-1].last)
    return await load_marks(tx, weeks.making.extent.workspace_id, whole)

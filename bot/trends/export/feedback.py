"""Feedback, as counts alone: how much came in a week, and whether those who gave it were told."""

from collections.abc import AsyncIterator, Sequence
from datetime import date, datetime

from bot.store import told_back as store
from bot.store.exporting import asking
from bot.store.told_back import Received
from bot.trends.export.asking import TO_TEAM
from bot.trends.export.making import Making, aside
from bot.trends.export.weeks import THE_WEEK, Asked, asked, the_week
from bot.trends.told_back import IN_TIME, told_in_time
from bot.values.exporting import Unshown
from bot.values.files import Page, Part, Row, Sheet, integer, text
from bot.values.told_back import Piece

SHEET = Sheet(
    "feedback_weekly",
    "The feedback of one week to one team as such, or to everybody together",
    (
        text("feedback_id", "what the row is told apart by", required=True),
        integer("team_id", "the team it was for; empty: everybody it was for, teams, people and leadership"),
        *THE_WEEK,
        integer("received", "what came in", unit="pieces", required=True),
        integer("withdrawn", "of it, what its giver took back", unit="pieces", required=True),
        integer("told", "givers who were told the outcome in this week", unit="pieces", required=True),
        integer("told_in_time", "of what came in, how many givers were told within 14 days", unit="pieces"),
        text("not_shown_reason", "why there is no number"),
    ),
    ("feedback_id",),
    (TO_TEAM,),
)


def part(making: Making) -> Part:
    """All of it."""
    return Part(SHEET, _pages(making))


async def _pages(making: Making) -> AsyncIterator[Page]:
    weeks = asked(making)
    if weeks is None:
        return
    extent = making.extent
    async with making.store.reading() as tx:
        teams = [row.id for row in await asking.every_team(tx, extent) if extent.covers(row.id)]
    for team_id in [*([None] if extent.reader is None or extent.reader.is_admin else []), *teams]:
        whose = None if team_id is None else [team_id]
        async with making.store.reading() as tx:
            pieces = await store.pieces(tx, Received(extent.workspace_id, weeks.start, whose))
        if pieces:
            yield await aside(_rows, team_id, pieces, weeks)


def _rows(team_id: int | None, pieces: Sequence[Piece], weeks: Asked) -> Page:
    return [_row(team_id, monday, pieces, weeks) for monday in weeks.mondays]


def _row(team_id: int | None, monday: date, pieces: Sequence[Piece], weeks: Asked) -> Row:
    start, end = weeks.bounds(monday)
    came = [each for each in pieces if start <= each.received_at < end]
    is_early = end + IN_TIME > weeks.making.now
    return {
        "feedback_id": f"{'' if team_id is None else team_id}-{monday}",
        "team_id": team_id,
        **the_week(monday),
        "received": len(came),
        "withdrawn": sum(each.is_withdrawn for each in came),
        "told": sum(_was_told(each, start, end) for each in pieces),
        "told_in_time": None if is_early else sum(told_in_time(each) for each in came),
        "not_shown_reason": Unshown.TOO_EARLY if is_early else None,
    }


def _was_told(each: Piece, start: datetime, end: datetime) -> bool:
    return each.told_at is not None and start <= each.told_at < end

"""Goals, and what those who look after them expected, day by day."""

from typing import Any

from bot.store.engine import Transaction
from bot.store.exporting import aims as store
from bot.trends.export.asking import TO_TEAM
from bot.trends.export.making import Making, paged
from bot.values.exporting import Span
from bot.values.files import Link, Page, Part, Row, Sheet, day, instant, integer, text
from bot.values.goals import GoalState

GOALS = Sheet(
    "goals",
    "One goal, as it stands now",
    (
        integer("goal_id", "its number", required=True),
        integer("team_id", "the team it is of; empty: everybody's"),
        text("title", "what is to be reached", required=True),
        text("owner", "Slack's id of whoever looks after it"),
        text("state", "whether it is still worked towards", required=True, one_of=tuple(GoalState)),
        text("link", "where it is planned"),
        instant("created_at", "when it was added", required=True),
        day("local_date", "the day that was where most people live", required=True),
        instant("closed_at", "when it was reached or dropped"),
    ),
    ("goal_id",),
    (TO_TEAM, Link("owner", "members", "member")),
)

CONFIDENCE = Sheet(
    "goals_confidence",
    "What was expected of one goal on one day: the last word of that day",
    (
        integer("goal_id", "the goal", required=True),
        day("local_date", "the day, for whoever said it", required=True),
        integer(
            "value", "from 0 (it will not be reached) to 10 (it surely will)", unit="points", required=True
        ),
        text("why", "why, in their words"),
        text("said_by", "Slack's id of whoever said it"),
        instant("said_at", "when", required=True),
    ),
    ("goal_id", "local_date"),
    (Link("goal_id", "goals", "goal_id"), Link("said_by", "members", "member")),
)


def parts(making: Making) -> list[Part]:
    """Both of them."""

    async def goals(tx: Transaction, span: Span) -> Page:
        return [_goal(row, making) for row in await store.goals(tx, making.extent, span)]

    async def confidence(tx: Transaction, span: Span) -> Page:
        return [_confidence(row) for row in await store.confidence(tx, making.extent, span)]

    return [
        Part(GOALS, paged(making, store.last_goal, goals)),
        Part(CONFIDENCE, paged(making, store.last_goal, confidence)),
    ]


def _goal(row: Any, making: Making) -> Row:
    names = ("team_id", "title", "owner", "state", "link", "created_at", "closed_at")
    return {
        "goal_id": row.id,
        **{name: getattr(row, name) for name in names},
        "local_date": making.day_of(row.created_at),
    }


def _confidence(row: Any) -> Row:
    names = ("goal_id", "local_date", "value", "why", "said_by")
    return {**{name: getattr(row, name) for name in names}, "said_at": row.at}

"""What weeks came to, counted from everything that was asked and answered in them."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Float, Integer, Select, and_, cast, func, or_, select

from bot.store.engine import Transaction
from bot.store.tables import answer, prompt, round_
from bot.store.trends import (
    SERIES_OF_ANSWERS,
    ScaleRow,
    TurnoutRow,
    Weeks,
    answers_in,
    counts_as_asked,
    in_time,
    rounds_in,
    week_of,
)
from bot.store.withheld import NOTHING_WITHHELD, Withheld
from bot.values.facts import Turnout
from bot.values.rounds import PromptState


async def turnouts(
    tx: Transaction, team_ids: Collection[int], ritual_ids: Collection[int], weeks: Weeks, *, now: datetime
) -> list[TurnoutRow]:
    """Who was asked and who answered in time, by team, ritual and week, the oldest first.

    Prompts whose window is still open are not counted either way.
    """
    query = (
        select(
            prompt.c.team_id,
            round_.c.ritual_id,
            week_of(round_.c.local_date, weeks).label("week"),
            prompt.c.member_id,
            counts_as_asked().label("asked"),
            in_time().label("in_time"),
            and_(prompt.c.state == PromptState.ANSWERED, prompt.c.late).label("late"),
            (prompt.c.state == PromptState.SKIPPED).label("skipped"),
            _is_excused().label("excused"),
        )
        .select_from(round_.join(prompt, prompt.c.round_id == round_.c.id))
        .where(rounds_in(ritual_ids, weeks), prompt.c.team_id.in_(team_ids), prompt.c.closes_at <= now)
    )
    rows = await tx.execute(_turnout_by_week(query))
    return [TurnoutRow((row[0], row[1]), weeks.monday(row[2]), Turnout(*row[3:])) for row in rows]


async def scales(
    tx: Transaction,
    team_ids: Collection[int],
    ritual_ids: Collection[int],
    weeks: Weeks,
    withheld: Withheld = NOTHING_WITHHELD,
) -> list[ScaleRow]:
    """Scale questions by team, ritual, key and week, the oldest first: everybody counts once."""
    numbers = (
        select(
            *SERIES_OF_ANSWERS,
            answer.c.question_key,
            answer.c.member_id,
            week_of(answer.c.local_date, weeks).label("week"),
            cast(answer.c.number, Float).label("number"),
        )
        .where(answers_in(team_ids, ritual_ids, weeks, withheld), answer.c.number.is_not(None))
        .subquery()
    )
    own = (numbers.c.team_id, numbers.c.ritual_id, numbers.c.question_key, numbers.c.week)
    means = (
        select(*own, func.avg(numbers.c.number).label("mean")).group_by(*own, numbers.c.member_id).subquery()
    )
    by = (means.c.team_id, means.c.ritual_id, means.c.question_key, means.c.week)
    query = select(*by, func.avg(means.c.mean), func.count()).group_by(*by).order_by(*by)
    rows = await tx.execute(query)
    return [ScaleRow((row[0], row[1]), row[2], weeks.monday(row[3]), row[4], row[5]) for row in rows]


def _turnout_by_week(prompts: Select[Any]) -> Select[Any]:
    # First what each person did, then how many people: databases count people apart far more slowly.
    each = prompts.subquery()
    names = ("asked", "in_time", "late", "skipped", "excused")
    own = (each.c.team_id, each.c.ritual_id, each.c.week)
    done = [func.count().filter(each.c[name]).label(name) for name in names]
    person = select(*own, *done).group_by(*own, each.c.member_id).subquery()
    by = (person.c.team_id, person.c.ritual_id, person.c.week)
    people = [func.count().filter(person.c[name] > 0) for name in names[:2]]
    prompted = [cast(func.sum(person.c[name]), Integer) for name in names]
    return select(*by, *people, *prompted).group_by(*by).order_by(*by)


def _is_excused() -> ColumnElement[bool]:
    # Still planned although its window has closed: it was never sent.
    return or_(prompt.c.state == PromptState.EXCUSED, prompt.c.state == PromptState.PLANNED)

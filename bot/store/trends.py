"""What trends read. Every query looks at a bounded number of days, so its cost does not grow with history."""

import json
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlalchemy import (
    ColumnElement,
    SelectBase,
    Text,
    and_,
    cast,
    exists,
    func,
    literal,
    select,
    union,
)

from bot.store.engine import Transaction
from bot.store.ritual_rows import to_questions
from bot.store.stretches import stretch_of
from bot.store.tables import answer, former_team, member, prompt, ritual, ritual_team, round_, team
from bot.store.teams import to_team
from bot.store.withheld import Withheld
from bot.values.facts import Turnout
from bot.values.people import Team
from bot.values.questions import Question
from bot.values.rituals import TO_LEAD, TO_TEAM, Kind, Tier
from bot.values.rounds import PromptState

Series = tuple[int, int]
"""(team id, ritual id): whose series it is."""

Which = ColumnElement[bool]
"""Which prompts are meant."""

SERIES_OF_ANSWERS = (answer.c.team_id, answer.c.ritual_id)


@dataclass(frozen=True, slots=True)
class Weeks:
    """`count` ISO weeks, the first starting on `first`. `last` is the last day looked at."""

    first: date
    count: int
    last: date

    def monday(self, index: int) -> date:
        """The Monday of the week with this index, counted from 0."""
        return self.first + timedelta(weeks=index)


@dataclass(frozen=True, slots=True)
class AskingRitual:
    """A ritual that asks at least one of the teams."""

    id: int
    name: str
    kind: Kind
    tier: Tier


@dataclass(frozen=True, slots=True)
class TurnoutRow:
    """How one ritual was answered by one team in one week. `fewest` of them it takes for that to be said: where only
    groups were shown in that week, of groups alone as well, whatever the ritual has become since."""

    series: Series
    monday: date
    turnout: Turnout
    fewest: int = field(default=0, compare=False)

    @property
    def may_be_said(self) -> bool:
        """Whether it may be said how many answered."""
        return self.turnout.people_answered >= self.fewest


@dataclass(frozen=True, slots=True)
class ScaleRow:
    """A scale question in one week: the mean of each person's mean, and how many people gave a number."""

    series: Series
    key: str
    monday: date
    value: float
    people: int


@dataclass(frozen=True, slots=True)
class ReportRow:
    """Where a ritual's rounds of one tier went, and the date of the last that did."""

    ritual_id: int
    report: str
    tier: Tier
    last: date


@dataclass(frozen=True, slots=True)
class WordingRow:
    """The questions a ritual asked in one week; a week in which they changed has several rows."""

    ritual_id: int
    monday: date
    questions: tuple[Question, ...]


async def teams(tx: Transaction, workspace_id: int) -> list[tuple[Team, str | None]]:
    """The workspace's teams in the order of the alphabet, each with its lead's name, if active."""
    query = (
        select(team, member.c.name.label("lead_name"))
        .outerjoin(member, and_(member.c.id == team.c.lead_id, member.c.is_active))
        .where(team.c.workspace_id == workspace_id, team.c.disbanded.is_(False))
    )
    rows = await tx.execute(query)
    return sorted(((to_team(row), row.lead_name) for row in rows), key=lambda pair: pair[0].name.casefold())


async def asking(tx: Transaction, team_ids: Collection[int]) -> dict[int, AskingRitual]:
    """The rituals that ask these teams or once did, by id. Anonymous ones are not read here: see `privacy`."""
    ever = [
        select(asked.c.ritual_id).where(asked.c.team_id.in_(team_ids)) for asked in (ritual_team, former_team)
    ]
    query = select(ritual.c.id, ritual.c.name, ritual.c.kind, ritual.c.tier).where(
        ritual.c.id.in_(union(*ever)), ritual.c.tier != Tier.ANONYMOUS
    )
    rows = await tx.execute(query)
    return {row.id: AskingRitual(row.id, row.name, Kind(row.kind), Tier(row.tier)) for row in rows}


async def people(
    tx: Transaction, team_ids: Collection[int], ritual_ids: Collection[int], weeks: Weeks, *, now: datetime
) -> tuple[int, int]:
    """How many people were asked at all, and how many of them answered in time, each counted once."""
    once = func.count(prompt.c.member_id.distinct())
    query = (
        select(once.filter(counts_as_asked()), once.filter(in_time()))
        .select_from(round_.join(prompt, prompt.c.round_id == round_.c.id))
        .where(rounds_in(ritual_ids, weeks), prompt.c.team_id.in_(team_ids), prompt.c.closes_at <= now)
    )
    asked, answered = (await tx.execute(query)).one()
    return asked, answered


async def reports(tx: Transaction, ritual_ids: Collection[int], weeks: Weeks) -> list[ReportRow]:
    """Where rounds went: a ritual that changed has several."""
    of_ritual = (round_.c.ritual_id, round_.c.report, round_.c.tier)
    query = (
        select(*of_ritual, func.max(round_.c.local_date))
        .where(rounds_in(ritual_ids, weeks))
        .group_by(*of_ritual)
    )
    return [ReportRow(row[0], row[1], Tier(row[2]), row[3]) for row in await tx.execute(query)]


async def report_channels(tx: Transaction, workspace_id: int) -> set[str]:
    """The channels, other than teams' own, that rituals' answers go to."""
    query = select(ritual.c.report).where(ritual.c.workspace_id == workspace_id).distinct()
    return set((await tx.execute(query)).scalars()) - {TO_TEAM, TO_LEAD}


async def wordings(tx: Transaction, ritual_ids: Collection[int], weeks: Weeks) -> list[WordingRow]:
    """What each ritual asked in each week, the oldest first."""
    asked = (
        select(
            round_.c.ritual_id,
            week_of(round_.c.local_date, weeks).label("week"),
            cast(round_.c.questions, Text).label("questions"),
        )
        .where(rounds_in(ritual_ids, weeks))
        .subquery()
    )
    query = select(asked).distinct().order_by(asked.c.ritual_id, asked.c.week)
    rows = (await tx.execute(query)).all()
    # Nearly every round asks what another one did: each wording is made out once.
    asks = {text: to_questions(json.loads(text)) for text in {row[2] for row in rows}}
    return [WordingRow(row[0], weeks.monday(row[1]), asks[row[2]]) for row in rows]


def week_of(day: ColumnElement[date], weeks: Weeks) -> ColumnElement[int]:
    """Which of these weeks a day is in, counted from 0."""
    return stretch_of(day, _later_mondays(weeks))


def monday_of(day: ColumnElement[date], weeks: Weeks) -> ColumnElement[date]:
    """The Monday of the week a day is in, if it is one of these."""
    return stretch_of(day, _later_mondays(weeks), lambda index: literal(weeks.monday(index)))


def _later_mondays(weeks: Weeks) -> list[date]:
    return [weeks.monday(index) for index in range(1, weeks.count)]


def rounds_in(ritual_ids: Collection[int] | SelectBase, weeks: Weeks) -> ColumnElement[bool]:
    """Which rounds are these rituals' of these weeks."""
    return and_(round_.c.ritual_id.in_(ritual_ids), round_.c.local_date.between(weeks.first, weeks.last))


def answers_in(
    team_ids: Collection[int], ritual_ids: Collection[int], weeks: Weeks, withheld: Withheld
) -> ColumnElement[bool]:
    """Which answers are these teams' to these rituals in these weeks, and are not `withheld`."""
    found = and_(
        answer.c.team_id.in_(team_ids),
        answer.c.local_date.between(weeks.first, weeks.last),
        answer.c.ritual_id.in_(ritual_ids),
    )
    if not withheld:
        return found
    are_withheld = exists().where(
        round_.c.ritual_id == answer.c.ritual_id,
        round_.c.local_date == answer.c.local_date,
        withheld.rounds(),
    )
    return and_(found, ~are_withheld)


def counts_as_asked() -> ColumnElement[bool]:
    """Which prompts are of people who were asked."""
    return prompt.c.state.in_(
        (PromptState.SENT, PromptState.ANSWERED, PromptState.SKIPPED, PromptState.MISSED)
    )


def in_time() -> ColumnElement[bool]:
    """Which prompts were answered before they closed."""
    return and_(prompt.c.state == PromptState.ANSWERED, prompt.c.late.is_(False))

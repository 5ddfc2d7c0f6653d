"""Everything one digest is made from, read in a handful of queries whatever the number of teams."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from bot.store import quotes, weekly
from bot.store import trends as store
from bot.store.engine import Transaction
from bot.store.quotes import SaidRow
from bot.store.trends import AskingRitual, ReportRow, ScaleRow, TurnoutRow, WordingRow
from bot.store.withheld import Withheld
from bot.trends import participation, week
from bot.trends.said import LOOK_BACK, PROGRESS, STUCK
from bot.trends.words import says_nothing
from bot.values.facts import Period
from bot.values.questions import IN_WORDS
from bot.values.rituals import Tier

LATELY = 3
"""Weeks in which most of what is in somebody's way has begun: only for the others it is looked further back."""


@dataclass(frozen=True, slots=True)
class Material:
    """The rows of one digest. `scales`, `moved` and `stuck` are of named rounds only.

    Answers that went elsewhere alone are in none of them; the rituals of `elsewhere` had such a round this week.
    `begun` are those that have asked.
    """

    rituals: dict[int, AskingRitual]
    turnouts: list[TurnoutRow]
    scales: list[ScaleRow]
    wordings: list[WordingRow]
    moved: list[SaidRow]
    stuck: list[SaidRow]
    people: int
    people_answered: int
    elsewhere: frozenset[int] = frozenset()
    begun: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class _Quotable:
    """Whose words may be quoted: what these teams said to these rituals, except what is withheld."""

    team_ids: Collection[int]
    ritual_ids: Collection[int]
    period: Period
    withheld: Withheld


async def load(
    tx: Transaction,
    team_ids: Collection[int],
    period: Period,
    now: datetime,
    is_withheld: Callable[[str], bool],
) -> Material:
    """Read what these teams' rituals gathered up to the end of the period, and was not for others alone."""
    rituals = await store.asking(tx, team_ids)
    history = week.up_to(period)
    went = await store.reports(tx, rituals, history)
    quotable = _Quotable(team_ids, named_among(rituals), period, withheld_of(went, is_withheld))
    weeks = await weekly.look(tx, team_ids, rituals, history)
    turnouts = await weekly.turnouts(tx, weeks, now=now)
    countable = participation.countable(turnouts, period.first)
    people, answered = await store.people(tx, team_ids, countable, week.just(period), now=now)
    wordings = await store.wordings(tx, rituals, history)
    return Material(
        rituals=rituals,
        turnouts=turnouts,
        scales=await weekly.scales(tx, weeks, quotable.ritual_ids, quotable.withheld),
        wordings=wordings,
        moved=_in_words(await _moved(tx, quotable), PROGRESS, wordings),
        stuck=_in_words(await _stuck(tx, quotable), STUCK, wordings),
        people=people,
        people_answered=answered,
        elsewhere=frozenset(
            row.ritual_id for row in went if is_withheld(row.report) and row.last >= period.first
        ),
        begun=frozenset(row.ritual_id for row in went),
    )


def named_among(rituals: Mapping[int, AskingRitual]) -> list[int]:
    """The rituals whose answers may be read one by one."""
    return [ritual.id for ritual in rituals.values() if ritual.tier is Tier.NAMED]


def withheld_of(went: Collection[ReportRow], is_withheld: Callable[[str], bool]) -> Withheld:
    """What of these rounds is not read one by one: what went elsewhere, and what was not said by name."""
    reports = frozenset(row.report for row in went if is_withheld(row.report))
    return Withheld(reports, any(row.tier is not Tier.NAMED for row in went))


async def _moved(tx: Transaction, quotable: _Quotable) -> list[SaidRow]:
    just = week.just(quotable.period)
    return await quotes.said(tx, quotable.team_ids, quotable.ritual_ids, PROGRESS, just, quotable.withheld)


async def _stuck(tx: Transaction, quotable: _Quotable) -> list[SaidRow]:
    """What is in somebody's way this week, with what they said before as far back as it may have begun."""
    whose, withheld = (quotable.team_ids, quotable.ritual_ids), quotable.withheld
    this_week = await quotes.said(tx, *whose, STUCK, week.just(quotable.period), withheld)
    waiting = {row.member_id for row in this_week if not says_nothing(row.text)}
    if not waiting:
        return []
    lately = week.up_to(quotable.period, LATELY)
    recent = await quotes.said_or_not(tx, *whose, waiting, STUCK, lately, withheld)
    running = _still_running(recent)
    if not running:
        return recent
    before = replace(week.up_to(quotable.period, LOOK_BACK), last=lately.first - timedelta(days=1))
    return recent + await quotes.said_or_not(tx, *whose, running, STUCK, before, withheld)


def _still_running(rows: Collection[SaidRow]) -> set[int]:
    """Who said it in every one of these check-ins: for them it may have begun before."""
    every = {(row.series, row.member_id) for row in rows}
    broken = {(row.series, row.member_id) for row in rows if says_nothing(row.text)}
    return {member_id for _, member_id in every - broken}


def _in_words(rows: Iterable[SaidRow], key: str, wordings: Iterable[WordingRow]) -> list[SaidRow]:
    """Only words are quoted: where a question was answered with a person, a day or a link, nothing is."""
    others = {
        (row.ritual_id, row.monday)
        for row in wordings
        for question in row.questions
        if question.key == key and question.type not in IN_WORDS
    }
    return [replace(row, text=None) if (row.series[1], _monday(row.on)) in others else row for row in rows]


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())

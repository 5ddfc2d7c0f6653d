"""What a digest says about bottlenecks: those its readers may know of, as they stand now, and how long they take."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.store import loop_figures as store
from bot.store import seen_loops, waiting
from bot.store.engine import Transaction
from bot.store.loop_figures import Lately
from bot.trends import unblocking
from bot.trends.unblocking import COHORT, RECENT
from bot.values.facts import Period
from bot.values.loops import LoopState
from bot.values.people import Team
from bot.values.portfolio import LEAST_BLOCKED, NO_TEAMS, Apart, Side
from bot.values.seen_loops import LoopSeen
from bot.values.unblocking import Blocked, Bottleneck, Bottlenecks, Edge, Some

MOST_NAMED = 100
"""So many are read with their names: more than a digest and its thread have room for."""

MOST_EDGES = 3
"""Of who waited on whom for how long, so many are told: those that waited longest."""

NO_CATEGORY = "without a category"
UNKNOWN = "a team with a private channel"
"""What a team is called that the readers may not know of."""


@dataclass(frozen=True, slots=True)
class Readers:
    """Whose bottlenecks a digest is about, and whose its readers may know of.

    `own`: the teams it is about. In a channel of theirs (`at_home`) what others wait for from them belongs to it;
    anywhere else, what somebody waits for who is in no team. `known`: every team that may be spoken of there.
    """

    own: Sequence[Team]
    known: Collection[int]
    at_home: bool


@dataclass(frozen=True, slots=True)
class Moment:
    """When a digest is read, and about which days."""

    now: datetime
    zone: ZoneInfo
    period: Period

    @property
    def today(self) -> date:
        """The day it is read on."""
        return self.now.astimezone(self.zone).date()

    @property
    def week(self) -> tuple[datetime, datetime]:
        """When its days began, and when they were over."""
        return self._midnight(self.period.first), self._midnight(self.period.last + timedelta(days=1))

    def _midnight(self, day: date) -> datetime:
        return datetime.combine(day, time(), tzinfo=self.zone)


async def gather(tx: Transaction, workspace_id: int, readers: Readers, moment: Moment) -> Bottlenecks:
    """Everything these readers are told about bottlenecks."""
    lately = _lately(workspace_id, readers, moment)
    every = await store.bottlenecks(tx, lately)
    known = {*readers.known, *await store.open_to_all(tx, workspace_id)}
    own = [each for each in every if _is_own(each, readers, known)]
    others = await _asked_of_them(tx, every, readers, known)
    hits = await store.teams_hit(tx, workspace_id, moment.now - RECENT)
    told = _Telling(own, others, moment, hits)
    named = await _named(tx, workspace_id, told.to_name)
    return replace(
        _counted(own, readers, moment),
        needs=_some(told.needs, named),
        oldest=_some(told.open, named),
        from_others=_some(told.from_others, named),
        again=_some(told.again, named),
        edges=await _edges(tx, lately, [*own, *others], moment.now, known),
        blocked=await _blocked(tx, workspace_id, own, moment.now),
        outside=_some(told.outside, named),
    )


def _lately(workspace_id: int, readers: Readers, moment: Moment) -> Lately:
    return Lately(
        workspace_id,
        opened_since=moment.now - COHORT,
        closed_since=moment.now - RECENT,
        team_ids=[team.id for team in readers.own] if readers.at_home else None,
    )


def _counted(own: Sequence[Bottleneck], readers: Readers, moment: Moment) -> Bottlenecks:
    """How many of their own there are and how long they take: nothing by name."""
    return Bottlenecks(
        now=moment.now.astimezone(moment.zone),
        today=moment.today,
        home=[team.name for team in readers.own] if readers.at_home else (),
        open=sum(each.is_open for each in own),
        unconfirmed=sum(each.state is LoopState.ANSWERED for each in own),
        unnamed=sum(each.is_open and each.is_quiet for each in own),
        flow=unblocking.flow(own, *moment.week),
        time=unblocking.time_to_unblock(own, moment.now),
        reopened=unblocking.reopened(own, moment.now),
    )


def _is_own(each: Bottleneck, readers: Readers, known: Collection[int]) -> bool:
    if readers.at_home:
        return each.team_id in {team.id for team in readers.own}
    return each.team_id is None or each.team_id in known


async def _asked_of_them(
    tx: Transaction, every: Sequence[Bottleneck], readers: Readers, known: Collection[int]
) -> list[Bottleneck]:
    """What other teams wait for from these: told at home alone."""
    if not readers.at_home:
        return []
    teams = {team.id for team in readers.own}
    people = await store.members_of(tx, teams)
    return [each for each in every if _is_asked_of(each, teams, people, known)]


def _is_asked_of(
    each: Bottleneck, teams: Collection[int], people: Collection[int], known: Collection[int]
) -> bool:
    """Whether another team, one these readers may know of, waits for this one or somebody in it."""
    is_theirs = each.team_id is None or each.team_id in known
    return (
        is_theirs
        and each.team_id not in teams
        and (each.waits_on.team_id in teams or each.waits_on.member_id in people)
    )


class _Telling:
    """Which bottlenecks are told by name: never one of which nothing was to be posted."""

    def __init__(
        self,
        own: Sequence[Bottleneck],
        others: Sequence[Bottleneck],
        moment: Moment,
        teams_hit: Mapping[int, int],
    ) -> None:
        self.open = _to_tell(own)
        self.outside = [each for each in self.open if each.waits_on.outside is not None]
        self.from_others = _to_tell(others)
        self.again = unblocking.came_back(self.open, teams_hit)
        both = sorted([*self.open, *self.from_others], key=lambda each: (each.raised_at, each.id))
        self.needs = [each for each in both if needs_somebody(each, moment.today)]

    @property
    def to_name(self) -> set[int]:
        """The numbers of those that are told, as far as there is room."""
        every = (self.open, self.outside, self.from_others, self.again, self.needs)
        return {each.id for some in every for each in some[:MOST_NAMED]}


def needs_somebody(bottleneck: Bottleneck, today: date) -> bool:
    """Whether its lead was told and there is still no word, or the day of it has passed; or a poll picked it."""
    if not bottleneck.is_open:
        return False
    is_late = bottleneck.due_on is not None and bottleneck.due_on < today
    without_word = bottleneck.state is LoopState.RAISED or is_late
    return bottleneck.picked_at is not None or (bottleneck.escalated_at is not None and without_word)


def _to_tell(bottlenecks: Iterable[Bottleneck]) -> list[Bottleneck]:
    return [each for each in bottlenecks if each.is_open and not each.is_quiet]


async def _named(tx: Transaction, workspace_id: int, loop_ids: Collection[int]) -> dict[int, LoopSeen]:
    loops = await store.in_full(tx, workspace_id, loop_ids)
    return {seen.loop.id: seen for seen in await seen_loops.seen(tx, loops)}


def _some(bottlenecks: Sequence[Bottleneck], named: Mapping[int, LoopSeen]) -> Some:
    first = [named[each.id] for each in bottlenecks[:MOST_NAMED] if each.id in named]
    return Some(first, len(bottlenecks))


async def _edges(
    tx: Transaction, lately: Lately, every: Sequence[Bottleneck], now: datetime, known: Collection[int]
) -> list[Edge]:
    turns = await store.turns(tx, lately)
    by_party = unblocking.blocked_by_edge(every, turns, now - RECENT, now)
    if not by_party:
        return []
    people = {party.member_id for _, party in by_party if party.member_id is not None}
    first_team = await waiting.first_teams(tx, lately.workspace_id, people)
    times = unblocking.between_sides(by_party, first_team)
    names = await waiting.team_names(tx, lately.workspace_id)
    longest = [(ends, time) for ends, time in times.items() if time >= LEAST_BLOCKED]
    return [
        Edge(names[team], _called(side, names, known), time) for (team, side), time in longest[:MOST_EDGES]
    ]


def _called(side: Side, names: Mapping[int, str], known: Collection[int]) -> str:
    """What a side is called; whoever is waited on by name may stand for a team these readers are not to know of."""
    if isinstance(side, Apart):
        return NO_TEAMS[side]
    return names[side] if side in known else UNKNOWN


async def _blocked(
    tx: Transaction, workspace_id: int, own: Sequence[Bottleneck], now: datetime
) -> list[Blocked]:
    times = unblocking.blocked_by_category(own, now - RECENT, now)
    names = await store.category_names(tx, workspace_id)
    return [Blocked(names.get(category or 0, NO_CATEGORY), time) for category, time in times.items()]

"""How long it takes to get unblocked, with what still waits counted in: pure rules over bottlenecks.

The median of those that are over flatters: the long ones are still open. So what is open counts as "at least so
long" (a Kaplan-Meier estimate, 1958), and with too little to go by nothing is said.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise
from typing import TypeVar

from bot.values.loops import LoopState, WaitsOn
from bot.values.portfolio import WINDOW, Apart, Side
from bot.values.unblocking import Bottleneck, Flow, Reopened, TimeToUnblock, Turn

COHORT = timedelta(weeks=8)
"""Whose times are told: those opened in so many weeks."""

RECENT = WINDOW
"""The window of blocked days, and of teams that are hit by the same thing."""

FEWEST = 8
FEWEST_CLEARED = 5
"""With fewer opened, or fewer of them cleared, nothing is said about time."""

HALF = 0.5
MOST = 0.85
"""Of those opened, the shares of which is told how soon they are cleared."""

MANY_TEAMS = 2
"""Hit so many and it is a thing that comes back."""

_Key = TypeVar("_Key")
_ROUNDING = 1e-9
_NO_TIME = timedelta(0)

_CAME_TO_AN_END = frozenset({LoopState.ANSWERED, LoopState.CONFIRMED, LoopState.PRESUMED, LoopState.DECLINED})


@dataclass(frozen=True, slots=True)
class Wait:
    """How long something waited; not `is_cleared`: at least so long, and then we lost sight of it."""

    lasted: timedelta
    is_cleared: bool


@dataclass(frozen=True, slots=True)
class Fall:
    """After so long, so large a share still waits."""

    after: timedelta
    waiting: float


def time_to_unblock(bottlenecks: Iterable[Bottleneck], now: datetime) -> TimeToUnblock:
    """How soon those opened in the last eight weeks are unblocked, as far as that can be told."""
    cohort = opened_since(bottlenecks, now - COHORT)
    cleared = [each for each in cohort if each.is_unblocked]
    presumed = sum(each.state is LoopState.PRESUMED for each in cohort)
    if len(cohort) < FEWEST or len(cleared) < FEWEST_CLEARED:
        return TimeToUnblock(len(cohort), len(cleared), presumed)
    falls = still_waiting([wait_of(each, now) for each in cohort])
    return TimeToUnblock(
        n=len(cohort),
        cleared=len(cleared),
        presumed=presumed,
        half=cleared_within(falls, HALF),
        most=cleared_within(falls, MOST),
        is_too_few=False,
    )


def times_to_unblock(bottlenecks: Iterable[Bottleneck], instants: Iterable[datetime]) -> list[TimeToUnblock]:
    """The same at each of these instants: what was answered later still waited then, and what was raised later is in
    none. Whether an answer held is known by now."""
    every = list(bottlenecks)
    return [
        time_to_unblock([_as_it_was(each, then) for each in every if each.raised_at < then], then)
        for then in instants
    ]


def opened_since(bottlenecks: Iterable[Bottleneck], instant: datetime) -> list[Bottleneck]:
    """Those opened at this instant or later. A reopened one was opened when it was first."""
    return [each for each in bottlenecks if each.raised_at >= instant]


def wait_of(bottleneck: Bottleneck, now: datetime) -> Wait:
    """How long it waited until it was answered, and whether that held; what is open has waited until now.

    An answer nobody has confirmed yet, a refusal and a merger end the waiting without clearing it.
    """
    ended = bottleneck.ended_at or now
    return Wait(max(ended - bottleneck.raised_at, _NO_TIME), bottleneck.is_unblocked)


def still_waiting(waits: Sequence[Wait]) -> list[Fall]:
    """The Kaplan-Meier estimate S(t) = ∏ (1 - d/n) over the times t at which something was cleared.

    d were cleared at t, n had waited at least as long: what was lost sight of at t still counts there.
    """
    cleared = Counter(wait.lasted for wait in waits if wait.is_cleared)
    lost = Counter(wait.lasted for wait in waits if not wait.is_cleared)
    falls, share, waiting = [], 1.0, len(waits)
    for after in sorted({*cleared, *lost}):
        if cleared[after]:
            share *= 1 - cleared[after] / waiting
            falls.append(Fall(after, share))
        waiting -= cleared[after] + lost[after]
    return falls


def cleared_within(falls: Iterable[Fall], share: float) -> timedelta | None:
    """The first time by which at least this share is cleared; None: it never was."""
    left = 1 - share + _ROUNDING
    return next((fall.after for fall in falls if fall.waiting <= left), None)


def flow(bottlenecks: Iterable[Bottleneck], start: datetime, end: datetime) -> Flow:
    """What was opened from `start` to before `end`, and what was found to be cleared or was declined then.

    Cleared counts when it was confirmed or presumed, not when it was answered: no digest counts it before it is
    certain, and each is counted in one.
    """
    every = list(bottlenecks)
    closed = [each for each in every if each.closed_at is not None and start <= each.closed_at < end]
    return Flow(
        opened=sum(start <= each.raised_at < end for each in every),
        cleared=sum(each.is_unblocked for each in closed),
        declined=sum(each.state is LoopState.DECLINED for each in closed),
    )


def reopened(bottlenecks: Iterable[Bottleneck], now: datetime) -> Reopened:
    """How many of those of the last eight weeks that had been answered or declined were opened again."""
    cohort = opened_since(bottlenecks, now - COHORT)
    ended = [each for each in cohort if each.reopened or each.state in _CAME_TO_AN_END]
    return Reopened(sum(each.reopened > 0 for each in ended), len(ended))


def came_back(bottlenecks: Iterable[Bottleneck], teams_hit: Mapping[int, int]) -> list[Bottleneck]:
    """The open ones that were opened again, or that hit two teams or more within the window of `teams_hit`."""
    return [
        each
        for each in bottlenecks
        if each.is_open and (each.reopened or teams_hit.get(each.id, 0) >= MANY_TEAMS)
    ]


def blocked(bottleneck: Bottleneck, start: datetime, end: datetime) -> timedelta:
    """How much of the time from `start` to `end` it kept people waiting."""
    return _overlap(bottleneck.raised_at, bottleneck.ended_at or end, start, end)


def blocked_by_category(
    bottlenecks: Iterable[Bottleneck], start: datetime, end: datetime
) -> dict[int | None, timedelta]:
    """The time each category kept people waiting, the longest first; None: nobody picked one."""
    return _longest_first((each.category_id, blocked(each, start, end)) for each in bottlenecks)


def blocked_by_edge(
    bottlenecks: Iterable[Bottleneck],
    turns: Mapping[int, Sequence[Turn]],
    start: datetime,
    end: datetime,
) -> dict[tuple[int, WaitsOn], timedelta]:
    """The time each team waited for each party, the longest first.

    What was handed over counts for each party as long as it was theirs: `turns` by number, for those that were.
    """
    return _longest_first(
        ((each.team_id, party), time)
        for each in bottlenecks
        if each.team_id is not None
        for party, time in _by_party(each, turns.get(each.id, ()), start, end)
        if party.is_known
    )


def between_sides(
    edges: Mapping[tuple[int, WaitsOn], timedelta], first_team: Mapping[int, int]
) -> dict[tuple[int, Side], timedelta]:
    """The same between teams, the longest first: a person stands for the `first_team` of theirs.

    What people of one team wait for from each other is their own affair.
    """
    return _longest_first(
        ((team_id, side), time)
        for (team_id, party), time in edges.items()
        if (side := _side(party, first_team)) is not None and side != team_id
    )


def _as_it_was(each: Bottleneck, then: datetime) -> Bottleneck:
    """As far as waiting goes; how it was handed on, and who was told, is as it is."""
    if each.ended_at is None or each.ended_at <= then:
        return each
    return replace(each, state=LoopState.RAISED, answered_at=None, closed_at=None)


def _side(party: WaitsOn, first_team: Mapping[int, int]) -> Side | None:
    if party.member_id is not None:
        return first_team.get(party.member_id, Apart.ALONE)
    return Apart.OUTSIDE if party.outside is not None else party.team_id


def _by_party(
    bottleneck: Bottleneck, turns: Sequence[Turn], start: datetime, end: datetime
) -> Iterator[tuple[WaitsOn, timedelta]]:
    ended = bottleneck.ended_at or end
    if not turns:
        yield bottleneck.waits_on, _overlap(bottleneck.raised_at, ended, start, end)
        return
    for turn, following in pairwise([*turns, Turn(ended, bottleneck.waits_on)]):
        yield turn.waits_on, _overlap(turn.at, min(following.at, ended), start, end)


def _overlap(since: datetime, until: datetime, start: datetime, end: datetime) -> timedelta:
    return max(min(until, end) - max(since, start), _NO_TIME)


def _longest_first(times: Iterable[tuple[_Key, timedelta]]) -> dict[_Key, timedelta]:
    total: dict[_Key, timedelta] = {}
    for key, time in times:
        total[key] = total.get(key, _NO_TIME) + time
    return {key: time for key, time in sorted(total.items(), key=lambda item: -item[1]) if time}

"""What a digest tells of goals: whose confidence is low or fell, what nobody said a word about, what was reached.

Told from what owners said alone. Nothing is averaged over goals: each is one person's forecast.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from bot.store import goals as store
from bot.store.engine import Transaction
from bot.trends.bottlenecks import Moment, Readers
from bot.values.facts import Period
from bot.values.goals import (
    FALL_IN_A_WEEK,
    FALL_IN_FOUR_WEEKS,
    LOW,
    STALE,
    Confidence,
    GoalSeen,
    GoalState,
    GoalsTold,
    GoalTold,
    Worry,
)

_WORST_FIRST = tuple(Worry)
_FOUR = timedelta(weeks=4)

Said = Mapping[int, Sequence[Confidence]]
"""What was said of each goal, by its number; the oldest first."""


async def gather(tx: Transaction, workspace_id: int, readers: Readers, moment: Moment) -> GoalsTold:
    """What these readers are told: the goals of the teams it is about, and everybody's."""
    start, end = moment.week
    teams = [team.id for team in readers.own]
    found = await store.worked_towards(tx, workspace_id, teams, before=end, closed_since=start)
    ids = [each.goal.id for each in found]
    first = moment.period.first - _FOUR
    said = await store.said_between(tx, ids, first, moment.period.last) if ids else {}
    return told_of(found, said, moment)


def told_of(found: Sequence[GoalSeen], said: Said, moment: Moment) -> GoalsTold:
    """What is told of these goals. One that was closed since the week is neither open nor reached in it."""
    start, end = moment.week
    open_ = [each for each in found if each.goal.state == GoalState.OPEN]
    stale = [each for each in open_ if _is_stale(each, moment)]
    worries = [
        worry
        for each in open_
        if each not in stale and (worry := worry_of(each, said.get(each.goal.id, ()), moment.period))
    ]
    return GoalsTold(
        worries=sorted(worries, key=_how_bad),
        stale=sorted(stale, key=lambda each: _last_heard(each, moment)),
        reached=[
            each
            for each in found
            if each.goal.state == GoalState.REACHED
            and each.goal.closed_at is not None
            and start <= each.goal.closed_at < end
        ],
        others=len(open_) - len(stale) - len(worries),
        open=open_,
    )


def worry_of(seen: GoalSeen, said: Sequence[Confidence], period: Period) -> GoalTold | None:
    """Why a goal is told in a digest of these days, if it is: the worst reason.

    Low is the last word, also one of the week before. A fall is one of this week's last word against the last word of
    the week before, or of the week four weeks before: where nothing was said then, nothing is compared.
    """
    known = [each for each in said if each.on <= period.last]
    if not known or period.last - known[-1].on >= STALE:
        return None
    last = known[-1]
    week_before = four_before = None
    if last.on >= period.first:
        week_before = _last_word(known, period.first - timedelta(weeks=1))
        four_before = _last_word(known, period.first - _FOUR)
    fell = _fall(week_before, last), _fall(four_before, last)
    worry = _worst(last, *fell)
    if worry is None:
        return None
    was = week_before if fell[0] > 0 else four_before if fell[1] >= FALL_IN_FOUR_WEEKS else None
    if worry is Worry.FELL_IN_FOUR_WEEKS:
        was = four_before
    shown = replace(seen, latest=last, before=known[-2] if len(known) > 1 else None)
    return GoalTold(shown, worry, last.value, was.value if was else None)


def _worst(last: Confidence, in_a_week: int, in_four_weeks: int) -> Worry | None:
    if last.value <= LOW:
        return Worry.LOW
    if in_a_week >= FALL_IN_A_WEEK:
        return Worry.FELL_IN_A_WEEK
    return Worry.FELL_IN_FOUR_WEEKS if in_four_weeks >= FALL_IN_FOUR_WEEKS else None


def _fall(before: Confidence | None, last: Confidence) -> int:
    return before.value - last.value if before else 0


def _last_word(said: Sequence[Confidence], monday: date) -> Confidence | None:
    """The last word of the week that began on this Monday."""
    of_it = [each for each in said if monday <= each.on < monday + timedelta(weeks=1)]
    return of_it[-1] if of_it else None


def _is_stale(seen: GoalSeen, moment: Moment) -> bool:
    return moment.period.last - _last_heard(seen, moment) >= STALE


def _last_heard(seen: GoalSeen, moment: Moment) -> date:
    """The day of the last word, also of one after these days; without any, the day it was added."""
    return seen.latest.on if seen.latest else seen.goal.created_at.astimezone(moment.zone).date()


def _how_bad(told: GoalTold) -> tuple[int, int, int, str, int]:
    fall = told.was - told.value if told.was is not None else 0
    goal = told.seen.goal
    return _WORST_FIRST.index(told.worry), told.value, -fall, goal.title.casefold(), goal.id

"""A team's open goals week by week: the last word of each week, and which of them worry. Pure rules."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from bot.values.goals import FALL_IN_A_WEEK, FALL_IN_FOUR_WEEKS, LOW, Confidence, GoalSeen
from bot.values.trends import GoalTrend

_FOUR_WEEKS = 4


def goal_trends(
    goals: Sequence[GoalSeen], said: Mapping[int, Sequence[Confidence]], weeks: Sequence[date]
) -> list[GoalTrend]:
    """Each goal with its weeks, by title."""
    found = [_trend(each, said.get(each.goal.id, ()), weeks) for each in goals]
    return sorted(found, key=lambda each: each.seen.goal.title.casefold())


def worries(values: Sequence[int | None]) -> bool:
    """Whether the newest of these weeks is low, or lower than the week before or four weeks before by much."""
    newest = values[-1] if values else None
    if newest is None:
        return False
    fell = _fell(values, 1, FALL_IN_A_WEEK) or _fell(values, _FOUR_WEEKS, FALL_IN_FOUR_WEEKS)
    return newest <= LOW or fell


def _fell(values: Sequence[int | None], weeks: int, by: int) -> bool:
    before = values[-1 - weeks] if len(values) > weeks else None
    return before is not None and values[-1] is not None and before - values[-1] >= by


def _trend(seen: GoalSeen, said: Sequence[Confidence], weeks: Sequence[date]) -> GoalTrend:
    last = {each.on - timedelta(days=each.on.weekday()): each for each in said}
    values = [last[monday].value if monday in last else None for monday in weeks]
    # What was said last stands until something else is, as far as worrying goes.
    so_far = [value for value in values if value is not None]
    stands = [*values[:-1], values[-1] if values[-1] is not None else (so_far[-1] if so_far else None)]
    return GoalTrend(seen, values, seen.latest, worries(stands))

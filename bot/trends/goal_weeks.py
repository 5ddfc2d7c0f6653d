"""A team's open goals week by week: the last word of each week, and which of them worry. Pure rules."""

from collections.abc import Sequence
from datetime import date, timedelta

from bot.trends.goals import Said, worry_of
from bot.values.facts import Period
from bot.values.goals import Confidence, GoalSeen
from bot.values.trends import GoalTrend


def goal_trends(
    goals: Sequence[GoalSeen], said: Said, weeks: Sequence[date], period: Period
) -> list[GoalTrend]:
    """Each goal with the weeks that begin on these Mondays, by title."""
    found = [_trend(each, said.get(each.goal.id, ()), weeks, period) for each in goals]
    return sorted(found, key=lambda each: each.seen.goal.title.casefold())


def _trend(seen: GoalSeen, said: Sequence[Confidence], weeks: Sequence[date], period: Period) -> GoalTrend:
    # What was said is in order, so the last word of a week is the one that stays.
    last = {each.on - timedelta(days=each.on.weekday()): each.value for each in said}
    worries = worry_of(seen, said, period) is not None
    return GoalTrend(seen, [last.get(monday) for monday in weeks], seen.latest, worries)

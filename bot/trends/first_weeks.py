"""The first weeks: how much there is to compare with, so that people can be told when it will be enough."""

from collections.abc import Sequence

from bot.trends.change import Point, since_restart
from bot.values.facts import Silence, Unsaid


def unsaid(silence: Silence, about: str, points: Sequence[Point]) -> Unsaid:
    """Why nothing is said of the latest of these weeks; of too few, with how many earlier ones there are."""
    is_young = silence is Silence.TOO_FEW_WEEKS
    return Unsaid(silence, about, count=len(since_restart(points)) - 1 if is_young else 0)

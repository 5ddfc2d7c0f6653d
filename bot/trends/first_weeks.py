"""The first weeks: how much there is to compare with, so that people can be told when it will be enough."""

from collections.abc import Iterator, Sequence

from bot.trends.change import Point, since_restart
from bot.trends.material import Material
from bot.values.facts import Silence, Unsaid


def unsaid(silence: Silence, about: str, points: Sequence[Point]) -> Unsaid:
    """Why nothing is said of the latest of these weeks; of too few, with how many earlier ones there are."""
    is_young = silence is Silence.TOO_FEW_WEEKS
    return Unsaid(silence, about, count=len(since_restart(points)) - 1 if is_young else 0)


def still_open(material: Material) -> Iterator[Unsaid]:
    """What was asked for the first time, and has not closed yet: nothing of it is counted."""
    have_closed = {row.series[1] for row in material.turnouts}
    for ritual_id in sorted(material.begun - have_closed - material.elsewhere):
        yield Unsaid(Silence.STILL_OPEN, material.rituals[ritual_id].name)

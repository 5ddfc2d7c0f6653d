"""The first weeks: how much there is to compare with, so that people can be told when it will be enough."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence

from bot.store.trends import AskingRitual, Series
from bot.trends.change import Point, since_restart
from bot.trends.material import Material
from bot.values.facts import Silence, Unsaid


def unsaid(silence: Silence, about: str, points: Sequence[Point]) -> Unsaid:
    """Why nothing is said of the latest of these weeks; of too few, with how many earlier ones there are."""
    is_young = silence is Silence.TOO_FEW_WEEKS
    return Unsaid(silence, about, count=len(since_restart(points)) - 1 if is_young else 0)


def called(
    asked: Collection[Series], teams: Mapping[int, str], rituals: Mapping[int, AskingRitual]
) -> dict[Series, str]:
    """What each series is called where nothing is said of it: by its team, or by its ritual where a team has
    several, since something may be said of the others."""
    several = Counter(team_id for team_id, _ in asked)
    return {
        (team_id, ritual_id): _of_several(teams, team_id, rituals[ritual_id].name)
        if several[team_id] > 1
        else teams[team_id]
        for team_id, ritual_id in asked
    }


def still_open(material: Material) -> Iterator[Unsaid]:
    """What was asked for the first time, and has not closed yet: nothing of it is counted."""
    have_closed = {row.series[1] for row in material.turnouts}
    for ritual_id in sorted(material.begun - have_closed - material.elsewhere):
        yield Unsaid(Silence.STILL_OPEN, material.rituals[ritual_id].name)


def _of_several(teams: Mapping[int, str], team_id: int, ritual: str) -> str:
    return ritual if len(teams) == 1 else f"{ritual} of {teams[team_id]}"

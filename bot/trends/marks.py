"""Weeks that people marked as out of the ordinary: they are shown, not judged, and nothing is judged by them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from bot.store import digest_notes
from bot.store.engine import Transaction
from bot.store.trends import Weeks
from bot.values.digests import WeekMark
from bot.values.facts import Marked
from bot.values.people import Team


@dataclass(frozen=True, slots=True)
class Marks:
    """The marked weeks of a workspace's teams, by team."""

    by_team: Mapping[int, Mapping[date, WeekMark]] = field(default_factory=dict)

    def of_team(self, team_id: int) -> frozenset[date]:
        """The Mondays of the weeks one team marked."""
        return frozenset(self.by_team.get(team_id, ()))

    def of_all(self, team_ids: Collection[int]) -> frozenset[date]:
        """The Mondays of the weeks that all of these teams marked: what is about all of them is marked then."""
        own = [self.of_team(team_id) for team_id in team_ids]
        return frozenset.intersection(*own) if own else frozenset()

    def told(self, teams: Iterable[Team]) -> tuple[Marked, ...]:
        """The same for a digest about these teams, the newest week first, teams in their order."""
        shown = [Marked(team.name, mark) for team in teams for mark in self.by_team.get(team.id, {}).values()]
        return tuple(sorted(shown, key=lambda item: item.mark.monday, reverse=True))


NO_MARKS = Marks()


async def load(tx: Transaction, workspace_id: int, weeks: Weeks) -> Marks:
    """What was marked in these weeks: a row a team and week, however long the history."""
    by_team: dict[int, dict[date, WeekMark]] = {}
    for mark in await digest_notes.marks_of(tx, workspace_id, weeks):
        by_team.setdefault(mark.team_id, {})[mark.monday] = mark
    return Marks(by_team)


def covered_in(teams: Sequence[Team], channel_id: str) -> list[Team]:
    """The teams that are marked together in a channel: its own, else all that may be spoken of there."""
    at_home = [team for team in teams if team.channel_id == channel_id]
    return at_home or [team for team in teams if not team.is_private]

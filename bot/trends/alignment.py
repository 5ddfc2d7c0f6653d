"""How many of a team's people named the same top goal, of its last round of a week that asked: the rule is in
`values.alignment`."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from bot.store import named_goals as store
from bot.store.engine import Transaction
from bot.store.named_goals import Naming
from bot.store.trends import Weeks
from bot.values.alignment import IsWithheld, Named, told_of
from bot.values.facts import DigestFacts, Silence, Unsaid
from bot.values.goals import Aligned
from bot.values.own_questions import goals_offered
from bot.values.people import Team

TeamWeek = tuple[int, date]
"""A team, and the Monday of a week."""


@dataclass(frozen=True, slots=True)
class Asking:
    """Whose answers are read: of these teams, to these rituals, in these weeks; not what is withheld."""

    teams: Sequence[Team]
    ritual_ids: Collection[int]
    weeks: Weeks
    now: datetime
    is_withheld: IsWithheld


@dataclass(frozen=True, slots=True)
class Alignment:
    """What is told, by team and week, and of which of them nothing is told because too few answered."""

    told: Mapping[TeamWeek, Aligned]
    too_few: frozenset[TeamWeek] = frozenset()

    def of_week(self, teams: Iterable[Team], monday: date) -> list[Aligned]:
        """What is told of a week, in the order of these teams."""
        found = (self.told.get((team.id, monday)) for team in teams)
        return [each for each in found if each is not None]

    def of_team(self, team_id: int, mondays: Iterable[date]) -> list[Aligned | None]:
        """A team's weeks; None where nothing is told."""
        return [self.told.get((team_id, monday)) for monday in mondays]

    def unsaid(self, teams: Iterable[Team], monday: date) -> list[Unsaid]:
        """Of which teams nothing is told of a week although they were asked."""
        few = (team for team in teams if (team.id, monday) in self.too_few)
        return [Unsaid(Silence.FEW_NAMED, team.name) for team in few]


async def gather(tx: Transaction, asking: Asking) -> Alignment:
    """What these readers are told of each team and week."""
    ids = [team.id for team in asking.teams]
    every = await store.namings(tx, ids, asking.ritual_ids, asking.weeks, now=asking.now)
    last = [each for each in last_of_each_week(every) if not asking.is_withheld(each.report)]
    picked = await store.named_in(tx, last)
    asked = [(each, _named(each, picked[each.round_id, each.team_id])) for each in last]
    now = await store.stand_now(tx, {goal_id for _, named in asked for goal_id in named.goal_ids})
    names = {team.id: team.name for team in asking.teams}
    return Alignment(
        {
            _of(each): told_of(names[each.team_id], named, now, asking.is_withheld)
            for each, named in asked
            if named.is_told
        },
        # Where there was no goal to pick the team was not asked.
        frozenset(_of(each) for each, named in asked if named.offered and not named.is_told),
    )


def told_in(facts: DigestFacts, found: Alignment, teams: Sequence[Team]) -> DigestFacts:
    """The facts of a digest about these teams with what was found."""
    monday = facts.period.first
    return replace(
        facts,
        goals=replace(facts.goals, aligned=found.of_week(teams, monday)),
        unsaid=(*facts.unsaid, *found.unsaid(teams, monday)),
    )


def last_of_each_week(every: Iterable[Naming]) -> list[Naming]:
    """Each team's last round of each week; they come the oldest first."""
    return list({_of(each): each for each in every}.values())


def _named(naming: Naming, picked: Sequence[str]) -> Named:
    return Named(naming.on, goals_offered(naming.question.goals, naming.team_id), picked)


def _of(naming: Naming) -> TeamWeek:
    return naming.team_id, naming.on - timedelta(days=naming.on.weekday())

"""How many of a team's people named the same top goal: k of n, of its last round of a week that asked.

Nothing is said of fewer than a group of people, and nothing is judged: whether it is many is for the team to say.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from bot.store import named_goals as store
from bot.store.engine import Transaction
from bot.store.named_goals import GoalNow, Naming
from bot.store.trends import Weeks
from bot.values.confidences import AskedGoal
from bot.values.facts import DigestFacts, Silence, Unsaid
from bot.values.goals import Aligned, NamedGoal
from bot.values.own_questions import COULD_NOT_SAY, NONE_OF_THESE, goals_offered
from bot.values.people import Team
from bot.values.rituals import FEWEST

IsWithheld = Callable[[str], bool]
"""Whether what goes to this channel, or to a lead, is not for these readers."""

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
class Named:
    """What a team's people picked in one round, and what each goal was called that was offered to them."""

    naming: Naming
    offered: Mapping[str, AskedGoal]
    picked: Sequence[str]

    @property
    def counts(self) -> Counter[str]:
        """How many picked each goal, by what it was called."""
        return Counter(each for each in self.picked if each in self.offered)


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
    asked = [Named(each, _offered(each), picked[each.round_id, each.team_id]) for each in last]
    ids_named = {each.offered[title].id for each in asked for title in each.counts}
    now = await store.stand_now(tx, ids_named)
    names = {team.id: team.name for team in asking.teams}
    enough = [each for each in asked if len(each.picked) >= FEWEST]
    # Where there was no goal to pick the team was not asked.
    few = [each for each in asked if each.offered and len(each.picked) < FEWEST]
    return Alignment(
        {
            _of(each.naming): told_of(names[each.naming.team_id], each, now, asking.is_withheld)
            for each in enough
        },
        frozenset(_of(each.naming) for each in few),
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


def told_of(team: str, named: Named, now: Mapping[int, GoalNow], is_withheld: IsWithheld) -> Aligned:
    """How many named the same goal, which these readers are told as far as they may know of it."""
    goals = [
        _goal(title, people, now.get(named.offered[title].id), is_withheld)
        for title, people in named.counts.items()
    ]
    return Aligned(
        team,
        named.naming.on,
        len(named.picked),
        sorted(goals, key=lambda each: (-each.people, each.title is None, (each.title or "").casefold())),
        none=named.picked.count(NONE_OF_THESE),
        unsure=named.picked.count(COULD_NOT_SAY),
    )


def _goal(title: str, people: int, now: GoalNow | None, is_withheld: IsWithheld) -> NamedGoal:
    """A goal as these readers may know it: one that a private team took over meanwhile has no name for them."""
    if now is None or (now.private_channel is not None and is_withheld(now.private_channel)):
        return NamedGoal(people)
    return NamedGoal(people, title, now.state)


def _offered(naming: Naming) -> Mapping[str, AskedGoal]:
    return goals_offered(naming.question.goals, naming.team_id)


def _of(naming: Naming) -> TeamWeek:
    return naming.team_id, naming.on - timedelta(days=naming.on.weekday())

"""How many of a team's people named the same top goal, wherever that is told: as a round closes, in the digest, in
trends.

Nothing is said of fewer than a group of people, and nothing is judged: whether it is many is for the team to say.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.values.confidences import AskedGoal
from bot.values.goals import Aligned, GoalState, NamedGoal
from bot.values.own_questions import COULD_NOT_SAY, NONE_OF_THESE
from bot.values.rituals import FEWEST

IsWithheld = Callable[[str], bool]
"""Whether what goes to this channel, or to a lead, is not for these readers."""


@dataclass(frozen=True, slots=True)
class GoalNow:
    """How a goal stands, and the private channel of the team it is of by now."""

    state: GoalState
    private_channel: str | None


@dataclass(frozen=True, slots=True)
class Named:
    """What a team's people picked in time in the round of a day, and what each goal was called that was offered to
    them."""

    on: date
    offered: Mapping[str, AskedGoal]
    picked: Sequence[str]

    @property
    def counts(self) -> Counter[str]:
        """How many picked each goal, by what it was called."""
        return Counter(each for each in self.picked if each in self.offered)

    @property
    def goal_ids(self) -> set[int]:
        """The goals somebody picked."""
        return {self.offered[title].id for title in self.counts}

    @property
    def is_told(self) -> bool:
        """Whether so many answered that it is told."""
        return len(self.picked) >= FEWEST


def told_of(team: str, named: Named, now: Mapping[int, GoalNow], is_withheld: IsWithheld) -> Aligned:
    """How many named the same goal, which these readers are told as far as they may know of it."""
    goals = [
        _goal(title, people, now.get(named.offered[title].id), is_withheld)
        for title, people in named.counts.items()
    ]
    return Aligned(
        team,
        named.on,
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

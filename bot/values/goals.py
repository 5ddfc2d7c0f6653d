"""Goals: what a team wants to reach, who looks after it, and how confident they are that it will be reached.

A light list beside the tools teams plan in: no progress is measured here, only what its owner expects.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

LONGEST_TITLE = 100
"""Characters of a goal: what fits into a line."""

LONGEST_WHY = 500
"""Characters of what an owner says about their confidence."""

HIGHEST = 10
"""Confidence goes from 0 (it will not be reached) to 10 (it surely will)."""

LOW = 4
"""At this confidence and below a goal is told (reference/trends-and-privacy.md §1.3: a convention, no statistics)."""

FALL_IN_A_WEEK = 2
FALL_IN_FOUR_WEEKS = 3
"""A fall by so much is told, whatever the level."""

STALE = timedelta(days=14)
"""What nobody said anything about for so long is out of date."""


class GoalState(StrEnum):
    """Whether a goal is still worked towards."""

    OPEN = "open"
    REACHED = "reached"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal. Without a `team_id` it is the whole workspace's; without an `owner_id` nobody looks after it."""

    id: int
    workspace_id: int
    team_id: int | None
    owner_id: int | None
    title: str
    link: str | None
    state: GoalState
    created_at: datetime
    closed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class NewGoal:
    """What a goal is, before it is stored."""

    title: str
    owner_id: int | None
    team_id: int | None = None
    link: str | None = None


@dataclass(frozen=True, slots=True)
class Confidence:
    """How confident somebody was on a day of theirs; `why` in their words. The last word of a day is the one kept."""

    goal_id: int
    on: date
    value: int
    why: str | None
    member_id: int | None


@dataclass(frozen=True, slots=True)
class GoalSeen:
    """A goal as it is shown: with names, what was said last, and what was said before that."""

    goal: Goal
    team: str | None
    owner: str | None
    latest: Confidence | None = None
    before: Confidence | None = None


class Worry(StrEnum):
    """Why a goal is told."""

    LOW = "low"
    FELL_IN_A_WEEK = "fell in a week"
    FELL_IN_FOUR_WEEKS = "fell in four weeks"


@dataclass(frozen=True, slots=True)
class GoalTold:
    """A goal a digest names, the confidence it is told with, and what it fell from (None: it did not fall)."""

    seen: GoalSeen
    worry: Worry
    value: int
    was: int | None = None


@dataclass(frozen=True, slots=True)
class NamedGoal:
    """A goal that `people` named as the one that matters most. Without a `title` its readers may not know which;
    `state` is how it stands by now."""

    people: int
    title: str | None = None
    state: GoalState = GoalState.OPEN


@dataclass(frozen=True, slots=True)
class Aligned:
    """How many of a team's people named the same top goal in the round of a day: of all who answered in time.

    `goals`: what was named, most often first. `none` said none of those that could be picked, `unsure` could not say.
    """

    team: str
    on: date
    people: int
    goals: Sequence[NamedGoal] = ()
    none: int = 0
    unsure: int = 0

    @property
    def same(self) -> int:
        """How many named the goal that was named most."""
        return self.goals[0].people if self.goals else 0

    @property
    def ahead(self) -> Sequence[NamedGoal]:
        """The goals that were named most: several where they share it."""
        return [each for each in self.goals if each.people == self.same]


@dataclass(frozen=True, slots=True)
class GoalsTold:
    """What a digest says about goals: those that worry, those out of date (the longest first), those reached in the
    week, and how many others are open. `open`: every open one, whatever is expected of it, as far as all who
    read it may know of it. `aligned`: how many named the same top goal, by team."""

    worries: Sequence[GoalTold] = ()
    stale: Sequence[GoalSeen] = ()
    reached: Sequence[GoalSeen] = ()
    others: int = 0
    open: Sequence[GoalSeen] = ()
    aligned: Sequence[Aligned] = ()

    @property
    def is_nothing(self) -> bool:
        """Whether there is no goal to speak of."""
        return not (self.worries or self.stale or self.reached or self.others or self.aligned)


NO_GOALS = GoalsTold()

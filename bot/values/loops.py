"""A loop is something one person raised and somebody is waited on for: raised → acknowledged → promised → answered →
confirmed by whoever raised it. Its state follows from its events, and those are only ever added to.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

LONGEST_TITLE = 150
"""Characters of what a loop is called: one line, also on a phone."""

MOST_CATEGORIES = 12
"""More than that nobody picks from with care, and people who pick well beat any clustering of texts."""


class LoopKind(StrEnum):
    """What is waited for."""

    BOTTLENECK = "bottleneck"
    FEEDBACK = "feedback"


class Impact(StrEnum):
    """What waiting does to whoever waits, in their own judgement."""

    STOPS = "stops"
    SLOWS = "slows"
    BOTHERS = "bothers"


class LoopState(StrEnum):
    """Where a loop stands. RAISED: nobody has said when there will be word."""

    RAISED = "raised"
    ACKNOWLEDGED = "acknowledged"
    PROMISED = "promised"
    ANSWERED = "answered"
    CONFIRMED = "confirmed"
    PRESUMED = "presumed"
    DECLINED = "declined"
    MERGED = "merged"


OPEN = frozenset({LoopState.RAISED, LoopState.ACKNOWLEDGED, LoopState.PROMISED})
"""Somebody is waited on."""

UNSETTLED = OPEN | {LoopState.ANSWERED}
"""Not over: somebody is waited on, or whoever raised it has not said whether the answer helped."""

UNBLOCKED = frozenset({LoopState.CONFIRMED, LoopState.PRESUMED})
"""It ended with an answer."""


class Step(StrEnum):
    """What can happen to a loop."""

    RAISED = "raised"
    JOINED = "joined"
    CHANGED = "changed"
    ACKNOWLEDGED = "acknowledged"
    PROMISED = "promised"
    ANSWERED = "answered"
    CONFIRMED = "confirmed"
    PRESUMED = "presumed"
    REOPENED = "reopened"
    DECLINED = "declined"
    HANDED_OVER = "handed over"
    MERGED = "merged"
    NUDGED = "nudged"
    ESCALATED = "escalated"
    ASKED = "asked"
    REPLIED = "replied"
    NOTED = "noted"
    TAKEN_DOWN = "taken down"


@dataclass(frozen=True, slots=True)
class WaitsOn:
    """Whom a loop waits for: a team, a member, somebody outside by name, or (feedback alone) the `leadership`, which
    are the workspace's admins. At most one; none: nobody knows yet."""

    team_id: int | None = None
    member_id: int | None = None
    outside: str | None = None
    leadership: bool = False

    @property
    def is_known(self) -> bool:
        """Whether anybody is named."""
        has_id = self.team_id is not None or self.member_id is not None
        return has_id or self.outside is not None or self.leadership


NOBODY_YET = WaitsOn()

LEADERSHIP = "leadership"
"""What a workspace's admins are called where feedback is for them together."""

LONGEST_OUTSIDE = 75
"""Characters of what somebody outside is called: as many as a menu shows."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a loop was raised: from a message (`permalink`, in `channel_id`, at `ts`), or from an answer to a
    question of a prompt. All empty: by command or on Home."""

    permalink: str | None = None
    channel_id: str | None = None
    ts: str | None = None
    prompt_id: int | None = None
    question_key: str | None = None


@dataclass(frozen=True, slots=True)
class NewLoop:
    """What somebody raises, before it is stored. With `is_quiet` nothing is posted in their team's channel. Under the
    same `key` it is raised once, however often it is handed in."""

    title: str
    waits_on: WaitsOn = NOBODY_YET
    details: str | None = None
    category_id: int | None = None
    impact: Impact | None = None
    link: str | None = None
    is_quiet: bool = False
    source: Source = Source()
    key: str | None = None


@dataclass(frozen=True, slots=True)
class Loop:
    """A stored loop; the number people call it by is its `id`.

    `team_id` is the team that waits; `since` is when it came to stand as it stands. `owner_id` is who took it on.
    `due_on` is the day the next word (ACKNOWLEDGED) or the thing itself (PROMISED) was promised for. `answered_at` is
    when it was answered last and is taken back when it is reopened; `closed_at` is when it was confirmed, presumed,
    declined or merged. `escalated_at`: its lead was told. `picked_at`: a poll put it among its first. `version`
    counts its events. Feedback with the name withheld has no `raiser_id`. `told_at`: whoever gave it was sent the
    outcome.
    """

    id: int
    workspace_id: int
    kind: LoopKind
    title: str
    state: LoopState
    raiser_id: int | None
    team_id: int | None
    waits_on: WaitsOn
    raised_at: datetime
    since: datetime
    version: int
    details: str | None = None
    category_id: int | None = None
    impact: Impact | None = None
    link: str | None = None
    is_quiet: bool = False
    source: Source = Source()
    owner_id: int | None = None
    due_on: date | None = None
    answered_at: datetime | None = None
    closed_at: datetime | None = None
    merged_into_id: int | None = None
    reopened: int = 0
    nudged_at: datetime | None = None
    escalated_at: datetime | None = None
    picked_at: datetime | None = None
    is_withheld: bool = False
    told_at: datetime | None = None

    @property
    def is_feedback(self) -> bool:
        """Whether it is feedback, which only the giver and whoever it is for know of."""
        return self.kind is LoopKind.FEEDBACK

    @property
    def is_open(self) -> bool:
        """Whether somebody is waited on."""
        return self.state in OPEN

    @property
    def unblocked_at(self) -> datetime | None:
        """When it was unblocked: answered, and that held."""
        return self.answered_at if self.state in UNBLOCKED else None


@dataclass(frozen=True, slots=True)
class NewStep:
    """A step somebody wants to take.

    `words` are what is answered, why it is declined, what a reopening says, or what was changed; `on` is the day that
    is given; `waits_on` the party it is handed to; `team_id` and `impact` those of whoever joins; `other_id` the loop
    it is merged into.
    """

    step: Step
    words: str | None = None
    on: date | None = None
    waits_on: WaitsOn = NOBODY_YET
    team_id: int | None = None
    impact: Impact | None = None
    other_id: int | None = None


@dataclass(frozen=True, slots=True)
class LoopEvent:
    """One step in a loop's life, with its number in it. `actor_id` None: nobody did it, time did; or, `by_giver`,
    whoever gave feedback with their name withheld."""

    seq: int
    at: datetime
    what: NewStep
    actor_id: int | None = None
    by_giver: bool = False

    @property
    def step(self) -> Step:
        """What happened."""
        return self.what.step


@dataclass(frozen=True, slots=True)
class Hit:
    """Somebody a loop hits, for which of their teams, and how much."""

    member_id: int
    team_id: int | None = None
    impact: Impact | None = None


@dataclass(frozen=True, slots=True)
class Particulars:
    """What can be changed of a loop by whoever raised it."""

    title: str
    details: str | None = None
    category_id: int | None = None
    impact: Impact | None = None
    link: str | None = None


@dataclass(frozen=True, slots=True)
class Category:
    """A kind of cause, picked by people. `retired`: no longer offered, still shown where it was picked."""

    id: int
    name: str
    retired: bool = False


@dataclass(frozen=True, slots=True)
class Vote:
    """One member's pick in a bottleneck poll."""

    loop_id: int
    impact: Impact | None = None

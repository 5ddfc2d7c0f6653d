"""A round is one occurrence of a ritual; a prompt is what one member gets for it, with the answers that come back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from bot.values.loops import Category
from bot.values.questions import Answer, Answers, Question
from bot.values.rituals import TO_TEAM, USUAL_PROTECTION, Grouping, Kind, Protection, Rules, Tier
from bot.values.seen_loops import LoopSeen


class RoundState(StrEnum):
    """Whether a round still takes answers without marking them late."""

    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Round:
    """One occurrence of a ritual, keyed by (ritual, local date), with its wording, its rules and what it promises
    frozen.

    Rounds that opened before rules were kept have none.
    """

    id: int
    workspace_id: int
    ritual_id: int
    ritual_name: str
    local_date: date
    state: RoundState
    opens_at: datetime
    closes_at: datetime
    questions: tuple[Question, ...]
    report: str = TO_TEAM
    grouping: Grouping = Grouping.PERSON
    rules: Rules | None = None
    kind: Kind = Kind.CHECK_IN
    tier: Tier = Tier.NAMED
    protection: Protection = USUAL_PROTECTION
    about: str | None = None

    @property
    def is_anonymous(self) -> bool:
        """Whether its answers are sealed when it closes."""
        return self.tier is Tier.ANONYMOUS

    @property
    def shows_groups_only(self) -> bool:
        """Whether nobody sees who said what: results are shown for groups, once it is closed."""
        return self.tier is not Tier.NAMED

    @property
    def shows_when_closed(self) -> bool:
        """Whether nothing that is answered shows before it is closed, so that nobody goes by what others said."""
        return self.shows_groups_only or self.kind is Kind.FEEDBACK_ROUND


class PromptState(StrEnum):
    """Where one member stands in one round."""

    PLANNED = "planned"
    SENT = "sent"
    ANSWERED = "answered"
    SKIPPED = "skipped"
    EXCUSED = "excused"
    MISSED = "missed"


@dataclass(frozen=True, slots=True)
class Prompt:
    """What one member gets for one round. `nothing_new`: answered by saying just that."""

    id: int
    workspace_id: int
    round_id: int
    member_id: int
    team_id: int
    state: PromptState
    due_at: datetime
    closes_at: datetime
    zone: str
    late: bool = False
    reason: str | None = None
    answered_at: datetime | None = None
    nothing_new: bool = False


@dataclass(frozen=True, slots=True)
class Count:
    """How a round stands, without a word about who: people asked, answered, late, skipping.

    `excused` people (away, or not to be asked this time) are in none of the others.
    """

    asked: int
    answered: int
    late: int = 0
    skipped: int = 0
    excused: int = 0


@dataclass(frozen=True, slots=True)
class Asked:
    """One prompt as its DM shows it. `set_up_by` is a name the first time a ritual asks somebody, else None.

    `answers` are those the person gave, where they are to see them there. With `is_hidden` it is anonymous and the
    place of its key cannot be reached: whether they answered it cannot be looked up.
    """

    prompt: Prompt
    round: Round
    team_name: str
    set_up_by: str | None = None
    kind: Kind = Kind.CHECK_IN
    answers: Answers = field(default_factory=dict)
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """One prompt with what is known when its form opens: what was answered already, and last time.

    `draft` holds what was submitted on earlier pages of a form that was not finished, also what was left empty.
    `raised` is what was raised with this prompt, by question; `still_open` what was raised in earlier rounds of the
    ritual and still waits. `parties` says what those are called who are waited on in the draft, by question.
    """

    prompt: Prompt
    round: Round
    team_name: str
    answers: Answers = field(default_factory=dict)
    last_time: Answers = field(default_factory=dict)
    typed: str | None = None
    response_url: str | None = None
    draft: Answers = field(default_factory=dict)
    raised: Mapping[str, LoopSeen] = field(default_factory=dict)
    still_open: Sequence[LoopSeen] = ()
    categories: Sequence[Category] = ()
    parties: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Turned:
    """What a page that was handed in comes to.

    `given` answers each of its questions, also with nothing. With `finished` there is nothing left to ask, and that
    is the whole answer; without, the form goes on.
    """

    given: tuple[Answer, ...]
    finished: tuple[Answer, ...] | None = None


@dataclass(frozen=True, slots=True)
class Board:
    """How a round stands in one team's channel."""

    round: Round
    team_name: str
    count: Count

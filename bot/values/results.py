"""What came back in a round, as a team or its lead is shown it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.values.goals import Aligned
from bot.values.privacy import Outcome
from bot.values.questions import Answers, Question
from bot.values.rounds import Asked, Board, Prompt, PromptState, Round


@dataclass(frozen=True, slots=True)
class Said:
    """What one person answered, or that they skip. `names` says what people they picked are called, by Slack id;
    `raised` is the number of what was raised with an answer, by question."""

    name: str
    round: Round
    prompt: Prompt
    answers: Answers
    names: Mapping[str, str] = field(default_factory=dict)
    raised: Mapping[str, int] = field(default_factory=dict)

    @property
    def is_brief(self) -> bool:
        """Whether they skip, or said that nothing is new and no more."""
        return self.prompt.state == PromptState.SKIPPED or (self.prompt.nothing_new and not self.answers)


@dataclass(frozen=True, slots=True)
class Gathered:
    """What a team has answered to one question so far, in the order it came in; at least one answer."""

    question: Question
    said: Sequence[Said]


@dataclass(frozen=True, slots=True)
class LookedBack:
    """What somebody said themselves in a round that takes no more answers; `newer` is the ritual's present one, where
    it asks them and they can answer it."""

    said: Said
    team_name: str
    newer: Asked | None = None


@dataclass(frozen=True, slots=True)
class WrapUp:
    """How a round ended for one team; `aligned` where it asked for the top goal and enough answered."""

    board: Board
    said: Sequence[Said]
    aligned: Aligned | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """What whoever leads these teams is told about a round that goes to them alone, a `WrapUp` for each team."""

    teams: Sequence[WrapUp]


@dataclass(frozen=True, slots=True)
class Findings:
    """What a round brought in which only groups are shown, in all of these teams together; `unnamed` more of them are
    neither named nor told apart where this is shown."""

    round: Round
    team_names: Sequence[str]
    outcome: Outcome
    unnamed: int = 0

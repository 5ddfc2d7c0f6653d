"""Companies by chance: who is in which group, who answers which question, and what they say."""

from dataclasses import dataclass

from hypothesis import strategies as st

from bot.values.privacy import REST, Ballot, Result
from bot.values.questions import Answer, Question, QuestionType
from bot.values.rituals import Breakdown, Protection

MOOD = Question("mood", "How was your week?", QuestionType.SCALE)
PACE = Question("pace", "Could you keep this pace?", QuestionType.YES_NO)
HOURS = Question("hours", "Hours on top?", QuestionType.CHOICE, options=("0", "1–4", "5 or more"))
DRAINS = Question("drains", "What drains you?", QuestionType.CHOICES, options=("meetings", "noise"))
WORDS = Question("words", "What should we change?", QuestionType.LONG_TEXT)
QUESTIONS = (MOOD, PACE, HOURS, DRAINS, WORDS)

GROUPS = ("Checkout", "Growth", "Identity", "Payments", "Search")


@dataclass(frozen=True)
class Org:
    """A round of a company: its ballots, one a person, and what protects them."""

    ballots: tuple[Ballot, ...]
    protection: Protection

    def answering(self, key: str) -> list[int]:
        """The people who answered a question."""
        return [who for who, ballot in enumerate(self.ballots) if key in ballot.answers]

    def behind(self, result: Result, shown: set[str | None]) -> frozenset[int]:
        """The people a result is about; `shown` are the groups of its question that are shown by themselves."""
        return frozenset(
            who
            for who in self.answering(result.question_key)
            if result.group is None
            or self.ballots[who].group == result.group
            or (result.group == REST and self.ballots[who].group not in shown - {None})
        )


def _answers() -> st.SearchStrategy[dict[str, Answer]]:
    return st.fixed_dictionaries(
        {},
        optional={
            "mood": st.integers(1, 5).map(lambda number: Answer("mood", number=float(number))),
            "pace": st.integers(0, 1).map(lambda number: Answer("pace", number=float(number))),
            "hours": st.sampled_from(HOURS.options).map(lambda option: Answer("hours", chosen=(option,))),
            "drains": st.lists(st.sampled_from(DRAINS.options), min_size=1, unique=True).map(
                lambda options: Answer("drains", chosen=tuple(options))
            ),
            "words": st.sampled_from(("less", "more", "other")).map(lambda text: Answer("words", text=text)),
        },
    )


def orgs() -> st.SearchStrategy[Org]:
    """Any company of up to thirty people in up to five groups, of which some answer some questions."""
    ballots = st.builds(Ballot, _answers(), st.sampled_from((*GROUPS, None)))
    protection = st.builds(Protection, st.integers(5, 7), st.integers(10, 12), st.just(Breakdown.TEAM))
    return st.builds(Org, st.lists(ballots, max_size=30).map(tuple), protection)

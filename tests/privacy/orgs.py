"""Companies by chance: who is in which group, who answers which question, and what they say."""

import random
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
SIZES = (0, 1, 2, 3, 5, 6, 7, 8)


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


def orgs() -> st.SearchStrategy[Org]:
    """Any company of up to five groups, of which some are large enough to be shown and others are not, and in which
    some people answer some questions."""
    sizes = st.fixed_dictionaries({group: st.sampled_from(SIZES) for group in (*GROUPS, None)})
    protection = st.builds(Protection, st.integers(5, 7), st.integers(10, 12), st.just(Breakdown.TEAM))
    return st.builds(_org, sizes, protection, st.sampled_from((0.6, 0.9, 1.0)), st.integers(0, 2**32))


def _org(sizes: dict[str | None, int], protection: Protection, often: float, seed: int) -> Org:
    chance = random.Random(seed)
    people = [group for group, size in sizes.items() for _ in range(size)]
    return Org(tuple(Ballot(_answers(often, chance), group) for group in people), protection)


def _answers(often: float, chance: random.Random) -> dict[str, Answer]:
    given = (
        Answer("mood", number=float(chance.randint(1, 5))),
        Answer("pace", number=float(chance.randint(0, 1))),
        Answer("hours", chosen=(chance.choice(HOURS.options),)),
        Answer("drains", chosen=tuple(chance.sample(DRAINS.options, chance.randint(1, 2)))),
        Answer("words", text=chance.choice(("less", "more", "other"))),
    )
    return {item.key: item for item in given if chance.random() < often}

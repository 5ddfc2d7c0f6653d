"""How many questions a round asks, and questions that take turns: of those with the same pool, one each round."""

from collections import defaultdict
from collections.abc import Sequence

from bot.values.questions import Question

MOST_QUESTIONS = 10
"""Asked in one round. More than this is a survey; people stop answering surveys every day."""

MOST_LISTED = 50
"""Written in a ritual, all pools together: a round a week from one pool lasts for a year."""


def asked_at_once(questions: Sequence[Question]) -> int:
    """How many of these questions one round asks: of each pool, one."""
    pools = {question.pool for question in questions if question.pool}
    return len(pools) + sum(1 for question in questions if question.pool is None)


def in_turn(questions: Sequence[Question], earlier_rounds: int) -> tuple[Question, ...]:
    """The questions of the round after so many, in the order they are written."""
    pools: dict[str, list[str]] = defaultdict(list)
    for question in questions:
        if question.pool is not None:
            pools[question.pool].append(question.key)
    turn = {keys[earlier_rounds % len(keys)] for keys in pools.values()}
    return tuple(question for question in questions if question.pool is None or question.key in turn)

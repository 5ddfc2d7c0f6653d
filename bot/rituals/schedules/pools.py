"""Questions that take turns: of those with the same pool, one is asked each round."""

from collections import defaultdict
from collections.abc import Sequence

from bot.values.questions import Question


def in_turn(questions: Sequence[Question], earlier_rounds: int) -> tuple[Question, ...]:
    """The questions of the round after so many, in the order they are written."""
    pools: dict[str, list[str]] = defaultdict(list)
    for question in questions:
        if question.pool is not None:
            pools[question.pool].append(question.key)
    turn = {keys[earlier_rounds % len(keys)] for keys in pools.values()}
    return tuple(question for question in questions if question.pool is None or question.key in turn)

"""Changing the questions of a ritual: one at a time, and never so that another one could not be asked any more.

A question keeps its key when its wording changes: trends compare what was asked, and start a new series by
themselves. A new question gets a key of its own, made of its words.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.rituals.schedules.pools import MOST_LISTED, MOST_QUESTIONS, asked_at_once
from bot.values.errors import NotThere, Unusable
from bot.values.questions import IN_WORDS, NO, YES, Question, QuestionType
from bot.values.rituals import RitualPlan

_MEANT_OTHERWISE = frozenset({"progress", "plan", "stuck"})
"""Keys the digest knows a meaning of: no new question gets one by chance of its words."""

_LONGEST_KEY = 40
_GONE = "That question was removed meanwhile. Nothing was changed."

Questions = tuple[Question, ...]


def added(plan: RitualPlan, new: Question) -> RitualPlan:
    """The plan with one more question, at the end. Raises Unusable when that is too many."""
    if len(plan.questions) >= MOST_LISTED or asked_at_once((*plan.questions, new)) > MOST_QUESTIONS:
        raise Unusable(
            f"It asks {MOST_QUESTIONS} questions at once already, and more is a survey. Remove one first.",
            field="ask",
        )
    key = _key_for(new.ask, {question.key for question in plan.questions})
    return replace(plan, questions=(*plan.questions, replace(new, key=key)))


def changed(plan: RitualPlan, new: Question) -> RitualPlan:
    """The plan with this question in the place of the one with its key. Raises Unusable beside the field."""
    _at(plan.questions, new.key)
    for other in plan.questions:
        _check_still_possible(other, new)
    return replace(plan, questions=tuple(_fitting(_put(each, new), new) for each in plan.questions))


def removed(plan: RitualPlan, key: str) -> RitualPlan:
    """The plan without this question. Raises Unusable when another one depends on it."""
    at = _at(plan.questions, key)
    if len(plan.questions) == 1:
        raise Unusable("It is the only question, and a ritual asks at least one. Add another one first.")
    for other in plan.questions:
        if other.only_if is not None and other.only_if.key == key:
            raise Unusable(f"“{other.ask}” is asked only after it. Remove that one first.")
    left = [question for question in plan.questions if question.key != key]
    return replace(plan, questions=tuple(_alone(each, plan.questions[at], left) for each in left))


def moved(plan: RitualPlan, key: str, by: int) -> RitualPlan:
    """The plan with this question further up (-1) or down (1). Raises Unusable when the order is needed."""
    listed = list(plan.questions)
    at = _at(plan.questions, key)
    to = min(max(at + by, 0), len(listed) - 1)
    listed.insert(to, listed.pop(at))
    for position, question in enumerate(listed):
        condition = question.only_if
        if condition is not None and condition.key not in {each.key for each in listed[:position]}:
            raise Unusable(
                f"“{question.ask}” depends on the answer to an earlier question, so it stays after it."
            )
    return replace(plan, questions=tuple(listed))


def _put(each: Question, new: Question) -> Question:
    return new if each.key == new.key else each


def _fitting(each: Question, new: Question) -> Question:
    """What is offered from last time must be of the same kind."""
    if each.prefill is None or new.key not in (each.prefill, each.key):
        return each
    if each.prefill == new.key and each.type != new.type and not {each.type, new.type} <= set(IN_WORDS):
        return replace(each, prefill=None)
    return each


def _check_still_possible(other: Question, new: Question) -> None:
    condition = other.only_if
    if condition is None or condition.key != new.key or not condition.any_of:
        return
    possible = _possible(new)
    gone = [word for word in condition.any_of if possible is not None and word not in possible]
    if gone:
        field = "options" if new.type in (QuestionType.CHOICE, QuestionType.CHOICES) else "type"
        raise Unusable(
            f"“{other.ask}” is asked only after the answer “{gone[0]}” here, so that must stay possible.",
            field=field,
        )


def _possible(question: Question) -> Sequence[str] | None:
    """The answers that can be given; None for a number: any."""
    match question.type:
        case QuestionType.NUMBER:
            return None
        case QuestionType.SCALE:
            return [str(step) for step in range(1, question.of + 1)]
        case QuestionType.YES_NO:
            return [YES, NO]
        case _:
            return question.options


def _alone(each: Question, gone: Question, left: Sequence[Question]) -> Question:
    """A question after another one was removed: it offers nothing from it, and takes no turns with itself."""
    prefill = None if each.prefill == gone.key else each.prefill
    companions = sum(other.pool == each.pool for other in left)
    return replace(each, prefill=prefill, pool=each.pool if companions > 1 else None)


def _at(questions: Questions, key: str) -> int:
    found = next((at for at, question in enumerate(questions) if question.key == key), None)
    if found is None:
        raise NotThere(_GONE)
    return found


def _key_for(ask: str, taken: set[str]) -> str:
    words = re.findall(r"[a-z0-9]+", ask.casefold().replace("'", "").replace("’", ""))
    base = "_".join(words)[:_LONGEST_KEY].strip("_") or "question"
    base = base if base[0].isalpha() else f"q_{base}"
    numbered = (f"{base}_{number}" for number in range(2, len(taken) + 3))
    return next(key for key in (base, *numbered) if key not in taken | _MEANT_OTHERWISE)

"""Changing questions: keys stay, what depends on another question stays possible."""

import re
from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rituals.tending import questioning
from bot.values.errors import Unusable
from bot.values.questions import Condition, Question, QuestionType
from bot.values.rituals import Kind, RitualPlan
from bot.values.schedules import MEMBER_ZONE, Schedule

MOOD = Question("mood", "How is it?", QuestionType.CHOICE, options=("Good", "Bad"))
WHY = Question("why", "Why?", only_if=Condition("mood", ("Bad",)), prefill="plan")
PLAN = Question("plan", "What next?")
POOL = (Question("a", "A?", pool="p"), Question("b", "B?", pool="p"))


def _plan(*questions: Question) -> RitualPlan:
    schedule = Schedule("FREQ=DAILY", time(9), MEMBER_ZONE, date(2026, 11, 22))
    return RitualPlan("Daily", Kind.CHECK_IN, None, questions, schedule, timedelta(hours=8), None)


def _keys(plan: RitualPlan) -> list[str]:
    return [question.key for question in plan.questions]


def test_other_words_keep_the_key_and_the_place() -> None:
    changed = questioning.changed(_plan(MOOD, PLAN), replace(MOOD, ask="How was it?"))
    assert [(each.key, each.ask) for each in changed.questions] == [
        ("mood", "How was it?"),
        ("plan", "What next?"),
    ]


@given(st.lists(st.text(min_size=1, max_size=150), max_size=8))
def test_new_questions_get_keys_that_files_take_too(asks: list[str]) -> None:
    plan = _plan(PLAN)
    for ask in asks:
        plan = questioning.added(plan, Question("", ask))
    keys = _keys(plan)
    assert len(set(keys)) == len(keys)
    assert all(re.fullmatch("[a-z][a-z0-9_]{0,63}", key) for key in keys)


def test_a_new_question_gets_no_meaning_by_chance() -> None:
    assert _keys(questioning.added(_plan(MOOD), Question("", "Progress!"))) == ["mood", "progress_2"]


def test_no_more_than_ten_are_asked_at_once_but_a_pool_counts_once() -> None:
    nine = tuple(Question(f"q{number}", "?") for number in range(8))
    plan = questioning.added(_plan(*nine, *POOL), Question("", "Tenth?"))
    with pytest.raises(Unusable, match="survey"):
        questioning.added(plan, Question("", "Eleventh?"))


def test_an_answer_another_question_depends_on_stays_possible() -> None:
    plan = _plan(MOOD, WHY, PLAN)
    with pytest.raises(Unusable, match="“Bad” here") as refused:
        questioning.changed(plan, replace(MOOD, options=("Good", "Fair")))
    assert refused.value.field == "options"
    with pytest.raises(Unusable, match="“Bad” here"):
        questioning.changed(plan, replace(MOOD, type=QuestionType.LONG_TEXT, options=()))
    with pytest.raises(Unusable, match="Remove that one first"):
        questioning.removed(plan, "mood")
    with pytest.raises(Unusable, match="so it stays after it"):
        questioning.moved(plan, "mood", 1)
    assert _keys(questioning.moved(plan, "plan", -1)) == ["mood", "plan", "why"]
    assert _keys(questioning.moved(plan, "mood", -1)) == ["mood", "why", "plan"], "the first stays the first"


def test_a_removed_question_leaves_nothing_behind_that_needs_it() -> None:
    plan = questioning.removed(_plan(MOOD, WHY, PLAN, *POOL), "plan")
    assert next(each for each in plan.questions if each.key == "why").prefill is None
    assert questioning.removed(plan, "a").questions[-1].pool is None, "one question takes no turns"
    with pytest.raises(Unusable, match="only question"):
        questioning.removed(_plan(PLAN), "plan")


def test_what_was_answered_in_words_is_not_offered_to_a_scale() -> None:
    own = replace(PLAN, prefill="plan")
    assert questioning.changed(_plan(MOOD, WHY, PLAN), replace(PLAN, type=QuestionType.LONG_TEXT)).questions[
        1
    ].prefill == ("plan")
    scale = questioning.changed(_plan(MOOD, WHY, own), replace(own, type=QuestionType.SCALE))
    assert [each.prefill for each in scale.questions] == [None, None, "plan"]

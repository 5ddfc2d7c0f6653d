"""The form behind a prompt: what was shown comes back as it was, filled in with what is known."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.values.errors import Unusable
from bot.values.questions import Answer, Question, QuestionType
from bot.values.rituals import Form, PromptState
from bot.views.answer_form import (
    MOST_TEXT,
    block_of,
    build_answer_form,
    read_answers,
    read_skip,
    read_submitted,
)
from sandbox.elements import initial_state
from tests.views import samples
from tests.views.samples import NINE

unhurried = settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.too_slow])


@unhurried
@given(samples.forms([PromptState.ANSWERED], st.none()))
def test_what_was_answered_comes_back_when_nothing_is_changed(form: Form) -> None:
    view = build_answer_form(form, NINE)
    found = read_answers(initial_state(view["blocks"]), form.round.questions)
    assert {item.key: item for item in found} == form.answers
    submitted = read_submitted(view["private_metadata"])
    assert (submitted.prompt_id, submitted.response_url) == (form.prompt.id, form.response_url)
    assert not submitted.from_home


@unhurried
@given(samples.forms([PromptState.SENT], samples.long))
def test_what_was_typed_is_filled_into_the_first_question_for_words(form: Form) -> None:
    wordy = [question for question in form.round.questions if question.type == QuestionType.TEXT]
    state: Any = initial_state(build_answer_form(form, NINE)["blocks"])
    if wordy:
        assert state[block_of(wordy[0].key)]["value"]["value"] == (form.typed or "")[:MOST_TEXT]


@unhurried
@given(samples.forms())
def test_a_late_form_says_that_it_is_late_and_an_early_one_until_when_there_is_time(form: Form) -> None:
    def head(minutes: int) -> str:
        view = build_answer_form(form, form.prompt.closes_at + timedelta(minutes=minutes))
        return str(view["blocks"][0]["elements"][0]["text"])

    assert "a late answer is welcome until the next round opens" in head(0)
    assert "open until" in head(-1)


@pytest.mark.parametrize("empty", [None, "", "   ", "\n\t "])
def test_empty_words_are_refused_beside_a_question_that_needs_them(empty: str | None) -> None:
    needed, not_needed = Question("progress", "What moved?"), Question("stuck", "Stuck?", required=False)
    state = {block_of(key): {"value": {"value": empty}} for key in ("progress", "stuck")}
    assert read_answers(state, [not_needed]) == []
    with pytest.raises(Unusable) as refusal:
        read_answers(state, [needed])
    assert refusal.value.field == "question:progress"
    filled = {block_of("progress"): {"value": {"value": "  It moved \n"}}}
    assert read_answers(filled, [needed, not_needed]) == [Answer("progress", text="It moved")]


@pytest.mark.parametrize(("written", "reason"), [(None, None), ("  ", None), (" Travelling ", "Travelling")])
def test_a_reason_for_skipping_may_be_left_out(written: str | None, reason: str | None) -> None:
    assert read_skip({"reason": {"value": {"value": written}}}) == reason

"""Answering a poll, raising with an answer, and the ranking: Slack takes them whatever people write."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.values.errors import Unusable
from bot.values.loops import Category, Impact, NewLoop, WaitsOn
from bot.values.polls import Ranked, Ranking, Tally
from bot.values.questions import NOTHING, STUCK, Answer, Question, QuestionType
from bot.values.rituals import TO_LEAD, Kind
from bot.values.rounds import Asked, Count, Form
from bot.values.seen_loops import LoopSeen
from bot.views.answering import prompt, tapping
from bot.views.answering.form import build_answer_form, read_page
from bot.views.answering.inputs import TELLS
from bot.views.loops.ranking import MOST, build_ranking
from sandbox.elements import elements
from tests.views import loop_samples
from tests.views.forms import form_of
from tests.views.samples import NINE, short
from tests.views.taken import is_shown, is_taken, unhurried

STOPPING = Question(STUCK, "What is in your way?", QuestionType.LONG_TEXT, required=False)
POLL = Question("blocks", "What holds you back?", QuestionType.BOTTLENECKS, required=False)
OPTIONS = tuple(f"#{number} {'🎉' * 30}" for number in range(1, 101))
EMOJI = "🎉" * 150

tallies = st.builds(
    Tally,
    st.just(1),
    st.integers(1, 500),
    st.integers(1, 40),
    st.dictionaries(st.sampled_from(Impact), st.integers(1, 400)),
)
ranked = st.lists(st.builds(Ranked, loop_samples.seen, tallies), max_size=25)


@unhurried
@given(ranked, st.integers(0, 500))
def test_a_ranking_is_one_message_however_long(found: list[Ranked], answered: int) -> None:
    for message in build_ranking(Ranking(found, Count(500, answered), NINE)):
        is_taken(message)
        shown = [
            each for each in elements([dict(block) for block in message.blocks]) if each.type == "button"
        ]
        assert len(shown) == min(len(found), MOST)


@pytest.mark.parametrize(
    ("answered", "told"),
    [(0, "Nobody answered this time, so there is no ranking."), (3, "3 people of 5 answered. Nobody picked")],
)
def test_where_nobody_picked_anything_one_sentence_says_so(answered: int, told: str) -> None:
    (message,) = build_ranking(Ranking([], Count(5, answered), NINE))
    assert message.text.startswith(told)


@unhurried
@given(loop_samples.seen, st.lists(loop_samples.seen, max_size=12), short, st.booleans())
def test_what_was_raised_fits_below_the_answer(
    raised: LoopSeen, before: Sequence[LoopSeen], name: str, now: bool
) -> None:
    kinds = [Category(number, "🎉" * 75) for number in range(1, 13)]
    new = NewLoop(EMOJI, WaitsOn(outside=name), impact=Impact.SLOWS, category_id=12)
    for question in (STOPPING, replace(POLL, options=OPTIONS), POLL):
        key = question.key
        form = form_of(
            question,
            raised={key: raised} if now else {},
            still_open=before,
            categories=kinds,
            parties={key: name},
            draft={
                key: Answer(key, text="x", raises=new, chosen=OPTIONS[:3], impacts=(Impact.STOPS, None, None))
            },
        )
        is_shown(build_answer_form(form, NINE, something_else=True))


def test_what_a_lead_alone_reads_is_not_offered_to_be_raised() -> None:
    form = form_of(STOPPING)
    to_lead = replace(form, round=replace(form.round, report=TO_LEAD))
    assert [_blocks(each) for each in (form, to_lead)] == [
        ["question:stuck", "raise:stuck"],
        ["question:stuck"],
    ]


def test_a_poll_without_anything_open_asks_for_it_in_words() -> None:
    form = form_of(POLL)
    assert _blocks(form) == ["raise_title:blocks", "waits_on:blocks", "impact:blocks"]
    assert _handed_in(form, {}) == (Answer("blocks", text=NOTHING),)
    title = {"raise_title:blocks": {"value": {"value": " CI is  slow "}}}
    assert _handed_in(form, title) == (Answer("blocks", raises=NewLoop("CI is slow")),)


def test_picks_come_with_what_they_do_and_three_are_enough() -> None:
    form = form_of(replace(POLL, options=("#1 API", "#2 Legal", "#3 CI", "#4 Tests")))
    picked = _picks("#2", "#0")
    said = {"impact_of:blocks:2": {"value": {"selected_option": {"value": "stops"}}}}
    assert _handed_in(form, {**picked, **said}) == (
        Answer("blocks", chosen=("#1 API", "#3 CI"), impacts=(None, Impact.STOPS)),
    )
    with pytest.raises(Unusable, match="Pick 3 at most") as refused:
        _handed_in(form, _picks("#0", "#1", "#2", "#3"))
    assert refused.value.field == "question:blocks"
    with pytest.raises(Unusable, match="Say in a few words"):
        _handed_in(form, {"raise:blocks": {TELLS: {"selected_options": [{"value": "yes"}]}}})


def test_the_direct_message_has_four_of_them_something_else_and_nothing() -> None:
    form = form_of(replace(POLL, options=OPTIONS))
    item = Asked(form.prompt, form.round, "Checkout", kind=Kind.BOTTLENECK_POLL)
    message = prompt.build_prompt([item])
    is_taken(message)
    labels = [
        each.name
        for each in elements([dict(block) for block in message.blocks])
        if each.action_id.startswith("prompt_")
    ]
    assert labels[4:6] == ["Something else (96 more)…", "Nothing holds me back"]
    nothing = form_of(POLL)
    without = prompt.build_prompt([replace(item, round=nothing.round)])
    assert "Something holds me back…" in str(without.blocks)
    assert tapping.tapped([POLL], NOTHING) == Answer("blocks", text=NOTHING)


def _blocks(form: Form) -> list[str]:
    view = build_answer_form(form, NINE)
    return [block["block_id"] for block in view["blocks"] if block["type"] == "input"]


def _picks(*values: str) -> dict[str, Any]:
    return {"question:blocks": {TELLS: {"selected_options": [{"value": value} for value in values]}}}


def _handed_in(form: Form, values: Mapping[str, Any]) -> tuple[Answer, ...] | None:
    view = build_answer_form(form, NINE)
    return read_page(form, {**view, "state": {"values": values}}).finished

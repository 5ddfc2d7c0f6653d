"""The form behind a prompt: what people put in comes out, over as many pages as it takes and whatever they do."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bot.values.ports import View
from bot.values.questions import (
    IN_WORDS,
    MOST_ON_A_PAGE,
    Answer,
    Answers,
    Condition,
    Question,
    QuestionType,
    called_for,
)
from bot.values.rituals import TO_LEAD, TO_TEAM, Tier
from bot.values.rounds import Form, PromptState
from bot.views.answering.form import build_answer_form, build_changed, build_next, read_page
from bot.views.answering.inputs import MOST, TELLS, block_of, key_of
from bot.views.answering.memory import MOST as MOST_REMEMBERED
from bot.views.answering.memory import Remembered, read_submitted, to_metadata
from bot.views.answering.pages import pages_of
from bot.views.answering.skip_form import build_skip_form, read_skip
from bot.views.fields import VALUE
from bot.views.results.audience import takes_answers_until
from sandbox.elements import initial_state
from tests.views import samples
from tests.views.forms import Filler, form_of, some_forms, some_questions
from tests.views.samples import NINE

# Shrinking whole forms takes minutes and teaches little.
unhurried = settings(
    deadline=None,
    max_examples=40,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
_WHIMS = st.lists(st.sampled_from(["hand in", "hand in", "close", "back"]), max_size=12)


def _expected(form: Form, wanted: Answers) -> Answers:
    said = {key: item for key, item in wanted.items() if not item.is_empty}
    return {item.key: said[item.key] for item in called_for(form.round.questions, said) if item.key in said}


@unhurried
@given(some_forms(), _WHIMS)
def test_what_people_put_in_comes_out_whatever_they_do_on_the_way(
    both: tuple[Form, Answers], whims: list[str]
) -> None:
    form, wanted = both
    person = Filler(form, wanted)
    for whim in [*whims, *["hand in"] * 40]:
        person.fill_in()
        if whim == "back":
            person.turn_back()
        elif whim == "close":
            person.open()
        else:
            person.hand_in()
        if person.sent is not None:
            break
    assert person.sent == _expected(form, wanted)


def test_what_was_typed_does_not_put_aside_what_was_handed_in_since() -> None:
    picked = Question(
        "holds", "What holds you back?", QuestionType.BOTTLENECKS, False, options=("#1 VPN", "#2 API")
    )
    why = Question(
        "why", "Why?", QuestionType.CHOICE, options=("People", "Tools"), only_if=Condition("holds")
    )
    whose = Question("whose", "Whose?", QuestionType.CHOICE, options=("Ours",), only_if=Condition("why"))
    form = form_of(picked, why, whose, typed="The landlord took the key of the office")
    given = {"holds": ("#2 API",), "why": ("Tools",), "whose": ("Ours",)}
    person = Filler(form, {key: Answer(key, chosen=chosen) for key, chosen in given.items()})
    for _page in range(2):
        person.fill_in()
        person.hand_in()
        if person.sent is None:
            person.open()
    assert person.sent is not None
    assert {key: item.chosen for key, item in person.sent.items()} == given


@unhurried
@given(some_forms(PromptState.ANSWERED))
def test_what_was_answered_comes_back_when_nothing_is_changed(both: tuple[Form, Answers]) -> None:
    form, wanted = both
    form = replace(form, answers=_expected(form, wanted), typed=None)
    person = Filler(form, {})
    for _page in pages_of(form.round.questions) * 2:
        if person.sent is None:
            person.hand_in()
    assert person.sent == form.answers


@unhurried
@given(some_questions())
def test_pages_are_short_and_hold_every_question_once_and_in_order(asked: tuple[Question, ...]) -> None:
    pages = pages_of(asked)
    assert [question for page in pages for question in page] == list(asked)
    assert all(0 < len(page) <= MOST_ON_A_PAGE for page in pages)
    for page in pages:
        typed = {question.key for question in page if question.type in (*IN_WORDS, "number", "link")}
        assert not [item for item in page if item.only_if and item.only_if.key in typed]


@unhurried
@given(samples.forms())
def test_a_late_form_says_that_it_is_late_and_an_early_one_until_when_there_is_time(form: Form) -> None:
    def head(minutes: int) -> str:
        view = build_answer_form(form, form.prompt.closes_at + timedelta(minutes=minutes))
        return str(view["blocks"][0]["elements"][0]["text"])

    until = takes_answers_until(form.round, form.prompt.zone)
    assert (until == "the next round opens") == (form.round.tier is Tier.NAMED)
    assert f"a late answer is welcome until {until}" in head(0)
    assert "open until" in head(-1)


@unhurried
@given(st.dictionaries(st.text(min_size=1, max_size=60), st.text(max_size=4000), max_size=8))
def test_what_is_set_aside_comes_back_as_far_as_there_is_room(said: dict[str, str]) -> None:
    aside = {key: Answer(key, text=text) for key, text in said.items()}
    written = to_metadata(Remembered(7, "https://hooks.slack.com/x", True, aside))
    assert len(written) <= MOST_REMEMBERED
    found = read_submitted(written)
    assert (found.prompt_id, found.response_url, found.from_home) == (7, "https://hooks.slack.com/x", True)
    assert found.aside.items() <= aside.items()
    if sum(len(key) + len(text) for key, text in said.items()) < 300:
        assert found.aside == aside


WAITING = Question("waiting", "Are you waiting?", QuestionType.YES_NO)
WHAT = Question("what", "For what?", only_if=Condition("waiting", ("yes",)))
HOW = Question("how", "How much does it hurt?", QuestionType.SCALE, only_if=Condition("waiting", ("yes",)))
WHOM = Question("whom", "Who could help?", required=False, only_if=Condition("how", ("4", "5")))
DAILY = (
    Question("progress", "What moved?", QuestionType.LONG_TEXT, prefill="plan"),
    Question("plan", "What next?", QuestionType.LONG_TEXT),
    Question("stuck", "What do you wait for?", QuestionType.LONG_TEXT, required=False, prefill="stuck"),
)


def _shown(view: View) -> dict[str, Any]:
    state = initial_state(view["blocks"])
    return {block: next(iter(values.values())) for block, values in state.items()}


def _small_print(view: View) -> str:
    return "\n".join(item["elements"][0]["text"] for item in view["blocks"] if item["type"] == "context")


def _as_pressed(view: View, **picked: str) -> dict[str, Any]:
    state = initial_state(view["blocks"])
    for key, value in picked.items():
        for element in state[block_of(key)].values():
            field = "selected_option" if "selected_option" in element else "value"
            element[field] = {"value": value} if field == "selected_option" else value
    return {**view, "state": {"values": state}}


def test_a_question_appears_when_another_one_calls_for_it_and_keeps_what_was_typed_when_it_goes() -> None:
    form = form_of(WAITING, WHAT, HOW, WHOM)
    view = build_answer_form(form, NINE)
    assert list(_shown(view)) == ["question:waiting"]
    assert view["blocks"][1]["dispatch_action"] is True
    assert view["blocks"][1]["element"]["action_id"] == TELLS
    yes = build_changed(form, _as_pressed(view, waiting="yes"), NINE)
    assert yes is not None
    assert list(_shown(yes)) == ["question:waiting", "question:what", "question:how"]
    assert yes["blocks"][2]["element"]["action_id"] == VALUE
    assert build_changed(form, _as_pressed(yes, waiting="yes", how="2"), NINE) is None, "nothing to change"
    much = build_changed(form, _as_pressed(yes, waiting="yes", what="The API", how="5"), NINE)
    assert much is not None
    assert "question:whom" in _shown(much)

    no = build_changed(form, _as_pressed(much, waiting="no", what="The API", how="5", whom="Eve"), NINE)
    assert no is not None
    assert list(_shown(no)) == ["question:waiting"]
    turned = read_page(form, _as_pressed(no, waiting="no"))
    assert turned.finished == (Answer("waiting", number=0),), "what is hidden is not stored"
    again = build_changed(form, _as_pressed(no, waiting="yes"), NINE)
    assert again is not None
    assert _shown(again)["question:what"]["value"] == "The API"
    assert _shown(again)["question:whom"]["value"] == "Eve"


def test_a_form_that_fell_behind_asks_what_it_did_not_show_and_drops_what_it_showed_in_vain() -> None:
    form = form_of(WAITING, WHAT, HOW)
    view = build_answer_form(form, NINE)
    quick = _as_pressed(view, waiting="yes")
    turned = read_page(form, quick)
    assert turned.finished is None
    more = build_next(replace(form, draft={item.key: item for item in turned.given}), quick, NINE)
    assert list(_shown(more)) == ["question:waiting", "question:what", "question:how"]
    assert "one more question" in _small_print(more)

    in_vain = read_page(form, _as_pressed(more, waiting="no", what="The API", how="5"))
    assert in_vain.finished == (Answer("waiting", number=0),)


def test_what_was_planned_is_offered_as_what_moved_as_data_says() -> None:
    last_time = {
        "plan": Answer("plan", text="The API"),
        "stuck": Answer("stuck", text="Legal"),
        "progress": Answer("progress", text="Old"),
    }
    view = build_answer_form(form_of(*DAILY, last_time=last_time), NINE)
    fields = {block: element["value"] for block, element in _shown(view).items() if key_of(block)}
    assert fields == {"question:progress": "The API", "question:plan": None, "question:stuck": "Legal"}
    assert "You planned: The API" in _small_print(view)
    kinds = (Question("a", "?", QuestionType.SCALE, prefill="b"), Question("b", "?", QuestionType.NUMBER))
    unlike = build_answer_form(form_of(*kinds, last_time={"b": Answer("b", number=3)}), NINE)
    assert _shown(unlike)["question:a"]["selected_option"] is None
    emptied = form_of(*DAILY, last_time=last_time, draft={"stuck": Answer("stuck")})
    assert _shown(build_answer_form(emptied, NINE))["question:stuck"]["value"] is None, (
        "it was emptied on purpose"
    )


@pytest.mark.parametrize(
    ("report", "words"),
    [
        (TO_TEAM, "Your team reads it in its channel, under your name."),
        (
            TO_LEAD,
            "Only your team's lead, or who stands in for them, reads it under your name once the round closes.",
        ),
        ("C0LEADS", "Everybody in <#C0LEADS> can read it, under your name."),
    ],
)
def test_a_form_says_first_who_will_read_it(report: str, words: str) -> None:
    form = form_of(*DAILY)
    form = replace(form, round=replace(form.round, report=report))
    assert build_answer_form(form, NINE)["blocks"][0]["elements"][0]["text"].endswith(words)


def test_what_was_typed_goes_where_it_fits() -> None:
    short, box = Question("short", "In a line?"), Question("box", "In full?", QuestionType.LONG_TEXT)
    scale = Question("sure", "How sure?", QuestionType.SCALE)
    choice = Question("color", "Which?", QuestionType.CHOICE, options=("Red", "Blue"))

    def filled(*asked: Question, typed: str) -> dict[str, Any]:
        shown = _shown(build_answer_form(form_of(*asked, typed=typed), NINE))
        return {
            block: element.get("value") or element.get("selected_option") for block, element in shown.items()
        }

    assert filled(short, box, typed="A line") == {"question:short": "A line", "question:box": None}
    assert filled(short, box, typed="Two\nlines") == {"question:short": None, "question:box": "Two\nlines"}
    assert filled(short, typed="x" * 400) == {"question:short": "x" * MOST[QuestionType.TEXT]}
    cut = build_answer_form(form_of(short, typed="x" * 400), NINE)
    assert "There is room for 300 characters here, so the end of it is left out." in _small_print(cut)
    assert filled(scale, typed=" 4 ")["question:sure"]["value"] == "4"
    assert filled(choice, typed="blue")["question:color"]["text"]["text"] == "Blue"
    assert filled(choice, typed="green") == {"question:color": None}
    edited = form_of(
        *DAILY, state=PromptState.ANSWERED, typed="And docs", answers={"progress": Answer("progress", "API")}
    )
    assert _shown(build_answer_form(edited, NINE))["question:progress"]["value"] == "API\nAnd docs"


def test_a_page_of_many_says_where_one_is_and_what_becomes_of_it() -> None:
    many = [Question(f"q{number}", "?") for number in range(MOST_ON_A_PAGE + 2)]
    first = build_answer_form(form_of(*many), NINE)
    assert "· page 1 of 2." in _small_print(first)
    assert first["submit"]["text"] == "Next"
    assert "kept for you alone until you send all of it" in _small_print(first)
    left = form_of(*many, draft={item.key: Answer(item.key, "x") for item in pages_of(many)[0]})
    second = build_answer_form(left, NINE)
    assert "· page 2 of 2." in _small_print(second)
    assert second["submit"]["text"] == "Send"
    assert "It is not sent yet." in _small_print(second)


def test_a_skip_form_says_what_it_takes_back() -> None:
    said = {"plan": Answer("plan", "The API")}
    assert "thrown away" in str(build_skip_form(form_of(*DAILY, draft=said)))
    assert "taken back" in str(build_skip_form(form_of(*DAILY, state=PromptState.ANSWERED, answers=said)))


@pytest.mark.parametrize(("written", "reason"), [(None, None), ("  ", None), (" Travelling ", "Travelling")])
def test_a_reason_for_skipping_may_be_left_out(written: str | None, reason: str | None) -> None:
    assert read_skip({"reason": {"value": {"value": written}}}) == reason

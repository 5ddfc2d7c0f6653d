"""Reading what was put in: also what Slack's own client would never send."""

from typing import Any

import pytest

from bot.values.errors import Unusable
from bot.values.questions import Answer, Question, QuestionType
from bot.views.answering.inputs import block_of, build_input, fitting, read_input

OPTIONS = ("Red", "Blue", "Green")


def _read(type_: QuestionType, state: dict[str, Any], *, required: bool = False) -> Answer:
    question = Question("q", "?", type_, required=required, options=OPTIONS)
    return read_input({block_of("q"): {"value": state}}, question)


def _picked(*values: str) -> dict[str, Any]:
    options = [{"value": value} for value in values]
    return {"selected_option": options[0] if options else None, "selected_options": options}


@pytest.mark.parametrize(
    ("type_", "state", "answer"),
    [
        (QuestionType.TEXT, {"value": "  A\nline "}, Answer("q", text="A line")),
        (QuestionType.LONG_TEXT, {"value": " A\nline "}, Answer("q", text="A\nline")),
        (QuestionType.NUMBER, {"value": "-2.50"}, Answer("q", number=-2.5)),
        (QuestionType.SCALE, _picked("4"), Answer("q", number=4)),
        (QuestionType.YES_NO, _picked("no"), Answer("q", number=0)),
        (QuestionType.CHOICE, _picked("#1"), Answer("q", chosen=("Blue",))),
        (QuestionType.CHOICES, _picked("#2", "#0"), Answer("q", chosen=("Red", "Green"))),
        (QuestionType.PERSON, {"selected_user": "U0ANA"}, Answer("q", text="U0ANA")),
        (QuestionType.DATE, {"selected_date": "2026-11-23"}, Answer("q", text="2026-11-23")),
        (
            QuestionType.LINK,
            {"value": " https://example.com/a?b "},
            Answer("q", text="https://example.com/a?b"),
        ),
        (
            QuestionType.LINK,
            {"value": "https://example.com/?of=a|<b>"},
            Answer("q", text="https://example.com/?of=a%7C%3Cb%3E"),
        ),
    ],
)
def test_each_type_of_answer_is_read(type_: QuestionType, state: dict[str, Any], answer: Answer) -> None:
    assert _read(type_, state, required=True) == answer


@pytest.mark.parametrize(
    ("type_", "state", "told"),
    [
        (QuestionType.TEXT, {"value": "x" * 301}, "room for 300 characters here, and this is 301"),
        (QuestionType.LONG_TEXT, {"value": "x" * 3001}, "room for 3,000 characters here, and this is 3,001"),
        *((QuestionType.NUMBER, {"value": text}, "write a number") for text in ("many", "1,000", "3 - 4")),
        *(
            (QuestionType.NUMBER, {"value": text}, "larger than I can keep")
            for text in ("nan", "inf", "1e99")
        ),
        *((QuestionType.SCALE, _picked(step), "not among the answers") for step in ("0", "6", "-1", "2.5")),
        (QuestionType.YES_NO, _picked("perhaps"), "not among the answers"),
        *(
            (QuestionType.CHOICE, _picked(each), "not among the answers")
            for each in ("#3", "#-1", "Red", "1")
        ),
        (QuestionType.CHOICES, _picked("#0", "#7"), "not among the answers"),
        (QuestionType.PERSON, {"selected_user": "<!channel>"}, "pick somebody from the list"),
        *(
            (QuestionType.DATE, {"selected_date": day}, "from the calendar")
            for day in ("2026-02-30", "20261123")
        ),
        *(
            (QuestionType.LINK, {"value": link}, "paste a whole link")
            for link in ("example.com", "javascript:alert(1)", "https://", "https://a b", "http://[")
        ),
        (QuestionType.LINK, {"value": f"https://example.com/{'x' * 3000}"}, "paste a whole link"),
    ],
)
def test_what_does_not_fit_is_refused_beside_the_field(
    type_: QuestionType, state: dict[str, Any], told: str
) -> None:
    with pytest.raises(Unusable, match=told) as refusal:
        _read(type_, state, required=True)
    assert refusal.value.field == "question:q"


@pytest.mark.parametrize("type_", QuestionType)
@pytest.mark.parametrize(
    "state", [{}, {"value": " \n\t"}, _picked(), {"selected_user": None, "selected_date": None}]
)
def test_what_was_left_empty_is_empty_unless_it_is_needed(type_: QuestionType, state: dict[str, Any]) -> None:
    assert _read(type_, state).is_empty
    with pytest.raises(Unusable, match="needs a") as refusal:
        _read(type_, state, required=True)
    assert refusal.value.field == "question:q"


def test_a_few_options_are_all_in_sight_and_many_are_in_a_menu() -> None:
    def element(type_: QuestionType, count: int) -> str:
        options = tuple(f"Option {number}" for number in range(count))
        return str(build_input(Question("q", "?", type_, of=count, options=options), None)["element"]["type"])

    assert [element(QuestionType.SCALE, count) for count in (7, 8)] == ["radio_buttons", "static_select"]
    assert [element(QuestionType.CHOICE, count) for count in (10, 11)] == ["radio_buttons", "static_select"]
    assert [element(QuestionType.CHOICES, count) for count in (10, 100)] == [
        "checkboxes",
        "multi_static_select",
    ]


def test_the_ends_of_a_scale_say_what_they_mean() -> None:
    question = Question("q", "?", QuestionType.SCALE, of=3, low="not at all", high="completely")
    options = build_input(question, Answer("q", number=2))["element"]
    assert [option["text"]["text"] for option in options["options"]] == [
        "1 · not at all",
        "2",
        "3 · completely",
    ]
    assert options["initial_option"]["value"] == "2"


@pytest.mark.parametrize(
    ("type_", "known"),
    [
        (QuestionType.SCALE, Answer("q", number=6)),
        (QuestionType.SCALE, Answer("q", number=2.5)),
        (QuestionType.SCALE, Answer("q", text="3")),
        (QuestionType.YES_NO, Answer("q", number=2)),
        (QuestionType.CHOICE, Answer("q", chosen=("Yellow",))),
        (QuestionType.CHOICE, Answer("q", chosen=("Red", "Blue"))),
        (QuestionType.CHOICES, Answer("q", chosen=("Yellow",))),
        (QuestionType.PERSON, Answer("q", text="Ana")),
        (QuestionType.DATE, Answer("q", text="soon")),
        (QuestionType.LINK, Answer("q", text="the wiki")),
        (QuestionType.TEXT, Answer("q", number=3)),
        (QuestionType.NUMBER, Answer("q", text="3")),
    ],
)
def test_what_was_answered_to_another_question_is_offered_only_where_it_fits(
    type_: QuestionType, known: Answer
) -> None:
    assert fitting(Question("q", "?", type_, options=OPTIONS), known) is None


def test_of_several_options_those_that_are_still_there_are_offered() -> None:
    question = Question("q", "?", QuestionType.CHOICES, options=OPTIONS)
    assert fitting(question, Answer("old", chosen=("Blue", "Yellow"))) == Answer("q", chosen=("Blue",))

"""What came back, as it is shown: whatever people answer, Slack takes it, and every answer is there in full."""

import html
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.values.deliveries import Message
from bot.values.questions import Answer, Question, QuestionType
from bot.values.results import Gathered, Report, Said, WrapUp
from bot.values.rituals import Grouping
from bot.values.rounds import Board, Count, Prompt, PromptState, Round, RoundState
from bot.views.results.answer_words import (
    SOMEBODY,
    in_one_line,
    in_words,
    number_in_words,
    spread,
    spread_in_words,
)
from bot.views.results.board import build_board
from bot.views.results.reply_pages import paged
from bot.views.results.said import build_gathered, build_said
from bot.views.results.wrap_up import build_report, build_wrap_up
from tests.views import samples
from tests.views.samples import MONDAY, NINE
from tests.views.taken import is_taken, unhurried

NAMES = {"U0ANA": "ana & <co>"}
HARDEST = 12_000


def all_words(pages: Sequence[Message]) -> str:
    """What stands under the titles, without spaces, since a page may begin where a space was."""
    shown = "".join(str(block["text"]["text"]) for page in pages for block in page.blocks[1:])
    return "".join(html.unescape(shown).split())


def fit(pages: Sequence[Message]) -> None:
    """Slack takes every page, with room to spare."""
    assert pages
    for page in pages:
        is_taken(page)
        assert len(page.blocks) <= 50
        assert sum(len(block["text"]["text"]) for block in page.blocks) < HARDEST
    if len(pages) > 1:
        for number, page in enumerate(pages, start=1):
            assert f"({number} of {len(pages)})" in page.blocks[0]["text"]["text"]


def stands_in(pages: Sequence[Message], said: Said, question: Question) -> None:
    """An answer is found whole."""
    words = in_words(question, said.answers[question.key], said.names, seen_from=MONDAY)
    one_line = in_one_line(question, said.answers[question.key], said.names, seen_from=MONDAY)
    everything = all_words(pages)
    assert any("".join(html.unescape(way).split()) in everything for way in (words, one_line))


@unhurried
@given(samples.said())
def test_one_persons_answers(said: Said) -> None:
    pages = build_said(replace(said, round=replace(said.round, grouping=Grouping.PERSON)))
    fit(pages)
    if said.prompt.state != PromptState.SKIPPED:
        for question in said.round.questions:
            if question.key in said.answers:
                stands_in(pages, said, question)
    fit(build_said(said))


@unhurried
@given(samples.gathered())
def test_everybodys_answers_to_one_question(gathered: Gathered) -> None:
    pages = build_gathered(gathered)
    fit(pages)
    for said in gathered.said:
        stands_in(pages, said, gathered.question)
        assert f"*{said.name}*" in "".join(block["text"]["text"] for page in pages for block in page.blocks)


@unhurried
@given(samples.wrap_ups(), samples.reports())
def test_how_a_round_ended(wrap_up: WrapUp, report: Report) -> None:
    fit(build_wrap_up(wrap_up))
    pages = build_report(report)
    fit(pages)
    for team in report.teams:
        for said in team.said:
            for question in said.round.questions:
                if question.key in said.answers:
                    stands_in(pages, said, question)


@given(st.lists(st.text("ab c", max_size=4000), max_size=30))
def test_pages_are_as_few_as_can_be_and_keep_their_order(parts: list[str]) -> None:
    pages = paged("Title", parts, apart="\n")
    fit(pages)
    body = [block["text"]["text"] for page in pages for block in page.blocks[1:]]
    assert "".join("".join(body).split()) == "".join("".join(parts).split())
    assert len(pages) <= 1 + sum(map(len, parts)) // 4000


def test_what_fits_into_one_message_is_not_numbered() -> None:
    (page,) = paged("Title", ["One", "Two"])
    assert page.text == "Title\nOne\n\nTwo"


@pytest.mark.parametrize(
    ("question", "given", "said"),
    [
        (Question("q", "?", QuestionType.TEXT), Answer("q", "<!channel> & co"), "&lt;!channel&gt; &amp; co"),
        (Question("q", "?", QuestionType.SCALE, of=5), Answer("q", number=4.0), "4 of 5"),
        (Question("q", "?", QuestionType.NUMBER), Answer("q", number=2.50), "2.5"),
        (Question("q", "?", QuestionType.NUMBER), Answer("q", number=1_000_000.0), "1000000"),
        (Question("q", "?", QuestionType.NUMBER), Answer("q", number=-0.00001), "-0.00001"),
        (Question("q", "?", QuestionType.YES_NO), Answer("q", number=1.0), "yes"),
        (Question("q", "?", QuestionType.YES_NO), Answer("q", number=0.0), "no"),
        (Question("q", "?", QuestionType.CHOICE, options=("A", "B")), Answer("q", chosen=("B",)), "B"),
        (Question("q", "?", QuestionType.CHOICES), Answer("q", chosen=("A", "<B>")), "•  A\n•  &lt;B&gt;"),
        (Question("q", "?", QuestionType.PERSON), Answer("q", "U0ANA"), "ana &amp; &lt;co&gt;"),
        (Question("q", "?", QuestionType.PERSON), Answer("q", "U0GONE"), SOMEBODY),
        (Question("q", "?", QuestionType.DATE), Answer("q", "2026-11-23"), "Mon 23 Nov"),
        (Question("q", "?", QuestionType.DATE), Answer("q", "2027-01-04"), "Mon 4 Jan 2027"),
        (
            Question("q", "?", QuestionType.LINK),
            Answer("q", "https://a.example/x?a=1&b=|2"),
            "<https://a.example/x?a=1&amp;b=%7C2>",
        ),
        (Question("q", "?", QuestionType.LINK), Answer("q", "javascript:alert(1)"), "javascript:alert(1)"),
    ],
)
def test_an_answer_in_words(question: Question, given: Answer, said: str) -> None:
    assert in_words(question, given, NAMES, seen_from=MONDAY) == said
    assert "\n" not in in_one_line(question, given, NAMES, seen_from=MONDAY)


def test_numbers_are_written_as_people_write_them() -> None:
    assert [number_in_words(number) for number in (0, 10, 100.0, 0.1, 1e21)] == [
        "0",
        "10",
        "100",
        "0.1",
        "1000000000000000000000",
    ]


def test_what_can_be_counted_is() -> None:
    scale = Question("q", "?", QuestionType.SCALE, of=5)
    numbers = [Answer("q", number=number) for number in (4.0, 5.0, 4.0, 4.0)]
    assert spread(scale, numbers) == "4: 3 people · 5: 1"
    assert spread_in_words(scale, numbers) == "3 people said 4 and 1 said 5, of 5"
    assert spread_in_words(scale, numbers[:1]) == "1 person said 4, of 5"
    yes_no = Question("q", "?", QuestionType.YES_NO)
    assert spread(yes_no, [Answer("q", number=0.0), Answer("q", number=1.0)]) == "yes: 1 person · no: 1"
    choices = Question("q", "?", QuestionType.CHOICES, options=("A", "B", "C"))
    assert (
        spread(choices, [Answer("q", chosen=("C", "A")), Answer("q", chosen=("C",))]) == "A: 1 person · C: 2"
    )
    assert spread(Question("q", "?"), [Answer("q", "words")]) == ""


CONFIDENCE = Question("confidence", "How confident are you?", QuestionType.SCALE)
STUCK = Question("stuck", "What are you waiting for?", required=False)
WHOM = Question("stuck", "For whom do you wait?", QuestionType.PERSON)


def _round(*questions: Question, grouping: Grouping = Grouping.PERSON) -> Round:
    closes = NINE + timedelta(hours=8)
    return Round(1, 1, 1, "Weekly", MONDAY, RoundState.CLOSED, NINE, closes, questions, grouping=grouping)


def _said(name: str, round_: Round, *answers: Answer, late: bool = False, nothing_new: bool = False) -> Said:
    prompt = Prompt(
        1, 1, 1, 1, 1, PromptState.ANSWERED, NINE, NINE, "Europe/Berlin", late, None, NINE, nothing_new
    )
    return Said(name, round_, prompt, {answer.key: answer for answer in answers}, NAMES)


def test_a_wrap_up_says_who_waits_and_how_a_scale_was_answered_and_claims_no_change() -> None:
    round_ = _round(CONFIDENCE, WHOM)
    said = [
        _said("chi", round_, Answer("confidence", number=3.0), Answer("stuck", "U0ANA")),
        _said("ben", round_, Answer("confidence", number=5.0)),
    ]
    (page,) = build_wrap_up(WrapUp(Board(round_, "Checkout", Count(2, 2)), said))
    assert page.text == (
        "That was this round: 2 of 2 answered.\n*1 person is waiting on someone else:*\n"
        "•  *chi*: ana &amp; &lt;co&gt;\n_How confident are you?_ 1 person said 3 and 1 said 5, of 5."
    )


def test_by_question_a_reply_says_who_was_late_and_who_has_nothing_new() -> None:
    round_ = _round(CONFIDENCE, STUCK, grouping=Grouping.QUESTION)
    ana = _said("ana", round_, Answer("confidence", number=4.0), late=True)
    ben = _said("ben", round_, Answer("confidence", number=4.0))
    (page,) = build_gathered(Gathered(CONFIDENCE, [ana, ben]))
    assert page.text == "*How confident are you?*\n4: 2 people\n*ana* · late: 4 of 5\n*ben*: 4 of 5"
    (quiet,) = build_said(_said("chi", round_, nothing_new=True))
    assert quiet.text == "*chi*: nothing new today"
    (after_all,) = build_said(ben)
    assert after_all.text == "*ben* answered after all; it stands under each question."


def test_a_report_to_a_lead_of_two_teams_holds_both_and_says_that_nobody_answered_in_one() -> None:
    round_ = _round(CONFIDENCE, STUCK, grouping=Grouping.QUESTION)
    said = [_said("ana", round_, Answer("confidence", number=4.0), Answer("stuck", "Copy from\nlegal"))]
    pages = build_report(
        Report([WrapUp(Board(round_, "A", Count(2, 1)), said), WrapUp(Board(round_, "B", Count(3, 0)), [])])
    )
    text = "\n".join(page.text for page in pages)
    assert text.startswith("*Weekly* · A and B · Mon 23 Nov\nThis comes to you alone:")
    assert "*A* · 1 of 2 answered\n\n*How confident are you?*\n4: 1 person\n*ana*: 4 of 5" in text
    assert "*What are you waiting for?*\n*ana*:\nCopy from\nlegal" in text
    assert text.endswith("*B* · 0 of 3 answered\n\nNobody answered this time.")


def test_who_is_excused_is_a_number_only() -> None:
    open_round = replace(_round(STUCK), state=RoundState.OPEN)
    text = build_board(Board(open_round, "Checkout", Count(3, 1, excused=2))).text
    assert "1 of 3 answered." in text
    assert "Not counted: 2 people who are away or could not be asked." in text
    assert not re.search("Not counted", build_board(Board(open_round, "Checkout", Count(3, 1))).text)

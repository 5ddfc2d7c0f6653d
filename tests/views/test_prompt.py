"""The DM that asks, in whatever state: Slack takes it, and nothing in it is a dead end."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.values.confidences import AskedGoal, Saying, in_one_line, said
from bot.values.deliveries import Message
from bot.values.errors import Unusable
from bot.values.questions import NOTHING, Answer, Question, QuestionType
from bot.values.rituals import TO_LEAD, Kind
from bot.values.rounds import Asked, Prompt, PromptState, Round, RoundState
from bot.views.answering.prompt import build_prompt, build_reminder
from bot.views.answering.tapping import TAP, read_tap, tappable, tapped
from bot.views.parts import LABEL
from bot.views.results.answer_words import NOTHING_IN_WORDS
from bot.views.words import clip
from tests.views.forms import answers_to
from tests.views.samples import MONDAY, NINE, goals, long, prompts, rounds, short
from tests.views.taken import is_taken, unhurried

KR2 = AskedGoal(1, "KR2 activation", 3)
SURE = Question("sure", "How sure?", QuestionType.SCALE, low="not at all", high="completely")
SHIP = Question("ship", "Do we ship?", QuestionType.YES_NO)
WORDS = (
    Question("progress", "What moved?", QuestionType.LONG_TEXT),
    Question("stuck", "What do you wait for?", QuestionType.LONG_TEXT, required=False),
)


def item(*asked: Question, state: PromptState = PromptState.SENT, **more: Any) -> Asked:
    """A prompt with these questions, open until 17:00 in Berlin."""
    closes_at = NINE + timedelta(hours=8)
    round_ = Round(5, 1, 2, "Pulse", MONDAY, RoundState.OPEN, NINE, closes_at, asked)
    nothing_new = more.pop("nothing_new", False)
    prompt = Prompt(7, 1, 5, 3, 4, state, NINE, closes_at, "Europe/Berlin", nothing_new=nothing_new)
    return Asked(prompt, round_, "Checkout", **more)


def pressable(message: Message) -> list[str]:
    """What stands on its buttons, in order."""
    elements = [element for block in message.blocks for element in block.get("elements", ())]
    return [element["text"]["text"] for element in elements if element["type"] == "button"]


def words(message: Message) -> str:
    """What one reads in it."""
    return "\n".join(str(block.get("text") or block.get("elements")) for block in message.blocks)


@st.composite
def single_questions(draw: st.DrawFn) -> Asked:
    """A prompt with one question of any type, in any state, perhaps answered."""
    type_ = draw(st.sampled_from(QuestionType))
    question = Question(
        "only",
        draw(short | long.map(lambda text: text[:2000])),
        type_,
        of=draw(st.integers(2, 10)),
        low=draw(st.none() | short),
        high=draw(st.none() | short),
        options=draw(st.lists(short, min_size=2, max_size=7, unique=True).map(tuple)),
        goals=draw(goals) if type_ in (QuestionType.GOALS, QuestionType.TOP_GOAL) else (),
    )
    answered = draw(answers_to(question))
    prompt = replace(draw(prompts), nothing_new=draw(st.booleans()))
    given = {"only": answered} if prompt.state == PromptState.ANSWERED and draw(st.booleans()) else {}
    round_ = replace(draw(rounds), questions=(question,))
    return Asked(prompt, round_, draw(short), draw(st.none() | short), draw(st.sampled_from(Kind)), given)


@unhurried
@given(st.lists(single_questions(), min_size=1, max_size=4, unique_by=lambda each: each.prompt.id))
def test_slack_takes_every_prompt_and_reminder(items: Sequence[Asked]) -> None:
    is_taken(build_prompt(items))
    is_taken(build_reminder(items[0]))


@unhurried
@given(single_questions())
def test_every_tap_means_the_answer_that_stands_on_it(asked: Asked) -> None:
    asked = replace(asked, prompt=replace(asked.prompt, state=PromptState.SENT))
    question = tappable(asked)
    taps = [
        element
        for block in build_prompt([asked]).blocks
        for element in block.get("elements", ())
        if element.get("action_id", "").startswith(f"{TAP}:")
    ]
    assert bool(taps) == (question is not None)
    for tap in taps:
        assert question is not None
        prompt_id, picked = read_tap(tap["value"])
        assert prompt_id == asked.prompt.id
        shown = tap.get("accessibility_label", tap["text"]["text"])
        assert clip(_meaning(question, tapped([question], picked)), LABEL) == shown


def _meaning(question: Question, given: Answer) -> str:
    if question.type == QuestionType.GOALS:
        (saying,) = said(question.goals, given.chosen).values()
        return str(saying.value)
    if given.chosen:
        return given.chosen[0]
    if given.text == NOTHING:
        return NOTHING_IN_WORDS
    if question.type == QuestionType.YES_NO:
        return "Yes" if given.number else "No"
    return f"{given.number:g}"


@pytest.mark.parametrize(
    ("question", "is_one_tap"),
    [
        (SURE, True),
        (replace(SURE, of=6), False),
        (SHIP, True),
        (Question("c", "?", QuestionType.CHOICE, options=("Red", "Blue")), True),
        (Question("c", "?", QuestionType.CHOICE, options=tuple("abcdef")), False),
        (
            Question("c", "?", QuestionType.CHOICE, options=("Red", "A long one, which a button would cut")),
            False,
        ),
        (Question("c", "?", QuestionType.CHOICES, options=("Red", "Blue")), False),
        (WORDS[0], False),
        (Question("g", "?", QuestionType.GOALS, goals=(KR2, AskedGoal(2, "Another's", 9))), True),
        (Question("g", "?", QuestionType.GOALS, goals=(KR2, AskedGoal(2, "A second one", 3))), False),
        (Question("t", "?", QuestionType.TOP_GOAL, goals=(KR2, AskedGoal(2, "Another team's", 0, 9))), True),
        (
            Question("t", "?", QuestionType.TOP_GOAL, goals=tuple(AskedGoal(n, str(n), 0) for n in range(4))),
            False,
        ),
    ],
)
def test_a_single_question_with_few_short_answers_takes_one_tap(question: Question, is_one_tap: bool) -> None:
    assert (tappable(item(question)) is not None) == is_one_tap
    assert tappable(item(question, SHIP)) is None


def test_the_same_number_again_keeps_why_and_another_one_has_none() -> None:
    question = Question("g", "?", QuestionType.GOALS, goals=(KR2,))
    before = {"g": Answer("g", chosen=(in_one_line(Saying(KR2.title, 3, "tracking broken", was=7)),))}
    assert tapped([question], "3", before) == before["g"]
    assert tapped([question], "8", before) == Answer("g", chosen=(in_one_line(Saying(KR2.title, 8)),))
    answered = build_prompt([item(question, state=PromptState.ANSWERED, answers=before)])
    assert "You answered *3 of 10 — “tracking broken”*" in words(answered)
    assert pressable(answered)[-1] == "Say why…"
    for over in ([], [replace(question, goals=())]):
        with pytest.raises(Unusable, match="is yours any more"):
            tapped(over, "3")


def test_a_prompt_offers_what_its_questions_allow() -> None:
    assert pressable(build_prompt([item(*WORDS)])) == ["Answer", "Nothing new today", "Skip today"]
    first = build_prompt([item(*WORDS, set_up_by="ana")])
    assert pressable(first) == ["Answer", "Nothing new today", "Skip today", "Not for me"]
    assert pressable(build_prompt([item(*WORDS, kind=Kind.RETRO)])) == ["Answer", "Skip today"]
    assert pressable(build_prompt([item(*WORDS, SURE)])) == ["Answer", "Skip today"]
    assert pressable(build_prompt([item(SURE)])) == ["1", "2", "3", "4", "5", "Skip today"]
    assert pressable(build_reminder(item(SHIP))) == ["Yes", "No", "Skip today"]


@pytest.mark.parametrize("state", [PromptState.SKIPPED, PromptState.MISSED])
def test_one_tap_is_enough_afterwards_as_well(state: PromptState) -> None:
    assert pressable(build_prompt([item(SHIP, state=state)])) == ["Yes", "No"]


def test_an_answer_by_tap_is_shown_and_can_be_changed() -> None:
    given: Mapping[str, Answer] = {"sure": Answer("sure", number=4)}
    message = build_prompt([item(SURE, state=PromptState.ANSWERED, answers=given)])
    assert "You answered *4 of 5*" in words(message)
    assert "Tap another one to change it until the next round opens." in words(message)
    styles = [element.get("style") for block in message.blocks for element in block.get("elements", ())]
    assert styles[:5] == [None, None, None, "primary", None]
    assert message.text.endswith("you answered 4 of 5. You can change it until the next round opens.")


def test_nothing_new_says_what_still_stands() -> None:
    given = {"stuck": Answer("stuck", text="Legal,\nsince <Friday>")}
    message = build_prompt([item(*WORDS, state=PromptState.ANSWERED, nothing_new=True, answers=given)])
    assert "What you wait for stands as it did: _Legal, since &lt;Friday&gt;_." in words(message)
    assert pressable(message) == ["Edit my answer"]
    gone = build_prompt([item(*WORDS, state=PromptState.ANSWERED, nothing_new=True)])
    assert "stands" not in words(gone)


def test_the_first_prompt_promises_nothing_that_is_not_so() -> None:
    asked = item(*WORDS, set_up_by="ana")
    assert "sees what moved and who waits on whom, without a meeting" in words(build_prompt([asked]))
    alone = replace(asked, round=replace(asked.round, report=TO_LEAD))
    assert "*ana* set this up for the Checkout team." in words(build_prompt([alone]))
    assert "Only your team's lead, or who stands in for them, reads it" in words(build_prompt([alone]))

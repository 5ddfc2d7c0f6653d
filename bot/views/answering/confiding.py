"""Saying how confident one is in each of one's goals, and why: built here, read here."""

from collections.abc import Mapping
from typing import Any

from bot.values.confidences import MOST_ASKED, AskedGoal, Saying, in_one_line, said, tidy
from bot.values.deliveries import Block
from bot.values.errors import Unusable
from bot.values.goals import HIGHEST, LONGEST_WHY
from bot.values.questions import Answer, Question
from bot.views.fields import menu_field, read_choice, read_words, words_field
from bot.views.goals.words import confidence_labels
from bot.views.parts import context, section
from bot.views.words import SECTION, clip, escape, on_day

NONE_LEFT = "None of the goals this round asks about is yours any more, so there is nothing to answer."

_NUMBER, _WHY = "confidence", "confidence_why"
_WHY_LABEL = "Why, in a few words?"
_SHORT = 60
"""Characters of a title that is repeated beside the field for its reason."""


def build_confiding(question: Question, known: Answer | None) -> list[Block]:
    """A menu from 0 to 10 for each goal, saying what was said last, and a line for the reason."""
    asks = clip(f"*{escape(question.ask)}*", SECTION)
    blocks: list[Block] = [section(asks)]
    if question.hint:
        blocks.append(context(clip(escape(question.hint), SECTION)))
    sayings = said(question.goals, known.chosen if known else ())
    for goal in question.goals[:MOST_ASKED]:
        saying = sayings.get(goal.id)
        blocks += [_number(question, goal, saying), _why(question, goal, saying)]
    more = len(question.goals) - MOST_ASKED
    if more > 0:
        blocks.append(context(f"…and {more} more. Say how those stand with `/drumbeat goals`."))
    return blocks


def read_confiding(values: Mapping[str, Any], question: Question) -> Answer:
    """What was picked and typed. Raises Unusable beside a reason without a number, or one that is too long."""
    sayings = [_read(values, question, goal) for goal in question.goals[:MOST_ASKED]]
    return Answer(question.key, chosen=tuple(in_one_line(each) for each in sayings if each is not None))


def finished(question: Question, given: Answer) -> Answer:
    """The same, handed in. Raises Unusable beside the first menu where a number is needed and there is none."""
    if question.required and given.is_empty and question.goals:
        say = (
            "Pick a number from 0 to 10."
            if _is_single(question)
            else "Pick a number for one of them at least."
        )
        raise Unusable(say, field=_block(_NUMBER, question, question.goals[0]))
    return given


def key_of_goal(block_id: str) -> str | None:
    """The question that asks about a goal in this block; None for blocks of other kinds."""
    prefix, _, rest = block_id.partition(":")
    return rest.rpartition(":")[0] if prefix in (_NUMBER, _WHY) and rest else None


def no_longer_asked(questions: tuple[Question, ...], view: Mapping[str, Any]) -> list[str]:
    """What the goals are called that a form asked about when it opened, and that are not somebody's own any more,
    where a number was picked for them."""
    asked = {_block(_NUMBER, question, goal) for question in questions for goal in question.goals}
    return [
        str(block["label"]["text"])
        for block in view["blocks"]
        if block["block_id"].startswith(f"{_NUMBER}:")
        and block["block_id"] not in asked
        and read_choice(view["state"]["values"], block["block_id"]) is not None
    ]


def _number(question: Question, goal: AskedGoal, saying: Saying | None) -> Block:
    return menu_field(
        _block(_NUMBER, question, goal),
        goal.title,
        confidence_labels(),
        str(saying.value) if saying is not None else None,
        placeholder=f"From 0 to {HIGHEST}",
        hint=f"Last said: {goal.was} on {on_day(goal.was_on)}" if goal.was_on else None,
        optional=not (question.required and _is_single(question)),
    )


def _why(question: Question, goal: AskedGoal, saying: Saying | None) -> Block:
    label = _WHY_LABEL if _is_single(question) else f"{_WHY_LABEL} ({clip(goal.title, _SHORT)})"
    why = saying.why if saying is not None else None
    block_id = _block(_WHY, question, goal)
    return words_field(block_id, label, why, most=LONGEST_WHY, one_line=True, optional=True)


def _read(values: Mapping[str, Any], question: Question, goal: AskedGoal) -> Saying | None:
    picked = read_choice(values, _block(_NUMBER, question, goal))
    why = tidy(read_words(values, _block(_WHY, question, goal)) or "") or None
    if why is not None and len(why) > LONGEST_WHY:
        too_long = (
            f"There is room for {LONGEST_WHY} characters here, and this is {len(why)}. Please shorten it."
        )
        raise Unusable(too_long, field=_block(_WHY, question, goal))
    if picked is None:
        if why is not None:
            raise Unusable("Pick a number to go with your reason.", field=_block(_NUMBER, question, goal))
        return None
    if picked not in confidence_labels():
        raise Unusable(f"Pick a number from 0 to {HIGHEST}.", field=_block(_NUMBER, question, goal))
    return Saying(goal.title, int(picked), why)


def _is_single(question: Question) -> bool:
    return len(question.goals) == 1


def _block(prefix: str, question: Question, goal: AskedGoal) -> str:
    return f"{prefix}:{question.key}:{goal.id}"

"""The questions of a ritual: the list of them, and the form for one."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from slack_sdk.models.blocks import Option, OverflowMenuElement

from bot.values.editing import RitualInFull
from bot.values.errors import Unusable
from bot.values.ports import View
from bot.values.questions import Question, QuestionType
from bot.values.rituals import Tier
from bot.views.fields import (
    boxes_field,
    is_ticked,
    menu_field,
    read_choice,
    read_line,
    read_words,
    words_field,
)
from bot.views.parts import Blocks, button, buttons, context, modal, section, sections
from bot.views.rituals.form_words import NEXT_ROUND_ON, TYPES, asks, question_line
from bot.views.words import escape

QUESTION, ADD, PARTS = "ritual_question", "ritual_add_question", "ritual_edit"
SAVE_QUESTION, REMOVE = "ritual_save_question", "ritual_remove_question"
TAKE, TAKE_CHOSEN, SAVE_TAKE = "ritual_take", "ritual_take_template", "ritual_save_take"
CHOOSE_TYPE = "ritual_choose_type"
ASK, HINT, TYPE, REQUIRED = "ask", "hint", "type", "required"
TEMPLATE = "template"
OPTIONS, OF, LOW, HIGH = "options", "of", "low", "high"
EDIT, UP, DOWN, TAKE_OUT = "edit", "up", "down", "remove"

MOST_ASK, MOST_OPTION, MOST_END, MOST_OPTIONS = 150, 75, 60, 100
_BOX = 3000
"""Characters of a box to write in (docs: block-elements/plain-text-input)."""

_NO_SINGLE_ANSWER = {
    Tier.CONFIDENTIAL: "A confidential round shows no single answer: what can be shown of a group is offered.",
    Tier.ANONYMOUS: "An anonymous round shows no single answer: what can be shown of a group is offered.",
}

_CHOICE = (QuestionType.CHOICE, QuestionType.CHOICES)


@dataclass(frozen=True, slots=True)
class OpenedQuestion:
    """Which question of which ritual a form is for; a new one has no key. `before` is what the form shows."""

    ritual_id: int
    key: str | None
    seen: str | None


def build_questions(page: RitualInFull, *, done: str | None = None) -> View:
    """What is asked, each question with what can be done to it."""
    ritual = page.ritual
    blocks: Blocks = sections(done) if done else []
    for number, question in enumerate(ritual.plan.questions, start=1):
        text = f"{number}.  {question_line(question)}"
        blocks.append({**section(text), "block_id": f"question:{question.key}", "accessory": _menu(question)})
    blocks.append(context(f"{NEXT_ROUND_ON} Another wording starts a new series in trends."))
    blocks.append(
        buttons(
            "questions",
            button("Add a question", ADD, str(ritual.id), style="primary"),
            button("Take those of a template", TAKE, str(ritual.id)),
            button("Back", PARTS, str(ritual.id)),
        )
    )
    return modal("Questions", blocks, close="Close", metadata=json.dumps({"ritual": ritual.id}))


def read_ritual(private_metadata: str) -> int:
    """Which ritual the list is of."""
    return int(json.loads(private_metadata)["ritual"])


def read_deed(value: str) -> tuple[str, str]:
    """What is to be done (EDIT, UP, DOWN, TAKE_OUT) to which question."""
    deed, _, key = value.partition(":")
    return deed, key


def build_question(
    opened: OpenedQuestion,
    question: Question,
    offered: Collection[QuestionType],
    tier: Tier,
    *,
    meanwhile: str | None = None,
) -> View:
    """The form for one question, with the fields its type needs; other types are `offered` as far as they fit."""
    warning = [section(f":warning: {meanwhile}")] if meanwhile else []
    also = [context(_also(question))] if _also(question) else []
    scale = {"of": question.of, "low": question.low, "high": question.high}
    metadata = {"ritual": opened.ritual_id, "key": opened.key, "seen": opened.seen, **scale}
    return modal(
        "Change the question" if opened.key else "New question",
        [*warning, *_about(question, offered, tier), *also, context(NEXT_ROUND_ON)],
        callback_id=SAVE_QUESTION,
        submit="Save" if opened.key else "Add",
        close="Back",
        metadata=json.dumps(metadata, ensure_ascii=False),
    )


def _about(question: Question, offered: Collection[QuestionType], tier: Tier) -> Blocks:
    required, hint = ["yes"] if question.required else [], "One thought, and no leading question."
    small = "Hint, in small print"
    return [
        words_field(ASK, "Question", question.ask, most=MOST_ASK, hint=hint, one_line=True),
        menu_field(
            TYPE,
            "How it is answered",
            _types_for(question, offered),
            str(question.type),
            tells=CHOOSE_TYPE,
            hint=_NO_SINGLE_ANSWER.get(tier),
        ),
        *_for_type(question),
        boxes_field(REQUIRED, "Required", {"yes": "It must be answered"}, required),
        words_field(HINT, small, question.hint, most=MOST_ASK, optional=True, one_line=True),
    ]


def _types_for(question: Question, offered: Collection[QuestionType]) -> dict[str, str]:
    """What asks for bottlenecks is what makes a poll: it stays that, and nothing else becomes it."""
    others = () if question.type == QuestionType.BOTTLENECKS else offered
    return {str(type_): words for type_, words in TYPES.items() if type_ in (question.type, *others)}


def read_opened(private_metadata: str) -> OpenedQuestion:
    """Which question a form is for."""
    kept = json.loads(private_metadata)
    return OpenedQuestion(int(kept["ritual"]), kept["key"], kept["seen"])


def read_shown(values: Mapping[str, Any], private_metadata: str, stored: Question | None) -> Question:
    """What stands in the form, finished or not, for showing it again with another type."""
    kept = json.loads(private_metadata)
    base = stored or Question("", "")
    type_ = QuestionType(read_choice(values, TYPE) or base.type)
    return replace(
        base,
        ask=read_line(values, ASK),
        hint=read_line(values, HINT) or None,
        type=type_,
        required=is_ticked(values, REQUIRED),
        of=int(read_choice(values, OF) or kept["of"]),
        low=read_words(values, LOW) if LOW in values else kept["low"],
        high=read_words(values, HIGH) if HIGH in values else kept["high"],
        options=_listed(values) if OPTIONS in values else base.options,
    )


def read_question(values: Mapping[str, Any], private_metadata: str, stored: Question | None) -> Question:
    """The finished question, without what its type does not need. Raises Unusable beside the field."""
    question = read_shown(values, private_metadata, stored)
    if not question.ask:
        raise Unusable("Write the question.", field=ASK)
    if question.type not in _CHOICE:
        question = replace(question, options=())
    else:
        _check_options(question.options)
    if question.type != QuestionType.SCALE:
        question = replace(question, of=5, low=None, high=None)
    if question.type in (QuestionType.GOALS, QuestionType.TOP_GOAL):
        question = replace(question, prefill=None)
    return question


def build_take(
    opened: OpenedQuestion,
    templates: Mapping[str, str],
    chosen: str,
    questions: Sequence[Question],
    *,
    meanwhile: str | None = None,
) -> View:
    """Taking all the questions of a template instead; `templates` are names by id."""
    blocks: Blocks = [section(f":warning: {meanwhile}")] if meanwhile else []
    blocks += [
        menu_field(TEMPLATE, "Template", templates, chosen, tells=TAKE_CHOSEN),
        section(f"*It would ask*\n{asks(questions)}"),
        context(
            f"These take the place of all its questions; what was answered so far stays. {NEXT_ROUND_ON}"
        ),
    ]
    metadata = json.dumps({"ritual": opened.ritual_id, "key": None, "seen": opened.seen})
    return modal(
        "Questions of a template",
        blocks,
        callback_id=SAVE_TAKE,
        submit="Take these",
        close="Back",
        metadata=metadata,
    )


def read_take(values: Mapping[str, Any]) -> str:
    """Which template was chosen."""
    return read_choice(values, TEMPLATE) or ""


def build_remove(ritual_id: int, question: Question) -> View:
    """Before a question is taken out."""
    text = (
        f"*{escape(question.ask)}*\nFrom the next round on it is not asked any more. What was answered so far stays:"
        " in the threads, in the history and in trends."
    )
    metadata = json.dumps({"ritual": ritual_id, "key": question.key})
    return modal(
        "Remove the question?",
        [section(text)],
        callback_id=REMOVE,
        submit="Remove",
        close="Keep it",
        metadata=metadata,
    )


def read_remove(private_metadata: str) -> tuple[int, str]:
    """Which question of which ritual is to be taken out."""
    kept = json.loads(private_metadata)
    return int(kept["ritual"]), str(kept["key"])


def _menu(question: Question) -> dict[str, Any]:
    deeds = {EDIT: "Edit", UP: "Move up", DOWN: "Move down", TAKE_OUT: "Remove"}
    options = [Option(value=f"{deed}:{question.key}"[:75], text=words) for deed, words in deeds.items()]
    return OverflowMenuElement(action_id=f"{QUESTION}:{question.key}", options=options).to_dict()


def _for_type(question: Question) -> Blocks:
    if question.type == QuestionType.SCALE:
        steps = {str(top): f"1 to {top}" for top in range(2, 11)}
        return [
            menu_field(OF, "The scale", steps, str(question.of)),
            words_field(LOW, "What 1 means", question.low, most=MOST_END, optional=True, one_line=True),
            words_field(
                HIGH, "What the highest means", question.high, most=MOST_END, optional=True, one_line=True
            ),
            *_options(question),
        ]
    return _options(question)


def _options(question: Question) -> Blocks:
    """The options, also beside another type once there are some: what was typed is not lost by looking around."""
    is_choice, listed = question.type in _CHOICE, "\n".join(question.options)
    if len(listed) > _BOX:
        return [
            context("Its options are longer than fits here. Change them where rituals are kept as a file.")
        ]
    if not is_choice and not listed:
        return []
    hint = (
        "One in each line." if is_choice else "Kept in case you choose options again; this type needs none."
    )
    return [words_field(OPTIONS, "Options", listed, most=_BOX, hint=hint, optional=True)]


def _also(question: Question) -> str:
    said = []
    if question.only_if is not None:
        said.append("It is asked only after some answers to an earlier question.")
    if question.pool is not None:
        said.append("It takes turns with the other questions of its pool: one of them is asked each round.")
    if question.prefill is not None:
        said.append("What was answered last time is offered again.")
    return " ".join([*said, "That stays as it is."]) if said else ""


def _listed(values: Mapping[str, Any]) -> tuple[str, ...]:
    lines = (" ".join(line.split()) for line in (read_words(values, OPTIONS) or "").splitlines())
    return tuple(line for line in lines if line)


def _check_options(options: tuple[str, ...]) -> None:
    if not 2 <= len(options) <= MOST_OPTIONS:
        raise Unusable(f"List 2 to {MOST_OPTIONS} options, one in each line.", field=OPTIONS)
    if len({option.casefold() for option in options}) < len(options):
        raise Unusable("One of these options is listed twice.", field=OPTIONS)
    long = next((option for option in options if len(option) > MOST_OPTION), None)
    if long is not None:
        raise Unusable(
            f"“{long[:30]}…” is too long: an option has at most {MOST_OPTION} characters.", field=OPTIONS
        )

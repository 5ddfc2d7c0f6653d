"""The questions of a ritual as written: each by itself, then how they refer to each other."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ruamel.yaml.nodes import Node

from bot.rituals.as_code.nodes import (
    Placed,
    Report,
    Section,
    Unreadable,
    as_section,
    near,
    repeated,
    shortened,
)
from bot.rituals.as_code.values import (
    one_of,
    read_end_of_scale,
    read_flag,
    read_key,
    read_option,
    read_question,
    read_scale,
    read_word,
)
from bot.values.questions import IN_WORDS, NO, YES, Condition, Question, QuestionType

QUESTION_KEYS = (
    *("key", "ask", "hint", "type", "required", "of", "low", "high", "options"),
    *("only_if", "prefill", "pool"),
)
QUESTION_EXAMPLE = '{key: progress, ask: "What moved since last time?"}'
CONDITION_KEYS = ("key", "is")
CONDITION_EXAMPLE = "{key: confidence, is: [1, 2]}"
OPTIONS_EXAMPLE = "[Design, Build, Ship]"

MOST_OPTIONS = 100
"""What Slack takes in one menu (Block Kit: static select)."""

PLANNED_TYPES = ("poll",)
FILLED_WHEN_ASKED = {
    QuestionType.BOTTLENECKS: "Leave them out: those that are open when it asks can be picked.",
    QuestionType.GOALS: "Leave them out: everybody is asked about those they look after (`/drumbeat goals`).",
    QuestionType.TOP_GOAL: "Leave them out: everybody picks from the goals of their team (`/drumbeat goals`).",
}
"""Types for which a round finds what there is to answer when it opens, and what to do instead of listing it."""

_FOUND = {
    QuestionType.BOTTLENECKS: "bottlenecks are",
    QuestionType.GOALS: "goals are",
    QuestionType.TOP_GOAL: "the top goal is",
}

WITH_OPTIONS = (QuestionType.CHOICE, QuestionType.CHOICES)


@dataclass(frozen=True, slots=True)
class _Written:
    """A question as far as it could be read by itself, and its section for what can only be judged later."""

    section: Section
    key: Placed | None
    question: Question | None


def read_questions(nodes: Sequence[Node], report: Report) -> tuple[Question, ...] | None:
    """The questions, or None when something is wrong with them, which is then reported."""
    before = len(report.problems)
    sections = [as_section(node, "a question", QUESTION_KEYS, QUESTION_EXAMPLE, report) for node in nodes]
    written = [_read(section) for section in sections if section]
    for key, first in repeated([item.key for item in written if item.key]):
        todo = f"It was used in line {first.line}; answers are kept under it."
        report.add(key.place, f"the key {key.text} is used twice", todo)
    _check_pools(written)
    finished = tuple(_finished(item, written[:at], written) for at, item in enumerate(written))
    if len(report.problems) > before:
        return None
    return tuple(question for question in finished if question)


def _read(section: Section) -> _Written:
    key = section.placed("key", read_key, "progress")
    ask = section.required("ask", read_question, '"What moved since last time?"')
    kind = section.optional("type", _read_type) if section.has("type") else QuestionType.TEXT
    required = section.optional("required", read_flag)
    top = section.optional("of", read_scale)
    question = Question(
        key=key.text if key else "",
        ask=ask or "",
        type=kind or QuestionType.TEXT,
        required=required is not False,
        hint=section.optional("hint", read_question),
        of=top or 5,
        low=section.optional("low", read_end_of_scale),
        high=section.optional("high", read_end_of_scale),
        options=_options(section, kind),
        pool=section.optional("pool", read_key) if kind not in FILLED_WHEN_ASKED else None,
    )
    if kind:
        _check_what_belongs_to_a_type(section, kind)
    return _Written(section, key, question if key and ask and kind else None)


def _options(section: Section, kind: QuestionType | None) -> tuple[str, ...]:
    found = section.texts("options", read_option, OPTIONS_EXAMPLE)
    for position, (option, place) in enumerate(found):
        if option in [earlier for earlier, _ in found[:position]]:
            section.refuse("options", f"the option {shortened(option)} is listed twice", "Keep one.", place)
    if kind in WITH_OPTIONS:
        _check_number_of_options(section)
    return tuple(option for option, _ in found)


def _check_number_of_options(section: Section) -> None:
    if not section.has("options"):
        section.required("options", str, OPTIONS_EXAMPLE)
    elif section.is_list("options") and not 2 <= (number := section.length("options")) <= MOST_OPTIONS:
        listed = "1 option is" if number == 1 else f"{number} options are"
        section.refuse("options", f"{listed} listed", f"List 2 to {MOST_OPTIONS}.")


def _check_what_belongs_to_a_type(section: Section, kind: QuestionType) -> None:
    for key in ("of", "low", "high"):
        if section.has(key) and kind != QuestionType.SCALE:
            section.refuse(key, f"only a scale has {key}", "Leave it out, or write type: scale.")
    for key in ("only_if", "pool"):
        if section.has(key) and kind in FILLED_WHEN_ASKED:
            section.refuse(key, f"{_FOUND[kind]} asked for every time, without {key}", "Leave it out.")
    if section.has("prefill") and kind in (QuestionType.GOALS, QuestionType.TOP_GOAL):
        seen = ": what was said last stands beside each goal" if kind == QuestionType.GOALS else ""
        todo = f"Leave it out{seen}."
        section.refuse("prefill", "what is said of goals is said anew each time", todo)
    if section.has("options") and kind in FILLED_WHEN_ASKED:
        what = "goals" if kind == QuestionType.TOP_GOAL else kind
        section.refuse("options", f"{what} cannot be listed here", FILLED_WHEN_ASKED[kind])
    elif section.has("options") and kind not in WITH_OPTIONS:
        todo = "Leave them out, or write type: choice (one of them) or choices (several)."
        section.refuse("options", "only a choice has options", todo)


def _check_pools(written: Sequence[_Written]) -> None:
    pools = [item.question.pool for item in written if item.question]
    unsure = any(item.question is None or _has_unreadable_pool(item) for item in written)
    for item in written:
        pool = item.question.pool if item.question else None
        if pool and pools.count(pool) == 1 and not unsure:
            others = sorted({other for other in pools if other and other != pool})
            todo = near(pool, others, "Give another question the same pool, or leave it out.")
            item.section.refuse("pool", f"there is only one question in the pool {pool}", todo)


def _has_unreadable_pool(item: _Written) -> bool:
    return item.section.has("pool") and (item.question is None or item.question.pool is None)


def _finished(item: _Written, earlier: Sequence[_Written], all_: Sequence[_Written]) -> Question | None:
    condition = _condition(item, earlier, all_)
    prefill = _prefill(item, all_)
    return replace(item.question, only_if=condition, prefill=prefill) if item.question else None


def _condition(item: _Written, earlier: Sequence[_Written], all_: Sequence[_Written]) -> Condition | None:
    inner = item.section.section("only_if", CONDITION_KEYS, CONDITION_EXAMPLE)
    if inner is None:
        return None
    key = inner.placed("key", read_key, "confidence")
    words = inner.words("is", read_word, "[1, 2]")
    if inner.is_empty_list("is"):
        inner.refuse("is", "no answer is listed", "List answers, or leave is out: any answer will do.")
    if key is None:
        return None
    found = _found(key.text, earlier)
    if found is None:
        # A key that could not be read may be the one that is meant.
        if all(other.key for other in earlier):
            inner.refuse("key", *_why_not_earlier(key.text, item, earlier, all_))
        return None
    return Condition(key.text, _possible(inner, found, words)) if found.question else None


def _why_not_earlier(
    key: str, item: _Written, earlier: Sequence[_Written], all_: Sequence[_Written]
) -> tuple[str, str]:
    if item.key and item.key.text == key:
        return "a question cannot depend on its own answer", "Name an earlier one."
    if _found(key, all_):
        return f"the question {key} comes later", "Move it up: people answer from top to bottom."
    known = [other.key.text for other in earlier if other.key]
    return f"there is no earlier question {key}", near(key, known, "Name the key of a question above.")


def _possible(inner: Section, found: _Written, words: Sequence[Placed]) -> tuple[str, ...]:
    assert found.question is not None
    given: list[str] = []
    for word in words:
        try:
            answer = _as_answered(word.text, found.question)
        except Unreadable as unreadable:
            inner.refuse("is", unreadable.wrong, unreadable.todo, word.place)
            continue
        if answer in given:
            inner.refuse("is", f"{shortened(answer)} is listed twice", "Keep one of them.", word.place)
        given.append(answer)
    return tuple(given)


def _as_answered(word: str, question: Question) -> str:
    """The word as `Condition` compares it, or Unreadable when nobody can answer that."""
    wrong = f"nobody can answer {question.key} with “{shortened(word)}”"
    if question.type == QuestionType.NUMBER:
        return _number(word, wrong)
    possible = _possible_answers(question)
    if not possible:
        raise Unreadable(
            "only a choice, a scale, a number or a yes-no can be compared",
            f"Leave is out: then it is enough that {question.key} was answered.",
        )
    if word not in possible:
        listed = [possible[0], "…", possible[-1]] if len(possible) > 10 else possible
        raise Unreadable(wrong, near(word, possible, f"It can be {', '.join(listed)}."))
    return word


def _possible_answers(question: Question) -> list[str]:
    if question.type == QuestionType.SCALE:
        return [str(step) for step in range(1, question.of + 1)]
    return [YES, NO] if question.type == QuestionType.YES_NO else list(question.options)


def _number(word: str, wrong: str) -> str:
    try:
        number = float(word)
    except ValueError as error:
        raise Unreadable(wrong, "Write a number, like 3 or 2.5.") from error
    if f"{number:g}" in ("nan", "inf", "-inf"):
        raise Unreadable(wrong, "Write a number, like 3 or 2.5.")
    return f"{number:g}"


def _prefill(item: _Written, all_: Sequence[_Written]) -> str | None:
    key = item.section.placed("prefill", read_key)
    if key is None:
        return None
    source = _found(key.text, all_)
    if source is None and all(other.key for other in all_):
        known = [other.key.text for other in all_ if other.key]
        todo = near(key.text, known, "Name the key of a question of this ritual, often its own.")
        item.section.refuse("prefill", f"there is no question {key.text} to fill it in from", todo)
    elif source and source.question and item.question and not _fits(source.question, item.question):
        wrong = f"an answer to {key.text} ({source.question.type}) does not fit into a {item.question.type}"
        item.section.refuse("prefill", wrong, "Name a question of the same type.")
    return key.text


def _fits(source: Question, target: Question) -> bool:
    return source.type == target.type or (source.type in IN_WORDS and target.type in IN_WORDS)


def _found(key: str, among: Sequence[_Written]) -> _Written | None:
    return next((item for item in among if item.key and item.key.text == key), None)


def _read_type(text: str) -> QuestionType:
    return one_of("type", {str(kind): kind for kind in QuestionType}, PLANNED_TYPES)(text)

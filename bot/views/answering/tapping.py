"""Single questions that one tap answers, in the DM and in its reminder."""

from collections.abc import Sequence
from types import MappingProxyType

from slack_sdk.models.blocks import ButtonElement

from bot.values.confidences import Saying, said
from bot.values.confidences import in_one_line as in_one_line_of_goal
from bot.values.deliveries import Block
from bot.values.errors import Unusable
from bot.values.goals import HIGHEST
from bot.values.own_questions import own_questions
from bot.values.questions import NOTHING, Answer, Answers, Question, QuestionType
from bot.values.rounds import Asked
from bot.views.answering.confiding import NONE_LEFT
from bot.views.answering.options import offered, picked_of, read_picked
from bot.views.goals.words import HIGHEST_MEANS, LOWEST_MEANS
from bot.views.parts import LABEL, button, buttons
from bot.views.results.answer_words import NOTHING_IN_WORDS, in_one_line
from bot.views.words import clip, escape

TAP = "prompt_tap"
"""What the action of such a button starts with; each needs one of its own."""

SOMETHING_ELSE, SAY_WHY = "prompt_something_else", "prompt_say_why"

_NOTHING: Answers = MappingProxyType({})
_PICKED = (QuestionType.SCALE, QuestionType.YES_NO, QuestionType.CHOICE, QuestionType.TOP_GOAL)
_MOST = 5
_MOST_BOTTLENECKS = 4
_SEEN_ALL = "all"
_READABLE = 30
"""Characters of a button that Slack's clients show in full (reference: slack-platform.md §1.3)."""


def tappable(item: Asked) -> Question | None:
    """The one question a tap answers, as it is asked of this person; None when it takes a form."""
    questions = own_questions(item.round.questions, item.prompt.member_id, item.prompt.team_id)
    if len(questions) != 1 or questions[0].only_if is not None:
        return None
    question = questions[0]
    if question.type == QuestionType.BOTTLENECKS:
        return question
    if question.type == QuestionType.GOALS:
        return question if len(question.goals) == 1 else None
    is_picked = question.type in _PICKED
    labels = list(_labels(question).values()) if is_picked else []
    fits = 0 < len(labels) <= _MOST and all(len(label) <= _READABLE for label in labels)
    return question if fits else None


def taps(item: Asked, question: Question) -> Block:
    """A button for each answer; the one that was given stands out."""
    picked = _picked(question, item.answers.get(question.key))
    answers = [
        _tap(item, value, label, is_picked=value in picked) for value, label in _labels(question).items()
    ]
    if question.type == QuestionType.BOTTLENECKS and listed(question):
        # Their names stand above: a button that cut one off would say less than its number.
        for press, option in zip(answers, question.options[:_MOST_BOTTLENECKS], strict=False):
            press.accessibility_label = clip(option, LABEL)
    if question.type == QuestionType.BOTTLENECKS:
        answers.insert(-1, _something_else(item, question))
    if question.type == QuestionType.GOALS:
        answers.append(button("Say why…", SAY_WHY, str(item.prompt.id)))
    return buttons(f"prompt:{item.prompt.id}:tap", *answers)


def listed(question: Question) -> str:
    """What the buttons are about: of a poll in full what each stands for, and which goal; empty where they say it
    themselves."""
    if question.type == QuestionType.GOALS:
        return f"\n*{escape(question.goals[0].title.replace('*', ''))}*"
    first = question.options[:_MOST_BOTTLENECKS] if question.type == QuestionType.BOTTLENECKS else ()
    if all(len(option) <= _READABLE for option in first):
        return ""
    return "".join(f"\n•  {escape(option)}" for option in first)


def read_tap(value: str) -> tuple[int, str]:
    """The prompt a tap answers, and what was picked."""
    ident, _, picked = value.partition(":")
    return int(ident), picked


def read_something_else(value: str) -> tuple[int, bool]:
    """The prompt, and whether everything that can be picked was seen already: then it is about adding something."""
    ident, _, seen = value.partition(":")
    return int(ident), seen == _SEEN_ALL


def tapped(questions: Sequence[Question], picked: str, before: Answers = _NOTHING) -> Answer:
    """What a tap means where these questions are asked and `before` was answered. Raises Unusable for what is not on
    offer."""
    if not questions or questions[0].type == QuestionType.GOALS:
        return _confidence(questions, picked, before)
    if questions[0].type == QuestionType.BOTTLENECKS and picked == NOTHING:
        return Answer(questions[0].key, text=NOTHING)
    return read_picked(questions[0], [picked])


def tapped_in_words(item: Asked) -> str | None:
    """`4 of 5`: what was answered to the one question a tap answers, safe to put into a message."""
    question = tappable(item)
    given = item.answers.get(question.key) if question else None
    if question is None or given is None:
        return None
    if question.type == QuestionType.GOALS:
        return _saying_in_words(_saying(question, given))
    return in_one_line(question, given, {})


def ends_in_words(question: Question) -> str:
    """`1 is not at all, 5 is completely`; empty where the ends of a scale mean nothing in particular."""
    if question.type == QuestionType.GOALS:
        return f"0: {LOWEST_MEANS}, {HIGHEST}: {HIGHEST_MEANS}"
    ends = {1: question.low, question.of: question.high}
    return ", ".join(f"{step} is {meaning}" for step, meaning in ends.items() if meaning)


def _labels(question: Question) -> dict[str, str]:
    """What stands on each button, by the value of its option."""
    values = list(offered(question))
    match question.type:
        case QuestionType.BOTTLENECKS:
            first = question.options[:_MOST_BOTTLENECKS]
            shown = [option.partition(" ")[0] for option in first] if listed(question) else first
            return {**dict(zip(values, shown, strict=False)), NOTHING: NOTHING_IN_WORDS}
        case QuestionType.SCALE:
            return {value: value for value in values}
        case QuestionType.YES_NO:
            return {value: value.capitalize() for value in values}
        case QuestionType.GOALS:
            return {str(value): str(value) for value in range(HIGHEST + 1)}
        case _:
            return dict(zip(values, question.options, strict=True))


def _tap(item: Asked, value: str, label: str, *, is_picked: bool) -> ButtonElement:
    style = "primary" if is_picked else None
    return button(label, f"{TAP}:{value}", f"{item.prompt.id}:{value}", style=style)


def _picked(question: Question, given: Answer | None) -> set[str]:
    if question.type == QuestionType.BOTTLENECKS and given is not None and given.text == NOTHING:
        return {NOTHING}
    if question.type == QuestionType.GOALS:
        saying = _saying(question, given)
        return {str(saying.value)} if saying else set()
    return picked_of(question, given)


def _confidence(questions: Sequence[Question], picked: str, before: Answers) -> Answer:
    """How confident somebody says they are in their one goal. The same number again leaves standing why; of another
    one, what was said with the first is no reason."""
    if not questions or len(questions[0].goals) != 1:
        raise Unusable(f"{NONE_LEFT} It closes by itself.")
    question = questions[0]
    if picked not in _labels(question):
        raise Unusable(f"Pick a number from 0 to {HIGHEST}.")
    said_before = before.get(question.key)
    was = _saying(question, said_before)
    if said_before is not None and was is not None and was.value == int(picked):
        return said_before
    return Answer(question.key, chosen=(in_one_line_of_goal(Saying(question.goals[0].title, int(picked))),))


def _saying(question: Question, given: Answer | None) -> Saying | None:
    """What was said about the one goal that is asked about."""
    return next(iter(said(question.goals, given.chosen if given else ()).values()), None)


def _saying_in_words(saying: Saying | None) -> str | None:
    """`7 of 10`, and why."""
    if saying is None:
        return None
    why = f" — “{escape(saying.why)}”" if saying.why else ""
    return f"{saying.value} of {HIGHEST}{why}"


def _something_else(item: Asked, question: Question) -> ButtonElement:
    left = len(question.options) - _MOST_BOTTLENECKS
    words = f"Something else ({left} more)…" if left > 0 else "Something else…"
    seen = "" if left > 0 else _SEEN_ALL
    if not question.options:
        words = "Something holds me back…"
    return button(words, SOMETHING_ELSE, f"{item.prompt.id}:{seen}")

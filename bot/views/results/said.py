"""What people answered, as a thread shows it: a reply for each person, or one for each question."""

from collections.abc import Sequence

from bot.values.deliveries import Message
from bot.values.questions import IN_WORDS, Answer, Question, QuestionType
from bot.values.results import Gathered, Said
from bot.values.rituals import Grouping
from bot.values.rounds import PromptState
from bot.views.results.answer_words import in_one_line, in_words, spread
from bot.views.results.reply_pages import paged
from bot.views.words import at_time, clip, escape

_TITLE = 300
"""Characters of a question that heads a reply; a longer one stands in full underneath."""


def build_said(said: Said) -> Sequence[Message]:
    """One person's answers; a late, a skipped one and one with nothing new says so."""
    if said.round.grouping == Grouping.QUESTION and not said.is_brief:
        return paged(f"*{escape(said.name)}* answered after all; it stands under each question.", [])
    return paged(headline(said), answered(said))


def build_gathered(gathered: Gathered) -> Sequence[Message]:
    """What everybody answered to one question, with how often each answer was given where it can be counted."""
    question = gathered.question
    title = f"*{escape(clip(question.ask, _TITLE))}*"
    in_full = [escape(question.ask)] if len(question.ask) > _TITLE else []
    return paged(title, [*in_full, *answers_to(question, gathered.said)], apart="\n")


def headline(said: Said) -> str:
    """Who it was and when, or that there is no more to say about it."""
    name, late = f"*{escape(said.name)}*", " · late" if said.prompt.late else ""
    if said.prompt.state == PromptState.SKIPPED:
        reason = f": {escape(clip(said.prompt.reason, _TITLE))}" if said.prompt.reason else ""
        return f"{name} skips this one{reason}"
    if said.is_brief:
        return f"{name}: nothing new today{late}"
    when = at_time(
        said.prompt.answered_at or said.prompt.due_at, said.prompt.zone, seen_from=said.round.local_date
    )
    new = " · nothing new today" if said.prompt.nothing_new else ""
    return f"{name} · {when} their time{late}{new}"


def answered(said: Said) -> list[str]:
    """Each question a person answered, with the answer under it."""
    given = ((question, said.answers.get(question.key)) for question in said.round.questions)
    return [
        f"_{escape(question.ask)}_\n{_words(question, answer, said)}{raised_as(question, said)}"
        for question, answer in given
        if answer
    ]


def raised_as(question: Question, said: Said) -> str:
    """` · raised as #17`, where it was."""
    number = said.raised.get(question.key)
    return f" · raised as #{number}" if number is not None else ""


def answers_to(question: Question, said: Sequence[Said]) -> list[str]:
    """How often each answer was given, where that can be counted, and who said what."""
    given = [(item, item.answers[question.key]) for item in said if question.key in item.answers]
    counted = spread(question, [answer for _, answer in given])
    return [*([counted] if counted else []), *(_line(question, answer, item) for item, answer in given)]


def _line(question: Question, answer: Answer, said: Said) -> str:
    name, late = f"*{escape(said.name)}*", " · late" if said.prompt.late else ""
    if question.type not in (*IN_WORDS, QuestionType.GOALS):
        return f"{name}{late}: {in_one_line(question, answer, said.names, seen_from=said.round.local_date)}"
    words = _words(question, answer, said) + raised_as(question, said)
    return f"{name}{late}:\n{words}" if "\n" in words else f"{name}{late}: {words}"


def _words(question: Question, answer: Answer, said: Said) -> str:
    return in_words(question, answer, said.names, seen_from=said.round.local_date)

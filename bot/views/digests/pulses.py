"""What groups said, in a digest: rounded as it was published, with how many it comes from."""

from collections.abc import Iterator, Sequence

from bot.values.facts import Figure, Pulse
from bot.values.privacy import REST, Measure, Result, Share
from bot.values.questions import Question, QuestionType
from bot.views.digests.rest import Rest, more
from bot.views.digests.text import bold, day, plain, quote
from bot.views.results.figures import figure, part, rating
from bot.views.words import plural

MOST_PULSES = 3
MOST_FIGURES = 3
MOST_OPTIONS = 5

_SHORT, _WHOLE = 60, 140
"""Characters of a question: in the digest, and in its thread."""


def in_short(pulses: Sequence[Pulse], rest: Rest) -> list[str]:
    """A line for each ritual, with its first figures."""
    shown = [_line(pulse, rest) for pulse in pulses[:MOST_PULSES]]
    return [*shown, *more(len(pulses) - len(shown), rest)]


def in_detail(pulses: Sequence[Pulse], *, of_many_weeks: bool = False) -> Iterator[str]:
    """Every figure, with the groups it is told apart by; what was written stands where the round was shown. Of rounds
    `of_many_weeks` each says of which day it is."""
    for pulse in pulses:
        yield _head(pulse, f", round of {day(pulse.on)}" if of_many_weeks else "")
        for item in pulse.figures:
            yield f"• {quote(item.question.ask, _WHOLE)}: {_of(item.question, item.result)}, {_who(item.result)}"
            for group in item.groups:
                name = "everybody else" if group.group == REST else plain(group.group or "")
                yield f"  {name}: {_of(item.question, group)}, {group.n} answered"
        if pulse.words:
            people = plural(pulse.words, "person", "people")
            yield f"• {people} wrote something: it stands in the thread of that round, and only there."


def _line(pulse: Pulse, where: Rest) -> str:
    told = [_in_short(item, pulse) for item in pulse.figures[:MOST_FIGURES]]
    if rest := len(pulse.figures) - len(told):
        told.append(f"{rest} more {where}")
    return " · ".join([f"• {_head(pulse)}", *told])


def _head(pulse: Pulse, when: str = "") -> str:
    doubt = ": those who answered may differ" if pulse.low_turnout else ""
    return (
        f"{bold(pulse.name)} ({pulse.tier}){when}: {pulse.answered} of {pulse.invited} people answered{doubt}"
    )


def _in_short(item: Figure, pulse: Pulse) -> str:
    about = f"{quote(item.question.ask, _SHORT)} {_largest(item.question, item.result)}"
    is_all = item.result.group is None and item.result.n == pulse.answered
    return about if is_all else f"{about} ({_who(item.result)})"


def _who(result: Result) -> str:
    where = "" if result.group is None else f" in {plain(result.group)}"
    return f"{result.n} answered{where}"


def _of(question: Question, result: Result) -> str:
    if result.measure is Measure.RATING and result.word is None:
        return f"{rating(result)} of {question.of}"
    if question.type in (QuestionType.SCALE, QuestionType.YES_NO):
        return figure(question, result)
    largest = sorted(result.shares, key=lambda share: -share.part)[:MOST_OPTIONS]
    told = [_option(share) for share in result.shares if share in largest]
    rest = len(result.shares) - len(told)
    return ", ".join([*told, *([f"{rest} more in its thread"] if rest else [])])


def _largest(question: Question, result: Result) -> str:
    """Of many options only the one most people picked."""
    if question.type in (QuestionType.SCALE, QuestionType.YES_NO):
        return _of(question, result)
    return _option(max(result.shares, key=lambda share: share.part))


def _option(share: Share) -> str:
    return f"{plain(share.option)}: {part(share.part)}"

"""What a round brings in which only groups are shown: worked out once, when it closes, and never again.

Nothing here says who answered what, and no figure is exact: means and shares are rounded so coarsely that one more
answer, or one fewer, is seen about as well as by guessing (`trends-and-privacy.md` §4.2), and where nearly all said
the same there is a word in place of a number. How it is computed is told in `docs/how-we-compute.md`.
"""

import secrets
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from math import floor

from bot.privacy.groups import split
from bot.values.privacy import FEW, FINER_FROM, MOST, REST, Ballot, Measure, Outcome, Result, Share, Texts
from bot.values.questions import IN_WORDS, NO, YES, Answer, Question, QuestionType
from bot.values.rituals import Protection

NEARLY_ALL = Fraction(8, 10)
"""Where so large a part says the same, a number would say what each of them said."""

LOW, MIDDLE, HIGH = "mostly low", "mostly in the middle", "mostly high"

_HALF = Fraction(1, 2)
_MEAN_STEPS = (_HALF, Fraction(1, 4))
_SHARE_STEP = Fraction(1, 4)
"""However many answered: of tenths, whoever sees twelve answers and then thirteen tells the last yes or no."""
_PICKED = (QuestionType.CHOICE, QuestionType.CHOICES, QuestionType.BOTTLENECKS)

_Given = tuple[str | None, Answer]
"""An answer to one question, and the group it comes from."""


def _at_random(texts: Texts) -> Texts:
    """In an order that only chance knows."""
    shuffled = list(texts)
    secrets.SystemRandom().shuffle(shuffled)
    return shuffled


def summarize(
    questions: Sequence[Question],
    ballots: Sequence[Ballot],
    protection: Protection,
    *,
    invited: int,
    shuffled: Callable[[Texts], Texts] = _at_random,
) -> Outcome:
    """How a round ends: what may be shown of it, and nothing else. An empty ballot is nobody's answer."""
    cast = [ballot for ballot in ballots if any(not item.is_empty for item in ballot.answers.values())]
    if len(cast) < protection.fewest:
        return Outcome(invited, None)
    results: list[Result] = []
    texts: list[tuple[str, str]] = []
    for question in questions:
        given = list(_given(question, cast))
        if question.type in IN_WORDS:
            if len(given) >= protection.fewest_words:
                results.append(Result(question.key, None, len(given), Measure.WORDS))
                texts.extend((question.key, (item.text or "").strip()) for _, item in given)
        elif len(given) >= protection.fewest:
            results.extend(_figures(question, given, protection.fewest))
    return Outcome(invited, len(cast), tuple(results), tuple(shuffled(texts)))


def _given(question: Question, cast: Sequence[Ballot]) -> Iterator[_Given]:
    for ballot in cast:
        item = ballot.answers.get(question.key)
        if item is not None and _counts(question, item):
            yield ballot.group, item


def _counts(question: Question, item: Answer) -> bool:
    """Whether this is an answer that can be shown among others: a name, a day or a link cannot."""
    if question.type in IN_WORDS:
        return bool(item.text and item.text.strip())
    if question.type == QuestionType.SCALE:
        return item.number is not None and 1 <= item.number <= question.of
    if question.type == QuestionType.YES_NO:
        return item.number is not None
    return question.type in _PICKED and not item.is_empty


def _figures(question: Question, given: Sequence[_Given], fewest: int) -> Iterator[Result]:
    """Everybody together and, as far as nothing can be told from the difference, group by group."""
    yield _figure(question, None, [item for _, item in given])
    parts = split(Counter(group for group, _ in given), fewest)
    for name in parts.shown:
        yield _figure(question, name, [item for group, item in given if group == name])
    if parts.has_rest:
        yield _figure(question, REST, [item for group, item in given if group not in parts.shown])


def _figure(question: Question, group: str | None, items: Sequence[Answer]) -> Result:
    if question.type == QuestionType.SCALE:
        return _rating(question, group, [int(item.number or 0) for item in items])
    shares = _yes_and_no(items) if question.type == QuestionType.YES_NO else _picks(question, items)
    return Result(question.key, group, len(items), Measure.SHARES, shares=tuple(shares))


def _rating(question: Question, group: str | None, numbers: Sequence[int]) -> Result:
    n, of = len(numbers), question.of
    exact = Fraction(sum(numbers), n)
    mean = _rounded(exact, _MEAN_STEPS[n >= FINER_FROM])
    ((most_common, times),) = Counter(numbers).most_common(1)
    if Fraction(times, n) >= NEARLY_ALL:
        return Result(question.key, group, n, Measure.RATING, of=of, word=_word(Fraction(most_common), of))
    if mean in (1, of):
        # Rounded to an end of the scale: hardly anybody can be far from it.
        return Result(question.key, group, n, Measure.RATING, of=of, word=_word(exact, of))
    return Result(question.key, group, n, Measure.RATING, mean=float(mean), of=of)


def _word(value: Fraction, of: int) -> str:
    """In which third of the scale a value lies."""
    height = (value - 1) / (of - 1)
    if height <= Fraction(1, 3):
        return LOW
    return HIGH if height >= Fraction(2, 3) else MIDDLE


def _yes_and_no(items: Sequence[Answer]) -> Iterator[Share]:
    yes = _part(sum(bool(item.number) for item in items), len(items))
    yield Share(YES, yes)
    yield Share(NO, round(1 - yes, 2))


def _picks(question: Question, items: Sequence[Answer]) -> Iterator[Share]:
    """How large a part picked what, in the order of the options."""
    picked = Counter(option for item in items for option in set(item.chosen))
    for option in question.options:
        yield Share(option, _part(picked[option], len(items)))


def _part(count: int, n: int) -> float:
    """A part, rounded; one that is nearly everybody or nearly nobody says only that."""
    exact = Fraction(count, n)
    if exact >= NEARLY_ALL:
        return MOST
    if exact <= 1 - NEARLY_ALL:
        return FEW
    return float(_rounded(exact, _SHARE_STEP))


def _rounded(exact: Fraction, step: Fraction) -> Fraction:
    """To the nearest step; halfway is rounded up."""
    return floor(exact / step + _HALF) * step

"""What groups said over the last weeks: the newest round of each ritual, and the published numbers week by week.

A function of frozen results and of nothing else.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.store.frozen import FrozenRound
from bot.trends.pulses import Sight, pulses, value_of
from bot.trends.series import mondays
from bot.values.digests import Week
from bot.values.facts import Change, Figure, Measure, Period, Pulse, Unsaid
from bot.values.questions import Question, QuestionType
from bot.values.rituals import TO_LEAD
from bot.values.trends import Range, Series


@dataclass(frozen=True, slots=True)
class PulseWeeks:
    """The newest rounds, their numbers week by week, and what is not shown of them."""

    told: tuple[Pulse, ...] = ()
    series: tuple[Series, ...] = ()
    unsaid: tuple[Unsaid, ...] = ()


def pulse_weeks(rounds: Iterable[FrozenRound], period: Period, sight: Sight) -> PulseWeeks:
    """Each ritual in which only groups are shown, as of its newest round in the weeks that are shown."""
    found = PulseWeeks()
    first = mondays(period)[0]
    for every in _by_ritual(rounds):
        newest = every[-1].round.local_date
        if newest >= first:
            found = _with(found, _of_ritual(every, period, _week_of(newest), sight))
    return found


@dataclass(frozen=True, slots=True)
class _Ritual:
    """The rounds of one ritual up to the end of `period`, the oldest first, and what is told of the newest."""

    rounds: Sequence[FrozenRound]
    period: Period
    sight: Sight
    changes: Mapping[tuple[str, str], Change]


def _of_ritual(every: Sequence[FrozenRound], period: Period, monday: date, sight: Sight) -> PulseWeeks:
    its_week = Period(Week(monday), last=min(monday + timedelta(days=6), period.last), so_far=False)
    found = pulses(every, its_week, sight)
    changes = {(change.team, change.about): change for change, _distance in found.changes}
    ritual = _Ritual(every, period, sight, changes)
    series = (_series(figure, pulse, ritual) for pulse in found.told for figure in pulse.figures)
    return PulseWeeks(found.told, tuple(each for each in series if each is not None), found.unsaid)


def _series(figure: Figure, pulse: Pulse, ritual: _Ritual) -> Series | None:
    """The figure's weeks; None where there never was a number."""
    known = dict(_values(figure, ritual))
    values = [known.get(monday) for monday in mondays(ritual.period)]
    if all(value is None for value in values):
        return None
    question = figure.question
    change = ritual.changes.get((figure.result.group or pulse.name, question.ask))
    return Series(
        about=pulse.name,
        measure=Measure.SCALE if question.type == QuestionType.SCALE else Measure.SHARE,
        values=values,
        ask=question.ask,
        of=question.of,
        people=pulse.invited,
        people_answered=figure.result.n,
        usual=None if change is None else _usual(change),
        is_rounded=True,
    )


def _usual(change: Change) -> Range:
    return Range(change.low, change.high, change.base, change.weeks, change.near, change.early)


def _values(figure: Figure, ritual: _Ritual) -> Iterator[tuple[date, float | None]]:
    """The number of each week's newest round that was shown to these readers, of the same words."""
    for frozen in ritual.rounds:
        is_shown = frozen.round.report != TO_LEAD and ritual.sight.may_show & set(frozen.channels)
        asked = next((each for each in frozen.round.questions if each.key == figure.question.key), None)
        if is_shown and asked is not None and _is_same(asked, figure.question):
            yield _week_of(frozen.round.local_date), _value_in(frozen, figure)


def _value_in(frozen: FrozenRound, figure: Figure) -> float | None:
    """The same figure of another round; None where it has no number there."""
    about = figure.question.key, figure.result.group
    result = next((each for each in frozen.results if (each.question_key, each.group) == about), None)
    return None if result is None else value_of(result)


def _is_same(asked: Question, other: Question) -> bool:
    return (asked.ask, asked.type, asked.of) == (other.ask, other.type, other.of)


def _by_ritual(rounds: Iterable[FrozenRound]) -> list[list[FrozenRound]]:
    """The rounds of each ritual, the oldest first; rituals by name."""
    found: dict[int, list[FrozenRound]] = {}
    for each in rounds:
        found.setdefault(each.round.ritual_id, []).append(each)
    return sorted(found.values(), key=lambda every: every[-1].round.ritual_name.casefold())


def _week_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _with(found: PulseWeeks, more: PulseWeeks) -> PulseWeeks:
    return PulseWeeks(found.told + more.told, found.series + more.series, found.unsaid + more.unsaid)

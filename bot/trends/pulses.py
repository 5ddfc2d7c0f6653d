"""What groups said, as it was published: a function of frozen results and of nothing else.

Weeks are compared by their rounded values, so a change has to be larger than the rounding. Where nearly all said the
same there is a word and no number, and the week is a gap.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from bot.store.frozen import FrozenRound
from bot.trends.change import Point, Shift, by_one, judge, with_marks
from bot.trends.courses import course
from bot.trends.first_weeks import unsaid
from bot.trends.marks import NO_MARKS, Marks
from bot.values.facts import Change, Figure, Measure, Period, Pulse, Silence, Unsaid
from bot.values.privacy import FINER_FROM, Result
from bot.values.privacy import Measure as Kept
from bot.values.questions import IN_WORDS, YES, Question, QuestionType
from bot.values.rituals import TO_LEAD, Breakdown

_STEPS = {Kept.RATING: (0.5, 0.25), Kept.SHARES: (0.25, 0.25)}
"""What means and parts are rounded to, of few people and of FINER_FROM and more."""


@dataclass(frozen=True, slots=True)
class Sight:
    """From where a digest looks: the names of the teams it may name, that of the one team it is about, if it is about
    one, and the channels whose words its readers may be told; the ids of those teams by name, and their marked weeks.
    """

    teams: Sequence[str]
    home: str | None
    may_show: frozenset[str]
    ids: Mapping[str, int] = field(default_factory=dict)
    marks: Marks = NO_MARKS


@dataclass(frozen=True, slots=True)
class Pulses:
    """What is said of a week, what changed and by how much, how many series could be judged, and what is not said."""

    told: tuple[Pulse, ...] = ()
    changes: tuple[tuple[Change, float], ...] = ()
    judged: int = 0
    unsaid: tuple[Unsaid, ...] = ()


def pulses(rounds: Iterable[FrozenRound], period: Period, sight: Sight) -> Pulses:
    """What may be said of the covered week, ritual by ritual in the order of the alphabet."""
    found = Pulses()
    for weeks in _by_ritual(rounds):
        newest = weeks.get(period.first)
        if newest is not None:
            found = _with(found, _of_ritual(newest, weeks, sight))
    return found


def _of_ritual(newest: FrozenRound, weeks: dict[date, FrozenRound], sight: Sight) -> Pulses:
    name = newest.round.ritual_name
    if newest.round.report == TO_LEAD or not sight.may_show & set(newest.channels):
        return Pulses(unsaid=(Unsaid(Silence.ELSEWHERE, name),))
    if newest.count is None:
        why = Silence.KEY_LOST if newest.is_lost else Silence.TOO_FEW_PEOPLE
        return Pulses(unsaid=(Unsaid(why, name),))
    told = _told(newest, sight)
    missing = [question.ask for question in newest.round.questions if _is_missing(question, newest)]
    found = Pulses((told,), unsaid=tuple(Unsaid(Silence.TOO_FEW_PEOPLE, ask) for ask in missing))
    for figure in told.figures:
        marked = _marked(figure, newest, sight)
        found = _with(found, _judged(figure, told, with_marks(list(_points(figure, weeks)), marked)))
    return found


def _marked(figure: Figure, newest: FrozenRound, sight: Sight) -> Collection[date]:
    """The weeks that were out of the ordinary for the team this is about, else for all teams the round asked."""
    group = figure.result.group
    if group is not None and group in sight.ids:
        return sight.marks.of_team(sight.ids[group])
    return sight.marks.of_all(newest.team_ids)


def _told(newest: FrozenRound, sight: Sight) -> Pulse:
    assert newest.count is not None
    words = [result.n for result in newest.results if result.measure is Kept.WORDS and result.group is None]
    return Pulse(
        name=newest.round.ritual_name,
        tier=newest.round.tier,
        on=newest.round.local_date,
        invited=newest.count.asked,
        answered=newest.count.answered,
        figures=tuple(_figures(newest, sight)),
        words=max(words, default=0),
    )


def _figures(newest: FrozenRound, sight: Sight) -> Iterator[Figure]:
    by_team = newest.round.protection.breakdown is Breakdown.TEAM
    home = sight.home if by_team else None
    for question in newest.round.questions:
        result = _result(newest, question.key, home) or _result(newest, question.key, None)
        if result is not None and result.measure is not Kept.WORDS:
            groups = (
                other
                for other in newest.results
                if other.question_key == question.key
                and other.group is not None
                and (not by_team or other.group in sight.teams)
                and home is None
            )
            yield Figure(question, result, tuple(groups))


def _is_missing(question: Question, newest: FrozenRound) -> bool:
    # What was written is in the round's thread, or said there to be of too few.
    return question.type not in IN_WORDS and _result(newest, question.key, None) is None


def _judged(figure: Figure, told: Pulse, points: Sequence[Point]) -> Pulses:
    """What may be said of one figure's change."""
    if value_of(figure.result) is None:
        return Pulses()
    is_low = told.low_turnout and not points[-1].is_marked
    verdict = Silence.LOW_TURNOUT if is_low else judge(points)
    if isinstance(verdict, Shift):
        change = replace(_change(figure, told, verdict), course=course(points))
        return Pulses(changes=((change, verdict.distance),), judged=1)
    about = figure.result.group or told.name
    return Pulses(unsaid=(unsaid(verdict, about, points),)) if verdict else Pulses(judged=1)


def _points(figure: Figure, weeks: dict[date, FrozenRound]) -> Iterator[Point]:
    group = figure.result.group
    for monday in sorted(weeks):
        frozen = weeks[monday]
        result = _result(frozen, figure.question.key, group)
        if result is None or frozen.count is None:
            continue
        asked = next(item for item in frozen.round.questions if item.key == figure.question.key)
        if point := point_of(monday, asked, result, frozen.count.asked):
            yield point


def point_of(monday: date, question: Question, result: Result, asked: int) -> Point | None:
    """A week by its rounded value; with a word and no number it is none."""
    value = value_of(result)
    if value is None:
        return None
    step = _STEPS[result.measure][result.n >= FINER_FROM]
    alone = by_one(question.of if result.measure is Kept.RATING else 2, result.n)
    return Point(monday, value, asked, f"{question.ask} /{question.type} {question.of}", step, alone)


def value_of(result: Result) -> float | None:
    """The number by which weeks are compared: a mean, or the part that says yes."""
    if result.measure is Kept.RATING:
        return result.mean
    return next((share.part for share in result.shares if share.option == YES), None)


def _change(figure: Figure, told: Pulse, shift: Shift) -> Change:
    is_scale = figure.question.type == QuestionType.SCALE
    lowest, highest = (1.0, float(figure.question.of)) if is_scale else (0.0, 1.0)
    return Change(
        team=figure.result.group or told.name,
        about=figure.question.ask,
        measure=Measure.SCALE if is_scale else Measure.SHARE,
        value=shift.value,
        low=max(shift.band.centre - shift.band.limit, lowest),
        high=min(shift.band.centre + shift.band.limit, highest),
        weeks=shift.weeks,
        near=shift.near,
        early=shift.is_early,
        base=shift.base,
        people=told.invited,
        people_answered=figure.result.n,
        of=figure.question.of,
        is_rounded=True,
    )


def _result(frozen: FrozenRound, key: str, group: str | None) -> Result | None:
    return next((item for item in frozen.results if item.question_key == key and item.group == group), None)


def _by_ritual(rounds: Iterable[FrozenRound]) -> list[dict[date, FrozenRound]]:
    """The newest round of each week, by ritual in the order of the alphabet."""
    found: dict[int, dict[date, FrozenRound]] = {}
    for item in rounds:
        day = item.round.local_date
        found.setdefault(item.round.ritual_id, {})[day - timedelta(days=day.weekday())] = item
    return sorted(found.values(), key=lambda weeks: weeks[max(weeks)].round.ritual_name.casefold())


def _with(found: Pulses, more: Pulses) -> Pulses:
    return Pulses(
        found.told + more.told,
        found.changes + more.changes,
        found.judged + more.judged,
        found.unsaid + more.unsaid,
    )

"""Series over weeks: the values, the usual range, and whether the newest lies outside it. Pure rules."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from bot.store.trends import Series as Key
from bot.trends import participation, week
from bot.trends.change import FIRM_WEEKS, Point, Shift, compared_with, judge, with_marks
from bot.trends.readings import Scale, scales
from bot.trends.watching import Watched
from bot.values.facts import Measure, Period, Reading, Silence, Turnout
from bot.values.questions import Question, QuestionType
from bot.values.trends import WEEKS, Range, Series


@dataclass(frozen=True, slots=True)
class Judged:
    """What may be said of the newest week: its usual range, or why nothing is."""

    usual: Range | None = None
    silence: Silence | None = None


def mondays(period: Period) -> list[date]:
    """The weeks that are shown, the oldest first."""
    weeks = week.up_to(period, WEEKS)
    return [weeks.monday(index) for index in range(weeks.count)]


def series_of(watched: Watched) -> dict[int, list[Series]]:
    """Each team's series by name: how many answered each ritual in time, and its scale questions below."""
    found: dict[int, list[tuple[str, Series]]] = {}
    for key, each in (*_turnouts(watched), *_scales(watched)):
        if any(value is not None for value in each.values):
            found.setdefault(key[0], []).append((watched.rituals[key[1]].name.casefold(), each))
    # Sorting keeps what is told of one ritual in its order.
    return {
        team_id: [each for _name, each in sorted(named, key=lambda item: item[0])]
        for team_id, named in found.items()
    }


def judged(
    points: Sequence[Point], marked: Collection[date], period: Period, bounds: tuple[float, float]
) -> Judged:
    """What may be said of the week of this period. The range ends where the scale does."""
    if not points or points[-1].monday != period.first:
        return Judged(silence=Silence.NOBODY_ASKED)
    seen = with_marks(points, marked)
    verdict = judge(seen, is_over=not period.so_far)
    if isinstance(verdict, Silence):
        return Judged(silence=verdict)
    lowest, highest = bounds
    if verdict is None:
        found = compared_with(seen)
        assert found is not None, "what was judged was compared"
        (band, base), shift = found, None
    else:
        band, base, shift = verdict.band, verdict.base, verdict
    low, high = max(band.centre - band.limit, lowest), min(band.centre + band.limit, highest)
    return Judged(_range(low, high, base, shift))


def _range(low: float, high: float, base: int, shift: Shift | None) -> Range:
    if shift is None:
        return Range(low, high, base, is_early=base < FIRM_WEEKS)
    return Range(low, high, base, shift.weeks, shift.near, shift.is_early)


def values_of(points: Sequence[Point], period: Period) -> list[float | None]:
    """The values of the weeks that are shown; None where there is none, or it answered other words."""
    known = {point.monday: point.value for point in points if point.wording == points[-1].wording}
    return [known.get(monday) for monday in mondays(period)]


def _turnouts(watched: Watched) -> Iterator[tuple[Key, Series]]:
    period = watched.period
    newest = participation.of_week(watched.turnouts, period.first)
    for key, points in participation.points(watched.turnouts).items():
        verdict = judged(points, watched.marks.of_team(key[0]), period, (0.0, 1.0))
        counts = newest.get(key, Turnout())
        yield (
            key,
            Series(
                about=watched.rituals[key[1]].name,
                measure=Measure.TURNOUT,
                values=values_of(points, period),
                people=counts.people,
                people_answered=counts.people_answered,
                usual=verdict.usual,
                silence=verdict.silence,
                asked=counts.asked,
                answered=counts.answered,
            ),
        )


def _scales(watched: Watched) -> Iterator[tuple[Key, Series]]:
    period = watched.period
    found = scales(watched.scales, watched.turnouts, watched.wordings, period.first)
    asks = _asked_last(watched)
    for (key, question_key), scale in found.items():
        question = asks[key[1], question_key]
        marked = watched.marks.of_team(key[0])
        verdict = _judged_scale(scale, marked, period, question.of)
        reading = scale.reading
        yield (
            key,
            Series(
                about=watched.rituals[key[1]].name,
                measure=Measure.SCALE,
                values=values_of(scale.points, period),
                ask=question.ask,
                of=question.of,
                people=reading.people if reading else 0,
                people_answered=reading.people_answered if reading else 0,
                usual=verdict.usual,
                silence=verdict.silence,
            ),
        )


def _judged_scale(scale: Scale, marked: Collection[date], period: Period, of: int) -> Judged:
    if _is_low(scale.reading) and period.first not in marked:
        return Judged(silence=Silence.LOW_TURNOUT)
    return judged(scale.points, marked, period, (1.0, float(of)))


def _is_low(reading: Reading | None) -> bool:
    return reading is not None and reading.low_turnout


def _asked_last(watched: Watched) -> dict[tuple[int, str], Question]:
    """How each scale question was worded last, by ritual and key."""
    return {
        (row.ritual_id, question.key): question
        for row in watched.wordings
        for question in row.questions
        if question.type == QuestionType.SCALE
    }

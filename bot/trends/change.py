"""When a number has changed, and when nothing may be said about it.

XmR chart (Wheeler; Nelson 1982): the usual range is the mean of earlier weeks, plus and minus 2.66 times the mean
difference of neighbouring weeks. A week counts as changed outside that range, or when it and the week before lie
beyond two thirds of the way on the same side. It is compared with the weeks before the last four where twelve are
left, so that what happens lately is no yardstick, and what one person alone can do is never a change.

Of simulated teams of 8 with 12 weeks to compare with (`python -m benchmarks change`), 1.6 of 100 weeks look like a
change when nothing happens, and a lasting drop of one point on a scale of five is found within four weeks in 89.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from statistics import fmean, median
from typing import TypeVar

from bot.trends.week import weeks_between
from bot.values.facts import LOW_TURNOUT, Change, Silence

NATURAL_LIMIT = 2.66
"""Three standard deviations, told from the mean moving range of two (3 / 1.128)."""

FEWEST_WEEKS = 6
"""With fewer weeks to compare with, nothing is said."""

FIRM_WEEKS = 12
"""With fewer weeks to compare with, a change is an early signal: fewer of them are found."""

LONGEST_RUN = 4
"""So many weeks are told as a run, and left out of what they are compared with; a longer one has become the usual."""

MOST_CHANGES = 3
"""More changes than these go to the thread."""

LONGEST_GAP = 1
"""More weeks without a value than this, one after the other, and comparing starts anew."""

GROUP_CHANGE = 0.25
"""A group that grew or shrank by more than this share is another group."""

STEPS = 1.5
"""A rounded value that moved by so many steps or fewer may hardly have moved at all."""

_ROUNDING = 1e-9
_Week = TypeVar("_Week")


@dataclass(frozen=True, slots=True)
class Point:
    """One week of a series. `people` were asked; weeks of unlike `wording` are not compared. `step`: what the value
    was rounded to. `alone`: how far one person can move it, one part in `people` unless said. `is_marked`: out of
    the ordinary, so that nothing is judged by its value and it is not judged."""

    monday: date
    value: float
    people: int
    wording: str = ""
    step: float = 0.0
    alone: float | None = None
    is_marked: bool = False


@dataclass(frozen=True, slots=True)
class Band:
    """The usual range: `centre` plus and minus `limit`."""

    centre: float
    limit: float

    def distance(self, value: float) -> float:
        """How far a value lies from the centre, in limits; positive is above, infinite without a limit."""
        away = value - self.centre
        if abs(away) <= _ROUNDING:
            return 0.0
        return away / self.limit if self.limit else away * float("inf")


@dataclass(frozen=True, slots=True)
class Shift:
    """The latest week is outside `band`, for `weeks` weeks; `near`: beyond two thirds of it twice running."""

    band: Band
    value: float
    weeks: int
    base: int
    near: bool = False

    @property
    def is_early(self) -> bool:
        """Whether there were few weeks to compare with."""
        return self.base < FIRM_WEEKS

    @property
    def distance(self) -> float:
        """How far outside, in limits."""
        return abs(self.band.distance(self.value))


def usual_range(values: Sequence[float], least: float = 0.0) -> Band:
    """The XmR natural process limits of weekly values; the limit is never below `least`."""
    moving = [abs(later - earlier) for earlier, later in pairwise(values)]
    return Band(fmean(values), max(NATURAL_LIMIT * fmean(moving), least) if moving else least)


def judge(points: Sequence[Point], *, is_over: bool = True) -> Shift | Silence | None:
    """What may be said of the latest of these weeks, given oldest first; None: it is inside its usual range.

    A silence says that there is too little to compare with, that the week is marked, or that it is not over.
    """
    if points[-1].is_marked:
        return Silence.MARKED
    series = since_restart(points)
    if len(series) - 1 < FEWEST_WEEKS:
        if not is_over and _is_asked_yet(points):
            return Silence.SO_FAR
        has_restarted = len(series) < sum(not point.is_marked for point in points)
        return Silence.BASE_RESTARTED if has_restarted else Silence.TOO_FEW_WEEKS
    return _outside(series) or _near_the_edge(series)


def compared_with(points: Sequence[Point]) -> tuple[Band, int] | None:
    """The usual range the latest of these weeks is held against, and from how many weeks it is; None: too few."""
    series = since_restart(points)
    if points[-1].is_marked or len(series) - 1 < FEWEST_WEEKS:
        return None
    base, point = before(series, 1), series[-1]
    least = max(_one_person(point), STEPS * point.step)
    return usual_range([each.value for each in base], least), len(base)


def with_marks(points: Sequence[Point], marked: Collection[date]) -> list[Point]:
    """The same weeks, with those marked whose Mondays are; a marked week without a value is no gap either."""
    known = {point.monday: point for point in points}
    between = [monday for monday in marked if points and points[0].monday < monday < points[-1].monday]
    every = {**{monday: Point(monday, 0.0, 0) for monday in between}, **known}
    return [_marked(every[monday], monday in marked) for monday in sorted(every)]


def _marked(point: Point, is_marked: bool) -> Point:
    # Nearly every week stays as it is.
    return point if point.is_marked is is_marked else replace(point, is_marked=is_marked)


def since_restart(points: Sequence[Point]) -> list[Point]:
    """The points that can be compared with the latest: the unmarked ones since the base last restarted."""
    series: list[Point] = []
    previous: Point | None = None
    for point in points:
        if previous and _is_gap(previous, point):
            series = []
        if not point.is_marked:
            series = [*([] if _is_another(series, point) else series), point]
        previous = point
    return series


def by_one(of: int, answered: int) -> float:
    """How far one of those who answered can move their mean, from one end of a scale to the other."""
    return (of - 1) / answered


def is_low(answered: int, asked: int) -> bool:
    """Whether so few answered that those who did may differ from the others."""
    return answered < LOW_TURNOUT * asked


def before(series: Sequence[_Week], weeks: int) -> Sequence[_Week]:
    """What the last `weeks` are compared with: what happens lately is no yardstick, where enough is left without."""
    most = len(series) - weeks
    return series[: max(min(FIRM_WEEKS, most), len(series) - LONGEST_RUN)]


def ranked(changes: Iterable[tuple[Change, float]]) -> tuple[Change, ...]:
    """Changes with their distance: the longest outside first, then the farthest, then most people concerned."""
    in_order = sorted(changes, key=lambda pair: (-pair[0].weeks, -pair[1], -pair[0].people))
    return tuple(change for change, _distance in in_order)


def _is_gap(earlier: Point, later: Point) -> bool:
    return weeks_between(earlier.monday, later.monday) > LONGEST_GAP + 1


def _is_another(series: Sequence[Point], point: Point) -> bool:
    """Whether another group was asked, or something else."""
    if not series:
        return False
    usual_size = median(earlier.people for earlier in series)
    other_group = abs(point.people - usual_size) > GROUP_CHANGE * usual_size
    return other_group or point.wording != series[-1].wording


def _is_asked_yet(points: Sequence[Point]) -> bool:
    """Whether the latest week has another group for now only, because the others are asked later in it."""
    series, latest = since_restart(points[:-1]), points[-1]
    return bool(series) and latest.people < series[-1].people and _is_another(series, latest)


def _outside(series: Sequence[Point]) -> Shift | None:
    longest = min(LONGEST_RUN, len(series) - FEWEST_WEEKS)
    runs = (_run(series, weeks, beyond=1.0) for weeks in range(longest, 0, -1))
    return next((shift for shift in runs if shift), None)


def _near_the_edge(series: Sequence[Point]) -> Shift | None:
    return _run(series, 2, beyond=2 / 3) if len(series) - 2 >= FEWEST_WEEKS else None


def _run(series: Sequence[Point], weeks: int, *, beyond: float) -> Shift | None:
    """The last `weeks` points as a shift, if all lie beyond this many limits on the same side."""
    base, run = before(series, weeks), series[-weeks:]
    least = max(_one_person(run[-1]), STEPS * run[-1].step) / beyond
    band = usual_range([point.value for point in base], least)
    distances = [band.distance(point.value) for point in run]
    same_side = min(distances) > beyond + _ROUNDING or max(distances) < -beyond - _ROUNDING
    return Shift(band, run[-1].value, weeks, len(base), near=beyond < 1) if same_side else None


def _one_person(point: Point) -> float:
    """How far one person alone can move a value: so small a move is never called a change of the team."""
    if point.alone is not None:
        return point.alone
    return 1 / point.people if point.people else 0.0

"""When something was counted so often, or so seldom, that it is no ordinary week.

C-chart (Shewhart): the usual range of what is counted is the mean of earlier weeks, plus and minus three times its
square root. With a mean of 3 a week only 9 and more are unusual; under a mean of 2 nothing is, and the count alone is
said. A week that is not over yet can have too many, never too few.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from math import ceil, floor, sqrt
from statistics import fmean

from bot.store import weekly_counts as store
from bot.store.engine import Transaction
from bot.store.loop_figures import open_to_all
from bot.store.weekly_counts import Counting
from bot.trends.bottlenecks import Moment, Readers
from bot.trends.change import FEWEST_WEEKS, FIRM_WEEKS, LONGEST_RUN, Band, Shift, before
from bot.trends.pulses import Pulses
from bot.trends.week import HISTORY
from bot.values.counts import Counted
from bot.values.facts import Change, Measure, Weekly
from bot.values.trends import Range, Tally

LIMIT = 3
"""Standard deviations of a count, each the square root of its mean."""

FEWEST_A_WEEK = 2
"""With a smaller mean only the count is said."""


@dataclass(frozen=True, slots=True)
class Count:
    """How often something happened in one week."""

    monday: date
    number: int
    is_marked: bool = False


@dataclass(frozen=True, slots=True)
class Counts:
    """Which counts changed, with their distance, and how many could be judged."""

    changes: tuple[tuple[Change, float], ...] = ()
    judged: int = 0


def usual_range(numbers: Sequence[int]) -> Band:
    """The limits of a c-chart: the mean of these weeks, plus and minus three times its square root."""
    mean = fmean(numbers)
    return Band(mean, LIMIT * sqrt(mean))


def judge(counts: Sequence[Count], *, is_over: bool = True) -> Shift | None:
    """Whether the latest of these weeks, given oldest first, is outside the usual range; None: nothing is said."""
    series = comparable(counts)
    runs = (_run(series, weeks, is_over) for weeks in range(min(LONGEST_RUN, len(series)), 0, -1))
    return next((shift for shift in runs if shift), None)


def comparable(counts: Sequence[Count]) -> list[Count]:
    """The latest week and those it is compared with, from the first one in which anything was counted; none where
    nothing may be said: there are too few, it is marked, or too little is counted."""
    first = next((place for place, count in enumerate(counts) if count.number), len(counts))
    series = [count for count in counts[first:] if not count.is_marked]
    earlier = [count.number for count in series[:-1]]
    if counts[-1].is_marked or len(earlier) < FEWEST_WEEKS or fmean(earlier) < FEWEST_A_WEEK:
        return []
    return series


def usual_numbers(band: Band) -> tuple[int, int]:
    """The lowest and the highest number that is not unusual."""
    return max(0, ceil(band.centre - band.limit)), floor(band.centre + band.limit)


async def gather(
    tx: Transaction, workspace_id: int, readers: Readers, moment: Moment, marked: Collection[date]
) -> Counts:
    """What these readers are told of counts that are unusual; `marked` are the weeks that all their teams marked."""
    every = await by_week(tx, workspace_id, readers, moment)
    found = Counts()
    for counted, numbers in every.items():
        counts = _weeks(numbers, moment, marked)
        shift = judge(counts, is_over=not moment.period.so_far)
        changes = ((_change(counted, shift, counts), shift.distance),) if shift else ()
        found = Counts(found.changes + changes, found.judged + bool(comparable(counts)))
    return found


async def tallies(
    tx: Transaction, workspace_id: int, readers: Readers, moment: Moment, marked: Collection[date]
) -> list[Tally]:
    """Everything that is counted often enough to say what is usual, with how often it was in the newest week."""
    every = await by_week(tx, workspace_id, readers, moment)
    weighed = [
        _tally(counted, _weeks(numbers, moment, marked), is_over=not moment.period.so_far)
        for counted, numbers in every.items()
    ]
    return [tally for tally in weighed if tally]


def beside(pulses: Pulses, counts: Counts) -> Pulses:
    """What changed of counts together with what changed of pulses: they compete for the same few lines."""
    return replace(pulses, changes=pulses.changes + counts.changes, judged=pulses.judged + counts.judged)


async def by_week(
    tx: Transaction, workspace_id: int, readers: Readers, moment: Moment
) -> Mapping[Counted, Sequence[int]]:
    """Everything that is counted for these readers, the oldest week first and the one of the digest last.

    What the week of the digest has here is what its sections say: `bottlenecks` and `heard`.
    """
    known = {*readers.known, *await open_to_all(tx, workspace_id)}
    bounds = _bounds(moment)
    own = [team.id for team in readers.own] if readers.at_home else known
    waiting = Counting(workspace_id, bounds, own, with_nobodys=not readers.at_home)
    outside = Counting(workspace_id, bounds, known, with_nobodys=True)
    return {**await store.bottlenecks(tx, waiting), **await store.signals(tx, outside)}


def _run(series: Sequence[Count], weeks: int, is_over: bool) -> Shift | None:
    """The last so many weeks as a shift, if all lie outside on the same side."""
    base, run = before(series, weeks), series[-weeks:]
    if len(base) < FEWEST_WEEKS:
        return None
    numbers = [count.number for count in base]
    band = usual_range(numbers)
    low, high = usual_numbers(band)
    is_outside = all(count.number > high for count in run) or all(count.number < low for count in run)
    may_be_said = is_over or run[-1].number > high
    if not is_outside or not may_be_said or band.centre < FEWEST_A_WEEK:
        return None
    return Shift(band, run[-1].number, weeks, len(base))


def _tally(counted: Counted, counts: Sequence[Count], *, is_over: bool) -> Tally | None:
    series = comparable(counts)
    if not series:
        return None
    shift = judge(counts, is_over=is_over)
    base = [count.number for count in before(series, 1)]
    band, weeks, compared = (
        (shift.band, shift.weeks, shift.base) if shift else (usual_range(base), 0, len(base))
    )
    low, high = usual_numbers(band)
    return Tally(
        counted, counts[-1].number, Range(low, high, compared, weeks, is_early=compared < FIRM_WEEKS)
    )


def _weeks(numbers: Sequence[int], moment: Moment, marked: Collection[date]) -> list[Count]:
    mondays = [moment.period.first - timedelta(weeks=ago) for ago in reversed(range(len(numbers)))]
    return [Count(monday, number, monday in marked) for monday, number in zip(mondays, numbers, strict=True)]


def _bounds(moment: Moment) -> list[datetime]:
    mondays = [moment.period.first - timedelta(weeks=ago) for ago in reversed(range(HISTORY))]
    starts = [datetime.combine(monday, time(), tzinfo=moment.zone) for monday in mondays]
    return [*starts, moment.week[1]]


def _change(counted: Counted, shift: Shift, counts: Sequence[Count]) -> Change:
    first = next(place for place, count in enumerate(counts) if count.number)
    low, high = usual_numbers(shift.band)
    return Change(
        team="",
        about=counted,
        measure=Measure.COUNT,
        value=shift.value,
        low=low,
        high=high,
        weeks=shift.weeks,
        near=False,
        early=shift.is_early,
        base=shift.base,
        people=0,
        people_answered=0,
        course=tuple(Weekly(count.monday, count.number) for count in counts[first:]),
    )

"""Every series of trends week by week, with its usual range then: the figures a digest of that week was made from."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from bot.trends.change import Point, Shift, compared_with, judge, with_marks
from bot.trends.export.asking import TO_RITUAL, TO_TEAM
from bot.trends.export.weeks import THE_WEEK, the_week
from bot.trends.week import HISTORY, weeks_between
from bot.values.exporting import Unshown
from bot.values.facts import Silence
from bot.values.files import Row, Sheet, flag, integer, number, text

PARTICIPATION, SCALE, PULSE = "participation", "scale", "pulse"
OPENED, CLEARED, DECLINED = "bottlenecks_opened", "bottlenecks_cleared", "bottlenecks_declined"
OPEN, BLOCKED = "bottlenecks_open", "blocked_days"
METRICS = (PARTICIPATION, SCALE, PULSE, OPENED, CLEARED, DECLINED, OPEN, BLOCKED)

OUTSIDE, NEAR = "outside", "near"

SHEET = Sheet(
    "metrics_weekly",
    "One number of one team in one week",
    (
        text("metric_id", "what the row is told apart by", required=True),
        text("metric", "which number; `unit` says in what", required=True, one_of=METRICS),
        integer("team_id", "whose it is; empty: of several teams together"),
        integer("ritual_id", "the ritual it comes from"),
        text("question_key", "the question it comes from"),
        text("group", "the team or region a published result is of; empty: everybody who answered"),
        *THE_WEEK,
        number(
            "value", "the number; of published parts 0.9 is eight in ten or more and 0.1 two in ten or fewer"
        ),
        text("unit", "share: a part of 1; points: on a scale from 1; bottlenecks; days", required=True),
        integer("n", "people behind it", unit="people"),
        integer("asked", "people asked", unit="people"),
        number("lo", "where the usual range of that time began"),
        number("hi", "where it ended"),
        integer("base_weeks", "weeks it is made from", unit="weeks"),
        text("flag", "outside its usual range, or near its edge two weeks running", one_of=(OUTSIDE, NEAR)),
        flag("is_early", "from fewer than 12 weeks: an early signal, not more"),
        flag("is_marked", "somebody marked the week as out of the ordinary: it is compared with nothing"),
        text(
            "not_judged_reason",
            "why it was not compared: too_few_weeks, base_restarted, low_turnout or marked",
        ),
        text("not_shown_reason", "why there is no value"),
    ),
    ("metric_id",),
    (TO_TEAM, TO_RITUAL),
)


@dataclass(frozen=True, slots=True)
class Behind:
    """How many people are behind a week's value, and how many were asked; `is_low`: so few answered that those who
    did may differ."""

    n: int
    asked: int
    is_low: bool = False


@dataclass(frozen=True, slots=True)
class Course:
    """One series: what it is about, its weeks with a value (the oldest first), who is behind them, and the Mondays
    whose value is not shown, each with the reason. `lowest` and `highest` are as far as values go."""

    metric: str
    unit: str
    lowest: float
    highest: float
    team_id: int | None = None
    ritual_id: int | None = None
    question_key: str | None = None
    group: str | None = None
    points: Sequence[Point] = ()
    behind: Mapping[date, Behind] = field(default_factory=dict)
    unshown: Mapping[date, Unshown] = field(default_factory=dict)


def rows_of(course: Course, mondays: Sequence[date], marked: Iterable[date]) -> Iterator[Row]:
    """The rows of a series for these weeks; a week of which there is nothing has none."""
    wanted, marks = set(mondays), frozenset(marked)
    points = with_marks(course.points, marks)
    known = {point.monday for point in course.points}
    for index, point in enumerate(points):
        if point.monday in wanted and point.monday in known:
            yield {**_about(course, point.monday, marks), **_judged(course, _until(points, index))}
    for monday in sorted(wanted & set(course.unshown)):
        yield {**_about(course, monday, marks), "not_shown_reason": course.unshown[monday]}


def plain_row(course: Course, monday: date, value: float, marked: bool) -> Row:
    """A row of a number that is compared with nothing."""
    marks = frozenset([monday] if marked else ())
    return {**_about(course, monday, marks), "value": value}


def _until(points: Sequence[Point], index: int) -> Sequence[Point]:
    """The weeks that were looked at then."""
    latest = points[index].monday
    return [each for each in points[: index + 1] if weeks_between(each.monday, latest) < HISTORY]


def _about(course: Course, monday: date, marks: frozenset[date]) -> dict[str, object]:
    parts = (course.metric, course.team_id, course.ritual_id, course.question_key, course.group, monday)
    return {
        **dict.fromkeys(SHEET.columns),
        "metric_id": "-".join("" if part is None else str(part) for part in parts),
        "metric": course.metric,
        "team_id": course.team_id,
        "ritual_id": course.ritual_id,
        "question_key": course.question_key,
        "group": course.group,
        **the_week(monday),
        "unit": course.unit,
        "is_early": False,
        "is_marked": monday in marks,
    }


def _judged(course: Course, points: Sequence[Point]) -> Row:
    latest = points[-1]
    behind = course.behind[latest.monday]
    found: dict[str, object] = {"value": latest.value, "n": behind.n, "asked": behind.asked}
    verdict = judge(points)
    if behind.is_low and not latest.is_marked:
        return {**found, "not_judged_reason": _named(Silence.LOW_TURNOUT)}
    if isinstance(verdict, Silence):
        return {**found, "not_judged_reason": _named(verdict)}
    if isinstance(verdict, Shift):
        flagged = {"flag": NEAR if verdict.near else OUTSIDE, "is_early": verdict.is_early}
        limits = _limits(course, verdict.band.centre, verdict.band.limit)
        return {**found, **flagged, **limits, "base_weeks": verdict.base}
    compared = compared_with(points)
    if compared is None:
        return found
    band, base = compared
    return {**found, **_limits(course, band.centre, band.limit), "base_weeks": base}


def _limits(course: Course, centre: float, limit: float) -> dict[str, object]:
    return {"lo": max(centre - limit, course.lowest), "hi": min(centre + limit, course.highest)}


def _named(silence: Silence) -> str:
    return silence.value.replace(" ", "_")

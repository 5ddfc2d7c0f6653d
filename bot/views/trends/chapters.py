"""What is told of one team, in chapters: lines, and at times charts, whose numbers are text as well."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from bot.values.counts import Counted
from bot.values.facts import Measure
from bot.values.goals import HIGHEST
from bot.values.pictures import Chart, Line
from bot.values.trends import LATELY, WEEKS, GoalTrend, Series, Tally, TeamTrends
from bot.values.unblocking import TimeToUnblock
from bot.views.digests import alignment, pulses, told_back, waiting
from bot.views.digests.text import clipped, day, plain
from bot.views.pictures import weeks
from bot.views.trends import words
from bot.views.words import listing, plural

MOST_GOALS = 10
_MOST_OPEN = 3
_TITLE = 100
_PERCENT = 100
_HOW_SOON = "How soon half were cleared"
_BUSY_WEEKS = 3
"""With fewer weeks in which a bottleneck came or went the line through them would be flat."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """A heading, lines, and the charts below them."""

    heading: str
    lines: Sequence[str]
    charts: Sequence[Chart] = ()

    @property
    def text(self) -> str:
        """The heading and the lines below it."""
        return "\n".join([f"*{self.heading}*", *self.lines])


def chapters(trends: TeamTrends) -> list[Chapter]:
    """Everything there is to say of a team, in an order that stays."""
    every = [
        Chapter("Taking part", list(_taking_part(trends)), _of(_turnouts(trends))),
        Chapter("Scale questions", [words.series(each) for each in _scales(trends)], _of(_answers(trends))),
        Chapter("What groups say", list(_groups(trends)), _of(_published(trends))),
        Chapter("Bottlenecks", list(_bottlenecks(trends)), _of(_flows(trends), _times(trends))),
        Chapter("Goals", list(_goals(trends))),
        Chapter("Feedback", list(told_back.in_full(trends.told))),
        Chapter("Not shown, and why", words.unsaid(trends.unsaid)),
    ]
    return [chapter for chapter in every if chapter.lines]


def _of(*charts: Chart | None) -> list[Chart]:
    return [chart for chart in charts if chart]


def _taking_part(trends: TeamTrends) -> Iterator[str]:
    yield from (words.series(each) for each in trends.series if each.measure is Measure.TURNOUT)
    yield from words.soon(trends.responding, LATELY)
    yield from words.asked(trends.asked)


def _scales(trends: TeamTrends) -> list[Series]:
    return [each for each in trends.series if each.measure is Measure.SCALE]


def _groups(trends: TeamTrends) -> Iterator[str]:
    yield from pulses.in_detail(trends.pulses, of_many_weeks=True)
    for each in trends.pulse_series:
        if each.is_outside:
            yield f"{words.name(each)}:{words.usual(each)}"


def _bottlenecks(trends: TeamTrends) -> Iterator[str]:
    told = trends.bottlenecks
    opened, cleared = (sum(getattr(flow, what) for flow in trends.flows) for what in ("opened", "cleared"))
    if told.is_quiet and not (opened or cleared):
        return
    yield f"In {WEEKS} weeks: opened {opened} · cleared {cleared}"
    yield _week(trends)
    yield from words.unusual(_own(trends))
    yield from (waiting.row(seen, told) for seen in told.oldest.first[:_MOST_OPEN])
    if (rest := told.oldest.total - _MOST_OPEN) > 0:
        yield f"… and {rest} more: `/bottleneck list {plain(trends.team.name)}`"
    if others := told.from_others.total:
        yield f"Others wait on {plain(trends.team.name)} for {plural(others, 'thing')}."
    if told.edges:
        yield waiting.between(told.edges)


def _week(trends: TeamTrends) -> str:
    """`In week 47: opened 3 (usual is 0 to 8) · cleared 2 · open 9 · half are cleared within 5 days (…)`."""
    told, own = trends.bottlenecks, [each for each in _own(trends) if not each.is_outside]
    opened = f"opened {told.flow.opened}{words.beside(Counted.OPENED, own)}"
    cleared = f"cleared {told.flow.cleared}{words.beside(Counted.CLEARED, own)}"
    how_long = waiting.how_long(told.time)
    return f"In week {trends.period.week.number}: {opened} · {cleared} · open {told.open} · {how_long}"


def _own(trends: TeamTrends) -> list[Tally]:
    """What is counted of the team alone: what is heard outside is everybody's."""
    return [each for each in trends.tallies if each.about in (Counted.OPENED, Counted.CLEARED)]


def _goals(trends: TeamTrends) -> Iterator[str]:
    yield from (_goal(each, trends.weeks) for each in trends.goals[:MOST_GOALS])
    if (rest := len(trends.goals) - MOST_GOALS) > 0:
        yield f"… and {rest} more."
    yield from _aligned(trends)


def _aligned(trends: TeamTrends) -> Iterator[str]:
    """`• 5 of 7 named the same top goal: *Activation*; week by week 3 of 7 · 4 of 6 · 5 of 7`."""
    known = [each for each in trends.aligned if each is not None]
    if not known:
        return
    last = known[-1]
    when = "" if trends.aligned[-1] is last else f", asked on {day(last.on)}"
    course = " · ".join(f"{each.same} of {each.people}" for each in known)
    said = f"• {alignment.in_words(last)}{when}"
    yield f"{said}; week by week {course}" if len(known) > 1 else said


def _goal(trend: GoalTrend, mondays: Sequence[date]) -> str:
    """`*Activation* (Lee): 4 of 10 on 16 Nov; before that 7 from 26 Oct and 6 from 9 Nov`."""
    owner = plain(trend.seen.owner) if trend.seen.owner else "nobody looks after it"
    title = f"• *{clipped(trend.seen.goal.title.replace('*', ''), _TITLE)}* ({owner})"
    if trend.latest is None:
        return f"{title}: no word of confidence yet."
    said = f"{title}: {trend.latest.value} of {HIGHEST} on {day(trend.latest.on)}"
    *before, (_newest, since) = _held(trend.values, mondays) or [(0, "")]
    if not before:
        return (
            f"{said}, the same since {since}"
            if sum(value is not None for value in trend.values) > 1
            else said
        )
    return f"{said}; before that {listing([f'{value} from {monday}' for value, monday in before])}"


def _held(values: Sequence[int | None], mondays: Sequence[date]) -> list[tuple[int, str]]:
    """What was said last, from the week on in which it was first said; what nobody changed still holds."""
    said = [(value, day(monday)) for value, monday in zip(values, mondays, strict=False) if value is not None]
    return [next(group) for _value, group in groupby(said, key=lambda each: each[0])]


def _turnouts(trends: TeamTrends) -> Chart | None:
    every = [each for each in trends.series if each.measure is Measure.TURNOUT]
    lines = [Line(each.about, [_percent(value) for value in each.values]) for each in every]
    return _chart("Answered in time, week by week", trends, lines, "%")


def _answers(trends: TeamTrends) -> Chart | None:
    return _of_scales("Scale questions, week by week", trends, _scales(trends))


def _published(trends: TeamTrends) -> Chart | None:
    every = [each for each in trends.pulse_series if each.measure is Measure.SCALE]
    return _of_scales("What groups say, week by week", trends, every)


def _flows(trends: TeamTrends) -> Chart | None:
    if sum(bool(flow.opened or flow.cleared) for flow in trends.flows) < _BUSY_WEEKS:
        return None
    # Before the first one there is no line at nought: then nobody told of any.
    first = next(at for at, flow in enumerate(trends.flows) if flow.opened or flow.cleared)
    before: list[float | None] = [None] * first
    opened = Line("Opened", [*before, *(float(flow.opened) for flow in trends.flows[first:])])
    cleared = Line("Cleared", [*before, *(float(flow.cleared) for flow in trends.flows[first:])])
    return _chart("Bottlenecks, week by week", trends, [opened, cleared], "a week")


def _times(trends: TeamTrends) -> Chart | None:
    """How soon half were cleared, at the end of each week. Weeks of which that cannot be told say why."""
    days = [None if time.half is None else float(waiting.whole_days(time.half)) for time in trends.times]
    if all(value is None for value in days):
        return None
    line = Line("Half within", days, [_no_half(time) for time in trends.times])
    return Chart(_HOW_SOON, weeks(trends.weeks), [line], "days")


def _no_half(time: TimeToUnblock) -> str:
    return "too few to tell" if time.is_too_few else "more than half still open"


def _of_scales(title: str, trends: TeamTrends, every: Sequence[Series]) -> Chart | None:
    """The series of the longest row of scales of one length: unlike ones do not share an axis."""
    of = max((each.of for each in every), key=lambda of: sum(each.of == of for each in every), default=0)
    same = [each for each in every if each.of == of]
    lines = [Line(_asked_in(each, same), each.values) for each in same]
    return _chart(title, trends, lines, f"of {of}")


def _asked_in(item: Series, every: Sequence[Series]) -> str:
    """What is asked; where two rituals ask the same, with the ritual's name."""
    is_alone = sum(each.ask == item.ask for each in every) == 1
    return item.ask if is_alone else f"{item.ask} ({item.about})"


def _chart(title: str, trends: TeamTrends, lines: Sequence[Line], unit: str) -> Chart | None:
    """From the first week on in which one of them has a value; the current one only where all have."""
    begins = [next((at for at, value in enumerate(line.values) if value is not None), None) for line in lines]
    first = min((at for at in begins if at is not None), default=None)
    is_whole = not trends.period.so_far or all(line.values[-1] is not None for line in lines)
    end = len(trends.weeks) - (not is_whole)
    if first is None or end - first < 2:
        return None
    shown = [Line(line.name, line.values[first:end]) for line in lines]
    return Chart(title, weeks(trends.weeks[first:end]), shown, unit)


def _percent(value: float | None) -> float | None:
    return None if value is None else round(_PERCENT * value)

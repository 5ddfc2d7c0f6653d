"""A team's weekly numbers from what it was asked: how many answered, and its scale questions by name."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from bot.store import trends as store
from bot.store import weekly
from bot.store.engine import Transaction
from bot.store.trends import AskingRitual, ReportRow, ScaleRow, Series, TurnoutRow, WordingRow
from bot.store.withheld import Withheld
from bot.trends import participation
from bot.trends.change import Point, is_low
from bot.trends.export.metrics import PARTICIPATION, SCALE, Behind, Course
from bot.trends.export.weeks import Asked
from bot.trends.readings import scales
from bot.values.exporting import Extent, Unshown
from bot.values.questions import QuestionType
from bot.values.rituals import TO_LEAD, TO_TEAM, Tier


@dataclass(slots=True)
class _Read:
    """What was read of one team, a year at a time."""

    rituals: dict[int, AskingRitual]
    turnouts: list[TurnoutRow] = field(default_factory=list)
    scales: list[ScaleRow] = field(default_factory=list)
    wordings: list[WordingRow] = field(default_factory=list)


async def courses_of(tx: Transaction, team_id: int, weeks: Asked) -> list[Course]:
    """The series of one team."""
    making = weeks.making
    found = _Read(await store.asking(tx, [team_id]))
    named = [each.id for each in found.rituals.values() if each.tier is Tier.NAMED]
    for some in weeks.with_earlier():
        reports = await store.reports(tx, found.rituals, some)
        withheld = _withheld(making.extent, team_id, reports)
        seen = await weekly.look(tx, [team_id], found.rituals, some)
        found.turnouts += await weekly.turnouts(tx, seen, now=making.now)
        found.scales += await weekly.scales(tx, seen, named, withheld)
        found.wordings += await store.wordings(tx, found.rituals, some)
    return [*_turnouts(found, team_id), *_scales(found, team_id)]


def _withheld(extent: Extent, team_id: int, reports: Sequence[ReportRow]) -> Withheld:
    """What went to a lead or a channel that whoever reads the export is not, or does not read."""
    elsewhere = {row.report for row in reports if not _is_read(extent, team_id, row.report)}
    return Withheld(frozenset(elsewhere), any(row.tier is not Tier.NAMED for row in reports))


def _is_read(extent: Extent, team_id: int, report: str) -> bool:
    reader = extent.reader
    if reader is None or report == TO_TEAM:
        return True
    return team_id in reader.led if report == TO_LEAD else report in reader.channels


def _turnouts(found: _Read, team_id: int) -> Iterator[Course]:
    shown = [row for row in found.turnouts if row.may_be_said]
    behind: dict[Series, dict[date, Behind]] = {}
    hidden: dict[Series, dict[date, Unshown]] = {}
    for row in found.turnouts:
        turnout = row.turnout
        behind.setdefault(row.series, {})[row.monday] = Behind(turnout.people_answered, turnout.people)
        if turnout.asked and not row.may_be_said:
            hidden.setdefault(row.series, {})[row.monday] = Unshown.BELOW_K
    points = participation.points(shown)
    for series in {**points, **hidden}:
        yield Course(
            *(PARTICIPATION, "share", 0.0, 1.0, team_id),
            ritual_id=series[1],
            points=points.get(series, ()),
            behind=behind[series],
            unshown=hidden.get(series, {}),
        )


def _scales(found: _Read, team_id: int) -> Iterator[Course]:
    people = {(row.series, row.key, row.monday): row.people for row in found.scales}
    tops = _tops(found)
    for (series, key), scale in scales(found.scales, found.turnouts, found.wordings, date.max).items():
        yield Course(
            *(SCALE, "points", 1.0, tops.get((series[1], key), 1.0), team_id),
            ritual_id=series[1],
            question_key=key,
            points=scale.points,
            behind={each.monday: _behind(people[series, key, each.monday], each) for each in scale.points},
        )


def _behind(answered: int, point: Point) -> Behind:
    return Behind(answered, point.people, is_low(answered, point.people))


def _tops(found: _Read) -> dict[tuple[int, str], float]:
    """The highest a scale ever went."""
    tops: dict[tuple[int, str], float] = {}
    for row in found.wordings:
        for question in row.questions:
            if question.type == QuestionType.SCALE:
                name = (row.ritual_id, question.key)
                tops[name] = max(tops.get(name, 1.0), float(question.of))
    return tops

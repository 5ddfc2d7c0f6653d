"""Weekly numbers of confidential and anonymous rounds: the values that were published, and nothing else."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from bot.store.engine import Transaction
from bot.store.frozen import FrozenRound, rounds_of
from bot.trends.change import Point, is_low
from bot.trends.export.metrics import PULSE, Behind, Course
from bot.trends.export.results import THE_REST
from bot.trends.export.weeks import Asked
from bot.trends.pulses import point_of
from bot.values.exporting import Reader, Unshown
from bot.values.privacy import REST, Result
from bot.values.questions import Question, QuestionType
from bot.values.rituals import TO_LEAD, TO_TEAM, Breakdown

_IN_NUMBERS = (QuestionType.SCALE, QuestionType.YES_NO)
"""Types whose results are one number: a mean, or the part that says yes."""

OfGroup = tuple[int, str, str]
"""(ritual, question key, group): whose series it is."""


@dataclass(slots=True)
class _Weeks:
    """The weeks of one series so far."""

    question: Question
    points: dict[date, Point] = field(default_factory=dict)
    behind: dict[date, Behind] = field(default_factory=dict)
    unshown: dict[date, Unshown] = field(default_factory=dict)
    team_ids: Collection[int] = ()


async def published(
    tx: Transaction, teams: Mapping[int, str], weeks: Asked
) -> list[tuple[Course, Collection[int]]]:
    """The series of these teams, each with the teams it is about."""
    found: dict[OfGroup, _Weeks] = {}
    for some in weeks.with_earlier():
        for each in await rounds_of(tx, list(teams), some):
            if _is_read(each, weeks.making.extent.reader):
                _count_in(found, each, set(teams.values()), is_whole=weeks.making.extent.reader is None)
    by_name = {name: team_id for team_id, name in teams.items()}
    return [_course(series, each, by_name) for series, each in found.items()]


def _is_read(each: FrozenRound, reader: Reader | None) -> bool:
    """Whether what came of a round was shown where the export's reader reads it."""
    if reader is None:
        return True
    in_their_teams = each.round.report == TO_TEAM and bool(reader.teams & set(each.team_ids))
    return each.round.report != TO_LEAD and (in_their_teams or bool(reader.channels & set(each.channels)))


def _count_in(
    found: dict[OfGroup, _Weeks], each: FrozenRound, names: Collection[str], *, is_whole: bool
) -> None:
    day = each.round.local_date
    monday = day - timedelta(days=day.weekday())
    for question in each.round.questions:
        if question.type in _IN_NUMBERS:
            for group, result in _results(each, question, names, is_whole=is_whole):
                series = (each.round.ritual_id, question.key, group)
                _add(found.setdefault(series, _Weeks(question)), monday, question, result, each)


def _results(
    each: FrozenRound, question: Question, names: Collection[str], *, is_whole: bool
) -> Iterator[tuple[str, Result | None]]:
    own = [result for result in each.results if result.question_key == question.key]
    if not any(result.group is None for result in own):
        yield "", None
    by_team = each.round.protection.breakdown is Breakdown.TEAM
    for result in own:
        if is_whole or result.group is None or not by_team or result.group in names:
            yield result.group or "", result


def _add(weeks: _Weeks, monday: date, question: Question, result: Result | None, each: FrozenRound) -> None:
    # The newest round of a week counts, as in the digest.
    weeks.points.pop(monday, None)
    weeks.unshown.pop(monday, None)
    weeks.question, weeks.team_ids = question, each.team_ids
    if result is None or each.count is None:
        weeks.unshown[monday] = Unshown.KEY_LOST if each.is_lost else Unshown.BELOW_K
    elif point := point_of(monday, question, result, each.count.asked):
        low = is_low(each.count.answered, each.count.asked)
        weeks.points[monday] = point
        weeks.behind[monday] = Behind(result.n, each.count.asked, low)
    else:
        weeks.unshown[monday] = Unshown.NEARLY_ALL


def _course(series: OfGroup, weeks: _Weeks, by_name: Mapping[str, int]) -> tuple[Course, Collection[int]]:
    ritual_id, key, group = series
    is_scale = weeks.question.type == QuestionType.SCALE
    of_one = next(iter(weeks.team_ids)) if len(weeks.team_ids) == 1 else None
    own = by_name.get(group, of_one if not group else None)
    course = Course(
        *(PULSE, "points" if is_scale else "share"),
        *((1.0, float(weeks.question.of)) if is_scale else (0.0, 1.0)),
        team_id=own if own in by_name.values() else None,
        ritual_id=ritual_id,
        question_key=key,
        group={"": None, REST: THE_REST}.get(group, group),
        points=[weeks.points[monday] for monday in sorted(weeks.points)],
        behind=weeks.behind,
        unshown=weeks.unshown,
    )
    return course, [own] if own is not None else weeks.team_ids

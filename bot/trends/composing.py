"""What a digest says of answers, put together from what was gathered: pure rules."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.store.quotes import SaidRow
from bot.store.trends import Series
from bot.trends import first_weeks, participation, said, week
from bot.trends.bottlenecks import Readers
from bot.trends.change import Point, Shift, judge, ranked, with_marks
from bot.trends.courses import course, in_time
from bot.trends.marks import Marks
from bot.trends.material import Material
from bot.trends.pulses import Pulses
from bot.trends.readings import Scale, ScaleKey, scales
from bot.trends.said import Raised
from bot.values.facts import (
    Change,
    DigestFacts,
    Measure,
    Need,
    Period,
    Reading,
    Silence,
    TeamFacts,
    Turnout,
    Unsaid,
)
from bot.values.people import Team
from bot.values.rituals import Tier
from bot.values.unblocking import Bottlenecks

LASTS = 2
"""What was said in this many check-ins running needs somebody."""


@dataclass(frozen=True, slots=True)
class Covered:
    """The teams a digest is about, and who reads it; `hidden` more teams live in private channels elsewhere.

    `by_region`: whether it may tell regions apart.
    """

    teams: Sequence[Team]
    leads: Mapping[int, str | None]
    hidden: int
    readers: Readers
    by_region: bool

    @property
    def ids(self) -> list[int]:
        """The teams' numbers."""
        return [team.id for team in self.teams]


@dataclass(frozen=True, slots=True)
class Gathered:
    """What these teams said: one by one, in groups, and as bottlenecks that were raised from it."""

    period: Period
    material: Material
    raised: Raised
    groups: Pulses
    marks: Marks


class Composer:
    """Puts one digest's facts together from what was gathered."""

    def __init__(self, covered: Covered, gathered: Gathered) -> None:
        material = gathered.material
        self._covered = covered
        self._period = gathered.period
        self._material = material
        self._raised = gathered.raised
        self._groups = gathered.groups
        self._marks = gathered.marks
        self._said_how_many = [row for row in material.turnouts if row.may_be_said]
        self._turnouts = participation.of_week(self._said_how_many, gathered.period.first)
        self._rituals = participation.by_team(self._turnouts, material.rituals)
        self._scales = scales(material.scales, material.turnouts, material.wordings, gathered.period.first)
        self._in_time = in_time(self._said_how_many)
        self._moved = _by_team(material.moved)
        self._stuck = _by_team(material.stuck)
        self._asked = {row.series[0] for row in material.turnouts}
        self._names = {team.id: team.name for team in covered.teams}
        self._readings = _readings(self._scales)

    def facts(self, waiting: Bottlenecks) -> DigestFacts:
        """What is said of answers and of what waits."""
        asked = [team for team in self._covered.teams if team.id in self._asked]
        teams = [self._team(team) for team in asked]
        changes, unjudged, judged = self._changes()
        return DigestFacts(
            period=self._period,
            people=self._material.people,
            people_answered=self._material.people_answered,
            judged=judged,
            teams=tuple(teams),
            needs=self._needs(asked, teams),
            changes=changes,
            unsaid=_once(
                [
                    *unjudged,
                    *self._groups.unsaid,
                    *self._unsaid(asked),
                    *_hidden(self._covered.hidden, waiting.unnamed),
                ]
            ),
            bottlenecks=waiting,
            pulses=self._groups.told,
            marks=self._marks.told(self._covered.teams),
        )

    def _team(self, team: Team) -> TeamFacts:
        stuck_rows = self._stuck.get(team.id, [])
        looked_from = week.up_to(self._period, said.LOOK_BACK).first
        return TeamFacts(
            name=team.name,
            rituals=self._rituals.get(team.id, ()),
            moved=said.moved(self._moved.get(team.id, [])),
            stuck=said.stuck(
                stuck_rows, since=self._period.first, looked_from=looked_from, raised=self._raised
            ),
            not_repeated=said.not_repeated(stuck_rows, since=self._period.first, raised=self._raised),
            readings=tuple(self._readings.get(team.id, ())),
            in_time=self._in_time.get(team.id, ()),
        )

    def _needs(self, teams: Sequence[Team], facts: Sequence[TeamFacts]) -> tuple[Need, ...]:
        lasting = [
            Need(fact.name, item, self._covered.leads.get(team.id))
            for team, fact in zip(teams, facts, strict=True)
            for item in fact.stuck
            if item.running >= LASTS
        ]
        return tuple(sorted(lasting, key=lambda need: need.stuck.running_since))

    def _changes(self) -> tuple[tuple[Change, ...], list[Unsaid], int]:
        """What changed, what could not be judged, and how many series could."""
        found: list[tuple[Change, float]] = list(self._groups.changes)
        unsaid: list[Unsaid] = []
        quiet = self._groups.judged - len(self._groups.changes)
        called = first_weeks.called(self._turnouts, self._names, self._material.rituals)
        for series, seen, reading in self._series():
            points = with_marks(seen, self._marks.of_team(series[0]))
            verdict = _verdict(points, reading, is_over=not self._period.so_far)
            if isinstance(verdict, Shift):
                change = replace(self._change(series, verdict, reading), course=course(points))
                found.append((change, verdict.distance))
            elif verdict:
                unsaid.append(first_weeks.unsaid(verdict, called[series], points))
            else:
                quiet += 1
        return ranked(found), unsaid, len(found) + quiet

    def _series(self) -> Iterator[tuple[Series, list[Point], Reading | None]]:
        """Every series that has a value this week."""
        for series, points in participation.points(self._said_how_many).items():
            if points[-1].monday == self._period.first:
                yield series, points, None
        for (series, _key), scale in self._scales.items():
            if scale.reading:
                yield series, scale.points, scale.reading

    def _change(self, series: Series, shift: Shift, reading: Reading | None) -> Change:
        turnout = self._turnouts.get(series, Turnout())
        band = shift.band
        highest, lowest = (float(reading.of), 1.0) if reading else (1.0, 0.0)
        return Change(
            team=self._names[series[0]],
            about=reading.ask if reading else self._material.rituals[series[1]].name,
            measure=Measure.SCALE if reading else Measure.TURNOUT,
            value=shift.value,
            low=max(band.centre - band.limit, lowest),
            high=min(band.centre + band.limit, highest),
            weeks=shift.weeks,
            near=shift.near,
            early=shift.is_early,
            base=shift.base,
            people=reading.people if reading else turnout.people,
            people_answered=reading.people_answered if reading else turnout.people_answered,
            asked=turnout.asked,
            of=reading.of if reading else 0,
        )

    def _unsaid(self, teams: Iterable[Team]) -> Iterator[Unsaid]:
        every = participation.of_week(self._material.turnouts, self._period.first)
        asked = {team_id for (team_id, _ritual_id), turnout in every.items() if turnout.asked}
        for team in teams:
            if team.id not in asked:
                yield Unsaid(Silence.NOBODY_ASKED, team.name)
        for ritual in self._material.rituals.values():
            if ritual.tier is Tier.CONFIDENTIAL:
                yield Unsaid(Silence.CONFIDENTIAL, ritual.name)
            elif ritual.id in self._material.elsewhere:
                yield Unsaid(Silence.ELSEWHERE, ritual.name)
        yield from first_weeks.still_open(self._material)
        if excused := sum(turnout.excused for turnout in self._turnouts.values()):
            yield Unsaid(Silence.EXCUSED, count=excused)


def _verdict(points: Sequence[Point], reading: Reading | None, *, is_over: bool) -> Shift | Silence | None:
    if reading and reading.low_turnout and not points[-1].is_marked:
        return Silence.LOW_TURNOUT
    return judge(points, is_over=is_over)


def _by_team(rows: Iterable[SaidRow]) -> dict[int, list[SaidRow]]:
    by_team: dict[int, list[SaidRow]] = {}
    for row in rows:
        by_team.setdefault(row.series[0], []).append(row)
    return by_team


def _readings(scales: Mapping[ScaleKey, Scale]) -> dict[int, list[Reading]]:
    """This week's values, by team."""
    by_team: dict[int, list[Reading]] = {}
    for (series, _key), scale in scales.items():
        if scale.reading:
            by_team.setdefault(series[0], []).append(scale.reading)
    return by_team


def _hidden(teams: int, quiet: int) -> Iterator[Unsaid]:
    if teams:
        yield Unsaid(Silence.PRIVATE_CHANNEL, count=teams)
    if quiet:
        yield Unsaid(Silence.QUIET, count=quiet)


def _once(unsaid: Iterable[Unsaid]) -> tuple[Unsaid, ...]:
    return tuple(dict.fromkeys(unsaid))

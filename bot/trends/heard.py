"""What was heard outside in a week, counted by people who heard it independently of each other.

Nothing is scored and nobody's mood is read: how many people and teams heard it, and their words.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from bot.store import heard as store
from bot.store.engine import Transaction
from bot.store.heard import Window
from bot.store.loop_figures import open_to_all
from bot.trends.bottlenecks import Moment, Readers
from bot.values.signals import HEARD_LATELY, HeardOutside, Report, SignalKind, Told


async def gather(tx: Transaction, workspace_id: int, readers: Readers, moment: Moment) -> HeardOutside:
    """What these readers are told: the same in every channel, but for what teams keep to themselves."""
    start, end = moment.week
    known: Collection[int] = {*readers.known, *await open_to_all(tx, workspace_id)}
    window = Window(workspace_id, end - HEARD_LATELY, start, end, known)
    return HeardOutside(in_the_week(await store.reports(tx, window), start))


def in_the_week(reports: Iterable[tuple[SignalKind, Report]], start: datetime) -> Sequence[Told]:
    """Each signal once, with its reports from the newest on; what most people heard first, then most teams, then
    what was heard last. What was not heard since `start` is not told. Times are told where the week began."""
    of_signal: dict[int, list[tuple[SignalKind, Report]]] = {}
    for kind, report in reports:
        local = replace(report, at=report.at.astimezone(start.tzinfo))
        of_signal.setdefault(report.signal_id, []).append((kind, local))
    told = [_told(kind_and_reports, start) for kind_and_reports in of_signal.values()]
    return sorted(
        (each for each in told if each.words),
        key=lambda each: (each.people, each.teams, each.words[0].at, each.id),
        reverse=True,
    )


def _told(of_it: Sequence[tuple[SignalKind, Report]], start: datetime) -> Told:
    reports = [report for _, report in of_it]
    areas = [report.heard.area for report in reports if report.heard.area]
    since = min(report.at for report in reports)
    return Told(
        id=reports[0].signal_id,
        kind=of_it[0][0],
        area=areas[-1] if areas else None,
        people=len({report.member_id for report in reports}),
        teams=len({report.team_id for report in reports} - {None}),
        times=len(reports),
        since=since,
        is_new=since >= start,
        words=[report for report in reports if report.at >= start],
    )

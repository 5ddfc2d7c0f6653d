"""What weeks came to: as it was summed up, and counted where no sum stands."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from bot.store import counting, week_sums
from bot.store.engine import Transaction
from bot.store.trends import ScaleRow, TurnoutRow, Weeks
from bot.store.week_sums import RitualWeek, Uncounted
from bot.store.withheld import NOTHING_WITHHELD, Withheld

A_WEEK = timedelta(weeks=1)


@dataclass(frozen=True, slots=True)
class Weekly:
    """Weeks of some rituals, as some teams answered them; and what of these is to be counted."""

    team_ids: Collection[int]
    ritual_ids: Collection[int]
    weeks: Weeks
    uncounted: Uncounted


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Weeks that follow each other, and the rituals that are to be counted in one of them at least."""

    weeks: Weeks
    rituals: set[int]


async def look(
    tx: Transaction, team_ids: Collection[int], ritual_ids: Collection[int], weeks: Weeks
) -> Weekly:
    """These weeks, with what of them no sum stands: looked up once for `turnouts` and `scales`."""
    return Weekly(team_ids, ritual_ids, weeks, await week_sums.uncounted(tx, ritual_ids, weeks))


async def turnouts(tx: Transaction, weekly: Weekly, *, now: datetime) -> list[TurnoutRow]:
    """Who was asked and who answered in time, by team, ritual and week, the oldest first.

    Prompts whose window is still open are not counted either way.
    """
    teams, missing = weekly.team_ids, weekly.uncounted.turnouts
    found = await week_sums.turnouts(tx, teams, weekly.ritual_ids, weekly.weeks)
    for some in _stretches(missing, weekly.weeks):
        counted = await counting.turnouts(tx, teams, some.rituals, some.weeks, now=now)
        found += [row for row in counted if (row.series[1], row.monday) in missing]
    fewest = weekly.uncounted.fewest
    told = [_told_from(row, fewest.get((row.series[1], row.monday), 0)) for row in found]
    return sorted(told, key=lambda row: (row.series, row.monday))


async def scales(
    tx: Transaction, weekly: Weekly, named: Collection[int], withheld: Withheld = NOTHING_WITHHELD
) -> list[ScaleRow]:
    """Scale questions of those rituals that are `named`, by team, ritual, key and week, the oldest first: everybody
    counts once."""
    teams = weekly.team_ids
    missing = {week for week in weekly.uncounted.scales if week[0] in named}
    found = await week_sums.scales(tx, teams, named, weekly.weeks, withheld)
    for some in _stretches(missing, weekly.weeks):
        counted = await counting.scales(tx, teams, some.rituals, some.weeks, withheld)
        found += [row for row in counted if (row.series[1], row.monday) in missing]
    return sorted(found, key=lambda row: (row.series, row.key, row.monday))


def _told_from(row: TurnoutRow, fewest: int) -> TurnoutRow:
    return replace(row, fewest=fewest) if fewest else row


def _stretches(missing: Iterable[RitualWeek], weeks: Weeks) -> Iterator[_Stretch]:
    """Usually one: the newest weeks."""
    rituals: dict[date, set[int]] = {}
    for ritual_id, monday in missing:
        rituals.setdefault(monday, set()).add(ritual_id)
    run: list[date] = []
    for monday in sorted(rituals):
        if run and monday != run[-1] + A_WEEK:
            yield _stretch(run, rituals, weeks)
            run = []
        run.append(monday)
    if run:
        yield _stretch(run, rituals, weeks)


def _stretch(run: list[date], rituals: dict[date, set[int]], weeks: Weeks) -> _Stretch:
    last = min(run[-1] + A_WEEK - timedelta(days=1), weeks.last)
    return _Stretch(Weeks(run[0], len(run), last), set().union(*(rituals[monday] for monday in run)))

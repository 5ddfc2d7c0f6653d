"""Who was asked and who answered. A census: everybody asked is in it, so there is no interval around it."""

from collections.abc import Collection, Iterable
from datetime import date

from bot.store.trends import AskingRitual, Series, TurnoutRow
from bot.trends.change import Point
from bot.values.facts import RitualTurnout, Turnout


def of_week(rows: Iterable[TurnoutRow], monday: date) -> dict[Series, Turnout]:
    """Each series' turnout in one week."""
    return {row.series: row.turnout for row in rows if row.monday == monday}


def countable(rows: Iterable[TurnoutRow], monday: date) -> list[int]:
    """The rituals that may be in the sum of those who answered in that week.

    Where only groups were shown, enough people answered in all, and the teams of which nothing is said by themselves
    are enough together or nobody: otherwise the sum, less the teams that are named, would tell of those few.
    """
    rituals: dict[int, list[TurnoutRow]] = {}
    for row in rows:
        if row.monday == monday:
            rituals.setdefault(row.series[1], []).append(row)
    return [ritual_id for ritual_id, theirs in rituals.items() if _tells_of_enough(theirs)]


def _tells_of_enough(rows: Collection[TurnoutRow]) -> bool:
    fewest = max(row.fewest for row in rows)
    in_all = sum(row.turnout.people_answered for row in rows)
    asked_apart = [row for row in rows if not row.may_be_said and row.turnout.asked]
    apart = sum(row.turnout.people_answered for row in asked_apart)
    return in_all >= fewest and (not asked_apart or apart >= fewest)


def by_team(
    turnouts: dict[Series, Turnout], rituals: dict[int, AskingRitual]
) -> dict[int, tuple[RitualTurnout, ...]]:
    """Each team's turnouts, by the name of the ritual; rituals that asked nobody are left out."""
    found: dict[int, list[RitualTurnout]] = {}
    for (team_id, ritual_id), turnout in turnouts.items():
        if turnout.asked:
            ritual = rituals[ritual_id]
            found.setdefault(team_id, []).append(RitualTurnout(ritual.name, ritual.kind, turnout))
    return {team_id: tuple(sorted(own, key=_by_name)) for team_id, own in found.items()}


def _by_name(item: RitualTurnout) -> str:
    return item.ritual.casefold()


def points(rows: Iterable[TurnoutRow]) -> dict[Series, list[Point]]:
    """The share of prompts answered in time, week by week; a week in which nobody was asked is a gap."""
    series: dict[Series, list[Point]] = {}
    for row in sorted(rows, key=lambda row: row.monday):
        turnout = row.turnout
        if turnout.asked:
            point = Point(row.monday, turnout.answered / turnout.asked, turnout.people)
            series.setdefault(row.series, []).append(point)
    return series

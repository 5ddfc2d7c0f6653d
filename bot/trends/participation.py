"""Who was asked and who answered. A census: everybody asked is in it, so there is no interval around it."""

from collections import Counter
from collections.abc import Iterable
from datetime import date

from bot.store.trends import AskingRitual, Series, TurnoutRow
from bot.trends.change import Point
from bot.values.facts import RitualTurnout, Turnout


def of_week(rows: Iterable[TurnoutRow], monday: date) -> dict[Series, Turnout]:
    """Each series' turnout in one week."""
    return {row.series: row.turnout for row in rows if row.monday == monday}


def countable(rows: Iterable[TurnoutRow], monday: date) -> list[int]:
    """The rituals of which may be said how many answered in that week: where only groups were shown, enough did."""
    answered: Counter[int] = Counter()
    fewest: Counter[int] = Counter()
    for row in rows:
        if row.monday == monday:
            ritual_id = row.series[1]
            answered[ritual_id] += row.turnout.people_answered
            fewest[ritual_id] = max(fewest[ritual_id], row.fewest)
    return [ritual_id for ritual_id, people in answered.items() if people >= fewest[ritual_id]]


def of_team(
    turnouts: dict[Series, Turnout], rituals: dict[int, AskingRitual], team_id: int
) -> tuple[RitualTurnout, ...]:
    """A team's turnouts, by the name of the ritual; rituals that asked nobody are left out."""
    named = (
        RitualTurnout(rituals[ritual_id].name, rituals[ritual_id].kind, turnout)
        for (asked_team, ritual_id), turnout in turnouts.items()
        if asked_team == team_id and turnout.asked
    )
    return tuple(sorted(named, key=lambda item: item.ritual.casefold()))


def points(rows: Iterable[TurnoutRow]) -> dict[Series, list[Point]]:
    """The share of prompts answered in time, week by week; a week in which nobody was asked is a gap."""
    series: dict[Series, list[Point]] = {}
    for row in sorted(rows, key=lambda row: row.monday):
        turnout = row.turnout
        if turnout.asked:
            point = Point(row.monday, turnout.answered / turnout.asked, turnout.people)
            series.setdefault(row.series, []).append(point)
    return series

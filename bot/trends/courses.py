"""How a number went, week by week: what a digest draws."""

from collections.abc import Iterable, Sequence
from datetime import date

from bot.store.trends import TurnoutRow
from bot.trends.change import Point, since_restart
from bot.values.facts import Weekly


def course(points: Sequence[Point]) -> tuple[Weekly, ...]:
    """The weeks since the first that can be compared with the latest of these; given oldest first.

    Marked weeks are among them where they have a value: they are shown, and nothing is judged by them.
    """
    first = min((point.monday for point in since_restart(points)), default=None)
    return tuple(
        Weekly(point.monday, point.value)
        for point in points
        if first is not None and point.monday >= first and point.people
    )


def in_time(rows: Iterable[TurnoutRow]) -> dict[int, tuple[Weekly, ...]]:
    """Each team's share of prompts answered in time, whatever asked; a week in which nobody was asked is a gap."""
    weeks: dict[int, dict[date, tuple[int, int]]] = {}
    for row in rows:
        of_team = weeks.setdefault(row.series[0], {})
        answered, asked = of_team.get(row.monday, (0, 0))
        of_team[row.monday] = (answered + row.turnout.answered, asked + row.turnout.asked)
    return {
        team_id: tuple(
            Weekly(monday, answered / asked) for monday, (answered, asked) in sorted(found.items()) if asked
        )
        for team_id, found in weeks.items()
    }

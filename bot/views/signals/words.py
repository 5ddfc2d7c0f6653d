"""How signals are told in words."""

from bot.values.signals import SignalKind
from bot.views.words import plural

KINDS = {
    SignalKind.CUSTOMER: "Customer",
    SignalKind.COMPETITOR: "Competitor",
    SignalKind.MARKET: "Market",
}


def counted(people: int, teams: int, times: int) -> str:
    """`1 person`; `3 people in 2 teams`; `1 person, 4 times`."""
    where = f" in {plural(teams, 'team')}" if teams and (people, teams) != (1, 1) else ""
    often = f", {times} times" if times > people else ""
    return f"{plural(people, 'person', 'people')}{where}{often}"

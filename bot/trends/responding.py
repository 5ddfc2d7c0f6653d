"""How soon people answer: pure rules.

The share that answered within a day needs no guess. The time is a Kaplan-Meier estimate like that of bottlenecks: who
did not answer took at least until it closed, and leaving them out would flatter.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from bot.store.arrivals import Arrival
from bot.trends.unblocking import HALF, Wait, cleared_within, still_waiting
from bot.values.trends import FEWEST_ANSWERS, Responding

IN_A_DAY = timedelta(hours=24)

_NO_TIME = timedelta(0)


def responding(arrivals: Iterable[Arrival], now: datetime) -> Responding:
    """How soon these prompts were answered, of those that came at least a day ago."""
    grown = [each for each in arrivals if now - each.arrived_at >= IN_A_DAY]
    waits = [wait_of(each) for each in grown]
    answers = sum(wait.is_cleared for wait in waits)
    found = Responding(len(grown), sum(map(is_answered_in_a_day, grown)), answers)
    if answers < FEWEST_ANSWERS:
        return found
    half = cleared_within(still_waiting(waits), HALF)
    return Responding(found.asked, found.in_a_day, answers, half, is_too_few=False)


def is_answered_in_a_day(arrival: Arrival) -> bool:
    """Whether it was answered within 24 hours, also if it had closed by then."""
    return arrival.answered_at is not None and arrival.answered_at - arrival.arrived_at <= IN_A_DAY


def wait_of(arrival: Arrival) -> Wait:
    """How long it took to be answered; what was not answered when it closed waited at least until then."""
    in_time = arrival.answered_at is not None and not arrival.is_late
    ended = arrival.answered_at if arrival.answered_at is not None and in_time else arrival.closes_at
    return Wait(max(ended - arrival.arrived_at, _NO_TIME), is_cleared=in_time)

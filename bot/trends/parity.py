"""Whether people everywhere are asked at a decent hour: pure rules."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, time
from statistics import median
from zoneinfo import ZoneInfo

from bot.rest.working_hours import works_on
from bot.store.arrivals import Arrival
from bot.store.people_asked import Turnout
from bot.trends.regions import EVERYBODY_ELSE, people_in, told_apart_beside
from bot.values.regions import region_of
from bot.values.rest import Rest
from bot.values.trends import Asked

WORK_BEGINS, WORK_ENDS = time(8), time(18)
"""Working hours, on the days somebody works: what most people would call so, since nobody is asked for theirs."""

AT_LEAST = 2
"""Lines there must be: of one nothing is told apart."""

EVERYWHERE = ""
"""The region of everybody, where regions are not told apart."""


def asked_by_region(
    arrivals: Iterable[Arrival], covered: Mapping[str, Turnout] | None = None
) -> tuple[Asked, ...]:
    """When people are asked, region by region where they may be told apart, else everybody in one.

    `covered`: whom else the same reader is shown, the people of the covered week by their time zones.
    """
    of_person: dict[int, list[Arrival]] = {}
    for each in arrivals:
        of_person.setdefault(each.member_id, []).append(each)
    regions: dict[str, list[Sequence[Arrival]]] = {}
    for theirs in of_person.values():
        # Whoever moved is counted where they were asked last.
        last = max(theirs, key=lambda each: each.arrived_at)
        regions.setdefault(region_of(last.zone), []).append(theirs)
    here = {region: len(people) for region, people in regions.items()}
    named = [each for each in told_apart_beside(here, people_in(covered or {})) if each in regions]
    rest = [theirs for region, people in regions.items() if region not in named for theirs in people]
    if len(named) + bool(rest) < AT_LEAST:
        everybody = [theirs for people in regions.values() for theirs in people]
        return (_asked(EVERYWHERE, everybody),) if everybody else ()
    told = [_asked(region, regions[region]) for region in named]
    return (*told, _asked(EVERYBODY_ELSE, rest)) if rest else tuple(told)


def is_at_work(arrival: Arrival) -> bool:
    """Whether it came within working hours, on a day of the week on which they work."""
    local = local_time(arrival)
    works = works_on(local.date(), Rest(arrival.working_days), arrival.country)
    return works and WORK_BEGINS <= local.time() < WORK_ENDS


def local_time(arrival: Arrival) -> datetime:
    """When it came by the clock of whoever was asked."""
    return arrival.arrived_at.astimezone(ZoneInfo(arrival.zone))


def _asked(region: str, people: Sequence[Sequence[Arrival]]) -> Asked:
    minutes = median(_minutes(each) for theirs in people for each in theirs)
    at_work = sum(2 * sum(map(is_at_work, theirs)) > len(theirs) for theirs in people)
    return Asked(region, len(people), at_work, time(*divmod(round(minutes), 60)))


def _minutes(arrival: Arrival) -> int:
    local = local_time(arrival)
    return 60 * local.hour + local.minute

"""Whether people everywhere are asked at a decent hour: pure rules."""

from collections.abc import Iterable, Sequence
from datetime import datetime, time
from statistics import median
from zoneinfo import ZoneInfo

from bot.rest.working_hours import works_on
from bot.store.arrivals import Arrival
from bot.trends.regions import EVERYBODY_ELSE, told_apart
from bot.values.regions import region_of
from bot.values.rest import Rest
from bot.values.trends import Asked

WORK_BEGINS, WORK_ENDS = time(8), time(18)
"""Working hours, on the days somebody works: what most people would call so, since nobody is asked for theirs."""

EVERYWHERE = ""
"""The region of everybody, where regions are not told apart."""


def asked_by_region(arrivals: Iterable[Arrival]) -> tuple[Asked, ...]:
    """When people are asked, region by region where they may be told apart, else everybody in one."""
    of_person: dict[int, list[Arrival]] = {}
    for each in arrivals:
        of_person.setdefault(each.member_id, []).append(each)
    regions: dict[str, list[Sequence[Arrival]]] = {}
    for theirs in of_person.values():
        # Whoever moved is counted where they were asked last.
        last = max(theirs, key=lambda each: each.arrived_at)
        regions.setdefault(region_of(last.zone), []).append(theirs)
    named = told_apart({region: len(people) for region, people in regions.items()})
    told = [_asked(region, regions[region]) for region in named]
    rest = [theirs for region, people in regions.items() if region not in named for theirs in people]
    if rest:
        told.append(_asked(EVERYBODY_ELSE if named else EVERYWHERE, rest))
    return tuple(told)


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

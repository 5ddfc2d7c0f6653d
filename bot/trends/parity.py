"""Whether people everywhere are asked at a decent hour.

What clocks show and who works on which days is known here; the prompts are counted where they lie.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from statistics import median
from zoneinfo import ZoneInfo

from bot.rest.working_hours import works_on
from bot.store.engine import Transaction
from bot.store.hours_asked import AskedAt, Clocks, Habit, hours_asked, zones_and_habits
from bot.store.people_asked import Turnout
from bot.store.trends import Weeks, Which
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

_A_DAY, _A_MINUTE = timedelta(days=1), timedelta(minutes=1)


async def gather(tx: Transaction, which: Which, weeks: Weeks, now: datetime) -> list[AskedAt]:
    """At what time by their own clocks people were asked, in the prompts of these weeks that are meant."""
    zones, habits = await zones_and_habits(tx, which)
    return await hours_asked(tx, which, weeks, clocks_of(zones, habits, weeks, now)) if zones else []


def clocks_of(zones: Iterable[str], habits: Iterable[Habit], weeks: Weeks, now: datetime) -> Clocks:
    """What clocks showed in these weeks, and which days people worked on in the last of them."""
    since = datetime.combine(weeks.first, time(), tzinfo=UTC) - 2 * _A_DAY
    return Clocks(
        ahead={zone: list(_shifts(ZoneInfo(zone), since, now)) for zone in zones},
        days={habit: _days(habit, weeks.last) for habit in habits},
        begins=_minute(WORK_BEGINS),
        ends=_minute(WORK_ENDS),
    )


def asked_by_region(
    hours: Iterable[AskedAt], covered: Mapping[str, Turnout] | None = None
) -> tuple[Asked, ...]:
    """When people are asked, region by region where they may be told apart, else everybody in one.

    `covered`: whom else the same reader is shown, the people of the covered week by their time zones.
    """
    regions: dict[str, list[AskedAt]] = {}
    for each in hours:
        regions.setdefault(region_of(each.zone), []).append(each)
    here = {region: sum(each.people for each in theirs) for region, theirs in regions.items()}
    named = [each for each in told_apart_beside(here, people_in(covered or {})) if each in regions]
    rest = [each for region, theirs in regions.items() if region not in named for each in theirs]
    if len(named) + bool(rest) < AT_LEAST:
        return asked_at_all(each for theirs in regions.values() for each in theirs)
    told = [_asked(region, regions[region]) for region in named]
    return (*told, _asked(EVERYBODY_ELSE, rest)) if rest else tuple(told)


def asked_at_all(hours: Iterable[AskedAt]) -> tuple[Asked, ...]:
    """When people are asked, everybody in one; nothing where nobody was."""
    every = list(hours)
    return (_asked(EVERYWHERE, every),) if every else ()


def _asked(region: str, hours: Iterable[AskedAt]) -> Asked:
    every = list(hours)
    minutes = Counter[int]()
    for each in every:
        minutes[each.minute] += each.prompts
    middle = round(median(minutes.elements()))
    people, at_work = sum(each.people for each in every), sum(each.at_work for each in every)
    return Asked(region, people, at_work, time(*divmod(middle, 60)))


def _shifts(zone: ZoneInfo, since: datetime, until: datetime) -> Iterator[tuple[datetime, int]]:
    """From when on clocks there are how many minutes ahead of UTC."""
    yield since, _ahead(zone, since)
    while since < until:
        tomorrow = since + _A_DAY
        if _ahead(zone, since) != _ahead(zone, tomorrow):
            at = _when_shifted(zone, since, tomorrow)
            yield at, _ahead(zone, at)
        since = tomorrow


def _when_shifted(zone: ZoneInfo, before: datetime, after: datetime) -> datetime:
    """The minute from which on clocks show what they show `after`."""
    while after - before > _A_MINUTE:
        middle = before + (after - before) // _A_MINUTE // 2 * _A_MINUTE
        if _ahead(zone, middle) == _ahead(zone, after):
            after = middle
        else:
            before = middle
    return after


def _ahead(zone: ZoneInfo, at: datetime) -> int:
    return (at.astimezone(zone).utcoffset() or timedelta()) // _A_MINUTE


def _days(habit: Habit, last: date) -> int:
    week = (last - back * _A_DAY for back in range(7))
    rest = Rest(habit.working_days)
    return sum(1 << day.weekday() for day in week if works_on(day, rest, habit.country))


def _minute(at: time) -> int:
    return 60 * at.hour + at.minute

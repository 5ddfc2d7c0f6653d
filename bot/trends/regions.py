"""Participation by region: how many of the people asked in each part of the world answered.

A region is read off the time zone somebody lives in, and nothing else about them is. Small ones stand together, so
that neither a line nor the difference to the total points at a few people. And regions are told of the same people
wherever they are told, of everybody who was asked openly, never of one team: so no difference of two lines is about a
few, whatever somebody may read.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from bot.store import people_asked
from bot.store.engine import Transaction
from bot.store.people_asked import Turnout
from bot.store.trends import Weeks
from bot.values.facts import RegionTurnout
from bot.values.people import Team
from bot.values.regions import region_of
from bot.values.rituals import FEWEST

EVERYBODY_ELSE = "everybody else"
"""Regions of too few people to be shown by themselves."""


async def gather(
    tx: Transaction, workspace_id: int, weeks: Weeks, now: datetime
) -> tuple[RegionTurnout, ...]:
    """The regions of everybody who was asked openly in these weeks."""
    return by_region(await zones(tx, workspace_id, weeks, now))


async def zones(tx: Transaction, workspace_id: int, weeks: Weeks, now: datetime) -> dict[str, Turnout]:
    """The time zones of everybody who was asked openly in these weeks."""
    return await people_asked.by_zone(tx, people_asked.openly(workspace_id, weeks, now))


def are_told_of(teams: Collection[Team], among: Iterable[Team]) -> bool:
    """Whether these teams, `among` all, are those of whom regions are told: all that have no private channel.

    Of a part of them nothing is told by region: the difference to all might be about a few.
    """
    return {team.id for team in teams} == {team.id for team in among if not team.is_private}


def by_region(zones: Mapping[str, Turnout]) -> tuple[RegionTurnout, ...]:
    """Each region by name; nothing where there are not at least two of them to tell apart."""
    people = people_in(zones)
    answered: dict[str, int] = {}
    for zone, (_asked, came_back) in zones.items():
        answered[region_of(zone)] = answered.get(region_of(zone), 0) + came_back
    named = told_apart(people)
    found = [RegionTurnout(region, people[region], answered[region]) for region in named]
    rest = people.keys() - named
    if named and rest:
        them = sum(people[region] for region in rest), sum(answered[region] for region in rest)
        found.append(RegionTurnout(EVERYBODY_ELSE, *them))
    return tuple(found)


def people_in(zones: Mapping[str, Turnout]) -> dict[str, int]:
    """How many of those asked live in each region."""
    people: dict[str, int] = {}
    for zone, (asked, _answered) in zones.items():
        people[region_of(zone)] = people.get(region_of(zone), 0) + asked
    return people


def told_apart_beside(people: Mapping[str, int], covered: Mapping[str, int]) -> list[str]:
    """The regions shown by themselves in another line about the same teams, in which people may be counted otherwise.

    What is told of the `covered` week decides: regions that are together there and apart here, or the other way
    round, would tell of the few who are in one of them. Where they do not fit these people, none is told apart.
    """
    named = told_apart(covered) or told_apart(people)
    return named if all(_are_enough(each, named) for each in (people, covered)) else []


def _are_enough(people: Mapping[str, int], named: Collection[str]) -> bool:
    rest = sum(count for region, count in people.items() if region not in named)
    return all(count == 0 or count >= FEWEST for count in (rest, *(people.get(each, 0) for each in named)))


def told_apart(people: Mapping[str, int]) -> list[str]:
    """The regions shown by themselves, by name: those of enough people, as long as the others are enough together or
    nobody; else the smallest of them joins the others. None where nothing would be told apart."""
    # Of equally many people always the same one joins the others: lines that each name another would tell of a few.
    in_order = sorted(people, key=lambda region: (-people[region], region))
    shown = [region for region in in_order if people[region] >= FEWEST]
    rest = sum(people.values()) - sum(people[region] for region in shown)
    while shown and 0 < rest < FEWEST:
        rest += people[shown.pop()]
    return sorted(shown) if len(shown) + bool(rest) > 1 else []

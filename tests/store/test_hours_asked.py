"""At what hour people were asked, counted in the database: the same as one by one, over companies by chance."""

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from statistics import median
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import insert, update

from bot.rest.working_hours import works_on
from bot.store.arrivals import in_named_rounds
from bot.store.engine import Store
from bot.store.members import to_working_days
from bot.store.tables import delivery, member, prompt, team
from bot.store.trends import Weeks
from bot.trends.parity import EVERYWHERE, asked_at_all, asked_by_region, gather
from bot.values.regions import region_of
from bot.values.rest import Rest
from bot.values.rounds import PromptState
from bot.values.trends import Asked
from tests.store.letters import asking_dm
from tests.trends.company import Company

OCTOBER = Weeks(
    datetime(2026, 10, 19, tzinfo=UTC).date(), count=2, last=datetime(2026, 11, 1, tzinfo=UTC).date()
)
"""Clocks go back in it in Europe, and on its last day in the Americas."""
LATER = datetime(2026, 12, 1, tzinfo=UTC)

ZONES = (
    "Europe/Berlin",
    "Europe/Lisbon",
    "Asia/Tokyo",
    "Asia/Dubai",
    "Asia/Kathmandu",
    "America/Lima",
    "America/New_York",
)
DAYS = (None, None, "MO,TU,WE", "SU,MO", "")
COUNTRIES = (None, "DE", "IL", "AE", "US")


@dataclass(frozen=True, slots=True)
class Came:
    """A prompt that came to somebody, with the days they work on."""

    who: int
    zone: str
    at: datetime
    days: str | None
    country: str | None


@pytest.mark.parametrize("seed", range(3))
async def test_it_is_what_counting_one_by_one_would_say(store: Store, seed: int) -> None:
    chance = random.Random(seed)
    company = await Company.found(store)
    team_id, ritual_id, came = await _lived(company, chance)
    async with store.reading() as tx:
        hours = await gather(tx, in_named_rounds([team_id], [ritual_id], OCTOBER, LATER), OCTOBER, LATER)
    assert asked_at_all(hours) == (_asked(EVERYWHERE, came),)
    told = asked_by_region(hours)
    assert len(told) == 3
    assert told == tuple(_asked(each.region, _of_region(came, each.region)) for each in told)
    minutes = {(each.zone, each.minute) for each in hours}
    assert len(hours) == len(minutes), "a row for each minute of a zone"


async def test_where_nobody_was_asked_there_are_no_hours(store: Store) -> None:
    company = await Company.found(store)
    async with store.reading() as tx:
        which = in_named_rounds([1], [1], OCTOBER, LATER)
        assert await gather(tx, which, OCTOBER, LATER) == []
    assert company.workspace_id


async def _lived(company: Company, chance: random.Random) -> tuple[int, int, list[Came]]:
    """Two weeks of 24 people everywhere, who may move; some prompts were never asked."""
    people = [await company.person(f"P{number}") for number in range(24)]
    lives = {who: (chance.choice(DAYS), chance.choice(COUNTRIES)) for who in people}
    homes = {who: ZONES[place % len(ZONES)] for place, who in enumerate(people)}
    team_id = await company.team("Everywhere")
    ritual_id = await company.ritual("Check-in", [team_id], people[0])
    async with company.store.transaction() as tx:
        await tx.execute(update(team).values(country="AE"))
        for who, (days, country) in lives.items():
            await tx.execute(
                update(member).where(member.c.id == who).values(working_days=days, country=country)
            )
    came, letters, changes = [], [], {}
    for back in range(14):
        on = OCTOBER.first + timedelta(days=back)
        round_id = await company.round(ritual_id, on)
        for who in people:
            zone = chance.choice(ZONES) if chance.random() < 0.1 else homes[who]
            state = chance.choice((PromptState.MISSED, PromptState.ANSWERED, PromptState.EXCUSED))
            at = datetime.combine(
                on, time(chance.choice((7, 8, 9, 17)), chance.choice((0, 30, 59))), tzinfo=ZoneInfo(zone)
            )
            at = at.astimezone(UTC)
            prompt_id = await company.prompt(round_id, ritual_id, team_id, who, on, state)
            changes[prompt_id] = {"zone": zone, "due_at": at, "letter_key": f"dm:{prompt_id}"}
            if chance.random() < 0.5:
                at += timedelta(seconds=chance.randrange(200))
                letters.append(asking_dm(company.workspace_id, f"dm:{prompt_id}", due_at=at, sent_at=at))
                changes[prompt_id]["delivery_key"] = f"dm:{prompt_id}"
            if state is not PromptState.EXCUSED:
                came.append(Came(who, zone, at, lives[who][0], lives[who][1] or "AE"))
    async with company.store.transaction() as tx:
        await tx.execute(insert(delivery), letters)
        for prompt_id, values in changes.items():
            await tx.execute(update(prompt).where(prompt.c.id == prompt_id).values(**values))
    return team_id, ritual_id, came


def _by_person(came: Iterable[Came]) -> dict[int, list[Came]]:
    of_person: dict[int, list[Came]] = {}
    for each in came:
        of_person.setdefault(each.who, []).append(each)
    return of_person


def _of_region(came: Iterable[Came], region: str) -> list[Came]:
    """Everything that came to those who were asked there last."""
    every = _by_person(came).values()
    return [
        each
        for theirs in every
        if region_of(max(theirs, key=lambda each: each.at).zone) == region
        for each in theirs
    ]


def _asked(region: str, came: Sequence[Came]) -> Asked:
    locals_ = [each.at.astimezone(ZoneInfo(each.zone)) for each in came]
    middle = round(median(60 * local.hour + local.minute for local in locals_))
    people = _by_person(came).values()
    at_work = sum(2 * sum(map(_is_at_work, theirs)) > len(theirs) for theirs in people)
    return Asked(region, len(people), at_work, time(*divmod(middle, 60)))


def _is_at_work(came: Came) -> bool:
    local = came.at.astimezone(ZoneInfo(came.zone))
    works = works_on(local.date(), Rest(to_working_days(came.days)), came.country)
    return works and time(8) <= local.time() < time(18)

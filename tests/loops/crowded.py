"""A workspace with many bottlenecks, written down at once, as months of raising would leave them."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import insert, select

from bot.store import loops, members, teams, workspaces
from bot.store.engine import Store, Transaction
from bot.store.tables import loop, loop_event, loop_hit
from bot.values.loops import OPEN, Loop, LoopState, Step
from bot.values.people import Channel, Member, Profile, Role
from bot.values.teams import TeamPlan

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
LONGEST_OPEN = 120
"""Days since the oldest open one was raised."""

_OUTSIDE = ("Adyen", "The landlord")


@dataclass(frozen=True, slots=True)
class Size:
    """How much of everything there is, the closed ones over so many `days`. Every third team's channel is private."""

    people: int = 10
    teams: int = 5
    open: int = 60
    closed: int = 60
    days: int = 120


@dataclass(frozen=True, slots=True)
class Crowd:
    """Everybody, every team by its number, and every bottleneck."""

    workspace_id: int
    people: Sequence[Member]
    teams: Sequence[int]
    loops: Sequence[Loop]


async def fill(store: Store, size: Size, seed: int, *, slack_id: str = "T1") -> Crowd:
    """A workspace of this size, a new one where there is none; the same for the same seed."""
    chance = random.Random(seed)
    async with store.transaction() as tx:
        here = await workspaces.by_slack_id(tx, slack_id) or await workspaces.save(
            tx, slack_id=slack_id, name="Home", bot_user_id="UBOT", bot_id="B1", now=NOW + timedelta(days=1)
        )
        people = await _people(tx, here.id, size, chance)
        team_ids = await _teams(tx, here.id, size, people, chance)
        rows = [_unsettled(here.id, people, team_ids, chance) for _ in range(size.open)]
        rows += [_closed(here.id, people, team_ids, size.days, chance) for _ in range(size.closed)]
        chance.shuffle(rows)
        for number in range(0, len(rows), 500):
            await tx.execute(insert(loop), rows[number : number + 500])
        found = [loops.to_loop(row) for row in await tx.execute(select(loop).order_by(loop.c.id))]
        await _lives(tx, found, people, team_ids, chance)
        everybody = await members.by_ids(tx, [person.id for person in people])
    return Crowd(here.id, everybody, team_ids, found)


async def _people(tx: Transaction, workspace_id: int, size: Size, chance: random.Random) -> list[Member]:
    ids = [f"U{number:04}" for number in range(size.people)]
    zones = ("Europe/Berlin", "Asia/Tokyo", "America/Los_Angeles")
    profiles = [Profile(each, f"Person {each}", chance.choice(zones), True, False, False) for each in ids]
    await members.save(tx, workspace_id, profiles)
    people = await members.by_slack_ids(tx, workspace_id, ids)
    await members.give_role(tx, people[0].id, Role.ADMIN)
    await members.give_role(tx, people[1].id, Role.LEAD)
    return people


async def _teams(
    tx: Transaction, workspace_id: int, size: Size, people: Sequence[Member], chance: random.Random
) -> list[int]:
    found = []
    for number in range(size.teams):
        channel = Channel(f"C{number:04}", f"team-{number}", is_private=number % 3 == 2)
        name = f"{'zyxwvu'[number % 6]} Team {number}"
        lead = people[1] if number == 0 else chance.choice(people)
        team_id = await teams.create(tx, workspace_id, TeamPlan(name, channel, lead.id))
        # The last ones are in no team at all.
        some = chance.sample(people[: max(3, len(people) - 2)], min(len(people) - 2, 4))
        await teams.set_members(tx, team_id, [person.id for person in some])
        found.append(team_id)
    return found


def _unsettled(
    workspace_id: int, people: Sequence[Member], team_ids: Sequence[int], chance: random.Random
) -> dict[str, Any]:
    state = chance.choice([*sorted(OPEN), LoopState.ANSWERED])
    row = _row(workspace_id, people, team_ids, state, LONGEST_OPEN, chance)
    if state == LoopState.ANSWERED:
        return {**row, "answered_at": row["raised_at"] + (NOW - row["raised_at"]) * chance.random()}
    if state == LoopState.RAISED:
        return row
    due_on = date(2026, 11, 23) + timedelta(days=chance.randrange(-5, 5))
    return {**row, "owner_id": chance.choice(people).id, "due_on": due_on}


def _closed(
    workspace_id: int, people: Sequence[Member], team_ids: Sequence[int], days: int, chance: random.Random
) -> dict[str, Any]:
    state = chance.choice([LoopState.CONFIRMED, LoopState.PRESUMED, LoopState.DECLINED])
    row = _row(workspace_id, people, team_ids, state, days, chance)
    ended = min(row["raised_at"] + timedelta(days=chance.expovariate(1 / 8)), NOW)
    if state == LoopState.DECLINED:
        return {**row, "closed_at": ended}
    closed = min(ended + timedelta(days=14) * chance.random(), NOW)
    return {**row, "answered_at": ended, "closed_at": closed}


def _row(
    workspace_id: int,
    people: Sequence[Member],
    team_ids: Sequence[int],
    state: LoopState,
    days: int,
    chance: random.Random,
) -> dict[str, Any]:
    # Whole hours: some were raised at the same instant.
    raised = NOW - timedelta(hours=chance.randrange(1, 24 * days))
    return {
        "workspace_id": workspace_id,
        "kind": "bottleneck",
        "title": f"Waiting for thing {chance.randrange(1000)} & <co>",
        "state": state,
        "version": 1,
        "raiser_id": chance.choice(people).id,
        "team_id": chance.choice([*team_ids, *team_ids, None]),
        **_party(people, team_ids, chance),
        "owner_id": None,
        "raised_at": raised,
        "since": raised,
        "due_on": None,
        "answered_at": None,
        "closed_at": None,
    }


def _party(people: Sequence[Member], team_ids: Sequence[int], chance: random.Random) -> dict[str, Any]:
    nobody = dict.fromkeys(("waits_on_team_id", "waits_on_member_id", "waits_on_outside"))
    match chance.randrange(6):
        case 0:
            return nobody
        case 1:
            return {**nobody, "waits_on_outside": chance.choice(_OUTSIDE)}
        case 2:
            return {**nobody, "waits_on_member_id": chance.choice(people).id}
        case _:
            return {**nobody, "waits_on_team_id": chance.choice(team_ids)}


async def _lives(
    tx: Transaction,
    found: Sequence[Loop],
    people: Sequence[Member],
    team_ids: Sequence[int],
    chance: random.Random,
) -> None:
    """Every loop hits whoever raised it and perhaps others, and was raised; some were handed over on their way."""
    hits, events = [], []
    for each in found:
        others = chance.sample(people, chance.choice([0, 0, 0, 1, 2]))
        for person_id in {each.raiser_id, *(person.id for person in others)}:
            team_id = each.team_id if person_id == each.raiser_id else chance.choice([*team_ids, None])
            hits.append(
                {"loop_id": each.id, "member_id": person_id, "team_id": team_id, "at": each.raised_at}
            )
        events += _events(each, people, team_ids, chance)
    for number in range(0, len(hits), 1000):
        await tx.execute(insert(loop_hit), hits[number : number + 1000])
    for number in range(0, len(events), 1000):
        await tx.execute(insert(loop_event), events[number : number + 1000])


def _events(
    each: Loop, people: Sequence[Member], team_ids: Sequence[int], chance: random.Random
) -> list[dict[str, Any]]:
    current = {
        "waits_on_team_id": each.waits_on.team_id,
        "waits_on_member_id": each.waits_on.member_id,
        "waits_on_outside": each.waits_on.outside,
    }
    turns = chance.choice([0, 0, 0, 0, 0, 0, 1, 2])
    last = each.answered_at or each.closed_at or NOW
    at = sorted(each.raised_at + (last - each.raised_at) * chance.random() for _ in range(turns))
    parties = [*(_party(people, team_ids, chance) for _ in range(turns)), current]
    steps = [Step.RAISED, *[Step.HANDED_OVER] * turns]
    return [
        {"loop_id": each.id, "seq": number, "step": step, "at": instant, **party}
        for number, (step, instant, party) in enumerate(
            zip(steps, [each.raised_at, *at], parties, strict=True), 1
        )
    ]

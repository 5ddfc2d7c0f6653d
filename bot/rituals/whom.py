"""Whom a ritual asks, with what decides when: gathered in three questions, however many they are."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.rituals.rest.rules import Asked, asked
from bot.store import absences, teams
from bot.store.engine import Transaction
from bot.values.people import Member
from bot.values.rest import Away

LOOK_BACK = timedelta(days=60)
"""Absences that ended earlier than this decide about no round that can still be answered."""


@dataclass(frozen=True, slots=True)
class Somebody:
    """A member, the team they are asked in, and how they rest."""

    team_id: int
    member: Member
    asked: Asked


async def whom(tx: Transaction, ritual_id: int, now: datetime) -> list[Somebody]:
    """Everybody a ritual asks."""
    people = await teams.askable(tx, ritual_id)
    away = await absences_of(tx, (member.id for _, member in people), now)
    countries = {team.id: team.country for team in await teams.of_ritual(tx, ritual_id)}
    return [
        Somebody(team_id, member, asked(member, away.get(member.id, ()), countries.get(team_id)))
        for team_id, member in people
    ]


async def as_asked_by(tx: Transaction, member: Member, ritual_id: int, now: datetime) -> Asked:
    """A member as this ritual sees them, in the first of its teams they are in."""
    mine = await teams.ids_of_member(tx, member.id)
    theirs = [team.country for team in await teams.of_ritual(tx, ritual_id) if team.id in mine]
    away = (await absences_of(tx, [member.id], now)).get(member.id, ())
    return asked(member, away, theirs[0] if theirs else None)


async def absences_of(
    tx: Transaction, member_ids: Iterable[int], now: datetime
) -> dict[int, tuple[Away, ...]]:
    """When these people are away, as far as it matters now."""
    return await absences.of_members(tx, list(member_ids), since=(now - LOOK_BACK).date())

"""What one person has to do with loops: raised them, is hit by them, is waited on, leads a team."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import select

from bot.store import feedback
from bot.store.engine import Transaction
from bot.store.tables import loop_hit, member, team, team_member
from bot.values.loops import Loop, WaitsOn
from bot.values.people import Member, Role
from bot.values.seen_loops import Stake


async def of_member(tx: Transaction, who: Member, loops: Sequence[Loop]) -> dict[int, Stake]:
    """This person's stake in each of these loops, by its number."""
    if not loops:
        return {}
    given = [each for each in loops if each.is_feedback]
    if given:
        others = [each for each in loops if not each.is_feedback]
        return {**await feedback.stakes(tx, who, given), **await of_member(tx, who, others)}
    hit_by = await _hit_by(tx, who, loops)
    own_teams = await _teams_of(tx, who)
    led_teams = await _led_by(tx, who)
    led = await _people_in(tx, led_teams) if led_teams else set()
    private = await _private_among(tx, {each.team_id for each in loops if each.team_id is not None})
    gone = await _gone_among(tx, {each.raiser_id for each in loops if each.raiser_id is not None})
    found = {}
    for each in loops:
        party = each.waits_on
        stake = Stake(
            member_id=who.id,
            is_raiser=each.raiser_id == who.id,
            is_hit=each.id in hit_by,
            is_waited_on=who.id in (party.member_id, each.owner_id) or party.team_id in own_teams,
            leads_waited_on=party.team_id in led_teams,
            leads_waiting=each.team_id in led_teams,
            is_admin=who.role == Role.ADMIN,
            raiser_is_gone=each.raiser_id is None or each.raiser_id in gone,
            may_see=True,
        )
        stake = _seen(stake, is_private=each.team_id in private, is_in_team=each.team_id in own_teams)
        found[each.id] = replace(stake, leads_waited_on=True) if _leads_person(stake, party, led) else stake
    return found


def _seen(stake: Stake, *, is_private: bool, is_in_team: bool) -> Stake:
    """What a team with a private channel raised is known to it, to whom it waits for or hits, and to admins."""
    if not is_private or is_in_team or stake.is_admin:
        return stake
    has_part = (
        stake.is_raiser or stake.is_hit or stake.is_waited_on or stake.leads_waited_on or stake.leads_waiting
    )
    return stake if has_part else Stake(stake.member_id, may_see=False)


def _leads_person(stake: Stake, party: WaitsOn, led: set[int]) -> bool:
    """Whether the one it waits for is of a team they lead. What is not theirs to see does not become so by that."""
    return stake.may_see and party.member_id is not None and party.member_id in led - {stake.member_id}


async def _people_in(tx: Transaction, team_ids: set[int | None]) -> set[int]:
    query = select(team_member.c.member_id).where(team_member.c.team_id.in_(team_ids))
    return set((await tx.execute(query)).scalars())


async def _hit_by(tx: Transaction, who: Member, loops: Sequence[Loop]) -> set[int]:
    query = select(loop_hit.c.loop_id).where(
        loop_hit.c.member_id == who.id, loop_hit.c.loop_id.in_([each.id for each in loops])
    )
    return set((await tx.execute(query)).scalars())


async def _teams_of(tx: Transaction, who: Member) -> set[int | None]:
    query = select(team_member.c.team_id).where(team_member.c.member_id == who.id)
    return set((await tx.execute(query)).scalars())


async def _led_by(tx: Transaction, who: Member) -> set[int | None]:
    query = select(team.c.id).where(team.c.lead_id == who.id, team.c.disbanded.is_(False))
    return set((await tx.execute(query)).scalars())


async def _private_among(tx: Transaction, team_ids: set[int]) -> set[int | None]:
    query = select(team.c.id).where(team.c.id.in_(team_ids), team.c.is_private)
    return set((await tx.execute(query)).scalars())


async def _gone_among(tx: Transaction, member_ids: set[int]) -> set[int]:
    query = select(member.c.id).where(member.c.id.in_(member_ids), member.c.is_active.is_(False))
    return set((await tx.execute(query)).scalars())

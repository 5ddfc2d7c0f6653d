"""Votes in bottleneck polls: what can be picked, who picked what, and what came of it."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import delete, func, insert, or_, select, update

from bot.store.engine import Transaction
from bot.store.loops import to_loop
from bot.store.standings import Standing
from bot.store.tables import loop, loop_event, loop_hit, team, vote
from bot.values.loops import OPEN, Impact, Loop, LoopEvent, LoopKind, Vote
from bot.values.polls import Cast


async def to_pick(
    tx: Transaction, workspace_id: int, *, private_team: int | None, limit: int
) -> list[tuple[int, str]]:
    """Open bottlenecks by number and title, those that hit most people first, then the oldest.

    Those of a private team only where it is `private_team`; what was raised quietly is not brought before others.
    """
    query = (
        select(loop.c.id, loop.c.title)
        .outerjoin(loop_hit, loop_hit.c.loop_id == loop.c.id)
        .outerjoin(team, team.c.id == loop.c.team_id)
        .where(
            loop.c.workspace_id == workspace_id,
            loop.c.kind == LoopKind.BOTTLENECK,
            loop.c.state.in_(OPEN),
            loop.c.quiet.is_(False),
            or_(loop.c.team_id.is_(None), team.c.is_private.is_(False), loop.c.team_id == private_team),
        )
        .group_by(loop.c.id, loop.c.title, loop.c.raised_at)
        .order_by(func.count(loop_hit.c.member_id).desc(), loop.c.raised_at, loop.c.id)
        .limit(limit)
    )
    return [(row.id, row.title) for row in await tx.execute(query)]


async def cast(tx: Transaction, standing: Standing, votes: Sequence[Vote]) -> None:
    """Make these the votes of one prompt, in place of those it had."""
    prompt = standing.prompt
    await tx.execute(delete(vote).where(vote.c.prompt_id == prompt.id))
    rows = [
        {
            "prompt_id": prompt.id,
            "loop_id": each.loop_id,
            "workspace_id": prompt.workspace_id,
            "round_id": prompt.round_id,
            "team_id": prompt.team_id,
            "member_id": prompt.member_id,
            "impact": each.impact,
        }
        for each in {each.loop_id: each for each in votes}.values()
    ]
    if rows:
        await tx.execute(insert(vote), rows)


async def of_prompt(tx: Transaction, prompt_id: int) -> list[Vote]:
    """What one person picked."""
    rows = await tx.execute(select(vote).where(vote.c.prompt_id == prompt_id).order_by(vote.c.loop_id))
    return [Vote(row.loop_id, Impact(row.impact) if row.impact else None) for row in rows]


async def of_round(tx: Transaction, round_id: int) -> list[Cast]:
    """Everything that was picked in a round."""
    query = select(vote).where(vote.c.round_id == round_id).order_by(vote.c.loop_id, vote.c.member_id)
    return [
        Cast(row.loop_id, row.member_id, row.team_id, Impact(row.impact) if row.impact else None)
        for row in await tx.execute(query)
    ]


async def what_became_of(tx: Transaction, loop_ids: Collection[int]) -> dict[int, int]:
    """The number under which each of these goes by now: its own, or that of the one it has become part of."""
    now_under = {loop_id: loop_id for loop_id in loop_ids}
    while merged := await _merged(tx, set(now_under.values())):
        now_under = {loop_id: merged.get(current, current) for loop_id, current in now_under.items()}
    return now_under


async def lock(tx: Transaction, workspace_id: int, loop_ids: Collection[int]) -> list[Loop]:
    """These loops, in the order of their numbers; nobody else changes them before this transaction ends."""
    query = (
        select(loop)
        .where(loop.c.workspace_id == workspace_id, loop.c.id.in_(list(loop_ids)))
        .order_by(loop.c.id)
        .with_for_update()
    )
    return [to_loop(row) for row in await tx.execute(query)]


async def whom_it_hits(tx: Transaction, loop_id: int) -> set[int]:
    """The members who are hit by a bottleneck."""
    rows = await tx.execute(select(loop_hit.c.member_id).where(loop_hit.c.loop_id == loop_id))
    return set(rows.scalars())


async def join(tx: Transaction, after: Loop, events: Sequence[LoopEvent]) -> None:
    """Keep that a locked loop also hits those who joined it, all of them at once."""
    await tx.execute(update(loop).where(loop.c.id == after.id).values(version=after.version))
    joined = [
        {
            "loop_id": after.id,
            "seq": event.seq,
            "step": event.step,
            "at": event.at,
            "actor_id": event.actor_id,
            "team_id": event.what.team_id,
            "impact": event.what.impact,
        }
        for event in events
    ]
    await tx.execute(insert(loop_event), joined)
    columns = ("loop_id", "team_id", "impact", "at")
    hits = [{**{name: row[name] for name in columns}, "member_id": row["actor_id"]} for row in joined]
    await tx.execute(insert(loop_hit), hits)


async def pick(tx: Transaction, loop_ids: Collection[int], *, at: datetime) -> None:
    """A poll put these among its first."""
    if loop_ids:
        await tx.execute(update(loop).where(loop.c.id.in_(list(loop_ids))).values(picked_at=at))


async def private_places(tx: Transaction, workspace_id: int) -> dict[int, str]:
    """The channels of private teams, by team."""
    query = select(team.c.id, team.c.channel_id).where(team.c.workspace_id == workspace_id, team.c.is_private)
    return {row.id: row.channel_id for row in await tx.execute(query)}


async def _merged(tx: Transaction, loop_ids: Collection[int]) -> dict[int, int]:
    query = select(loop.c.id, loop.c.merged_into_id).where(
        loop.c.id.in_(list(loop_ids)), loop.c.merged_into_id.is_not(None)
    )
    return {row.id: row.merged_into_id for row in await tx.execute(query)}

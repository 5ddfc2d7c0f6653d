"""Loops and their events. Whoever adds an event locks the loop first, so that no two add the same one."""

import re
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Row, insert, select, update

from bot.store.engine import Transaction
from bot.store.tables import loop, loop_event, loop_hit, member, prompt
from bot.values.loops import (
    UNSETTLED,
    Hit,
    Impact,
    Loop,
    LoopEvent,
    LoopKind,
    LoopState,
    NewLoop,
    NewStep,
    Particulars,
    Source,
    Step,
    WaitsOn,
)
from bot.values.people import Member

_NUMBER = re.compile(r"#?([0-9]{1,15})$|#([0-9]{1,15})\s")
"""`17`, `#17`, or `#17` with what it is called."""


async def raise_one(
    tx: Transaction, raiser: Member, team_id: int | None, kind: LoopKind, new: NewLoop, *, at: datetime
) -> Loop:
    """A new loop, with its first event; it hits whoever raised it. `look_at` is set by `look_again_at`."""
    row = insert(loop).values(
        workspace_id=raiser.workspace_id,
        kind=kind,
        title=new.title,
        details=new.details,
        state=LoopState.RAISED,
        version=1,
        raiser_id=raiser.id,
        team_id=team_id,
        category_id=new.category_id,
        impact=new.impact,
        link=new.link,
        quiet=new.is_quiet,
        permalink=new.source.permalink,
        source_channel_id=new.source.channel_id,
        source_ts=new.source.ts,
        prompt_id=new.source.prompt_id,
        question_key=new.source.question_key,
        key=new.key,
        raised_at=at,
        since=at,
        **_party(new.waits_on),
    )
    raised = to_loop((await tx.execute(row.returning(loop))).one())
    what = NewStep(Step.RAISED, waits_on=new.waits_on, team_id=team_id, impact=new.impact)
    await _add(tx, raised.id, LoopEvent(1, at, what, raiser.id))
    await hit(tx, raised.id, raiser.id, team_id, new.impact, at=at)
    return raised


async def raised_under(tx: Transaction, raiser: Member, key: str) -> Loop | None:
    """What this person raised under this key. Nobody else raises anything as them before this transaction ends."""
    await tx.execute(select(member.c.id).where(member.c.id == raiser.id).with_for_update(key_share=True))
    query = select(loop).where(loop.c.workspace_id == raiser.workspace_id, loop.c.key == key)
    row = (await tx.execute(query)).one_or_none()
    return to_loop(row) if row else None


async def is_raised_under(tx: Transaction, workspace_id: int, key: str) -> bool:
    """Whether something was raised under this key."""
    found = await tx.execute(select(loop.c.id).where(loop.c.workspace_id == workspace_id, loop.c.key == key))
    return found.first() is not None


async def find(tx: Transaction, workspace_id: int, loop_id: int) -> Loop | None:
    """The loop with this number, if it is one of this workspace."""
    rows = await tx.execute(select(loop).where(loop.c.id == loop_id, loop.c.workspace_id == workspace_id))
    row = rows.one_or_none()
    return to_loop(row) if row else None


async def bottleneck(tx: Transaction, workspace_id: int, loop_id: int) -> Loop | None:
    """The same, if it is a bottleneck: feedback is found nowhere where bottlenecks are looked for."""
    found = await find(tx, workspace_id, loop_id)
    return None if found is None or found.is_feedback else found


async def find_all(tx: Transaction, workspace_id: int, loop_ids: Collection[int]) -> list[Loop]:
    """Those of these loops that are of this workspace, the oldest first."""
    if not loop_ids:
        return []
    query = select(loop).where(loop.c.workspace_id == workspace_id, loop.c.id.in_(list(loop_ids)))
    return [to_loop(row) for row in await tx.execute(query.order_by(loop.c.id))]


async def unsettled_like(tx: Transaction, workspace_id: int, text: str, *, limit: int) -> list[Loop]:
    """Bottlenecks that are not over, the newest first, with this number or this text in their title."""
    number = _NUMBER.match(text)
    called = (
        loop.c.id == int(number[1] or number[2]) if number else loop.c.title.icontains(text, autoescape=True)
    )
    query = (
        select(loop)
        .where(
            loop.c.workspace_id == workspace_id,
            loop.c.kind == LoopKind.BOTTLENECK,
            loop.c.state.in_(list(UNSETTLED)),
            called,
        )
        .order_by(loop.c.id.desc())
        .limit(limit)
    )
    return [to_loop(row) for row in await tx.execute(query)]


async def lock(tx: Transaction, workspace_id: int, loop_id: int) -> Loop | None:
    """The same, and nobody else changes it before this transaction ends."""
    query = select(loop).where(loop.c.id == loop_id, loop.c.workspace_id == workspace_id).with_for_update()
    row = (await tx.execute(query)).one_or_none()
    return to_loop(row) if row else None


async def step(tx: Transaction, after: Loop, event: LoopEvent, *, look_at: datetime | None) -> None:
    """Keep an event of a locked loop, and how the loop stands after it."""
    values = {
        "state": after.state,
        "since": after.since,
        "version": after.version,
        "owner_id": after.owner_id,
        "due_on": after.due_on,
        "answered_at": after.answered_at,
        "closed_at": after.closed_at,
        "merged_into_id": after.merged_into_id,
        "reopened": after.reopened,
        "nudged_at": after.nudged_at,
        "escalated_at": after.escalated_at,
        "picked_at": after.picked_at,
        "told_at": after.told_at,
        "look_at": look_at,
        **_party(after.waits_on),
    }
    await tx.execute(update(loop).where(loop.c.id == after.id).values(**values))
    await _add(tx, after.id, event)


async def describe(tx: Transaction, loop_id: int, as_: Particulars) -> None:
    """Give a loop other particulars. That they were changed is an event of its own."""
    values = {
        "title": as_.title,
        "details": as_.details,
        "category_id": as_.category_id,
        "impact": as_.impact,
        "link": as_.link,
    }
    await tx.execute(update(loop).where(loop.c.id == loop_id).values(**values))


async def look_again_at(tx: Transaction, loop_id: int, at: datetime | None) -> None:
    """When time does something to this loop next."""
    await tx.execute(update(loop).where(loop.c.id == loop_id).values(look_at=at))


async def events_of(tx: Transaction, loop_ids: Collection[int]) -> dict[int, list[LoopEvent]]:
    """Every event of these loops, the oldest first."""
    rows = await tx.execute(
        select(loop_event)
        .where(loop_event.c.loop_id.in_(list(loop_ids)))
        .order_by(loop_event.c.loop_id, loop_event.c.seq)
    )
    found: dict[int, list[LoopEvent]] = {}
    for row in rows:
        found.setdefault(row.loop_id, []).append(to_event(row))
    return found


async def newest_event(tx: Transaction, of: Loop) -> LoopEvent:
    """The last thing that happened to a loop."""
    query = select(loop_event).where(loop_event.c.loop_id == of.id, loop_event.c.seq == of.version)
    return to_event((await tx.execute(query)).one())


async def hit(
    tx: Transaction, loop_id: int, member_id: int, team_id: int | None, impact: Impact | None, *, at: datetime
) -> None:
    """This loop hits this member; once."""
    await tx.execute(
        insert(loop_hit).values(loop_id=loop_id, member_id=member_id, team_id=team_id, impact=impact, at=at)
    )


async def hits_of(tx: Transaction, loop_id: int) -> list[Hit]:
    """Whom a loop hits, in the order in which they said so."""
    rows = await tx.execute(
        select(loop_hit).where(loop_hit.c.loop_id == loop_id).order_by(loop_hit.c.at, loop_hit.c.member_id)
    )
    return [Hit(row.member_id, row.team_id, Impact(row.impact) if row.impact else None) for row in rows]


async def hold_answers(tx: Transaction, prompt_id: int) -> None:
    """Nobody else raises anything with the answers to this prompt before this transaction ends."""
    await tx.execute(select(prompt.c.id).where(prompt.c.id == prompt_id).with_for_update())


async def raised_in(tx: Transaction, prompt_ids: Iterable[int]) -> list[Loop]:
    """What was raised with the answers to these prompts, the oldest first."""
    rows = await tx.execute(select(loop).where(loop.c.prompt_id.in_(list(prompt_ids))).order_by(loop.c.id))
    return [to_loop(row) for row in rows]


def to_loop(row: Row[Any]) -> Loop:
    """A row of the loop table as a value."""
    return Loop(
        id=row.id,
        workspace_id=row.workspace_id,
        kind=LoopKind(row.kind),
        title=row.title,
        state=LoopState(row.state),
        raiser_id=row.raiser_id,
        team_id=row.team_id,
        waits_on=to_party(row),
        raised_at=row.raised_at,
        since=row.since,
        version=row.version,
        details=row.details,
        category_id=row.category_id,
        impact=Impact(row.impact) if row.impact else None,
        link=row.link,
        is_quiet=row.quiet,
        source=Source(row.permalink, row.source_channel_id, row.source_ts, row.prompt_id, row.question_key),
        owner_id=row.owner_id,
        due_on=row.due_on,
        answered_at=row.answered_at,
        closed_at=row.closed_at,
        merged_into_id=row.merged_into_id,
        reopened=row.reopened,
        nudged_at=row.nudged_at,
        escalated_at=row.escalated_at,
        picked_at=row.picked_at,
        is_withheld=row.withheld,
        told_at=row.told_at,
    )


def to_event(row: Row[Any]) -> LoopEvent:
    """A row of the event table as a value."""
    what = NewStep(
        step=Step(row.step),
        words=row.words,
        on=row.on,
        waits_on=to_party(row),
        team_id=row.team_id,
        impact=Impact(row.impact) if row.impact else None,
        other_id=row.other_id,
    )
    return LoopEvent(row.seq, row.at, what, row.actor_id, row.by_giver)


async def _add(tx: Transaction, loop_id: int, event: LoopEvent) -> None:
    what = event.what
    values = {
        "loop_id": loop_id,
        "seq": event.seq,
        "step": what.step,
        "at": event.at,
        "actor_id": event.actor_id,
        "by_giver": event.by_giver,
        "words": what.words,
        "on": what.on,
        "team_id": what.team_id,
        "impact": what.impact,
        "other_id": what.other_id,
        **_party(what.waits_on),
    }
    await tx.execute(insert(loop_event).values(**values))


def _party(waits_on: WaitsOn) -> dict[str, Any]:
    return {
        "waits_on_team_id": waits_on.team_id,
        "waits_on_member_id": waits_on.member_id,
        "waits_on_outside": waits_on.outside,
        "waits_on_leadership": waits_on.leadership,
    }


def to_party(row: Row[Any]) -> WaitsOn:
    """Whom a row of either table says is waited on."""
    return WaitsOn(
        row.waits_on_team_id, row.waits_on_member_id, row.waits_on_outside, row.waits_on_leadership
    )

"""Feedback as loops: whom it is for, and which of it is somebody's. Who withholds their name is in none of this."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, insert, or_, select, update

from bot.store import members
from bot.store.engine import Transaction
from bot.store.loops import to_loop
from bot.store.tables import loop, loop_event, loop_news, member, team, workspace
from bot.values.feedback import NewFeedback
from bot.values.loops import UNSETTLED, Loop, LoopKind, LoopState, Step, WaitsOn
from bot.values.people import Member, Role
from bot.values.seen_loops import Stake

_MOST = 100
"""Of one person's feedback at a time."""

_HAS_OUTCOME = (LoopState.ANSWERED, LoopState.DECLINED)


async def add(
    tx: Transaction, workspace_id: int, giver: Member | None, new: NewFeedback, *, at: datetime
) -> Loop:
    """A new loop with its first event; without a giver, they withhold their name. It hits nobody."""
    party = {
        "waits_on_team_id": new.to.team_id,
        "waits_on_member_id": new.to.member_id,
        "waits_on_leadership": new.to.leadership,
    }
    actor_id = giver.id if giver else None
    row = insert(loop).values(
        workspace_id=workspace_id,
        kind=LoopKind.FEEDBACK,
        title=new.title,
        details=new.details,
        state=LoopState.RAISED,
        version=1,
        raiser_id=actor_id,
        withheld=giver is None,
        link=new.link,
        quiet=True,
        permalink=new.source.permalink,
        source_channel_id=new.source.channel_id,
        source_ts=new.source.ts,
        key=new.key,
        raised_at=at,
        since=at,
        **party,
    )
    given = to_loop((await tx.execute(row.returning(loop))).one())
    event = {"loop_id": given.id, "seq": 1, "step": Step.RAISED, "at": at, "actor_id": actor_id}
    await tx.execute(insert(loop_event).values(**event, by_giver=giver is None, **party))
    return given


async def whom_for(tx: Transaction, workspace_id: int, to: WaitsOn) -> list[Member]:
    """Who reads what is for this party: that person; a team's lead, or the admins where it has none; the admins."""
    if to.member_id is not None:
        return [each for each in [await members.by_id(tx, to.member_id)] if each.is_active and each.is_person]
    if to.team_id is not None:
        lead = await tx.execute(select(team.c.lead_id).where(team.c.id == to.team_id))
        lead_id = lead.scalar_one_or_none()
        found = [await members.by_id(tx, lead_id)] if lead_id is not None else []
        if found and found[0].is_active:
            return found
    elif not to.leadership:
        return []
    return [each for each in await members.admins(tx, workspace_id) if each.is_person]


async def stakes(tx: Transaction, who: Member, loops: Sequence[Loop]) -> dict[int, Stake]:
    """This person's part in each of these pieces of feedback: nobody but the giver and whom it is for has any."""
    of = loop.c.id.in_([each.id for each in loops])
    mine = set((await tx.execute(select(loop.c.id).where(of, _is_for(who)))).scalars())
    return {each.id: _stake(who, each, each.id in mine) for each in loops}


def _stake(who: Member, each: Loop, is_for: bool) -> Stake:
    is_raiser = each.raiser_id == who.id
    return Stake(who.id, is_raiser=is_raiser, is_waited_on=is_for, may_see=is_raiser or is_for)


async def for_member(tx: Transaction, who: Member, *, over_since: datetime | None) -> list[Loop]:
    """What is for somebody and not over, or ended since this instant; the oldest first."""
    return await _listed(tx, _of(who, over_since).where(_is_for(who)).order_by(loop.c.raised_at, loop.c.id))


@dataclass(frozen=True, slots=True)
class ThereIs:
    """How much that is for somebody is not over; how much they ever gave by name; whether anybody in their workspace
    gave something with their name withheld that still has a box."""

    for_them: int
    by_them: int
    has_boxes: bool


async def what_there_is(tx: Transaction, who: Member) -> ThereIs:
    """What there is of feedback around somebody, in one question: most often there is none."""
    for_them = _of(who, None).where(_is_for(who)).with_only_columns(func.count())
    by_them = select(func.count()).where(loop.c.raiser_id == who.id, loop.c.kind == LoopKind.FEEDBACK)
    # A morning is planned exactly as long as there are boxes.
    query = select(
        for_them.scalar_subquery(),
        by_them.scalar_subquery(),
        workspace.c.feedback_at.is_not(None),
    )
    row = (await tx.execute(query.where(workspace.c.id == who.workspace_id))).one()
    return ThereIs(row[0], row[1], row[2])


async def given_by(tx: Transaction, who: Member, *, over_since: datetime) -> list[Loop]:
    """What somebody gave by name that is not over, or ended since this instant; the newest first."""
    these = _of(who, over_since).where(loop.c.raiser_id == who.id)
    return await _listed(tx, these.order_by(loop.c.raised_at.desc(), loop.c.id.desc()))


async def given_since(tx: Transaction, who: Member, since: datetime) -> int:
    """How much somebody gave by name since this instant."""
    these = select(func.count()).where(
        loop.c.raiser_id == who.id, loop.c.kind == LoopKind.FEEDBACK, loop.c.raised_at >= since
    )
    return int((await tx.execute(these)).scalar_one())


async def was_told(tx: Transaction, loop_id: int, at: datetime) -> None:
    """Whoever gave it was sent the outcome, or read it; the first time counts."""
    these = loop.c.id == loop_id, loop.c.told_at.is_(None)
    await tx.execute(update(loop).where(*these).values(told_at=at))


async def news_was_sent(tx: Transaction, member_id: int, delivery_key: str, at: datetime) -> None:
    """A message of news reached its reader: of what they gave by name they were told the outcome, where there is
    one."""
    told = select(loop_news.c.loop_id).where(
        loop_news.c.member_id == member_id, loop_news.c.delivery_key == delivery_key
    )
    these = and_(
        loop.c.id.in_(told),
        loop.c.kind == LoopKind.FEEDBACK,
        loop.c.raiser_id == member_id,
        loop.c.state.in_(_HAS_OUTCOME),
        loop.c.told_at.is_(None),
    )
    await tx.execute(update(loop).where(these).values(told_at=at))


async def take_words(tx: Transaction, of: Loop, title: str) -> None:
    """What the giver wrote is gone, in every step; the title stands in its place."""
    values = {
        "title": title,
        "details": None,
        "link": None,
        "permalink": None,
        "source_channel_id": None,
        "source_ts": None,
    }
    await tx.execute(update(loop).where(loop.c.id == of.id).values(**values))
    theirs = loop_event.c.by_giver if of.is_withheld else loop_event.c.actor_id == of.raiser_id
    await tx.execute(update(loop_event).where(loop_event.c.loop_id == of.id, theirs).values(words=None))


def _of(who: Member, over_since: datetime | None) -> Select[Any]:
    stands: ColumnElement[bool] = loop.c.state.in_(list(UNSETTLED))
    if over_since is not None:
        stands = or_(stands, loop.c.closed_at >= over_since)
    return select(loop).where(
        loop.c.workspace_id == who.workspace_id, loop.c.kind == LoopKind.FEEDBACK, stands
    )


def _is_for(who: Member) -> ColumnElement[bool]:
    """The same as `whom_for`, asked the other way round. Who may not be told may still read."""
    led = select(team.c.id).where(team.c.lead_id == who.id)
    parties = [loop.c.waits_on_member_id == who.id, loop.c.waits_on_team_id.in_(led)]
    if who.role == Role.ADMIN:
        has_lead = select(team.c.id).join(member, member.c.id == team.c.lead_id).where(member.c.is_active)
        without = and_(loop.c.waits_on_team_id.is_not(None), loop.c.waits_on_team_id.not_in(has_lead))
        parties += [loop.c.waits_on_leadership, without]
    return or_(*parties)


async def _listed(tx: Transaction, query: Select[Any]) -> list[Loop]:
    return [to_loop(row) for row in await tx.execute(query.limit(_MOST))]

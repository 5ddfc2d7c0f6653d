"""Queries with which somebody is erased: at once whatever names them, then in batches whatever they said."""

from collections.abc import Collection
from datetime import datetime
from uuid import uuid4

from sqlalchemy import case, delete, or_, select, update

from bot.store import members, unsaying
from bot.store.engine import Transaction
from bot.store.forgetting import (
    changes_of,
    forget_letters,
    forget_loops,
    forget_prompts,
    said_keys,
)
from bot.store.persons import IS_FINISHED
from bot.store.tables import (
    away,
    delivery,
    dm_hour,
    left_out,
    loop,
    loop_hit,
    loop_news,
    member,
    member_export,
    opt_out,
    prompt,
    round_,
    round_team,
    team,
    team_member,
)
from bot.store.unsaying import NOTHING
from bot.values.deliveries import DeliveryKind, DeliveryState, Method
from bot.values.keeping import ERASED
from bot.values.loops import LoopKind
from bot.values.people import Member, Role
from bot.values.rounds import RoundState

GONE = "deleted-"
"""How the ids of those begin who were erased. What follows is random: nothing leads back to who it was."""

_OF_A_PERSON = (
    *("member_id", "owner_id", "target_key", "thread_ts", "after_key", "response_url", "expires_at", "error"),
    *("lease_owner", "lease_until"),
)


async def hold(tx: Transaction, member_id: int) -> Member | None:
    """Somebody who is to be erased, and whom nobody else erases meanwhile; None when they are."""
    query = select(member).where(member.c.id == member_id, member.c.slack_id.not_like(f"{GONE}%"))
    row = (await tx.execute(query.with_for_update())).one_or_none()
    return members.to_member(row) if row else None


async def take_name(tx: Transaction, who: Member, now: datetime) -> None:
    """A tombstone stands in their place; what else is kept of them is erased from now on."""
    values = {
        "slack_id": f"{GONE}{uuid4().hex[:20]}",
        "name": ERASED,
        "zone": members.UNKNOWN_ZONE,
        "role": Role.MEMBER,
        "is_person": False,
        "is_active": False,
        "working_days": None,
        "quiet_since": "20:00",
        "quiet_until": "07:00",
        "country": None,
        "undisturbed_until": None,
        "loop_news": False,
        "left_at": None,
        "erase_at": now,
    }
    await tx.execute(update(member).where(member.c.id == who.id).values(**values))


async def leave_teams(tx: Transaction, who: Member) -> None:
    """They are in no team and lead none, are asked nothing, and nothing is left of what they wished."""
    unasked = update(prompt).where(prompt.c.member_id == who.id)
    await tx.execute(unasked.values(ask_at=None, remind_at=None))
    await tx.execute(update(team).where(team.c.lead_id == who.id).values(lead_id=None))
    for table in (team_member, left_out, away, opt_out, loop_news, member_export):
        await tx.execute(delete(table).where(table.c.member_id == who.id))
    # What they raised goes on hitting somebody; that it was them is known no more.
    raised = select(loop.c.id).where(loop.c.raiser_id == who.id)
    theirs = loop_hit.c.member_id == who.id, loop_hit.c.loop_id.not_in(raised)
    await tx.execute(delete(loop_hit).where(*theirs))


async def forget_feedback_to(tx: Transaction, who: Member) -> None:
    """What others told them is about them, and for nobody else."""
    these = select(loop.c.id).where(loop.c.waits_on_member_id == who.id, loop.c.kind == LoopKind.FEEDBACK)
    if found := list((await tx.execute(these)).scalars()):
        await forget_loops(tx, who.workspace_id, found)


async def address_nobody(tx: Transaction, who: Member) -> None:
    """Nothing more goes to them, and nothing that went says where it went."""
    theirs = or_(delivery.c.member_id == who.id, delivery.c.channel == who.slack_id)
    stopped = case((delivery.c.state == DeliveryState.SENT, delivery.c.state), else_=DeliveryState.CANCELLED)
    await tx.execute(
        update(delivery)
        .where(delivery.c.workspace_id == who.workspace_id, theirs)
        .values(member_id=who.id, channel=None, state=stopped, body=NOTHING, emptied=True)
    )
    await tx.execute(update(delivery).where(delivery.c.owner_id == who.id).values(owner_id=None))


async def empty_what_names(tx: Transaction, who: Member) -> None:
    """What was said to others is forgotten where it names them. In Slack it stands as it does."""
    kept = delivery.c.workspace_id == who.workspace_id, delivery.c.emptied.is_(False), IS_FINISHED
    await tx.execute(update(delivery).where(*kept, unsaying.names(who)).values(body=NOTHING, emptied=True))


async def to_be_erased(tx: Transaction, now: datetime) -> tuple[int, int] | None:
    """Somebody of whom something may be left, as (workspace, member)."""
    query = select(member.c.workspace_id, member.c.id).where(member.c.erase_at <= now).limit(1)
    row = (await tx.execute(query.with_for_update(skip_locked=True))).one_or_none()
    return (row.workspace_id, row.id) if row else None


async def forget_some(
    tx: Transaction, workspace_id: int, member_id: int, now: datetime, *, limit: int
) -> int:
    """Forget some of what they were asked and said; how many prompts that were."""
    query = select(prompt.c.id).where(prompt.c.member_id == member_id).limit(limit)
    ids = list((await tx.execute(query)).scalars())
    if not ids:
        return 0
    said = said_keys(ids)
    these = delivery.c.workspace_id == workspace_id, delivery.c.key.in_(said)
    await take_back(
        tx, workspace_id, list((await tx.execute(select(delivery.c.id).where(*these))).scalars()), now
    )
    asked = [f"{kind}:{each}" for kind in ("prompt", "reminder") for each in ids]
    await forget_letters(tx, workspace_id, changes_of(asked))
    await _count_again(tx, ids, now)
    await forget_prompts(tx, ids)
    return len(ids)


async def messages_to(tx: Transaction, member_id: int, *, limit: int) -> list[str]:
    """Some of the direct messages to them."""
    query = select(delivery.c.id).where(delivery.c.member_id == member_id).limit(limit)
    return list((await tx.execute(query)).scalars())


async def take_back(tx: Transaction, workspace_id: int, ids: Collection[str], now: datetime) -> None:
    """Delete messages in Slack, as far as we know where they stand. A sender that comes back from the wire with one
    that is forgotten here takes it away by itself."""
    these = delivery.c.id.in_(list(ids))
    keys = list((await tx.execute(select(delivery.c.key).where(these))).scalars())
    await forget_letters(tx, workspace_id, changes_of(keys))
    await tx.execute(delete(dm_hour).where(dm_hour.c.delivery_id.in_(list(ids))))
    await tx.execute(
        update(delivery)
        .where(these, delivery.c.ts.is_not(None), delivery.c.sent_channel.is_not(None))
        .where(delivery.c.method == Method.POST)
        .values(
            # A key that says nothing of whom.
            key="gone:" + delivery.c.id,
            kind=DeliveryKind.NOTICE,
            method=Method.DELETE,
            state=DeliveryState.PENDING,
            channel=delivery.c.sent_channel,
            body=NOTHING,
            emptied=True,
            due_at=now,
            **dict.fromkeys(_OF_A_PERSON),
        )
    )
    await tx.execute(delete(delivery).where(these, delivery.c.method != Method.DELETE))


async def is_erased(tx: Transaction, member_id: int) -> None:
    """Nothing is left."""
    await tx.execute(delete(dm_hour).where(dm_hour.c.member_id == member_id))
    await tx.execute(update(member).where(member.c.id == member_id).values(erase_at=None))


async def _count_again(tx: Transaction, prompt_ids: Collection[int], now: datetime) -> None:
    """Open rounds show in their threads that one less is asked."""
    asked = (
        select(prompt.c.round_id)
        .join(round_, round_.c.id == prompt.c.round_id)
        .where(prompt.c.id.in_(list(prompt_ids)), round_.c.state == RoundState.OPEN)
    )
    await tx.execute(update(round_team).where(round_team.c.round_id.in_(asked)).values(publish_at=now))

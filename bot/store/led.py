"""Queries behind what a lead does to a ritual: change it, leave a round out, end it."""

from datetime import date, datetime

from sqlalchemy import select, update

from bot.store.engine import Transaction
from bot.store.members import to_member
from bot.store.ritual_rows import to_ritual
from bot.store.tables import member, prompt, ritual
from bot.values.people import Member
from bot.values.rituals import Ritual, RitualState
from bot.values.rounds import PromptState


async def for_change(tx: Transaction, workspace_id: int, ritual_id: int) -> Ritual | None:
    """The ritual with this id, if it is this workspace's; whoever else wants to change it waits."""
    query = select(ritual).where(ritual.c.workspace_id == workspace_id, ritual.c.id == ritual_id)
    row = (await tx.execute(query.with_for_update())).one_or_none()
    return to_ritual(row) if row else None


async def not_asked_yet(tx: Transaction, round_id: int) -> list[tuple[int, Member]]:
    """Prompts of a round that are planned and not on their way, with their people."""
    rows = await tx.execute(
        select(member, prompt.c.id.label("prompt_id"))
        .join(prompt, prompt.c.member_id == member.c.id)
        .where(
            prompt.c.round_id == round_id, prompt.c.state == PromptState.PLANNED, prompt.c.ask_at.is_not(None)
        )
        .order_by(prompt.c.id)
    )
    return [(row.prompt_id, to_member(row)) for row in rows]


async def begin_again(tx: Transaction, ritual_id: int, now: datetime) -> None:
    """Ask nobody for a time before now: what is over by another schedule is not made up for."""
    await tx.execute(update(ritual).where(ritual.c.id == ritual_id).values(starts_at=now))


async def leave_out(tx: Transaction, ritual_id: int, until: date | None) -> None:
    """Leave out every round up to this date; None: none."""
    await tx.execute(update(ritual).where(ritual.c.id == ritual_id).values(skips=until))


async def end(tx: Transaction, ritual_id: int, name: str) -> None:
    """Open no more rounds for good. It keeps its past under this name, so that its own is free again."""
    values = {"state": RitualState.ENDED, "name": name, "next_date": None, "next_opens_at": None}
    await tx.execute(update(ritual).where(ritual.c.id == ritual_id).values(**values))

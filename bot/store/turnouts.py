"""How many answered where only groups are shown: once a round is closed, and only where they were enough."""

from collections.abc import Collection

from sqlalchemy import func, select

from bot.store.engine import Transaction
from bot.store.tables import anonymous_round, answer, prompt, round_
from bot.values.privacy import Seal
from bot.values.rituals import Tier
from bot.values.rounds import Count, PromptState, RoundState


async def published(tx: Transaction, round_ids: Collection[int]) -> dict[int, Count]:
    """How many were asked in these rounds and how many answered; rounds of which that is not said are left out."""
    return await _sealed(tx, round_ids) | await _confidential(tx, round_ids)


async def lost(tx: Transaction, round_ids: Collection[int]) -> set[int]:
    """Those of these rounds whose key was lost before they were sealed: nobody can open what came back."""
    query = select(anonymous_round.c.round_id).where(
        anonymous_round.c.round_id.in_(list(round_ids)), anonymous_round.c.state == Seal.LOST
    )
    return set((await tx.execute(query)).scalars())


async def _sealed(tx: Transaction, round_ids: Collection[int]) -> dict[int, Count]:
    query = select(anonymous_round).where(
        anonymous_round.c.round_id.in_(list(round_ids)), anonymous_round.c.state == Seal.SEALED
    )
    return {row.round_id: Count(row.invited, row.answered) for row in await tx.execute(query)}


async def _confidential(tx: Transaction, round_ids: Collection[int]) -> dict[int, Count]:
    said_something = select(answer.c.prompt_id).where(answer.c.prompt_id == prompt.c.id).exists()
    asked = func.count().filter(prompt.c.state != PromptState.EXCUSED)
    answered = func.count().filter(prompt.c.state == PromptState.ANSWERED, said_something)
    query = (
        select(round_.c.id, asked, answered)
        .join(prompt, prompt.c.round_id == round_.c.id)
        .where(
            round_.c.id.in_(list(round_ids)),
            round_.c.tier == Tier.CONFIDENTIAL,
            round_.c.state == RoundState.CLOSED,
        )
        .group_by(round_.c.id, round_.c.fewest)
        .having(answered >= round_.c.fewest)
    )
    return {row[0]: Count(row[1], row[2]) for row in await tx.execute(query)}

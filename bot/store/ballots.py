"""Queries over anonymous rounds while they are open, and their ballots. Nothing here names a person."""

from collections.abc import Collection

from sqlalchemy import func, select
from sqlalchemy import insert as plain_insert

from bot.store.dialect import insert
from bot.store.engine import Transaction
from bot.store.tables import anonymous_round, ballot, round_
from bot.values.privacy import AnonymousRound, Seal
from bot.values.rituals import RoundState


async def open_round(tx: Transaction, round_id: int, *, invited: int, key_name: str) -> None:
    """A round that takes ballots under this key."""
    row = {"round_id": round_id, "state": Seal.OPEN, "invited": invited, "key_name": key_name}
    await tx.execute(plain_insert(anonymous_round).values(**row))


async def find(tx: Transaction, round_id: int) -> AnonymousRound | None:
    """The anonymous round with this id."""
    query = select(anonymous_round).where(anonymous_round.c.round_id == round_id)
    row = (await tx.execute(query)).one_or_none()
    return AnonymousRound(row.round_id, Seal(row.state), row.invited, row.answered) if row else None


async def stays_open(tx: Transaction, round_id: int) -> bool:
    """Whether this round takes ballots, and does so until this transaction ends.

    It is the round that is held, never a prompt: on PostgreSQL a held row remembers which transaction held it, and
    that one wrote the ballot.
    """
    query = select(round_.c.id).where(round_.c.id == round_id, round_.c.state == RoundState.OPEN)
    return (await tx.execute(query.with_for_update(read=True))).one_or_none() is not None


async def put(tx: Transaction, round_id: int, slot: bytes, box: bytes) -> None:
    """Put a box into a slot, in place of the one that was there."""
    row = insert(tx, ballot).values(round_id=round_id, slot=slot, box=box)
    replaced = row.on_conflict_do_update(index_elements=["round_id", "slot"], set_={"box": box})
    await tx.execute(replaced)


async def box_in(tx: Transaction, round_id: int, slot: bytes) -> bytes | None:
    """The box in a slot."""
    query = select(ballot.c.box).where(ballot.c.round_id == round_id, ballot.c.slot == slot)
    found: bytes | None = (await tx.execute(query)).scalar_one_or_none()
    return found


async def slots_among(tx: Transaction, round_id: int, slots: Collection[bytes]) -> set[bytes]:
    """Those of these slots that have a box in them."""
    query = select(ballot.c.slot).where(ballot.c.round_id == round_id, ballot.c.slot.in_(list(slots)))
    return set((await tx.execute(query)).scalars())


async def all_of(tx: Transaction, round_id: int) -> dict[bytes, bytes]:
    """Every box of a round, by its slot."""
    query = select(ballot.c.slot, ballot.c.box).where(ballot.c.round_id == round_id)
    return {row.slot: row.box for row in await tx.execute(query)}


async def how_many(tx: Transaction, round_id: int) -> int:
    """How many slots of a round have a box in them."""
    query = select(func.count()).select_from(ballot).where(ballot.c.round_id == round_id)
    return int((await tx.execute(query)).scalar_one())

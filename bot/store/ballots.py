"""Queries over anonymous rounds, their ballots and the names of their keys. Nothing here names a person."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, bindparam, delete, func, select, update
from sqlalchemy import insert as plain_insert

from bot.store.dialect import insert_into
from bot.store.engine import Transaction
from bot.store.tables import anonymous_round, ballot, round_
from bot.values.privacy import AnonymousRound, Seal
from bot.values.rounds import RoundState


@dataclass(frozen=True, slots=True)
class Kept:
    """Which key a round has, and the fingerprint of the place it was put in."""

    key_name: str
    place: str


async def open_round(tx: Transaction, round_id: int, *, invited: int, kept: Kept) -> None:
    """A round that takes ballots under this key."""
    row = {
        "round_id": round_id,
        "state": Seal.OPEN,
        "invited": invited,
        "key_name": kept.key_name,
        "place": kept.place,
    }
    await tx.execute(plain_insert(anonymous_round).values(**row))


async def find(tx: Transaction, round_id: int) -> AnonymousRound | None:
    """The anonymous round with this id."""
    query = select(anonymous_round).where(anonymous_round.c.round_id == round_id)
    row = (await tx.execute(query)).one_or_none()
    return AnonymousRound(row.round_id, Seal(row.state), row.invited, row.answered) if row else None


async def key_of(tx: Transaction, round_id: int) -> Kept | None:
    """The key of a round that is not sealed; None for any other."""
    return _kept((await tx.execute(_kept_of(), {"of_round": round_id})).one_or_none())


async def stays_open(tx: Transaction, round_id: int) -> Kept | None:
    """The key of a round that takes ballots, and does so until this transaction ends; None for any other.

    It is the round that is held, never a prompt: on PostgreSQL a held row remembers which transaction held it, and
    that one wrote the ballot.
    """
    return _kept((await tx.execute(_kept_of_open(), {"of_round": round_id})).one_or_none())


async def seal(tx: Transaction, round_id: int, state: Seal, *, invited: int, answered: int | None) -> None:
    """The round is over, its ballots are gone. Its key is still to be destroyed."""
    await tx.execute(delete(ballot).where(ballot.c.round_id == round_id))
    await tx.execute(
        update(anonymous_round)
        .where(anonymous_round.c.round_id == round_id)
        .values(state=state, invited=invited, answered=answered)
    )


async def keys_to_destroy(tx: Transaction) -> dict[int, str]:
    """The keys of rounds that are over, by round."""
    query = select(anonymous_round.c.round_id, anonymous_round.c.key_name).where(*is_left_over())
    return {row.round_id: row.key_name for row in await tx.execute(query)}


async def key_is_gone(tx: Transaction, round_ids: Collection[int]) -> None:
    """The keys of these rounds exist no more."""
    await tx.execute(
        update(anonymous_round)
        .where(anonymous_round.c.round_id.in_(list(round_ids)), *is_left_over())
        .values(key_name=None)
    )


async def keys_of_open(tx: Transaction) -> list[str]:
    """The names of the keys of rounds that take ballots."""
    query = select(anonymous_round.c.key_name).where(
        anonymous_round.c.key_name.is_not(None), anonymous_round.c.state == Seal.OPEN
    )
    return list((await tx.execute(query)).scalars())


async def key_names(tx: Transaction) -> set[str]:
    """The names of all keys that a round still has."""
    query = select(anonymous_round.c.key_name).where(anonymous_round.c.key_name.is_not(None))
    return set((await tx.execute(query)).scalars())


def is_left_over() -> tuple[ColumnElement[bool], ...]:
    """Of which rounds the key is still to be destroyed."""
    return anonymous_round.c.key_name.is_not(None), anonymous_round.c.state != Seal.OPEN


async def put(tx: Transaction, round_id: int, slot: bytes, box: bytes) -> None:
    """Put a box into a slot, in place of the one that was there."""
    await tx.execute(_put(tx.dialect.name), {"round_id": round_id, "slot": slot, "box": box})


async def box_in(tx: Transaction, round_id: int, slot: bytes) -> bytes | None:
    """The box in a slot."""
    query = select(ballot.c.box).where(ballot.c.round_id == round_id, ballot.c.slot == slot)
    found: bytes | None = (await tx.execute(query)).scalar_one_or_none()
    return found


async def slots_among(tx: Transaction, round_id: int, slots: Collection[bytes]) -> set[bytes]:
    """Those of these slots that have a box in them."""
    these: dict[str, Any] = {"of_round": round_id, "these": list(slots)}
    return set((await tx.execute(_slots_among(), these)).scalars())


async def all_of(tx: Transaction, round_id: int) -> dict[bytes, bytes]:
    """Every box of a round, by its slot."""
    query = select(ballot.c.slot, ballot.c.box).where(ballot.c.round_id == round_id)
    return {row.slot: row.box for row in await tx.execute(query)}


async def how_many(tx: Transaction, round_id: int) -> int:
    """How many slots of a round have a box in them."""
    query = select(func.count()).select_from(ballot).where(ballot.c.round_id == round_id)
    return int((await tx.execute(query)).scalar_one())


# Built once: building one takes longer than asking it.
@cache
def _kept_of() -> Select[Any]:
    return select(anonymous_round.c.key_name, anonymous_round.c.place).where(
        anonymous_round.c.round_id == bindparam("of_round"), anonymous_round.c.state == Seal.OPEN
    )


@cache
def _kept_of_open() -> Select[Any]:
    return (
        _kept_of()
        .join(round_, round_.c.id == anonymous_round.c.round_id)
        .where(round_.c.state == RoundState.OPEN)
        .with_for_update(read=True, of=round_)
    )


@cache
def _put(dialect_name: str) -> Any:
    row = insert_into(ballot, dialect_name)
    return row.on_conflict_do_update(index_elements=["round_id", "slot"], set_={"box": row.excluded.box})


@cache
def _slots_among() -> Select[Any]:
    is_one_of = ballot.c.slot.in_(bindparam("these", expanding=True))
    return select(ballot.c.slot).where(ballot.c.round_id == bindparam("of_round"), is_one_of)


def _kept(row: Row[Any] | None) -> Kept | None:
    return Kept(row.key_name, row.place) if row else None

"""You said, we did: what teams were told of what came of feedback."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, insert, select

from bot.store.engine import Transaction
from bot.store.tables import member, round_, round_team, team, we_did
from bot.values.feedback import NewNote, Note


async def add(tx: Transaction, workspace_id: int, author_id: int, new: NewNote, at: datetime) -> int:
    """A note; its number."""
    row = insert(we_did).values(
        workspace_id=workspace_id,
        team_id=new.team_id,
        author_id=author_id,
        loop_id=new.loop_id,
        round_id=new.round_id,
        said=new.said,
        did=new.did,
        at=at,
    )
    return int((await tx.execute(row.returning(we_did.c.id))).scalar_one())


async def find(tx: Transaction, note_id: int) -> Note:
    """The note with this number."""
    return _note((await tx.execute(_notes().where(we_did.c.id == note_id))).one())


async def same(
    tx: Transaction, workspace_id: int, author_id: int, new: NewNote, since: datetime
) -> Note | None:
    """The note somebody already made in these words to this team since then."""
    query = _notes().where(
        we_did.c.workspace_id == workspace_id,
        we_did.c.team_id == new.team_id,
        we_did.c.author_id == author_id,
        we_did.c.said == new.said,
        we_did.c.did == new.did,
        we_did.c.at >= since,
    )
    row = (await tx.execute(query.limit(1))).one_or_none()
    return _note(row) if row else None


async def between(
    tx: Transaction,
    workspace_id: int,
    since: datetime,
    until: datetime,
    team_ids: Collection[int] | None = None,
) -> list[Note]:
    """What teams were told in a time, the oldest first; only these teams, where some are given."""
    query = _notes().where(we_did.c.workspace_id == workspace_id, we_did.c.at >= since, we_did.c.at < until)
    if team_ids is not None:
        query = query.where(we_did.c.team_id.in_(list(team_ids)))
    return [_note(row) for row in await tx.execute(query.order_by(we_did.c.at, we_did.c.id))]


async def teams_of_round(tx: Transaction, workspace_id: int, round_id: int) -> list[int] | None:
    """The teams a round asked; None when there is no such round."""
    query = select(round_.c.id).where(round_.c.id == round_id, round_.c.workspace_id == workspace_id)
    if (await tx.execute(query)).one_or_none() is None:
        return None
    teams = select(round_team.c.team_id).where(round_team.c.round_id == round_id)
    return sorted((await tx.execute(teams)).scalars())


def _notes() -> Select[Any]:
    return (
        select(
            we_did,
            team.c.name.label("team_name"),
            member.c.name.label("author_name"),
            round_.c.ritual_name.label("round_name"),
        )
        .join(team, team.c.id == we_did.c.team_id)
        .outerjoin(member, member.c.id == we_did.c.author_id)
        .outerjoin(round_, round_.c.id == we_did.c.round_id)
    )


def _note(row: Row[Any]) -> Note:
    return Note(row.id, row.team_name, row.said, row.did, row.at, row.author_name, row.round_name)

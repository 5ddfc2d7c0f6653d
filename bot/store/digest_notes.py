"""What people add to digests: a note above one week's, and the weeks they marked as out of the ordinary."""

from collections.abc import Collection, Iterable
from datetime import date, datetime

from sqlalchemy import delete, or_, select

from bot.store.dialect import insert
from bot.store.engine import Transaction
from bot.store.tables import delivery, digest, digest_note, member, week_mark
from bot.store.travelling import to_message
from bot.store.trends import Weeks
from bot.values.deliveries import DeliveryKind, DeliveryState, Message, Method
from bot.values.digests import DigestNote, MarkKind, WeekMark

_NEVER_THERE = (DeliveryState.FAILED, DeliveryState.CANCELLED)


async def note_of(tx: Transaction, digest_id: int, monday: date) -> DigestNote | None:
    """What stands above this week's digest, with the name of whoever wrote it last."""
    query = (
        select(digest_note.c.words, member.c.name)
        .join(member, member.c.id == digest_note.c.member_id)
        .where(digest_note.c.digest_id == digest_id, digest_note.c.monday == monday)
    )
    row = (await tx.execute(query)).one_or_none()
    return DigestNote(row.words, by=row.name) if row else None


async def put_note(
    tx: Transaction, digest_id: int, monday: date, words: str, member_id: int, *, at: datetime
) -> None:
    """These words stand above this week's digest from now on."""
    said = {"words": words, "member_id": member_id, "at": at}
    row = insert(tx, digest_note).values(digest_id=digest_id, monday=monday, **said)
    await tx.execute(row.on_conflict_do_update(index_elements=["digest_id", "monday"], set_=said))


async def take_note_away(tx: Transaction, digest_id: int, monday: date) -> None:
    """Nothing stands above this week's digest any more."""
    this = digest_note.c.digest_id == digest_id, digest_note.c.monday == monday
    await tx.execute(delete(digest_note).where(*this))


async def hold(tx: Transaction, digest_id: int) -> None:
    """Until the end of the transaction this digest is not composed: what is added is in it, or it is out before."""
    await tx.execute(select(digest.c.id).where(digest.c.id == digest_id).with_for_update())


async def posts(tx: Transaction, workspace_id: int, key: str) -> dict[str, Message]:
    """What a week's digest said, by key, in each post of it that is there or on its way, and is still kept.

    `key` is the first one's; those that were posted again begin with it.
    """
    query = select(delivery.c.key, delivery.c.body).where(
        delivery.c.workspace_id == workspace_id,
        or_(delivery.c.key == key, delivery.c.key.startswith(f"{key}:again:", autoescape=True)),
        delivery.c.target_key.is_(None),
        delivery.c.kind == DeliveryKind.DIGEST,
        delivery.c.method == Method.POST,
        delivery.c.state.not_in(_NEVER_THERE),
        delivery.c.emptied.is_(False),
    )
    return {row.key: to_message(row.body) for row in await tx.execute(query.order_by(delivery.c.key))}


async def marks_of(tx: Transaction, workspace_id: int, weeks: Weeks) -> list[WeekMark]:
    """The marked weeks of all teams in this time, the oldest first."""
    query = select(week_mark).where(
        week_mark.c.workspace_id == workspace_id, week_mark.c.monday.between(weeks.first, weeks.last)
    )
    rows = await tx.execute(query.order_by(week_mark.c.monday, week_mark.c.team_id))
    return [WeekMark(row.team_id, row.monday, MarkKind(row.kind), row.words) for row in rows]


async def mark(
    tx: Transaction, workspace_id: int, marks: Iterable[WeekMark], member_id: int, *, at: datetime
) -> None:
    """These weeks are out of the ordinary from now on; the newest word on a team's week counts."""
    for each in marks:
        said = {"kind": each.kind, "words": each.words, "member_id": member_id, "at": at}
        row = insert(tx, week_mark).values(
            workspace_id=workspace_id, team_id=each.team_id, monday=each.monday, **said
        )
        await tx.execute(row.on_conflict_do_update(index_elements=["team_id", "monday"], set_=said))


async def unmark(tx: Transaction, team_ids: Collection[int], monday: date) -> int:
    """This week of these teams is an ordinary one again; how many of them had marked it."""
    these = week_mark.c.team_id.in_(list(team_ids)), week_mark.c.monday == monday
    return (await tx.execute(delete(week_mark).where(*these))).rowcount

"""Digests: what is posted where and when, and which weeks have gone out."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row, Select, case, or_, select, update

from bot.store.dialect import insert
from bot.store.engine import Transaction
from bot.store.members import to_member
from bot.store.tables import digest, digest_issue, member, team
from bot.values.digests import Audience, Digest, DigestPlan, DigestState
from bot.values.people import Member, Role


def next_after(plan: DigestPlan, after: datetime) -> datetime:
    """The first instant, in UTC and strictly after `after`, at which this digest is due.

    A local time that a clock change skips is shifted forward; one that happens twice is the first of the two.
    """
    zone = ZoneInfo(plan.zone)
    today = after.astimezone(zone).date()
    day = today + timedelta(days=(plan.weekday - today.weekday()) % 7)
    due = _instant(day, plan.at, zone)
    return due if due > after else _instant(day + timedelta(weeks=1), plan.at, zone)


async def create(
    tx: Transaction, workspace_id: int, owner_id: int, plan: DigestPlan, *, now: datetime
) -> int:
    """Store a digest and say its id. A name that is taken gets a number."""
    for attempt in count(1):
        name = plan.name if attempt == 1 else f"{plan.name} {attempt}"
        row = insert(tx, digest).values(
            workspace_id=workspace_id,
            owner_id=owner_id,
            state=DigestState.ACTIVE,
            next_at=next_after(plan, now),
            **{**_columns(plan), "name": name},
        )
        made = await tx.execute(row.on_conflict_do_nothing().returning(digest.c.id))
        if (digest_id := made.scalar_one_or_none()) is not None:
            return int(digest_id)
    raise AssertionError("count() never ends")


async def change(tx: Transaction, digest_id: int, plan: DigestPlan, *, now: datetime) -> None:
    """Give a digest another plan. Its name and whether it is paused stay as they are."""
    columns = {name: value for name, value in _columns(plan).items() if name != "name"}
    is_active = digest.c.state == DigestState.ACTIVE
    await tx.execute(
        update(digest)
        .where(digest.c.id == digest_id)
        .values(**columns, next_at=case((is_active, next_after(plan, now)), else_=None))
    )


async def find(tx: Transaction, workspace_id: int, digest_id: int) -> Digest | None:
    """One digest of this workspace."""
    found = await tx.execute(_of(workspace_id).where(digest.c.id == digest_id))
    row = found.one_or_none()
    return _digest(row) if row else None


async def by_name(tx: Transaction, workspace_id: int, name: str) -> Digest | None:
    """The digest with this name."""
    found = await tx.execute(_of(workspace_id).where(digest.c.name == name))
    row = found.one_or_none()
    return _digest(row) if row else None


async def of_workspace(tx: Transaction, workspace_id: int) -> list[Digest]:
    """Every digest that has not ended, oldest first."""
    return [_digest(row) for row in await tx.execute(_of(workspace_id).order_by(digest.c.id))]


async def in_channel(tx: Transaction, workspace_id: int, channel_id: str) -> Digest | None:
    """The digest that is posted in this channel; the oldest when there are several."""
    query = _of(workspace_id).where(digest.c.channel_id == channel_id).order_by(digest.c.id).limit(1)
    row = (await tx.execute(query)).one_or_none()
    return _digest(row) if row else None


async def pause(tx: Transaction, digest_id: int) -> None:
    """Stop posting until it is resumed."""
    await tx.execute(
        update(digest).where(digest.c.id == digest_id).values(state=DigestState.PAUSED, next_at=None)
    )


async def resume(tx: Transaction, item: Digest, *, now: datetime) -> datetime:
    """Post again, from the next due time on, which is returned."""
    due = next_after(item.plan, now)
    await tx.execute(
        update(digest).where(digest.c.id == item.id).values(state=DigestState.ACTIVE, next_at=due)
    )
    return due


async def rename(tx: Transaction, digest_id: int, name: str) -> None:
    """Give a digest another name."""
    await tx.execute(update(digest).where(digest.c.id == digest_id).values(name=name))


async def hand_over(tx: Transaction, digest_id: int, owner_id: int) -> None:
    """Give a digest another owner."""
    await tx.execute(update(digest).where(digest.c.id == digest_id).values(owner_id=owner_id))


async def due(tx: Transaction, *, now: datetime) -> list[Digest]:
    """The digests whose time has come, the one that waited longest first."""
    query = select(digest).where(_is_due(now)).order_by(digest.c.next_at, digest.c.id)
    return [_digest(row) for row in await tx.execute(query)]


async def take(tx: Transaction, digest_id: int, *, now: datetime) -> Digest | None:
    """This digest, locked; None when another replica has it or it is no longer due."""
    query = select(digest).where(digest.c.id == digest_id, _is_due(now)).with_for_update(skip_locked=True)
    row = (await tx.execute(query)).one_or_none()
    return _digest(row) if row else None


async def schedule_next(tx: Transaction, item: Digest, *, now: datetime) -> None:
    """The next post is the first one after `now`: weeks that were missed are not caught up."""
    await tx.execute(update(digest).where(digest.c.id == item.id).values(next_at=next_after(item.plan, now)))


async def claim_issue(tx: Transaction, digest_id: int, monday: date, *, now: datetime) -> bool:
    """Take the right to post this week's digest; False when it was taken before."""
    row = insert(tx, digest_issue).values(digest_id=digest_id, monday=monday, made_at=now)
    claimed = await tx.execute(row.on_conflict_do_nothing().returning(digest_issue.c.digest_id))
    return claimed.scalar_one_or_none() is not None


async def was_issued(tx: Transaction, digest_id: int, monday: date) -> bool:
    """Whether this week's digest was made."""
    query = select(digest_issue.c.monday).where(
        digest_issue.c.digest_id == digest_id, digest_issue.c.monday == monday
    )
    return (await tx.execute(query)).one_or_none() is not None


async def leads_of(tx: Transaction, workspace_id: int, channel_id: str) -> Sequence[int]:
    """The member ids of those who lead a team in this channel."""
    query = select(team.c.lead_id).where(
        team.c.workspace_id == workspace_id, team.c.channel_id == channel_id, team.c.lead_id.is_not(None)
    )
    return (await tx.execute(query)).scalars().all()


async def has_private_team(tx: Transaction, workspace_id: int, channel_id: str) -> bool | None:
    """Whether this channel is one that a team has for itself; None: it is no team's."""
    theirs = select(team.c.is_private).where(
        team.c.workspace_id == workspace_id, team.c.channel_id == channel_id
    )
    found = (await tx.execute(theirs)).scalars().all()
    return any(found) if found else None


async def elsewhere(tx: Transaction, workspace_id: int) -> set[str]:
    """The channels digests are posted in that are no team's."""
    homes = select(team.c.channel_id).where(team.c.workspace_id == workspace_id)
    query = _of(workspace_id).where(digest.c.channel_id.not_in(homes))
    return set((await tx.execute(query.with_only_columns(digest.c.channel_id))).scalars())


async def mender(tx: Transaction, item: Digest) -> Member | None:
    """Who is to mend a digest: its owner, else who leads the channel's team, else an admin of the workspace.

    Only active members; None when there is nobody.
    """
    leads = await leads_of(tx, item.workspace_id, item.plan.channel_id)
    preference = case((member.c.id == item.owner_id, 0), (member.c.id.in_(leads), 1), else_=2)
    query = (
        select(member)
        .where(
            member.c.workspace_id == item.workspace_id,
            member.c.is_active,
            or_(member.c.id == item.owner_id, member.c.id.in_(leads), member.c.role == Role.ADMIN),
        )
        .order_by(preference, member.c.id)
        .limit(1)
    )
    row = (await tx.execute(query)).one_or_none()
    return to_member(row) if row else None


def _of(workspace_id: int) -> Select[Any]:
    return select(digest).where(digest.c.workspace_id == workspace_id, digest.c.state != DigestState.ENDED)


def _is_due(now: datetime) -> Any:
    return (digest.c.state == DigestState.ACTIVE) & (digest.c.next_at <= now)


def _instant(day: date, at: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, at, tzinfo=zone).astimezone(UTC)


def _columns(plan: DigestPlan) -> dict[str, Any]:
    return {
        "name": plan.name,
        "channel_id": plan.channel_id,
        "weekday": plan.weekday,
        "at": f"{plan.at:%H:%M}",
        "zone": plan.zone,
        "audience": plan.audience,
    }


def _digest(row: Row[Any]) -> Digest:
    plan = DigestPlan(
        name=row.name,
        channel_id=row.channel_id,
        weekday=row.weekday,
        at=time.fromisoformat(row.at),
        zone=row.zone,
        audience=Audience(row.audience),
    )
    return Digest(row.id, row.workspace_id, row.owner_id, plan, DigestState(row.state), row.next_at)

"""Queries over rituals, the teams they ask and who opted out."""

from collections.abc import Iterable
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, delete, select, union, update

from bot.store.dialect import insert
from bot.store.engine import Transaction
from bot.store.ritual_rows import from_plan, to_ritual
from bot.store.tables import former_team, opt_out, prompt, ritual, ritual_team, round_, team_member
from bot.values.rituals import Ritual, RitualPlan, RitualState


async def create(
    tx: Transaction,
    workspace_id: int,
    owner_id: int,
    plan: RitualPlan,
    team_ids: Iterable[int],
    *,
    now: datetime,
) -> int:
    """A new ritual for these teams. Its first round is planned by `rituals.scheduling`."""
    row = insert(tx, ritual).values(
        workspace_id=workspace_id,
        owner_id=owner_id,
        state=RitualState.ACTIVE,
        created_at=now,
        starts_at=now,
        **from_plan(plan),
    )
    ritual_id = int((await tx.execute(row.returning(ritual.c.id))).scalar_one())
    await set_teams(tx, ritual_id, team_ids)
    return ritual_id


async def change(tx: Transaction, ritual_id: int, plan: RitualPlan) -> None:
    """Give a ritual a new plan. Rounds that are open keep theirs."""
    await tx.execute(update(ritual).where(ritual.c.id == ritual_id).values(**from_plan(plan)))


async def set_teams(tx: Transaction, ritual_id: int, team_ids: Iterable[int]) -> None:
    """Make exactly these the teams a ritual asks. A team that is new to it will be introduced to it.

    Those it asks no more keep what they answered: their digests go on telling of it.
    """
    wanted = list(team_ids)
    gone = (ritual_team.c.ritual_id == ritual_id, ritual_team.c.team_id.not_in(wanted))
    former = select(ritual_team.c.ritual_id, ritual_team.c.team_id).where(*gone)
    kept = insert(tx, former_team).from_select(["ritual_id", "team_id"], former)
    await tx.execute(kept.on_conflict_do_nothing())
    await tx.execute(delete(ritual_team).where(*gone))
    for team_id in wanted:
        row = insert(tx, ritual_team).values(ritual_id=ritual_id, team_id=team_id, introduced=False)
        await tx.execute(row.on_conflict_do_nothing())


async def join(tx: Transaction, workspace_id: int, team_id: int) -> None:
    """A team is new: rituals for everyone ask it too."""
    wide = select(ritual.c.id).where(
        ritual.c.workspace_id == workspace_id, ritual.c.everyone, ritual.c.state != RitualState.ENDED
    )
    for ritual_id in (await tx.execute(wide)).scalars().all():
        row = insert(tx, ritual_team).values(ritual_id=ritual_id, team_id=team_id, introduced=False)
        await tx.execute(row.on_conflict_do_nothing())


async def by_id(tx: Transaction, ritual_id: int) -> Ritual:
    """The ritual with this id."""
    return to_ritual((await tx.execute(_by_id(), {"this": ritual_id})).one())


async def find(tx: Transaction, workspace_id: int, ritual_id: int) -> Ritual | None:
    """The ritual with this id, if it is this workspace's."""
    rows = await tx.execute(
        select(ritual).where(ritual.c.workspace_id == workspace_id, ritual.c.id == ritual_id)
    )
    row = rows.one_or_none()
    return to_ritual(row) if row else None


async def asking(tx: Transaction, ritual_id: int, member_id: int) -> Ritual | None:
    """This ritual, if it asks a team this member is in, asked them once, or is one they opted out of."""
    in_team = ritual_team.join(team_member, team_member.c.team_id == ritual_team.c.team_id)
    was_asked = round_.join(prompt, prompt.c.round_id == round_.c.id)
    theirs = union(
        select(ritual_team.c.ritual_id).select_from(in_team).where(team_member.c.member_id == member_id),
        select(round_.c.ritual_id).select_from(was_asked).where(prompt.c.member_id == member_id),
        select(opt_out.c.ritual_id).where(opt_out.c.member_id == member_id),
    )
    found = await tx.execute(select(ritual).where(ritual.c.id == ritual_id, ritual.c.id.in_(theirs)))
    row = found.one_or_none()
    return to_ritual(row) if row else None


async def by_name(tx: Transaction, workspace_id: int, name: str) -> Ritual | None:
    """The ritual with this name."""
    rows = await tx.execute(
        select(ritual).where(ritual.c.workspace_id == workspace_id, ritual.c.name == name)
    )
    row = rows.one_or_none()
    return to_ritual(row) if row else None


async def names(tx: Transaction, workspace_id: int) -> set[str]:
    """The names that are taken."""
    rows = await tx.execute(select(ritual.c.name).where(ritual.c.workspace_id == workspace_id))
    return set(rows.scalars())


async def of_member(tx: Transaction, member_id: int) -> list[Ritual]:
    """The rituals that ask a member, opted out or not."""
    asking = (
        select(ritual_team.c.ritual_id)
        .join(team_member, team_member.c.team_id == ritual_team.c.team_id)
        .where(team_member.c.member_id == member_id)
    )
    rows = await tx.execute(
        select(ritual)
        .where(ritual.c.id.in_(asking), ritual.c.state != RitualState.ENDED)
        .order_by(ritual.c.id)
    )
    return [to_ritual(row) for row in rows]


async def of_team(tx: Transaction, team_id: int) -> list[Ritual]:
    """The rituals that ask a team."""
    rows = await tx.execute(
        select(ritual)
        .join(ritual_team, ritual_team.c.ritual_id == ritual.c.id)
        .where(ritual_team.c.team_id == team_id)
        .order_by(ritual.c.id)
    )
    return [to_ritual(row) for row in rows]


async def whose_round_is_due(tx: Transaction, now: datetime) -> Ritual | None:
    """An active ritual whose next round opens now or should have."""
    query = (
        select(ritual)
        .where(ritual.c.next_opens_at <= now, ritual.c.state == RitualState.ACTIVE)
        .order_by(ritual.c.next_opens_at)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    row = (await tx.execute(query)).one_or_none()
    return to_ritual(row) if row else None


async def set_next(tx: Transaction, ritual_id: int, day: date | None, opens_at: datetime | None) -> None:
    """Say which round opens next, and when."""
    await tx.execute(
        update(ritual).where(ritual.c.id == ritual_id).values(next_date=day, next_opens_at=opens_at)
    )


async def pause(tx: Transaction, ritual_id: int) -> None:
    """Open no more rounds until it is resumed."""
    await tx.execute(update(ritual).where(ritual.c.id == ritual_id).values(state=RitualState.PAUSED))


async def resume(tx: Transaction, ritual_id: int, now: datetime) -> None:
    """Open rounds again, from now on."""
    values = {"state": RitualState.ACTIVE, "starts_at": now}
    await tx.execute(update(ritual).where(ritual.c.id == ritual_id).values(**values))


async def of_workspace(tx: Transaction, workspace_id: int) -> list[Ritual]:
    """Every ritual that has not ended."""
    rows = await tx.execute(
        select(ritual)
        .where(ritual.c.workspace_id == workspace_id, ritual.c.state != RitualState.ENDED)
        .order_by(ritual.c.name)
    )
    return [to_ritual(row) for row in rows]


async def introduce(tx: Transaction, ritual_id: int, team_id: int) -> bool:
    """Note that a team has been told about a ritual; False when it had been before."""
    told = await tx.execute(
        update(ritual_team)
        .where(
            ritual_team.c.ritual_id == ritual_id,
            ritual_team.c.team_id == team_id,
            ritual_team.c.introduced.is_(False),
        )
        .values(introduced=True)
    )
    return told.rowcount == 1


async def opt_out_of(tx: Transaction, ritual_id: int, member_id: int, now: datetime) -> None:
    """Never ask this member again."""
    row = insert(tx, opt_out).values(ritual_id=ritual_id, member_id=member_id, at=now)
    await tx.execute(row.on_conflict_do_nothing())


async def opt_in_to(tx: Transaction, ritual_id: int, member_id: int) -> None:
    """Ask this member again."""
    await tx.execute(
        delete(opt_out).where(opt_out.c.ritual_id == ritual_id, opt_out.c.member_id == member_id)
    )


async def opted_out(tx: Transaction, member_id: int) -> set[int]:
    """The ids of the rituals this member does not want to be asked by."""
    rows = await tx.execute(select(opt_out.c.ritual_id).where(opt_out.c.member_id == member_id))
    return set(rows.scalars())


# Built once: building it takes longer than asking it.
@cache
def _by_id() -> Select[Any]:
    return select(ritual).where(ritual.c.id == bindparam("this"))

"""Queries over everything that happened in a rehearsal: its database knows one workspace, and nobody else's."""

from datetime import date

from sqlalchemy import func, select

from bot.store.engine import Transaction
from bot.store.ritual_rows import to_ritual
from bot.store.tables import delivery, member, prompt, ritual, round_, team, workspace
from bot.values.deliveries import DeliveryKind, DeliveryState, Method
from bot.values.rehearsals import Happened, Written
from bot.values.rituals import Tier
from bot.values.rounds import PromptState, RoundState


async def home(tx: Transaction) -> int:
    """The id of the one workspace there is."""
    return int((await tx.execute(select(workspace.c.id))).scalar_one())


async def happened(tx: Transaction) -> list[Happened]:
    """What became of everybody in every round, in the order in which it was due."""
    rows = await tx.execute(select(ritual))
    schedules = {row.id: to_ritual(row).plan.schedule for row in rows}
    query = (
        select(
            *(prompt.c.state, prompt.c.reason, prompt.c.due_at, prompt.c.closes_at, prompt.c.delivery_key),
            *(prompt.c.zone, round_.c.ritual_id, round_.c.ritual_name, round_.c.local_date),
            *(team.c.name.label("team"), member.c.name.label("person")),
        )
        .select_from(
            prompt.join(round_, round_.c.id == prompt.c.round_id)
            .join(team, team.c.id == prompt.c.team_id)
            .join(member, member.c.id == prompt.c.member_id)
        )
        .order_by(prompt.c.due_at, prompt.c.id)
    )
    return [
        Happened(
            ritual=row.ritual_name,
            schedule=schedules[row.ritual_id],
            day=row.local_date,
            team=row.team,
            person=row.person,
            zone=row.zone,
            state=PromptState(row.state),
            reason=row.reason,
            due_at=row.due_at,
            closes_at=row.closes_at,
            dm=row.delivery_key,
        )
        for row in await tx.execute(query)
    ]


async def sealed(tx: Transaction) -> set[tuple[str, date]]:
    """The ritual's name and the date of every anonymous round that is over: its prompts are gone."""
    over = (round_.c.tier == Tier.ANONYMOUS, round_.c.state == RoundState.CLOSED)
    rows = await tx.execute(select(round_.c.ritual_name, round_.c.local_date).where(*over))
    return {(row.ritual_name, row.local_date) for row in rows}


async def written(tx: Transaction) -> list[Written]:
    """Every message that left, in order; changes of messages are left out."""
    reader = member.alias("reader")
    target = delivery.alias("target")
    query = (
        select(
            *(delivery.c.key, delivery.c.kind, delivery.c.sent_at, delivery.c.target_key, delivery.c.body),
            func.coalesce(reader.c.name, delivery.c.channel, target.c.channel).label("to"),
            reader.c.zone,
        )
        .select_from(
            delivery.outerjoin(
                target,
                (target.c.workspace_id == delivery.c.workspace_id) & (target.c.key == delivery.c.target_key),
            ).outerjoin(reader, reader.c.id == delivery.c.member_id)
        )
        .where(
            delivery.c.method == Method.POST,
            delivery.c.state == DeliveryState.SENT,
        )
        .order_by(delivery.c.sent_at, delivery.c.id)
    )
    return [
        Written(
            row.key,
            DeliveryKind(row.kind),
            row.to or "",
            row.zone,
            row.target_key,
            row.sent_at,
            row.body["text"],
        )
        for row in await tx.execute(query)
    ]

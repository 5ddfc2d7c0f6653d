"""What a sealed round must not leave behind: whatever differs between those who answered and those who did not.

That somebody was invited may stand there, since it stands there alike for everybody who was: the DM that asked them.
A reminder goes to those alone whose ballot had not come back, so it goes, and so does the clock hour it took.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select

from bot.store.dialect import insert
from bot.store.engine import Transaction
from bot.store.members import to_member
from bot.store.tables import answer, answer_draft, answer_history, delivery, dm_hour, member, prompt
from bot.values.deliveries import Method
from bot.values.hours import clock_hour
from bot.values.people import Member
from bot.values.rounds import PromptState, Round


@dataclass(frozen=True, slots=True)
class Invited:
    """Somebody a round asks: what may be written about them, and nothing of what they did."""

    prompt_id: int
    member: Member
    team_id: int
    is_excused: bool
    delivery_key: str | None


async def invited(tx: Transaction, round_id: int) -> list[Invited]:
    """Everybody with a prompt in a round, those included who were excused later."""
    query = (
        select(
            prompt.c.id.label("prompt_id"),
            prompt.c.team_id,
            prompt.c.state.label("stands"),
            prompt.c.delivery_key,
            *member.c,
        )
        .join(member, member.c.id == prompt.c.member_id)
        .where(prompt.c.round_id == round_id)
        .order_by(prompt.c.member_id)
    )
    return [
        Invited(
            row.prompt_id, to_member(row), row.team_id, row.stands == PromptState.EXCUSED, row.delivery_key
        )
        for row in await tx.execute(query)
    ]


async def forget(
    tx: Transaction, round_: Round, people: Collection[Invited], reminders: Collection[str], now: datetime
) -> None:
    """Delete a round's prompts and all that hangs on them, and these reminders of theirs."""
    ids = [somebody.prompt_id for somebody in people]
    for table in (answer_draft, answer_history, answer):
        await tx.execute(delete(table).where(table.c.prompt_id.in_(ids)))
    # Before the reminders: whoever is just writing one holds its prompt, and is waited for here.
    await tx.execute(delete(prompt).where(prompt.c.round_id == round_.id))
    left = await _with_keys(tx, round_.workspace_id, reminders, hold=True)
    await _free_hours(tx, round_, people, list(left.values()), now)
    await tx.execute(delete(delivery).where(delivery.c.id.in_(list(left.values()))))


async def _free_hours(
    tx: Transaction, round_: Round, people: Collection[Invited], reminders: Collection[str], now: datetime
) -> None:
    """Give back the clock hours that reminders took. Where one of them goes on, nobody who was asked gets another
    message in it, so that the book says the same of all of them."""
    by_a_reminder = dm_hour.c.delivery_id.in_(list(reminders))
    hours = {somebody.member.id: clock_hour(now, somebody.member.tz) for somebody in people}
    taken = await tx.execute(select(dm_hour.c.member_id, dm_hour.c.hour).where(by_a_reminder))
    goes_on = any(hours.get(row.member_id) == row.hour for row in taken)
    await tx.execute(delete(dm_hour).where(by_a_reminder))
    if not goes_on:
        return
    asked = {each.delivery_key for each in people if each.delivery_key}
    dms = await _with_keys(tx, round_.workspace_id, asked)
    rows = [
        {"member_id": each.member.id, "hour": hours[each.member.id], "delivery_id": dms[key]}
        for each in people
        if (key := each.delivery_key) is not None and key in dms
    ]
    if rows:
        await tx.execute(insert(tx, dm_hour).on_conflict_do_nothing(), rows)


async def _with_keys(
    tx: Transaction, workspace_id: int, keys: Collection[str], *, hold: bool = False
) -> Mapping[str, str]:
    """The ids of the letters with these keys. With `hold` none of them goes on its way, nor takes an hour for it,
    until the transaction ends."""
    query = select(delivery.c.key, delivery.c.id).where(
        delivery.c.workspace_id == workspace_id,
        delivery.c.key.in_(list(keys)),
        delivery.c.method == Method.POST,
    )
    rows = await tx.execute(query.order_by(delivery.c.key).with_for_update() if hold else query)
    return {row.key: row.id for row in rows}

"""Asking and reminding: a prompt that falls due becomes a DM, at most one an hour and one reminder."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.rituals import letters
from bot.rituals.opening import WAS_NOT_RUNNING
from bot.rituals.wording import Wording
from bot.store import answers, members, outbox, prompts, rounds, standings
from bot.store.engine import Store, Transaction
from bot.store.standings import Standing
from bot.values.deliveries import Delivery
from bot.values.hours import next_clock_hour
from bot.values.rituals import Asked, PromptState

BATCH = 5
"""People taken care of in one transaction: short ones keep the acknowledgements of others fast."""

UNREACHABLE = "Slack could not deliver it."
NOT_IN_TIME = "It could not reach you while it was open."


async def ask_due(store: Store, wording: Wording, now: datetime) -> int:
    """Write the DMs of prompts that fall due; how many prompts were taken care of."""
    async with store.transaction() as tx:
        due = await standings.to_ask(tx, now, limit=BATCH)
        over = [standing.prompt.id for standing in due if standing.prompt.closes_at <= now]
        if over:
            await prompts.excuse(tx, over, WAS_NOT_RUNNING)
        done = set(over)
        for standing in due:
            if standing.prompt.id not in done:
                done |= await _ask(tx, wording, standing, now)
        return len(due)


async def remind_due(store: Store, wording: Wording, now: datetime) -> int:
    """Write the reminders that fall due; how many prompts were looked at."""
    async with store.transaction() as tx:
        due = await standings.to_remind(tx, now, limit=BATCH)
        await prompts.reminded(tx, [standing.prompt.id for standing in due])
        for standing in due:
            if _wants_reminding(standing, now):
                message = wording.reminder(_as_asked(standing))
                letter = letters.reminder(standing, message, now=now)
                await outbox.put(tx, standing.prompt.workspace_id, letter)
        return len(due)


async def prompt_was_sent(tx: Transaction, delivery: Delivery) -> None:
    """The DM is there: its prompts are sent."""
    await prompts.were_sent(tx, delivery.workspace_id, delivery.key)


async def prompt_never_arrives(tx: Transaction, delivery: Delivery, now: datetime) -> None:
    """Slack will not deliver the DM: its prompts are excused, since nobody was asked."""
    await _excuse_carried(tx, delivery, UNREACHABLE, now)


async def prompt_comes_too_late(tx: Transaction, delivery: Delivery, now: datetime) -> None:
    """The DM could not leave while its prompts were open: they are excused, since nobody was asked."""
    await _excuse_carried(tx, delivery, NOT_IN_TIME, now)


async def asked_in(tx: Transaction, workspace_id: int, delivery_key: str) -> list[Asked]:
    """What a DM shows: its prompts as they stand now, with what was answered."""
    carried = await standings.in_delivery(tx, workspace_id, delivery_key)
    given = await answers.of_prompts(tx, [standing.prompt.id for standing in carried])
    return [replace(item, answers=given.get(item.prompt.id, {})) for item in await introduced(tx, carried)]


async def introduced(tx: Transaction, standings: Sequence[Standing]) -> list[Asked]:
    """Prompts as their DM shows them: the first one of a ritual says who set it up."""
    return [_as_asked(standing, await _set_up_by(tx, standing)) for standing in standings]


async def _ask(tx: Transaction, wording: Wording, first: Standing, now: datetime) -> set[int]:
    hour_ends = next_clock_hour(max(first.prompt.due_at, now), ZoneInfo(first.member.zone))
    others = await standings.due_for_same_person(
        tx, first.member.id, before=hour_ends, except_ids=[first.prompt.id]
    )
    together = [first, *(other for other in others if other.prompt.closes_at > now)]
    ids = [standing.prompt.id for standing in together]
    message = wording.prompt(await introduced(tx, together))
    expires_at = max(standing.prompt.closes_at for standing in together)
    letter = letters.prompt(first, message, now=now, expires_at=expires_at)
    await outbox.put(tx, first.prompt.workspace_id, letter)
    await prompts.carried_by(tx, ids, letter.key)
    return set(ids)


async def _excuse_carried(tx: Transaction, delivery: Delivery, reason: str, now: datetime) -> None:
    carried = await standings.in_delivery(tx, delivery.workspace_id, delivery.key)
    unsent = [standing for standing in carried if standing.prompt.state == PromptState.PLANNED]
    await prompts.excuse(tx, [standing.prompt.id for standing in unsent], reason)
    for standing in unsent:
        await rounds.show(tx, standing.round.id, at=now, team_id=standing.prompt.team_id)


async def _set_up_by(tx: Transaction, standing: Standing) -> str | None:
    round_ = standing.round
    if standing.prompt.state not in (PromptState.PLANNED, PromptState.SENT):
        return None
    if await prompts.has_been_asked(tx, round_.ritual_id, standing.member.id, before=round_.local_date):
        return None
    if standing.owner_id == standing.member.id:
        return "You"
    return (await members.by_id(tx, standing.owner_id)).name


def _wants_reminding(standing: Standing, now: datetime) -> bool:
    prompt = standing.prompt
    was_asked = standing.delivery_key is not None
    return was_asked and prompt.closes_at > now and prompt.state in (PromptState.SENT, PromptState.PLANNED)


def _as_asked(standing: Standing, set_up_by: str | None = None) -> Asked:
    return Asked(standing.prompt, standing.round, standing.team_name, set_up_by, standing.kind)

"""Asking and reminding: a prompt that falls due becomes a DM, at most one an hour and one reminder."""

import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.rituals import letters
from bot.rituals.opening import WAS_NOT_RUNNING
from bot.rituals.ports import Ballots
from bot.rituals.rest.undisturbed import ask_at, is_undisturbed
from bot.rituals.wording import Wording
from bot.store import answers, carrying, due, members, open_dms, outbox, prompts, rounds, standings
from bot.store.engine import Store, Transaction
from bot.store.open_dms import OpenDm
from bot.store.standings import Standing
from bot.values.deliveries import Delivery, DeliveryState, Method
from bot.values.errors import NoPlaceForKeys, TooLate
from bot.values.hours import clock_hour, next_clock_hour
from bot.values.people import Member
from bot.values.rituals import Asked, PromptState

log = logging.getLogger(__name__)

BATCH = 2
"""People taken care of in one transaction: short ones keep the acknowledgements of others fast."""

UNREACHABLE = "Slack could not deliver it."
NOT_IN_TIME = "It could not reach you while it was open."


async def whom_to_ask(store: Store, now: datetime, *, limit: int) -> list[Member]:
    """Those with a prompt that falls due, whoever has waited longest first."""
    async with store.reading() as tx:
        return await due.whom_to_ask(tx, now, limit=limit)


async def ask_due(store: Store, wording: Wording, member_ids: Sequence[int], now: datetime) -> int:
    """Write the DMs of what falls due for these people; how many prompts were taken care of."""
    async with store.transaction() as tx:
        return sum(
            [await _ask(tx, wording, member, now) for member in await due.take_care_of(tx, member_ids)]
        )


async def whom_to_remind(store: Store, now: datetime, *, limit: int) -> list[Member]:
    """Those with a reminder that falls due, whoever has waited longest first."""
    async with store.reading() as tx:
        return await due.whom_to_remind(tx, now, limit=limit)


async def remind_due(store: Store, wording: Wording, ballots: Ballots, now: datetime) -> int:
    """Write the reminders that fall due; how many prompts were looked at."""
    async with store.transaction() as tx:
        found = await standings.to_remind(tx, now, limit=BATCH)
        await prompts.reminded(tx, [standing.prompt.id for standing in found])
        for standing in found:
            if _wants_reminding(standing, now) and not await _came_back(tx, ballots, standing):
                message = wording.reminder(_as_asked(standing))
                letter = letters.reminder(standing, message, now=now)
                await outbox.put(tx, standing.prompt.workspace_id, letter)
        return len(found)


async def prompt_was_sent(tx: Transaction, delivery: Delivery, now: datetime) -> bool:
    """The DM is there, or a change of it: its prompts are sent. Whether some of them have to be asked anew."""
    dm = letters.changed_by(delivery.key)
    where = {"letter_key": delivery.key}
    excused = await carrying.were_sent(
        tx, delivery.workspace_id, dm, **where, revision=delivery.revision, at=now, too_late=NOT_IN_TIME
    )
    for round_id, team_id in excused:
        await rounds.show(tx, round_id, at=now, team_id=team_id)
    if delivery.method == Method.UPDATE:
        return bool(excused)
    # Of two copies the older one may be what stays, and then what was added to the newer one stands nowhere.
    lost = await carrying.ask_anew(tx, delivery.workspace_id, dm, **where, after=delivery.revision, at=now)
    return lost or bool(excused)


async def prompt_never_arrives(tx: Transaction, delivery: Delivery, now: datetime) -> None:
    """Slack will not deliver the DM: its prompts are excused, since nobody was asked. Where it would not change a DM
    that is there, what was to be added is asked in another one."""
    if delivery.method == Method.UPDATE:
        dm = letters.changed_by(delivery.key)
        await carrying.ask_anew(tx, delivery.workspace_id, dm, letter_key=delivery.key, after=0, at=now)
    else:
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
    """Prompts as their DM shows them: the first one of a ritual says who set it up, an anonymous one always does."""
    return [_as_asked(standing, await _set_up_by(tx, standing)) for standing in standings]


async def _ask(tx: Transaction, wording: Wording, member: Member, now: datetime) -> int:
    hour = clock_hour(now, member.tz)
    together = await standings.to_ask(tx, member.id, before=next_clock_hour(now, member.tz))
    over = [standing for standing in together if standing.prompt.closes_at <= now]
    await prompts.excuse(tx, [standing.prompt.id for standing in over], WAS_NOT_RUNNING)
    asked = [standing for standing in together if standing.prompt.closes_at > now]
    waiting = await _wait_undisturbed(tx, member, asked, now)
    if asked and not waiting:
        await _write(tx, wording, asked, await _to_add_to(tx, member, hour), now)
    return len(together)


async def _wait_undisturbed(
    tx: Transaction, member: Member, asked: Sequence[Standing], now: datetime
) -> bool:
    """Put these off while the member is not to be disturbed; False when one of them cannot wait."""
    later = {standing.prompt.id: ask_at(member, standing.prompt, now) for standing in asked}
    if now in later.values():
        return False
    for prompt_id, instant in later.items():
        await prompts.wait_until(tx, [prompt_id], instant)
    return True


async def _to_add_to(tx: Transaction, member: Member, hour: datetime) -> OpenDm | None:
    dm = await open_dms.to_add_to(tx, member.id, hour)
    if dm is None or not dm.has_left:
        return dm
    # Where Slack would not change the DM before, it is not tried again: the next free hour brings another one.
    change = await outbox.state_of(tx, member.workspace_id, letters.state_key(dm.key))
    return None if change == DeliveryState.FAILED else dm


async def _write(
    tx: Transaction, wording: Wording, asked: Sequence[Standing], dm: OpenDm | None, now: datetime
) -> None:
    first, workspace_id = asked[0], asked[0].prompt.workspace_id
    key = dm.key if dm else letters.prompt_key(first)
    together = [*(await asked_in(tx, workspace_id, key) if dm else []), *(await introduced(tx, asked))]
    message = wording.prompt(together)
    if dm is not None and dm.has_left:
        letter = letters.prompt_state(first, key, message, now=now)
    else:
        expires_at = max(item.prompt.closes_at for item in together)
        letter = replace(letters.prompt(first, message, now=now, expires_at=expires_at), key=key)
    revision = await outbox.put(tx, workspace_id, letter)
    ids = [standing.prompt.id for standing in asked]
    await carrying.carried_by(tx, ids, key, letter_key=letter.key, revision=revision)


async def _excuse_carried(tx: Transaction, delivery: Delivery, reason: str, now: datetime) -> None:
    carried = await standings.in_delivery(tx, delivery.workspace_id, delivery.key)
    unsent = [standing for standing in carried if standing.prompt.state == PromptState.PLANNED]
    await prompts.excuse(tx, [standing.prompt.id for standing in unsent], reason)
    for standing in unsent:
        await rounds.show(tx, standing.round.id, at=now, team_id=standing.prompt.team_id)


async def _set_up_by(tx: Transaction, standing: Standing) -> str | None:
    if standing.prompt.state not in (PromptState.PLANNED, PromptState.SENT):
        return None
    if await _knows_it(tx, standing):
        return None
    if standing.owner_id == standing.member.id:
        return "You"
    return (await members.by_id(tx, standing.owner_id)).name


async def _knows_it(tx: Transaction, standing: Standing) -> bool:
    """Whether the ritual has asked them before. Of anonymous rounds nothing is left that would say so."""
    round_, member = standing.round, standing.member
    if round_.is_anonymous:
        return False
    return await prompts.has_been_asked(tx, round_.ritual_id, member.id, before=round_.local_date)


def _wants_reminding(standing: Standing, now: datetime) -> bool:
    prompt = standing.prompt
    was_asked = standing.delivery_key is not None and not is_undisturbed(standing.member, now)
    return was_asked and prompt.closes_at > now and prompt.state in (PromptState.SENT, PromptState.PLANNED)


async def _came_back(tx: Transaction, ballots: Ballots, standing: Standing) -> bool:
    """Whether the ballot of an anonymous round is there. Where that cannot be looked up nobody is reminded."""
    if not standing.round.is_anonymous:
        return False
    try:
        return bool(await ballots.came_back(tx, standing.round, [standing.member.id]))
    except (NoPlaceForKeys, TooLate) as trouble:
        log.warning("Nobody is reminded of round %s: %s", standing.round.id, trouble.user_message)
        return True


def _as_asked(standing: Standing, set_up_by: str | None = None) -> Asked:
    return Asked(standing.prompt, standing.round, standing.team_name, set_up_by, standing.kind)

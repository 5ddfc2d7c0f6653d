"""Asking and reminding: a prompt that falls due becomes a DM, at most one an hour and one reminder."""

import logging
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from bot.rituals import letters
from bot.rituals.opening import WAS_NOT_RUNNING
from bot.rituals.ports import Ballots
from bot.rituals.rest.undisturbed import ask_at, is_undisturbed
from bot.rituals.wording import Wording
from bot.store import answers, carrying, due, members, open_dms, outbox, prompts, showing, standings
from bot.store.carrying import Carried
from bot.store.changing import changed_by, state_key
from bot.store.engine import Store, Transaction
from bot.store.open_dms import OpenDm
from bot.store.right_of_way import let_others_run
from bot.store.standings import Standing
from bot.values.deliveries import Delivery, DeliveryState, Letter, Method
from bot.values.errors import NoPlaceForKeys, TooLate
from bot.values.hours import clock_hour, next_clock_hour
from bot.values.people import Member
from bot.values.rounds import Asked, PromptState

log = logging.getLogger(__name__)

BATCH = 10
"""People taken care of in one transaction. All of them take as many statements as one, so that few transactions stand
before whoever presses a button, and short ones."""

UNREACHABLE = "Slack could not deliver it."
NOT_IN_TIME = "It could not reach you while it was open."


async def whom_to_ask(store: Store, now: datetime, *, limit: int) -> list[Member]:
    """Those with a prompt that falls due, whoever has waited longest first."""
    async with store.reading() as tx:
        return await due.whom_to_ask(tx, now, limit=limit)


async def ask_due(store: Store, wording: Wording, member_ids: Sequence[int], now: datetime) -> int:
    """Write the DMs of what falls due for these people; how many prompts were taken care of."""

    async def ask(tx: Transaction) -> int:
        people = await due.take_care_of(tx, member_ids)
        here = [[each for each in people if each.workspace_id == one] for one in _workspaces(people)]
        return sum([await _ask(tx, wording, colleagues, now) for colleagues in here])

    return await store.giving_way(ask)


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
    dm = changed_by(delivery.key)
    where = {"letter_key": delivery.key}
    excused = await carrying.were_sent(
        tx, delivery.workspace_id, dm, **where, revision=delivery.revision, at=now, too_late=NOT_IN_TIME
    )
    for round_id, team_id in excused:
        await showing.show(tx, round_id, at=now, team_id=team_id)
    if delivery.method == Method.UPDATE:
        return bool(excused)
    # Of two copies the older one may be what stays, and then what was added to the newer one stands nowhere.
    lost = await carrying.ask_anew(tx, delivery.workspace_id, dm, **where, after=delivery.revision, at=now)
    return lost or bool(excused)


async def prompt_never_arrives(tx: Transaction, delivery: Delivery, now: datetime) -> None:
    """Slack will not deliver the DM: its prompts are excused, since nobody was asked. Where it would not change a DM
    that is there, what was to be added is asked in another one."""
    if delivery.method == Method.UPDATE:
        dm = changed_by(delivery.key)
        await carrying.ask_anew(tx, delivery.workspace_id, dm, letter_key=delivery.key, after=0, at=now)
    else:
        await _excuse_carried(tx, delivery, UNREACHABLE, now)


async def prompt_comes_too_late(tx: Transaction, delivery: Delivery, now: datetime) -> None:
    """The DM could not leave while its prompts were open: they are excused, since nobody was asked."""
    await _excuse_carried(tx, delivery, NOT_IN_TIME, now)


async def asked_in(
    tx: Transaction, workspace_id: int, delivery_keys: Collection[str]
) -> dict[str, list[Asked]]:
    """What each of these DMs shows: its prompts as they stand now, with what was answered."""
    if not delivery_keys:
        return {}
    carried = await standings.in_deliveries(tx, workspace_id, delivery_keys)
    given = await answers.of_prompts(tx, [standing.prompt.id for standing in carried])
    found: dict[str, list[Asked]] = {}
    for standing, item in zip(carried, await introduced(tx, carried), strict=True):
        shown = replace(item, answers=given.get(item.prompt.id, {}))
        found.setdefault(standing.delivery_key or "", []).append(shown)
    return found


async def introduced(tx: Transaction, standings: Sequence[Standing]) -> list[Asked]:
    """Prompts as their DM shows them: the first one of a ritual says who set it up, an anonymous one always does."""
    unasked = [item for item in standings if item.prompt.state in (PromptState.PLANNED, PromptState.SENT)]
    known = await _known_to_them(tx, unasked)
    new = {item.prompt.id: item.owner_id for item in unasked if item.prompt.id not in known}
    names = await members.names(tx, set(new.values())) if new else {}
    return [_as_asked(item, _set_up_by(item, names.get(new.get(item.prompt.id, 0)))) for item in standings]


async def _ask(tx: Transaction, wording: Wording, people: Sequence[Member], now: datetime) -> int:
    found = await _falls_due(tx, people, now)
    over = [item.prompt.id for items in found.values() for item in items if item.prompt.closes_at <= now]
    await prompts.excuse(tx, over, WAS_NOT_RUNNING)
    asked = []
    for member in people:
        still = [item for item in found[member.id] if item.prompt.closes_at > now]
        if still and not await _wait_undisturbed(tx, member, still, now):
            asked.append(still)
    if asked:
        await _write(tx, wording, asked, now)
    return sum(map(len, found.values()))


async def _falls_due(tx: Transaction, people: Sequence[Member], now: datetime) -> dict[int, list[Standing]]:
    """What falls due for each of them within the clock hour they live in."""
    ends = {member.id: next_clock_hour(now, member.tz) for member in people}
    found: dict[int, list[Standing]] = {member.id: [] for member in people}
    for before in set(ends.values()):
        these = [member_id for member_id, end in ends.items() if end == before]
        for standing in await standings.to_ask(tx, these, before=before):
            found[standing.member.id].append(standing)
    return found


def _workspaces(people: Sequence[Member]) -> Sequence[int]:
    return sorted({member.workspace_id for member in people})


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


async def _write(
    tx: Transaction, wording: Wording, asked: Sequence[Sequence[Standing]], now: datetime
) -> None:
    """Write what each of these people is asked into a DM of its own, or into one that is there."""
    workspace_id = asked[0][0].prompt.workspace_id
    dms = await _to_add_to(tx, [mine[0].member for mine in asked], now)
    stands = await asked_in(tx, workspace_id, [dm.key for dm in dms.values()])
    new = await introduced(tx, [standing for mine in asked for standing in mine])
    introductions = {item.prompt.id: item for item in new}
    written = []
    for mine in asked:
        await let_others_run()
        dm = dms.get(mine[0].member.id)
        there = stands.get(dm.key, []) if dm else []
        together = [*there, *(introductions[standing.prompt.id] for standing in mine)]
        written.append(_letter(wording, mine[0], dm, together, now))
    revisions = await outbox.put_all(tx, workspace_id, written)
    await carrying.carried_by(
        tx,
        [
            Carried(standing.prompt.id, changed_by(letter.key), letter.key, revisions[letter.key])
            for mine, letter in zip(asked, written, strict=True)
            for standing in mine
        ],
    )


def _letter(
    wording: Wording, first: Standing, dm: OpenDm | None, together: Sequence[Asked], now: datetime
) -> Letter:
    message = wording.prompt(together)
    if dm is not None and dm.has_left:
        return letters.prompt_state(first, dm.key, message, now=now)
    letter = letters.prompt(
        first, message, now=now, expires_at=max(item.prompt.closes_at for item in together)
    )
    return replace(letter, key=dm.key) if dm else letter


async def _to_add_to(tx: Transaction, people: Sequence[Member], now: datetime) -> dict[int, OpenDm]:
    """The DM each of these people can be asked in instead of another one, by person."""
    found = await open_dms.to_add_to(tx, {member.id: clock_hour(now, member.tz) for member in people})
    changes = [state_key(dm.key) for dm in found.values() if dm.has_left]
    known = await outbox.owed(tx, people[0].workspace_id, changes)
    # Where Slack would not change the DM before, it is not tried again: the next free hour brings another one.
    refused = {changed_by(key) for key, owed in known.items() if owed.state == DeliveryState.FAILED}
    return {member_id: dm for member_id, dm in found.items() if dm.key not in refused}


async def _excuse_carried(tx: Transaction, delivery: Delivery, reason: str, now: datetime) -> None:
    carried = await standings.in_delivery(tx, delivery.workspace_id, delivery.key)
    unsent = [standing for standing in carried if standing.prompt.state == PromptState.PLANNED]
    await prompts.excuse(tx, [standing.prompt.id for standing in unsent], reason)
    for standing in unsent:
        await showing.show(tx, standing.round.id, at=now, team_id=standing.prompt.team_id)


def _set_up_by(standing: Standing, owner: str | None) -> str | None:
    return "You" if owner and standing.owner_id == standing.member.id else owner


async def _known_to_them(tx: Transaction, standings: Sequence[Standing]) -> Collection[int]:
    """Prompts of rituals that asked the same person before; of anonymous rounds nothing is left that would say so."""
    named = [standing.prompt.id for standing in standings if not standing.round.is_anonymous]
    return await prompts.asked_before(tx, named) if named else ()


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

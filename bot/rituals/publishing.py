"""Showing a round: what changed goes to the team's thread or, in the end, to its lead, and to the person's own DM.

What changed is marked in the transaction that saved it and shown here, so an acknowledgement never waits for it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.rituals import letters
from bot.rituals.asking import asked_in
from bot.rituals.boards import board_of, show_board
from bot.rituals.findings import show_groups
from bot.rituals.reporting import report
from bot.rituals.threads import Thread, show_thread
from bot.rituals.wording import Wording
from bot.store import outbox, prompts, rituals, rounds, showing, standings
from bot.store.changing import GAP
from bot.store.engine import Store, Transaction
from bot.store.outbox import Owed
from bot.store.showing import Place
from bot.store.standings import Standing
from bot.values.deliveries import IS_THERE, NOT_GONE_YET, Letter
from bot.values.rituals import TO_LEAD
from bot.values.rounds import Asked, PromptState, Round

_DONE = (PromptState.ANSWERED, PromptState.SKIPPED, PromptState.EXCUSED)


AT_ONCE = 10
"""Answers shown in one transaction. All of them take as many statements as one, so that few transactions stand before
whoever presses a button, and short ones."""

LOOK_AGAIN = timedelta(seconds=1)
"""When to see to an answer that was just being changed; its own commit asks for it sooner."""


async def publish(store: Store, wording: Wording, now: datetime, *, gap: float = GAP) -> bool:
    """Show what changed in one round and team; whether there was anything."""

    async def show(tx: Transaction) -> bool:
        found = await showing.to_be_shown(tx, now)
        if found is None:
            return False
        place, writing = found
        look_again_at = await _show_in(tx, wording, place, now, gap)
        await showing.shown(tx, place, writing, look_again_at=look_again_at)
        return True

    return await store.giving_way(show)


async def _show_in(tx: Transaction, wording: Wording, place: Place, now: datetime, gap: float) -> datetime:
    """Show what changed there; when to look again if something had to be left out."""
    round_ = await rounds.by_id(tx, place.round_id)
    changed = await standings.unshown(tx, place.round_id, place.team_id, limit=AT_ONCE)
    if round_.report == TO_LEAD:
        await report(tx, wording, round_, place, now)
    elif round_.shows_groups_only:
        await show_groups(tx, wording, round_, place, now, gap)
    else:
        await _show_in_channel(tx, wording, round_, place, changed, now, gap)
    await _show_in_dms(tx, wording, round_.workspace_id, changed, now)
    await prompts.shown(tx, changed)
    return now if len(changed) == AT_ONCE else now + LOOK_AGAIN


async def _show_in_channel(
    tx: Transaction,
    wording: Wording,
    round_: Round,
    place: Place,
    changed: Sequence[Standing],
    now: datetime,
    gap: float,
) -> None:
    key = letters.board_key(round_.id, place.team_id)
    board = await board_of(tx, round_, place.team_id)
    owner_id = (await rituals.by_id(tx, round_.ritual_id)).owner_id
    channel_id = place.channel_id
    if await show_board(tx, wording, board, key, channel_id, owner_id=owner_id, now=now, gap=gap):
        thread = Thread(wording, round_.workspace_id, place.team_id, channel_id, key, owner_id, now, gap)
        await show_thread(tx, thread, board, changed)


async def _show_in_dms(
    tx: Transaction, wording: Wording, workspace_id: int, changed: Sequence[Standing], now: datetime
) -> None:
    await outbox.cancel(tx, workspace_id, [letters.reminder_key(standing.prompt.id) for standing in changed])
    by_dm = {standing.delivery_key: standing for standing in changed if standing.delivery_key is not None}
    # Held first: until this is done none of them leaves, nor is anything added to it.
    held = await outbox.owed(tx, workspace_id, by_dm)
    asked = await asked_in(tx, workspace_id, by_dm)
    # Answered before the DM left, by /checkin: nobody needs to be asked any more.
    needless = [key for key in by_dm if not _is_there(held, key) and all(map(_is_done, asked.get(key, ())))]
    await outbox.cancel(tx, workspace_id, needless)
    newer = [
        letter
        for key, standing in by_dm.items()
        if key not in needless
        for letter in _newer(wording, key, standing, held.get(key), asked.get(key, ()), now)
    ]
    await outbox.put_all(tx, workspace_id, newer)


def _newer(
    wording: Wording, key: str, standing: Standing, held: Owed | None, asked: Sequence[Asked], now: datetime
) -> Sequence[Letter]:
    """What makes a DM say how its prompts stand."""
    if held is not None and held.state in IS_THERE:
        return [letters.prompt_state(standing, key, wording.prompt(asked), now=now)]
    if held is not None and held.state not in NOT_GONE_YET:
        return []
    # One of several was answered: the DM leaves with the others, and says so.
    closes_at = max(item.prompt.closes_at for item in asked)
    letter = letters.prompt(standing, wording.prompt(asked), now=now, expires_at=closes_at)
    return [replace(letter, key=key)]


def _is_there(held: Mapping[str, Owed], key: str) -> bool:
    return key in held and held[key].state in IS_THERE


def _is_done(item: Asked) -> bool:
    return item.prompt.state in _DONE

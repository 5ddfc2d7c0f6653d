"""Showing a round to its team: one parent message with counts, and an answer per reply in its thread.

What changed is marked in the transaction that saved it and shown here, so an acknowledgement never waits for it.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.rituals import letters
from bot.rituals.asking import asked_in
from bot.rituals.wording import Wording
from bot.store import answers, outbox, prompts, rituals, rounds, standings, teams
from bot.store.engine import Store, Transaction
from bot.store.standings import Standing
from bot.values.deliveries import DeliveryState
from bot.values.questions import Answers
from bot.values.rituals import Board, PromptState, Round, Said

_NOT_GONE_YET = (None, DeliveryState.PENDING, DeliveryState.CLAIMED)
_IS_THERE = (DeliveryState.SENDING, DeliveryState.SENT, DeliveryState.DOUBTFUL)
"""Anything else was refused by Slack or taken back: there is nothing to change and nothing to answer under."""

_DONE = (PromptState.ANSWERED, PromptState.SKIPPED, PromptState.EXCUSED)


LOOK_AGAIN = timedelta(seconds=1)
"""When to see to an answer that was just being changed; its own commit asks for it sooner."""


async def publish(store: Store, wording: Wording, now: datetime, *, gap: float = letters.BOARD_GAP) -> bool:
    """Show what changed in one round and team; whether there was anything."""
    async with store.transaction() as tx:
        found = await rounds.to_be_shown(tx, now)
        if found is None:
            return False
        round_id, team_id, channel_id = found
        round_ = await rounds.by_id(tx, round_id)
        changed = await standings.unshown(tx, round_id, team_id)
        board = letters.board_key(round_id, team_id)
        await _show_board(tx, wording, round_, team_id, channel_id, now, gap)
        given = await answers.of_prompts(tx, [standing.prompt.id for standing in changed])
        for standing in changed:
            await _show_in_thread(tx, wording, standing, given.get(standing.prompt.id, {}), board, now)
            await _show_in_dm(tx, wording, standing, now)
        await prompts.shown(tx, changed)
        await rounds.shown(tx, round_id, team_id, look_again_at=now + LOOK_AGAIN)
        return True


async def board_of(tx: Transaction, round_: Round, team_id: int) -> Board:
    """How a round stands in a team."""
    team = await teams.by_id(tx, team_id)
    return Board(round_, team.name, await prompts.count(tx, round_.id, team_id))


async def _show_board(
    tx: Transaction,
    wording: Wording,
    round_: Round,
    team_id: int,
    channel_id: str,
    now: datetime,
    gap: float,
) -> None:
    key = letters.board_key(round_.id, team_id)
    message = wording.board(await board_of(tx, round_, team_id))
    state = await outbox.state_of(tx, round_.workspace_id, key)
    if state in _NOT_GONE_YET:
        ritual = await rituals.by_id(tx, round_.ritual_id)
        letter = letters.board(key, channel_id, message, owner_id=ritual.owner_id, now=now)
        await outbox.put(tx, round_.workspace_id, letter)
    elif state in _IS_THERE:
        await outbox.put(tx, round_.workspace_id, letters.board_state(key, message, now=now, gap=gap))


async def _show_in_thread(
    tx: Transaction, wording: Wording, standing: Standing, given: Answers, board: str, now: datetime
) -> None:
    prompt = standing.prompt
    if prompt.state not in (PromptState.ANSWERED, PromptState.SKIPPED):
        return
    message = wording.said(Said(standing.member.name, standing.round, prompt, given))
    state = await outbox.state_of(tx, prompt.workspace_id, letters.said_key(prompt.id))
    if state in _NOT_GONE_YET:
        letter = letters.said(standing, message, board=board, now=now)
        await outbox.put(tx, prompt.workspace_id, letter)
    elif state in _IS_THERE:
        await outbox.put(tx, prompt.workspace_id, letters.said_anew(standing, message, now=now))


async def _show_in_dm(tx: Transaction, wording: Wording, standing: Standing, now: datetime) -> None:
    workspace_id = standing.prompt.workspace_id
    await outbox.cancel(tx, workspace_id, [letters.reminder_key(standing.prompt.id)])
    if standing.delivery_key is None:
        return
    asked = await asked_in(tx, workspace_id, standing.delivery_key)
    state = await outbox.state_of(tx, workspace_id, standing.delivery_key)
    if state in _IS_THERE:
        letter = letters.prompt_state(standing, standing.delivery_key, wording.prompt(asked), now=now)
        await outbox.put(tx, workspace_id, letter)
    elif all(item.prompt.state in _DONE for item in asked):
        # Answered before the DM left, by /checkin: nobody needs to be asked any more.
        await outbox.cancel(tx, workspace_id, [standing.delivery_key])
    elif state in _NOT_GONE_YET:
        # One of several was answered: the DM leaves with the others, and says so.
        closes_at = max(item.prompt.closes_at for item in asked)
        letter = letters.prompt(standing, wording.prompt(asked), now=now, expires_at=closes_at)
        await outbox.put(tx, workspace_id, replace(letter, key=standing.delivery_key))

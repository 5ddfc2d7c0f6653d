"""Closing a round: who stayed silent missed it, and each team reads how it went."""

from datetime import datetime, timedelta

from bot.rituals import letters
from bot.rituals.opening import WAS_NOT_RUNNING
from bot.rituals.publishing import board_of
from bot.rituals.wording import Wording
from bot.store import answers, dm_hours, drafts, outbox, prompts, rituals, rounds, teams
from bot.store.engine import Store, Transaction
from bot.values.rituals import Round, WrapUp

STUCK = "stuck"
"""The question whose answers a wrap-up repeats: what people wait for."""


HOURS_KEPT = timedelta(days=2)
"""How long the book of clock hours is kept; only the present hour matters, and clocks differ by a day at most."""


BACK_WITHIN = timedelta(hours=1)
"""Somebody may be between two pages of a form when its round closes: so long, the first one is kept."""


async def close_due_round(store: Store, wording: Wording, now: datetime) -> bool:
    """Close one round whose last window is over; whether there was one."""
    async with store.transaction() as tx:
        round_ = await rounds.whose_close_is_due(tx, now)
        if round_ is None:
            return False
        await prompts.close(tx, round_.id, never_sent=WAS_NOT_RUNNING)
        await rounds.close(tx, round_.id)
        await answers.forget_history(tx, round_.id)
        await drafts.forget_left_behind(tx, before=now - BACK_WITHIN)
        await dm_hours.forget(tx, before=now - HOURS_KEPT)
        await rounds.show(tx, round_.id, at=now)
        await _wrap_up(tx, wording, await rounds.by_id(tx, round_.id), now)
        return True


async def _wrap_up(tx: Transaction, wording: Wording, round_: Round, now: datetime) -> None:
    ritual = await rituals.by_id(tx, round_.ritual_id)
    for team in await teams.of_ritual(tx, round_.ritual_id):
        board = await board_of(tx, round_, team.id)
        if board.count.asked == 0:
            continue
        stuck = await answers.of_round(tx, round_.id, team.id, STUCK)
        message = wording.wrap_up(WrapUp(board, stuck))
        key = letters.board_key(round_.id, team.id)
        letter = letters.wrap_up(key, message, owner_id=ritual.owner_id, now=now)
        await outbox.put(tx, round_.workspace_id, letter)

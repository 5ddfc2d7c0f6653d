"""How a round stands in one team, and the parent message that says so."""

from datetime import datetime

from bot.rituals import letters
from bot.rituals.wording import Wording
from bot.store import outbox, prompts, teams
from bot.store.changing import change_of
from bot.store.engine import Transaction
from bot.values.deliveries import IS_THERE, NOT_GONE_YET, DeliveryKind
from bot.values.rounds import Board, Round


async def board_of(tx: Transaction, round_: Round, team_id: int) -> Board:
    """How a round stands in a team."""
    team = await teams.by_id(tx, team_id)
    return Board(round_, team.name, await prompts.count(tx, round_.id, team_id))


async def show_board(
    tx: Transaction,
    wording: Wording,
    board: Board,
    key: str,
    channel_id: str,
    *,
    owner_id: int,
    now: datetime,
    gap: float,
) -> bool:
    """Show the parent message as it is now; whether there is one. Where nobody was ever asked there is none."""
    workspace_id, message = board.round.workspace_id, wording.board(board)
    state = await outbox.state_of(tx, workspace_id, key)
    if state is None and not board.count.asked:
        return False
    if state is None or state in NOT_GONE_YET:
        letter = letters.board(key, channel_id, message, owner_id=owner_id, now=now)
        await outbox.put(tx, workspace_id, letter)
    elif state in IS_THERE:
        await outbox.put(tx, workspace_id, change_of(key, DeliveryKind.ROUND, message, now, gap))
    return True

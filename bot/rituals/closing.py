"""Closing a round: who stayed silent missed it. How it went is shown by `publishing`, after the last answer."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.rituals import letters
from bot.rituals.asking import NOT_IN_TIME
from bot.rituals.boards import board_of, show_board
from bot.rituals.opening import WAS_NOT_RUNNING
from bot.rituals.paging import IS_THERE, NOT_GONE_YET, show
from bot.rituals.ports import Ports
from bot.rituals.wording import Wording
from bot.store import answers, dm_hours, drafts, outbox, prompts, rituals, rounds
from bot.store.engine import Store, Transaction
from bot.store.rounds import Place
from bot.values.deliveries import Message
from bot.values.rituals import TO_LEAD, Round

HOURS_KEPT = timedelta(days=2)
"""How long the book of clock hours is kept; only the present hour matters, and clocks differ by a day at most."""

BACK_WITHIN = timedelta(hours=1)
"""Somebody may be between two pages of a form when its round closes: so long, the first one is kept."""


async def close_due_round(store: Store, wording: Wording, ports: Ports, now: datetime) -> bool:
    """Close one round whose last window is over; whether there was one."""
    async with store.transaction() as tx:
        round_ = await rounds.whose_close_is_due(tx, now)
        if round_ is None:
            return False
        await prompts.close(tx, round_.id, never_asked=WAS_NOT_RUNNING, never_sent=NOT_IN_TIME)
        await rounds.close(tx, round_.id)
        await answers.forget_history(tx, round_.id)
        await drafts.forget_left_behind(tx, before=now - BACK_WITHIN)
        await dm_hours.forget(tx, before=now - HOURS_KEPT)
        await rounds.show(tx, round_.id, at=now)
        # After its teams' rows, which whoever shows the round holds before any letter.
        await _tell(tx, wording, ports, await rounds.by_id(tx, round_.id), now)
        return True


async def _tell(tx: Transaction, wording: Wording, ports: Ports, round_: Round, now: datetime) -> None:
    """Say in each channel, once, what follows from the round; what goes to leads alone is theirs to pass on."""
    places: dict[str, list[Place]] = {}
    for place in await rounds.places(tx, round_.id) if round_.report != TO_LEAD else ():
        places.setdefault(place.channel_id, []).append(place)
    channels = {channel: [place.team_id for place in shared] for channel, shared in places.items()}
    for channel, pages in (await ports.on_close(tx, round_, channels, now)).items():
        await _reply(tx, wording, round_, places[channel], pages, now)


async def _reply(
    tx: Transaction,
    wording: Wording,
    round_: Round,
    shared: Sequence[Place],
    pages: Sequence[Message],
    now: datetime,
) -> None:
    owner_id = (await rituals.by_id(tx, round_.ritual_id)).owner_id
    for place in shared:
        key = letters.board_key(round_.id, place.team_id)
        if await _has_board(tx, wording, round_, place, key, owner_id, now):
            first = letters.outcome(board=key, owner_id=owner_id, now=now)
            await show(tx, round_.workspace_id, first, pages, blank=wording.blank(), now=now)
            return


async def _has_board(
    tx: Transaction, wording: Wording, round_: Round, place: Place, key: str, owner_id: int, now: datetime
) -> bool:
    """Whether there is a parent message to reply to; written now where nobody came to it yet."""
    state = await outbox.state_of(tx, round_.workspace_id, key)
    if state is not None:
        return state in (*IS_THERE, *NOT_GONE_YET)
    board = await board_of(tx, round_, place.team_id)
    return await show_board(
        tx, wording, board, key, place.channel_id, owner_id=owner_id, now=now, gap=letters.BOARD_GAP
    )

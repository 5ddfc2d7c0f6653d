"""Closing a round: who stayed silent missed it. How it went is shown by `publishing`, after the last answer."""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.rituals import letters, trouble
from bot.rituals.asking import NOT_IN_TIME
from bot.rituals.boards import board_of, show_board
from bot.rituals.breakdown import groups_of
from bot.rituals.gathering import ballots_of
from bot.rituals.opening import WAS_NOT_RUNNING
from bot.rituals.paging import show
from bot.rituals.ports import Ports
from bot.rituals.wording import Wording
from bot.store import answers, dm_hours, drafts, outbox, prompts, rituals, rounds, showing, traces
from bot.store.changing import GAP
from bot.store.engine import Store, Transaction
from bot.store.showing import Place
from bot.values.deliveries import IS_THERE, NOT_GONE_YET, Message
from bot.values.errors import NoPlaceForKeys
from bot.values.rituals import TO_LEAD
from bot.values.rounds import Round

log = logging.getLogger(__name__)

HOURS_KEPT = timedelta(days=2)
"""How long the book of clock hours is kept; only the present hour matters, and clocks differ by a day at most."""

BACK_WITHIN = timedelta(hours=1)
"""Somebody may be between two pages of a form when its round closes: so long, the first one is kept."""


async def close_due_round(
    store: Store, wording: Wording, ports: Ports, now: datetime, out_of_reach: set[int]
) -> bool:
    """Close one round whose last window is over; whether there was one.

    One whose key cannot be reached right now stays open and joins those `out_of_reach`, which are left alone.
    """
    round_ = None
    try:
        async with store.transaction() as tx:
            round_ = await rounds.whose_close_is_due(tx, now, but=out_of_reach)
            if round_ is not None:
                await _close(tx, wording, ports, round_, now)
    except NoPlaceForKeys as error:
        assert round_ is not None
        log.error("Round %s cannot be sealed yet; it is tried again. %s", round_.id, error)
        out_of_reach.add(round_.id)
    return round_ is not None


async def _close(tx: Transaction, wording: Wording, ports: Ports, round_: Round, now: datetime) -> None:
    if round_.is_anonymous:
        await _seal(tx, wording, ports, round_, now)
    else:
        await prompts.close(tx, round_.id, never_asked=WAS_NOT_RUNNING, never_sent=NOT_IN_TIME)
        await answers.forget_history(tx, round_.id)
    if round_.shows_groups_only and not round_.is_anonymous:
        invited = (await prompts.count(tx, round_.id)).asked
        await ports.ballots.freeze(tx, round_, await ballots_of(tx, round_), invited)
    await rounds.close(tx, round_.id)
    await drafts.forget_left_behind(tx, before=now - BACK_WITHIN)
    await dm_hours.forget(tx, before=now - HOURS_KEPT)
    await showing.show(tx, round_.id, at=now)
    # After its teams' rows: whoever shows the round holds letters, and waits for no row.
    await _tell(tx, wording, ports, await rounds.by_id(tx, round_.id), now)


async def _seal(tx: Transaction, wording: Wording, ports: Ports, round_: Round, now: datetime) -> None:
    """Its ballots become results; then nothing is left that tells of its people one by one."""
    people = await traces.invited(tx, round_.id)
    outcome = await ports.ballots.seal(tx, round_, await groups_of(tx, round_), now)
    reminders = [letters.reminder_key(somebody.prompt_id) for somebody in people]
    await traces.forget(tx, round_, people, reminders, now)
    if outcome.is_lost:
        await trouble.key_was_lost(tx, wording, round_, now)


async def _tell(tx: Transaction, wording: Wording, ports: Ports, round_: Round, now: datetime) -> None:
    """Say in each channel, once, what follows from the round; what goes to leads alone is theirs to pass on."""
    places: dict[str, list[Place]] = {}
    for place in await showing.places(tx, round_.id) if round_.report != TO_LEAD else ():
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
    return await show_board(tx, wording, board, key, place.channel_id, owner_id=owner_id, now=now, gap=GAP)

"""What a round brought in which only groups are shown: once, when it is closed, and until then not a word of it."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from bot.rituals import letters
from bot.rituals.boards import show_board
from bot.rituals.paging import show
from bot.rituals.wording import Wording
from bot.store import ballots, outbox, prompts, rituals, sealed, showing, teams, turnouts
from bot.store.engine import Transaction
from bot.store.showing import Place
from bot.values.privacy import REST, Outcome, Result
from bot.values.results import Findings
from bot.values.rituals import Breakdown
from bot.values.rounds import Board, Count, Round, RoundState

_NAMED = 3
"""Teams that are named in a title; of more, how many they are."""


async def show_groups(
    tx: Transaction, wording: Wording, round_: Round, place: Place, now: datetime, gap: float
) -> None:
    """Show a round in a channel: that it is open and, once it is closed, what it brought.

    Where several teams share a channel it stands there once.
    """
    shared = [other for other in await showing.places(tx, round_.id) if other.channel_id == place.channel_id]
    key = letters.board_key(round_.id, shared[0].team_id)
    board = await _board(tx, round_, await _names(tx, shared))
    owner_id = (await rituals.by_id(tx, round_.ritual_id)).owner_id
    if not await show_board(tx, wording, board, key, place.channel_id, owner_id=owner_id, now=now, gap=gap):
        return
    reply = letters.wrap_up(board=key, owner_id=owner_id, now=now, after=None)
    if round_.state == RoundState.CLOSED and not await _is_there(tx, round_, reply.key):
        pages = wording.findings(await findings_of(tx, round_, place.channel_id))
        await show(tx, round_.workspace_id, reply, pages, blank=wording.blank(), now=now)


async def findings_of(tx: Transaction, round_: Round, channel_id: str | None = None) -> Findings:
    """What a closed round brought in all of its teams. In a channel, teams with a private one elsewhere are neither
    named nor told apart: what they said by themselves stands in theirs."""
    places = await showing.places(tx, round_.id)
    told = [place for place in places if channel_id is None or await _may_name(tx, place, channel_id)]
    names = tuple(await _names(tx, told))
    outcome, unnamed = await _outcome(tx, round_), len(places) - len(told)
    if unnamed and round_.protection.breakdown is Breakdown.TEAM:
        outcome = replace(outcome, results=_told_apart(outcome.results, names))
    return Findings(round_, names, outcome, unnamed)


async def _may_name(tx: Transaction, place: Place, channel_id: str) -> bool:
    return place.channel_id == channel_id or not (await teams.by_id(tx, place.team_id)).is_private


def _told_apart(results: Sequence[Result], names: Collection[str]) -> tuple[Result, ...]:
    """Without the groups of other teams; and without the rest, if that is not everybody else any more."""
    left_out = {each.group for each in results} - {None, REST, *names}
    gone = {*left_out, REST} if left_out else left_out
    return tuple(each for each in results if each.group not in gone)


async def _outcome(tx: Transaction, round_: Round) -> Outcome:
    """How it ended, as it was frozen then."""
    count = (await turnouts.published(tx, [round_.id])).get(round_.id)
    if count is None:
        return Outcome(0, None, is_lost=round_.id in await turnouts.lost(tx, [round_.id]))
    results = (await sealed.results_of(tx, [round_.id])).get(round_.id, ())
    return Outcome(count.asked, count.answered, results, await sealed.texts_of(tx, round_.id))


async def _board(tx: Transaction, round_: Round, team_names: Sequence[str]) -> Board:
    """How it stands, as far as it is said: whether anybody is asked at all."""
    many = len(team_names) > _NAMED
    name = f"{len(team_names)} teams" if many else ", ".join(team_names)
    if not round_.is_anonymous:
        return Board(round_, name, Count((await prompts.count(tx, round_.id)).asked, answered=0))
    found = await ballots.find(tx, round_.id)
    return Board(round_, name, Count(found.invited if found else 0, answered=0))


async def _names(tx: Transaction, places: Sequence[Place]) -> list[str]:
    names = [(await teams.by_id(tx, place.team_id)).name for place in places]
    return sorted(names, key=str.casefold)


async def _is_there(tx: Transaction, round_: Round, key: str) -> bool:
    return await outbox.state_of(tx, round_.workspace_id, key) is not None

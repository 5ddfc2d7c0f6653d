"""A round whose answers go to the team's lead alone: one direct message when it closes, and nothing before."""

from datetime import datetime

from bot.rituals import letters
from bot.rituals.boards import board_of
from bot.rituals.hearing import said_in
from bot.rituals.paging import show
from bot.rituals.wording import Wording
from bot.store import members, rounds
from bot.store.engine import Transaction
from bot.values.hours import after_quiet
from bot.values.people import Member
from bot.values.results import Report, WrapUp
from bot.values.rituals import Round, RoundState


async def report(
    tx: Transaction, wording: Wording, round_: Round, reader_slack_id: str, now: datetime
) -> None:
    """Tell the reader of a closed round what it brought in their teams; late answers change what stands there."""
    reader = await members.by_slack_id(tx, round_.workspace_id, reader_slack_id)
    if round_.state != RoundState.CLOSED or reader is None:
        return
    team_ids = [
        place.team_id for place in await rounds.places(tx, round_.id) if place.channel_id == reader_slack_id
    ]
    teams = [await _of_team(tx, round_, team_id) for team_id in team_ids]
    asked = [team for team in teams if team.board.count.asked]
    if asked:
        key = letters.report_key(round_.id, min(team_ids))
        letter = letters.report(key, reader, due_at=_when(reader, now))
        pages = wording.report(Report(asked))
        await show(tx, round_.workspace_id, letter, pages, blank=wording.blank(), now=now)


async def _of_team(tx: Transaction, round_: Round, team_id: int) -> WrapUp:
    board = await board_of(tx, round_, team_id)
    return WrapUp(board, await said_in(tx, round_.id, team_id))


def _when(reader: Member, now: datetime) -> datetime:
    return after_quiet(now, reader.tz, reader.quiet)

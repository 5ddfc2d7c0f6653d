"""A round whose answers go to the team's lead alone: one direct message when it closes, and nothing before."""

from datetime import datetime

from bot.rituals import letters
from bot.rituals.aligning import aligned_in
from bot.rituals.boards import board_of
from bot.rituals.findings import findings_of
from bot.rituals.hearing import said_in
from bot.rituals.paging import show
from bot.rituals.wording import Wording
from bot.store import members, outbox, readers, rituals, rounds, showing, teams
from bot.store.engine import Transaction
from bot.store.showing import Place
from bot.values.deliveries import Delivery
from bot.values.hours import after_quiet
from bot.values.people import Member
from bot.values.results import Report, WrapUp
from bot.values.rounds import Round, RoundState


async def report(tx: Transaction, wording: Wording, round_: Round, place: Place, now: datetime) -> None:
    """Tell the reader of a closed round what it brought in their teams; late answers change what stands there."""
    if round_.state != RoundState.CLOSED:
        return
    reader = await _reader(tx, round_, place)
    letter = letters.report(
        letters.report_key(round_.id, reader.id), reader, due_at=after_quiet(now, reader.tz, reader.quiet)
    )
    if round_.shows_groups_only:
        if await outbox.state_of(tx, round_.workspace_id, letter.key) is not None:
            return
        pages = wording.findings(await findings_of(tx, round_))
    else:
        asked = [team for team in await _teams_of(tx, round_, reader) if team.board.count.asked]
        if not asked:
            return
        pages = wording.report(Report(asked))
    await show(tx, round_.workspace_id, letter, pages, blank=wording.blank(), now=now)


async def report_never_arrives(tx: Transaction, delivery: Delivery, now: datetime) -> bool:
    """Slack will not deliver a report: whoever comes after its reader gets it; False when there is nobody."""
    round_ = await rounds.by_id(tx, letters.round_of(delivery.key))
    mine = [place for place in await showing.places(tx, round_.id) if place.channel_id == delivery.channel]
    for place in mine:
        successor = await _successor(tx, round_, place)
        if successor.slack_id == delivery.channel:
            return False
        await showing.move(tx, place, to=successor.slack_id)
    await showing.show(tx, round_.id, at=now)
    return bool(mine)


async def _reader(tx: Transaction, round_: Round, place: Place) -> Member:
    """Whoever was to read it when the round opened; when they have left since, whoever comes after them."""
    reader = await members.by_slack_id(tx, round_.workspace_id, place.channel_id)
    if reader is not None and reader.is_active:
        return reader
    successor = await _successor(tx, round_, place)
    await showing.move(tx, place, to=successor.slack_id)
    return successor


async def _successor(tx: Transaction, round_: Round, place: Place) -> Member:
    team = await teams.by_id(tx, place.team_id)
    ritual = await rituals.by_id(tx, round_.ritual_id)
    return await readers.of_team(tx, team, ritual.owner_id, but=place.channel_id)


async def _teams_of(tx: Transaction, round_: Round, reader: Member) -> list[WrapUp]:
    every = await showing.places(tx, round_.id)
    mine = [place.team_id for place in every if place.channel_id == reader.slack_id]
    return [await _of_team(tx, round_, team_id) for team_id in mine]


async def _of_team(tx: Transaction, round_: Round, team_id: int) -> WrapUp:
    board = await board_of(tx, round_, team_id)
    # Whoever leads a team may know what is told in its channel.
    channel_id = (await teams.by_id(tx, team_id)).channel_id
    aligned = await aligned_in(tx, board, team_id, channel_id)
    return WrapUp(board, await said_in(tx, round_.id, team_id), aligned)

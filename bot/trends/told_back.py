"""Whether feedback is answered and its givers told, by the definition of the matured cohort.

What came in lately cannot have been told in time yet, and a median without what is still open would flatter. So the
share is that of what had its two weeks, and the time is a Kaplan-Meier estimate, as in `unblocking`: what
is not told yet counts as having waited at least until now.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta

from bot.store import told_back as store
from bot.store import we_did
from bot.store.engine import Transaction
from bot.store.told_back import Received
from bot.trends.bottlenecks import Moment, Readers
from bot.trends.unblocking import COHORT, FEWEST, FEWEST_CLEARED, HALF, Wait, cleared_within, still_waiting
from bot.values.told_back import Piece, TimeToTold, ToldBack

IN_TIME = timedelta(days=14)
"""Whoever is told within so long was told in time."""

MATURED = timedelta(days=42)
"""Whose share is told: what was received up to so long ago, and at least `IN_TIME` ago."""

FEWEST_MATURED = 5
"""With fewer of them no share is told."""


async def gather(tx: Transaction, workspace_id: int, readers: Readers, moment: Moment) -> ToldBack:
    """What these readers are told about feedback: in a team's own channel about what the team as such was given."""
    teams = [team.id for team in readers.own] if readers.at_home else None
    start, end = moment.week
    found = await store.pieces(tx, Received(workspace_id, min(moment.now - COHORT, start), teams))
    spoken_of: Collection[int] = teams if teams is not None else readers.known
    notes = await we_did.between(tx, workspace_id, start, end, spoken_of)
    matured = matured_cohort(found, moment.now)
    return ToldBack(
        told=sum(each.told_at is not None and start <= each.told_at < end for each in found),
        waiting=sum(waits_long(each, moment.now) for each in found),
        matured=len(matured),
        in_time=sum(told_in_time(each) for each in matured),
        time=time_to_told(found, moment.now),
        notes=notes,
    )


def matured_cohort(pieces: Iterable[Piece], now: datetime) -> list[Piece]:
    """What was received 14 to 42 days ago and not withdrawn: each could have been told in time."""
    return [each for each in pieces if not each.is_withdrawn and IN_TIME <= now - each.received_at <= MATURED]


def told_in_time(piece: Piece) -> bool:
    """Whether the giver was told within two weeks."""
    return piece.told_at is not None and piece.told_at - piece.received_at <= IN_TIME


def waits_long(piece: Piece, now: datetime) -> bool:
    """Whether its giver has been waiting to be told for longer than two weeks."""
    return piece.told_at is None and not piece.is_over and now - piece.received_at > IN_TIME


def time_to_told(pieces: Iterable[Piece], now: datetime) -> TimeToTold:
    """How soon those who gave something in the last eight weeks are told, as far as that can be told."""
    waits = waits_of([each for each in pieces if each.received_at >= now - COHORT], now)
    told = sum(wait.is_cleared for wait in waits)
    if len(waits) < FEWEST or told < FEWEST_CLEARED:
        return TimeToTold(len(waits), told)
    return TimeToTold(len(waits), told, cleared_within(still_waiting(waits), HALF), is_too_few=False)


def waits_of(pieces: Sequence[Piece], now: datetime) -> list[Wait]:
    """How long each waited to be told; one that ended without that is lost sight of when it ended."""
    return [_wait(each, now) for each in pieces]


def _wait(piece: Piece, now: datetime) -> Wait:
    if piece.told_at is not None and not piece.is_withdrawn:
        return Wait(piece.told_at - piece.received_at, is_cleared=True)
    ended = piece.closed_at if piece.is_withdrawn and piece.closed_at is not None else now
    return Wait(ended - piece.received_at, is_cleared=False)

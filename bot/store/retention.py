"""What is kept for a time, kind by kind: which rows are old, and what goes with them; and people who left.

Every query finds its rows by an index: the night costs what it forgets.
"""

import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    Table,
    and_,
    delete,
    exists,
    or_,
    select,
    text,
    update,
)

from bot.store.engine import Transaction
from bot.store.erasure import GONE
from bot.store.forgetting import forget_deliveries, forget_loops, forget_prompts
from bot.store.kept import Keys, Kind, rows_of
from bot.store.members import to_member
from bot.store.persons import IS_FINISHED
from bot.store.tables import (
    anonymous_round,
    away,
    delivery,
    digest,
    digest_note,
    goal,
    goal_confidence,
    loop,
    member,
    member_export,
    prompt,
    result,
    round_,
    round_team,
    sealed_text,
    signal,
    signal_report,
    we_did,
    week_mark,
)
from bot.values.deliveries import DeliveryKind, DeliveryState, Method
from bot.values.goals import GoalState
from bot.values.loops import UNSETTLED, LoopKind
from bot.values.people import Member
from bot.values.privacy import Seal
from bot.values.rounds import RoundState

NOT_SETTLED = text("delivery.state IN ('claimed', 'sending', 'doubtful')")
NOT_LEFT = text("delivery.state = 'pending'")
"""Spelled as their indexes spell it."""

log = logging.getLogger(__name__)


async def notice_leavers(tx: Transaction, workspace_id: int, now: datetime) -> None:
    """Write down since when people are gone, and that some are back."""
    here = member.c.workspace_id == workspace_id
    await tx.execute(update(member).where(here, _LEFT).values(left_at=now))
    await tx.execute(update(member).where(here, _CAME_BACK).values(left_at=None))


async def is_to_be_noticed(tx: Transaction, workspace_id: int) -> bool:
    """Whether people are gone, or back, of whom that is not written down."""
    somebody = exists().where(member.c.workspace_id == workspace_id, or_(_LEFT, _CAME_BACK))
    return bool((await tx.execute(select(somebody))).scalar_one())


async def leavers(tx: Transaction, workspace_id: int, before: datetime) -> Sequence[Member]:
    """Those who are gone, and were noticed to be before then."""
    gone = member.c.workspace_id == workspace_id, member.c.is_active.is_(False), member.c.left_at < before
    return [to_member(row) for row in await tx.execute(select(member).where(*gone).order_by(member.c.id))]


_LEFT = and_(
    member.c.is_active.is_(False), member.c.left_at.is_(None), member.c.slack_id.not_like(f"{GONE}%")
)
_CAME_BACK = and_(member.c.is_active, member.c.left_at.is_not(None))


def _asked(here: Any, before: Any) -> Select[Any]:
    return select(prompt.c.id).join(round_, round_.c.id == prompt.c.round_id).where(*_closed(here, before))


async def _forget_asked(tx: Transaction, _workspace_id: int, keys: Keys) -> None:
    await forget_prompts(tx, keys)


def _of_closed_rounds(table: Table) -> Kind:
    def old(here: Any, before: Any) -> Select[Any]:
        rows = select(*table.primary_key.columns).join(round_, round_.c.id == table.c.round_id)
        return rows.where(*_closed(here, before))

    return Kind(old, rows_of(table))


def _emptied_rounds(here: Any, before: Any) -> Select[Any]:
    left = [
        exists().where(table.c.round_id == round_.c.id) for table in (prompt, result, sealed_text, we_did)
    ]
    waits = anonymous_round.c.key_name.is_not(None) | (anonymous_round.c.state == Seal.OPEN)
    sealing = exists().where(anonymous_round.c.round_id == round_.c.id, waits)
    return select(round_.c.id).where(*_closed(here, before), *(~each for each in (*left, sealing)))


def _loops(kind: LoopKind) -> Kind:
    def old(here: Any, before: Any) -> Select[Any]:
        return select(loop.c.id).where(
            loop.c.workspace_id == here,
            loop.c.closed_at < before,
            loop.c.kind == kind,
            loop.c.state.not_in(list(UNSETTLED)),
        )

    return Kind(old, forget_loops)


def _told(here: Any, before: Any) -> Select[Any]:
    return select(we_did.c.id).where(we_did.c.workspace_id == here, we_did.c.at < before)


def _heard(here: Any, before: Any) -> Select[Any]:
    old = signal_report.c.workspace_id == here, signal_report.c.heard_at < before
    return select(signal_report.c.id, signal_report.c.signal_id).where(*old)


async def _forget_heard(tx: Transaction, _workspace_id: int, keys: Keys) -> None:
    signals = sorted({signal_id for _, signal_id in keys})
    await tx.execute(
        select(signal.c.id).where(signal.c.id.in_(signals)).order_by(signal.c.id).with_for_update()
    )
    await tx.execute(delete(signal_report).where(signal_report.c.id.in_([report for report, _ in keys])))
    is_heard = exists().where(signal_report.c.signal_id == signal.c.id)
    await tx.execute(delete(signal).where(signal.c.id.in_(signals), ~is_heard))


def _goals(here: Any, before: Any) -> Select[Any]:
    over = goal.c.state.in_([GoalState.REACHED, GoalState.DROPPED])
    return select(goal.c.id).where(goal.c.workspace_id == here, over, goal.c.closed_at < before)


def _notes(here: Any, before: Any) -> Select[Any]:
    of_ours = digest_note.c.digest_id.in_(select(digest.c.id).where(digest.c.workspace_id == here))
    return select(*digest_note.primary_key.columns).where(of_ours, digest_note.c.monday < before)


def _marks(here: Any, before: Any) -> Select[Any]:
    return select(*week_mark.primary_key.columns).where(
        week_mark.c.workspace_id == here, week_mark.c.monday < before
    )


def _said_messages(here: Any, before: Any) -> Select[Any]:
    return _finished(here, before, emptied=False)


async def _empty_messages(tx: Transaction, _workspace_id: int, keys: Keys) -> None:
    nothing: dict[str, Any] = {"text": "", "blocks": []}
    values = {"body": nothing, "response_url": None, "emptied": True}
    await tx.execute(update(delivery).where(delivery.c.id.in_(keys)).values(**values))


def _empty_but_cards(here: Any, before: Any) -> Select[Any]:
    return _finished(here, before, emptied=True).where(delivery.c.kind != DeliveryKind.LOOP)


def _deletions(here: Any, before: Any) -> Select[Any]:
    return _finished(here, before, emptied=True).where(delivery.c.method == Method.DELETE)


async def _forget_deliveries(tx: Transaction, _workspace_id: int, keys: Keys) -> None:
    await forget_deliveries(tx, keys)


def _doubts(here: Any, before: Any) -> Select[Any]:
    doubtful = delivery.c.workspace_id == here, delivery.c.state == DeliveryState.DOUBTFUL
    return select(delivery.c.id).where(*doubtful, NOT_SETTLED, delivery.c.due_at < before)


def _unsent(here: Any, before: Any) -> Select[Any]:
    # What was erased is taken away however long that takes.
    which = delivery.c.workspace_id == here, delivery.c.due_at < before, delivery.c.method != Method.DELETE
    return select(delivery.c.id).where(*which, NOT_LEFT)


def _give_up(state: DeliveryState) -> Callable[[Transaction, int, Keys], Awaitable[None]]:
    async def give_up(tx: Transaction, _workspace_id: int, keys: Keys) -> None:
        still = delivery.c.id.in_(keys), delivery.c.state == state
        given_up = {
            "state": DeliveryState.CANCELLED,
            "error": "given up",
            "lease_owner": None,
            "lease_until": None,
        }
        done = await tx.execute(update(delivery).where(*still).values(**given_up))
        log.warning("Old deliveries that were %s and are given up: %s.", state, done.rowcount)

    return give_up


def _absences(here: Any, before: Any) -> Select[Any]:
    return select(away.c.id).where(away.c.workspace_id == here, away.c.last < before)


def _exports(here: Any, before: Any) -> Select[Any]:
    return select(member_export.c.id).where(
        member_export.c.workspace_id == here, member_export.c.sent_at < before
    )


def _closed(here: Any, before: Any) -> tuple[ColumnElement[bool], ...]:
    return (
        round_.c.workspace_id == here,
        round_.c.state == RoundState.CLOSED,
        round_.c.closes_at < before,
    )


def _finished(here: Any, before: Any, *, emptied: bool) -> Select[Any]:
    which = delivery.c.workspace_id == here, delivery.c.emptied.is_(emptied), delivery.c.due_at < before
    return select(delivery.c.id).where(*which, IS_FINISHED)


ASKED = Kind(_asked, _forget_asked)
"""What was asked and answered in rounds that closed before then."""

TEXTS = _of_closed_rounds(sealed_text)
"""What was written in anonymous rounds that closed before then."""

RESULTS = _of_closed_rounds(result)
"""What groups answered in rounds that closed before then."""

ROUNDS = Kind(_emptied_rounds, rows_of(anonymous_round, round_team, round_))
"""Rounds that closed before then and of which nothing else is left."""

BOTTLENECKS, FEEDBACK = _loops(LoopKind.BOTTLENECK), _loops(LoopKind.FEEDBACK)
"""Loops that were closed before then."""

TOLD = Kind(_told, rows_of(we_did))
"""What a team was told before then that was done."""

HEARD = Kind(_heard, _forget_heard)
"""What was heard outside before then; a signal goes with the last time it was."""

GOALS = Kind(_goals, rows_of(goal_confidence, goal))
"""Goals that were closed before then, with all that was said of them."""

NOTES = Kind(_notes, rows_of(digest_note), by_day=True)
MARKS = Kind(_marks, rows_of(week_mark), by_day=True)
"""What stands above digests of weeks that began before then, and how those weeks were marked."""

MESSAGES = Kind(_said_messages, _empty_messages)
"""What messages said that were due before then. That they were sent, and where they stand, is kept: their threads
go on."""

SENT = Kind(_empty_but_cards, _forget_deliveries)
"""That messages were sent which were due before then. Where the card of a bottleneck stands is kept with it."""

DELETIONS = Kind(_deletions, _forget_deliveries)
"""That messages were deleted before then."""

DOUBTS = Kind(_doubts, _give_up(DeliveryState.DOUBTFUL))
"""Messages due before then of which nobody said whether they are there: nobody will."""

UNSENT = Kind(_unsent, _give_up(DeliveryState.PENDING))
"""Messages due before then that Slack has not taken in all that time: nobody waits for them any more."""

ABSENCES = Kind(_absences, rows_of(away), by_day=True)
"""Absences that were over before then."""

EXPORTS = Kind(_exports, rows_of(member_export))
"""That somebody was sent their data before then."""

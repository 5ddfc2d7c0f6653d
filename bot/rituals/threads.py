"""A round's thread in one team: a reply for each person, or one for each question; at its end, how it went."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.rituals import letters
from bot.rituals.aligning import aligned_in
from bot.rituals.hearing import said_by, said_in
from bot.rituals.paging import show, show_all
from bot.rituals.wording import Wording
from bot.store import outbox
from bot.store.engine import Transaction
from bot.store.standings import Standing
from bot.values.deliveries import Letter, Message
from bot.values.questions import QuestionType
from bot.values.results import Gathered, Said, WrapUp
from bot.values.rituals import Grouping
from bot.values.rounds import Board, PromptState, Round, RoundState

_CAME_BACK = (PromptState.ANSWERED, PromptState.SKIPPED)


@dataclass(frozen=True, slots=True)
class Thread:
    """Where what is said in a round is shown: in a channel, under the parent message with the key `board`."""

    wording: Wording
    workspace_id: int
    team_id: int
    channel_id: str
    board: str
    owner_id: int
    now: datetime
    gap: float


async def show_thread(tx: Transaction, thread: Thread, board: Board, changed: Sequence[Standing]) -> None:
    """Show what changed under the parent message, and at its end how the round went."""
    came_back = [standing for standing in changed if standing.prompt.state in _CAME_BACK]
    last = None
    if board.round.shows_when_closed:
        last = await _all_at_once(tx, thread, board)
    elif board.round.grouping == Grouping.QUESTION and came_back:
        last = await _by_question(tx, thread, board, came_back)
    elif came_back:
        last = await _people(tx, thread, await said_by(tx, came_back))
    if board.round.state == RoundState.CLOSED and not _is_poll(board.round):
        await _wrap_up(tx, thread, board, after=last)


def _is_poll(round_: Round) -> bool:
    """Whether it ends with a ranking instead."""
    return any(question.type == QuestionType.BOTTLENECKS for question in round_.questions)


async def _all_at_once(tx: Transaction, thread: Thread, board: Board) -> str | None:
    """Nobody goes by what others said before them: until the round is closed nothing is shown."""
    return await _gathered(tx, thread, board) if board.round.state == RoundState.CLOSED else None


async def _by_question(
    tx: Transaction, thread: Thread, board: Board, came_back: Sequence[Standing]
) -> str | None:
    last = await _gathered(tx, thread, board)
    said = await said_by(tx, came_back)
    shown = await outbox.owed(
        tx, thread.workspace_id, [letters.said_key(item.prompt.id) for item in said if not item.is_brief]
    )
    alone = [item for item in said if item.is_brief or letters.said_key(item.prompt.id) in shown]
    return await _people(tx, thread, alone) or last


async def _gathered(tx: Transaction, thread: Thread, board: Board) -> str | None:
    everything = await said_in(tx, board.round.id, thread.team_id)
    last = None
    for number, question in enumerate(board.round.questions):
        said = [item for item in everything if question.key in item.answers]
        if said or await _was_shown(tx, thread, letters.gathered_key(thread.board, number)):
            last = await _question(tx, thread, number, Gathered(question, said), after=last)
    return last


async def _question(
    tx: Transaction, thread: Thread, number: int, gathered: Gathered, *, after: str | None
) -> str:
    letter = letters.gathered(
        number, board=thread.board, owner_id=thread.owner_id, now=thread.now, after=after
    )
    return await _show(tx, thread, letter, thread.wording.gathered(gathered), gap=thread.gap)


async def _people(tx: Transaction, thread: Thread, said: Sequence[Said]) -> str | None:
    replies = [(_reply(thread, item), thread.wording.said(item)) for item in said]
    await show_all(tx, thread.workspace_id, replies, blank=thread.wording.blank(), now=thread.now)
    return letters.page_key(replies[-1][0].key, len(replies[-1][1])) if replies else None


def _reply(thread: Thread, said: Said) -> Letter:
    return letters.said(said.prompt.id, board=thread.board, owner_id=thread.owner_id, now=thread.now)


async def _wrap_up(tx: Transaction, thread: Thread, board: Board, *, after: str | None) -> None:
    if await _was_shown(tx, thread, letters.wrap_up_key(thread.board)):
        return
    said = await said_in(tx, board.round.id, thread.team_id)
    if not any(_came_before_it_closed(item) for item in said):
        # The parent message says that nobody answered; a reply would say it once more.
        return
    letter = letters.wrap_up(board=thread.board, owner_id=thread.owner_id, now=thread.now, after=after)
    aligned = await aligned_in(tx, board, thread.team_id, thread.channel_id)
    await _show(tx, thread, letter, thread.wording.wrap_up(WrapUp(board, said, aligned)))


def _came_before_it_closed(said: Said) -> bool:
    return said.prompt.answered_at is not None and said.prompt.answered_at < said.round.closes_at


async def _was_shown(tx: Transaction, thread: Thread, key: str) -> bool:
    return await outbox.state_of(tx, thread.workspace_id, key) is not None


async def _show(
    tx: Transaction, thread: Thread, first: Letter, pages: Sequence[Message], *, gap: float = 0.0
) -> str:
    blank = thread.wording.blank()
    return await show(tx, thread.workspace_id, first, pages, blank=blank, now=thread.now, gap=gap)

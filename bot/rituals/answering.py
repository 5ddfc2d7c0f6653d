"""What a person can do with a prompt: open its form, answer, edit, skip, or stop being asked.

Each is one short transaction, finished before Slack is acknowledged: an error can be shown where the person is, and
a success is true. Everything that follows from it (thread, counts, the DM) is shown by `publishing`.
"""

from collections.abc import Callable, Sequence
from datetime import datetime

from bot.rituals.scheduling import plan_next_round
from bot.store import answers, prompts, rituals, rounds, standings
from bot.store.engine import Store, Transaction
from bot.store.standings import Standing
from bot.values.errors import NotThere, TooLate
from bot.values.questions import Answer, Answers, Question
from bot.values.rituals import Form, PromptState, RoundState

OPTED_OUT = "You said it is not for you."

GONE = "I can't find that check-in any more. Type `/checkin` to see what is open for you."
OVER = "That round is over and the next one has started. Type `/checkin` to answer the current one."
EXCUSED = (
    "You were excused from that one, so there is nothing to answer. Type `/checkin` to see what is open."
)


async def open_prompts(store: Store, member_id: int, now: datetime) -> list[Standing]:
    """What a member can answer now, the most urgent first."""
    async with store.transaction() as tx:
        return await standings.open_for(tx, member_id, now)


async def form_of(
    store: Store,
    prompt_id: int,
    member_id: int,
    *,
    typed: str | None = None,
    response_url: str | None = None,
) -> Form:
    """A prompt with what was answered already, and last time. Raises NotThere or TooLate."""
    async with store.transaction() as tx:
        standing = await standings.for_member(tx, prompt_id, member_id)
        await _check_open(tx, standing)
        assert standing is not None
        round_ = standing.round
        given = (await answers.of_prompts(tx, [prompt_id])).get(prompt_id, {})
        last_time = await answers.of_last_time(tx, round_.ritual_id, member_id, before=round_.local_date)
    return Form(standing.prompt, round_, standing.team_name, given, last_time, typed, response_url)


async def answer(
    store: Store,
    prompt_id: int,
    member_id: int,
    read: Callable[[Sequence[Question]], Sequence[Answer]],
    *,
    now: datetime,
    response_url: str | None = None,
) -> Standing:
    """Save the answers of one prompt, which `read` finds given the round's frozen questions.

    The same answers again change nothing. Raises NotThere, TooLate, and what `read` raises.
    """
    async with store.transaction() as tx:
        standing = await _lock(tx, prompt_id, member_id)
        given = read(standing.round.questions)
        before = (await answers.of_prompts(tx, [prompt_id])).get(prompt_id, {})
        is_same = before == {item.key: item for item in given}
        if is_same and standing.prompt.state == PromptState.ANSWERED:
            return standing
        await _remember(tx, standing, before, now)
        await answers.save(tx, standing, given)
        was_late = standing.prompt.late if standing.prompt.state == PromptState.ANSWERED else None
        late = now >= standing.prompt.closes_at if was_late is None else was_late
        await prompts.answered(tx, prompt_id, at=now, late=late, response_url=response_url)
        await rounds.show(tx, standing.round.id, at=now, team_id=standing.prompt.team_id)
        return standing


async def skip(
    store: Store,
    prompt_id: int,
    member_id: int,
    *,
    reason: str | None,
    now: datetime,
    response_url: str | None = None,
) -> Standing:
    """Skip one prompt, with or without a reason. What was answered before is taken back."""
    async with store.transaction() as tx:
        standing = await _lock(tx, prompt_id, member_id)
        before = (await answers.of_prompts(tx, [prompt_id])).get(prompt_id, {})
        await _remember(tx, standing, before, now)
        await answers.save(tx, standing, [])
        await prompts.skipped(tx, prompt_id, reason=reason, at=now, response_url=response_url)
        await rounds.show(tx, standing.round.id, at=now, team_id=standing.prompt.team_id)
        return standing


async def stop_asking(store: Store, ritual_id: int, member_id: int, now: datetime) -> str:
    """Never ask this member again; what is open is excused. Returns the ritual's name."""
    async with store.transaction() as tx:
        ritual = await rituals.by_id(tx, ritual_id)
        await rituals.opt_out_of(tx, ritual_id, member_id, now)
        open_ones = await standings.unfinished_of(tx, member_id, ritual_id)
        ids = [standing.prompt.id for standing in open_ones]
        await prompts.excuse(tx, ids, OPTED_OUT)
        await prompts.touched(tx, ids)
        for standing in open_ones:
            await rounds.show(tx, standing.round.id, at=now, team_id=standing.prompt.team_id)
        await plan_next_round(tx, ritual_id, now)
        return ritual.name


async def ask_again(store: Store, ritual_id: int, member_id: int, now: datetime) -> tuple[str, bool]:
    """Undo `stop_asking`. Returns the ritual's name, and whether a round they had been asked for is open again."""
    async with store.transaction() as tx:
        ritual = await rituals.by_id(tx, ritual_id)
        await rituals.opt_in_to(tx, ritual_id, member_id)
        back = await standings.excused_of(tx, member_id, ritual_id, OPTED_OUT, now=now)
        for standing in back:
            await prompts.reopen(tx, standing)
            await rounds.show(tx, standing.round.id, at=now, team_id=standing.prompt.team_id)
        await plan_next_round(tx, ritual_id, now)
        return ritual.name, any(standing.delivery_key is not None for standing in back)


async def _lock(tx: Transaction, prompt_id: int, member_id: int) -> Standing:
    standing = await standings.lock(tx, prompt_id, member_id)
    await _check_open(tx, standing)
    assert standing is not None
    return standing


async def _remember(tx: Transaction, standing: Standing, before: Answers, now: datetime) -> None:
    # Closing a round forgets what edits replaced; what a late edit replaces would stay for ever.
    if standing.round.state == RoundState.OPEN:
        await answers.remember(tx, standing.prompt.id, before, now)


async def _check_open(tx: Transaction, standing: Standing | None) -> None:
    if standing is None:
        raise NotThere(GONE)
    if standing.prompt.state == PromptState.EXCUSED:
        raise NotThere(EXCUSED)
    if standing.round.state == RoundState.CLOSED:
        newest = await rounds.newest_of(tx, standing.round.ritual_id)
        if newest is not None and newest.id != standing.round.id:
            raise TooLate(OVER)

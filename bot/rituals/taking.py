"""Taking what a person says in a prompt that is not anonymous, within the transaction of `answering` or `skipping`:
whether it is taken still, what it replaces, what follows from it, and who is to be shown it."""

from collections.abc import Sequence
from datetime import datetime

from bot.rituals.balloting import CLOSED
from bot.rituals.owning import about_own_goals
from bot.rituals.ports import Ports
from bot.store import answers, drafts, prompts, rounds, showing, standings, week_sums
from bot.store.engine import Transaction
from bot.store.said import said_in
from bot.store.standings import Standing
from bot.values.errors import NotThere, TooLate
from bot.values.questions import Answer, Answers
from bot.values.rounds import Form, PromptState, RoundState

GONE = "I can't find that check-in any more. Type `/checkin` to see what is open for you."
OVER = "That round is over and the next one has started. Type `/checkin` to answer the current one."
EXCUSED = (
    "You were excused from that one, so there is nothing to answer. Type `/checkin` to see what is open."
)


class NoLongerTaken(TooLate):
    """A round takes no more answers: the next one has opened or, where only groups are shown, it has closed."""


async def lock_open(tx: Transaction, prompt_id: int, member_id: int) -> Standing:
    """This prompt until the transaction ends, as long as it takes answers. Raises NotThere or NoLongerTaken."""
    return await check_open(tx, await standings.lock_to_answer(tx, prompt_id, member_id))


async def check_open(tx: Transaction, standing: Standing | None) -> Standing:
    """This prompt, as long as it takes answers. Raises NotThere or NoLongerTaken."""
    if standing is None:
        raise NotThere(GONE)
    if standing.prompt.state == PromptState.EXCUSED:
        raise NotThere(EXCUSED)
    if standing.round.state == RoundState.CLOSED:
        if standing.round.shows_groups_only:
            raise NoLongerTaken(CLOSED)
        newest = await rounds.newest_of(tx, standing.round.ritual_id)
        if newest is not None and newest.id != standing.round.id:
            raise NoLongerTaken(OVER)
    return standing


async def form_in(tx: Transaction, standing: Standing) -> Form:
    """A prompt with what was answered already, and last time."""
    known = await said_in(tx, standing)
    form = Form(
        standing.prompt,
        standing.round,
        standing.team_name,
        known.given,
        known.last_time,
        draft=known.draft,
    )
    return await about_own_goals(tx, standing, form)


async def save(
    tx: Transaction,
    ports: Ports,
    standing: Standing,
    form: Form,
    given: Sequence[Answer],
    now: datetime,
    response_url: str | None,
    *,
    nothing_new: bool = False,
) -> None:
    """Save the answers of a prompt that `lock_open` found, and what follows; the same ones change nothing."""
    prompt = standing.prompt
    was_answered, before = prompt.state == PromptState.ANSWERED, form.answers
    await _forget_draft(tx, form)
    kept = await _what_follows(tx, ports, standing, given, now)
    if was_answered and not prompt.nothing_new and before == {item.key: item for item in kept}:
        return
    await _remember(tx, standing, before, now)
    await answers.save(tx, standing, kept, before=before)
    late = prompt.late if was_answered else now >= prompt.closes_at
    # How soon somebody answered is how soon they did so first: an edit is no later answer.
    first_at = (prompt.answered_at if was_answered else None) or now
    await prompts.answered(
        tx, prompt.id, at=first_at, late=late, response_url=response_url, nothing_new=nothing_new
    )
    await _what_is_told(tx, standing, now)


async def skip_locked(
    tx: Transaction,
    ports: Ports,
    standing: Standing,
    reason: str | None,
    now: datetime,
    response_url: str | None = None,
) -> Standing:
    """Skip a prompt that `lock_open` found."""
    prompt = standing.prompt
    # While what was answered before can still be found: it is taken back as well.
    await _what_follows(tx, ports, standing, [], now)
    if standing.has_draft or prompt.state == PromptState.ANSWERED:
        form = await form_in(tx, standing)
        await _remember(tx, standing, form.answers, now)
        await answers.save(tx, standing, [], before=form.answers)
        await _forget_draft(tx, form)
    await prompts.skipped(tx, prompt.id, reason=reason, at=now, response_url=response_url)
    await _what_is_told(tx, standing, now)
    return standing


async def _what_is_told(tx: Transaction, standing: Standing, now: datetime) -> None:
    """Its team is shown what came back, and where it came so late that its week was summed up, that is done anew."""
    await showing.show(tx, standing.round.id, at=now, team_id=standing.prompt.team_id)
    await week_sums.outdate_round(tx, standing.round, now)


async def _what_follows(
    tx: Transaction, ports: Ports, standing: Standing, given: Sequence[Answer], now: datetime
) -> Sequence[Answer]:
    # What is raised with an answer says whose answer it is.
    return given if standing.round.shows_groups_only else await ports.on_answer(tx, standing, given, now)


async def _remember(tx: Transaction, standing: Standing, before: Answers, now: datetime) -> None:
    # Closing a round forgets what edits replaced; what a late edit replaces would stay for ever.
    if standing.round.state == RoundState.OPEN:
        await answers.remember(tx, standing.prompt.id, before, now)


async def _forget_draft(tx: Transaction, form: Form) -> None:
    if form.draft:
        await drafts.forget(tx, form.prompt.id)

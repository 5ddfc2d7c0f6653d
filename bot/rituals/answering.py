"""What a person can do with a prompt that is not anonymous (see `balloting`): open its form, answer, edit or skip.

Each is one short transaction, finished before Slack is acknowledged: an error can be shown where the person is, and
a success is true. Everything that follows from it (thread, counts, the DM) is shown by `publishing`.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from bot.rituals.balloting import CLOSED
from bot.rituals.owning import about_own_goals
from bot.rituals.ports import Ports
from bot.rituals.raised import with_raised
from bot.store import answers, drafts, members, prompts, rounds, standings, week_sums
from bot.store.engine import Store, Transaction
from bot.store.said import said_in
from bot.store.standings import Standing
from bot.values.errors import NotThere, TooLate, Unusable
from bot.values.questions import STUCK, Answer, Answers, QuestionType
from bot.values.rounds import Form, PromptState, Round, RoundState, Turned

GONE = "I can't find that check-in any more. Type `/checkin` to see what is open for you."
OVER = "That round is over and the next one has started. Type `/checkin` to answer the current one."
ANSWERED_ALREADY = "You have answered this one already, and that stands. Press *Edit my answer* to change it."
NOT_A_COLLEAGUE = (
    "I can only take somebody who works here: no app, no guest, nobody who left. Pick another one."
)
EXCUSED = (
    "You were excused from that one, so there is nothing to answer. Type `/checkin` to see what is open."
)


class NotAColleague(Unusable):
    """Somebody was picked who is no person of this workspace; `key` is the question."""

    def __init__(self, key: str) -> None:
        super().__init__(NOT_A_COLLEAGUE)
        self.key = key


async def open_prompts(store: Store, member_id: int, now: datetime) -> list[Standing]:
    """What a member can answer now, the most urgent first; of anonymous ones it is not told whether they did."""
    async with store.reading() as tx:
        return await standings.open_for(tx, member_id, now)


async def form_of(
    store: Store,
    prompt_id: int,
    member_id: int,
    *,
    typed: str | None = None,
    response_url: str | None = None,
    raising: bool = False,
) -> Form:
    """A prompt with what was answered already, and last time. Raises NotThere or TooLate.

    With `raising`, somebody is about to raise something with it.
    """
    async with store.reading() as tx:
        standing = await standings.for_member(tx, prompt_id, member_id)
        await _check_open(tx, None if standing is not None and standing.round.is_anonymous else standing)
        assert standing is not None
        form = await with_raised(tx, standing, await _form(tx, standing), raising=raising)
    return replace(form, typed=typed, response_url=response_url)


async def hand_in(
    store: Store,
    ports: Ports,
    prompt_id: int,
    member_id: int,
    turn: Callable[[Form], Turned],
    *,
    now: datetime,
    response_url: str | None = None,
) -> tuple[Form, bool]:
    """Take one page of a form, which `turn` reads, and whether that was all of it.

    What is not finished is kept for the person; what is, is their answer. Raises NotThere, TooLate, Unusable, and
    what `turn` raises.
    """
    async with store.transaction() as tx:
        standing = await lock_open(tx, prompt_id, member_id)
        form = await _form(tx, standing)
        turned = turn(form)
        await _check_people(tx, standing.round, turned.given)
        if turned.finished is None:
            await drafts.keep(tx, prompt_id, turned.given, at=now)
            on_its_way = replace(form, draft=_with(form.draft, turned.given))
            return await with_raised(tx, standing, on_its_way), False
        await _answer(tx, ports, standing, form, turned.finished, now, response_url)
        return form, True


async def keep_page(
    store: Store, prompt_id: int, member_id: int, read: Callable[[Form], Sequence[Answer]], *, now: datetime
) -> Form:
    """Keep what `read` finds on a page that is left without handing it in. Raises NotThere or TooLate."""
    async with store.transaction() as tx:
        standing = await lock_open(tx, prompt_id, member_id)
        form = await _form(tx, standing)
        given = read(form)
        await drafts.keep(tx, prompt_id, given, at=now)
        return await with_raised(tx, standing, replace(form, draft=_with(form.draft, given)))


async def answer(
    store: Store,
    ports: Ports,
    prompt_id: int,
    member_id: int,
    read: Callable[[Form], Sequence[Answer]],
    *,
    now: datetime,
    response_url: str | None = None,
) -> Standing:
    """Save the answers of one prompt, which `read` finds given the questions as they are asked and what was answered.

    The same answers again change nothing. Raises NotThere, TooLate, and what `read` raises.
    """
    async with store.transaction() as tx:
        standing = await lock_open(tx, prompt_id, member_id)
        form = await _form(tx, standing)
        await _answer(tx, ports, standing, form, read(form), now, response_url)
        return standing


async def nothing_new(
    store: Store,
    ports: Ports,
    prompt_id: int,
    member_id: int,
    *,
    now: datetime,
    response_url: str | None = None,
) -> Standing:
    """Answer one prompt by saying that there is nothing new. Raises NotThere, TooLate, or Unusable when answered.

    Whoever was stuck last time still is: that does not go away because nothing is new.
    """
    async with store.transaction() as tx:
        standing = await lock_open(tx, prompt_id, member_id)
        if standing.prompt.state == PromptState.ANSWERED:
            if standing.prompt.nothing_new:
                return standing
            raise Unusable(ANSWERED_ALREADY)
        form = await _form(tx, standing)
        stuck = form.last_time.get(STUCK)
        is_asked = any(question.key == STUCK for question in form.round.questions)
        still = [stuck] if stuck is not None and is_asked else []
        await _answer(tx, ports, standing, form, still, now, response_url, nothing_new=True)
        return standing


async def skip(
    store: Store,
    ports: Ports,
    prompt_id: int,
    member_id: int,
    *,
    reason: str | None,
    now: datetime,
    response_url: str | None = None,
) -> Standing:
    """Skip one prompt, with or without a reason. What was answered before is taken back."""
    async with store.transaction(is_brief=True) as tx:
        standing = await lock_open(tx, prompt_id, member_id)
        return await skip_locked(tx, ports, standing, reason, now, response_url)


async def lock_open(tx: Transaction, prompt_id: int, member_id: int) -> Standing:
    """This prompt until the transaction ends, as long as it takes answers. Raises NotThere or TooLate."""
    standing = await standings.lock_to_answer(tx, prompt_id, member_id)
    await _check_open(tx, standing)
    assert standing is not None
    return standing


async def _form(tx: Transaction, standing: Standing) -> Form:
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


async def _answer(
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
        form = await _form(tx, standing)
        await _remember(tx, standing, form.answers, now)
        await answers.save(tx, standing, [], before=form.answers)
        await _forget_draft(tx, form)
    await prompts.skipped(tx, prompt.id, reason=reason, at=now, response_url=response_url)
    await _what_is_told(tx, standing, now)
    return standing


async def _what_is_told(tx: Transaction, standing: Standing, now: datetime) -> None:
    """Its team is shown what came back, and where it came so late that its week was summed up, that is done anew."""
    await rounds.show(tx, standing.round.id, at=now, team_id=standing.prompt.team_id)
    await week_sums.outdate_round(tx, standing.round, now)


async def _what_follows(
    tx: Transaction, ports: Ports, standing: Standing, given: Sequence[Answer], now: datetime
) -> Sequence[Answer]:
    # What is raised with an answer says whose answer it is.
    return given if standing.round.shows_groups_only else await ports.on_answer(tx, standing, given, now)


async def _check_people(tx: Transaction, round_: Round, given: Sequence[Answer]) -> None:
    # Slack's list of users holds apps and guests as well.
    for question in round_.questions:
        named = [item.text for item in given if item.key == question.key and item.text]
        if question.type != QuestionType.PERSON or not named:
            continue
        is_known = bool(await members.by_slack_ids(tx, round_.workspace_id, named))
        if is_known and not await members.people_among(tx, round_.workspace_id, named):
            raise NotAColleague(question.key)


def _with(draft: Answers, given: Sequence[Answer]) -> Answers:
    return {**draft, **{item.key: item for item in given}}


async def _remember(tx: Transaction, standing: Standing, before: Answers, now: datetime) -> None:
    # Closing a round forgets what edits replaced; what a late edit replaces would stay for ever.
    if standing.round.state == RoundState.OPEN:
        await answers.remember(tx, standing.prompt.id, before, now)


async def _forget_draft(tx: Transaction, form: Form) -> None:
    if form.draft:
        await drafts.forget(tx, form.prompt.id)


async def _check_open(tx: Transaction, standing: Standing | None) -> None:
    if standing is None:
        raise NotThere(GONE)
    if standing.prompt.state == PromptState.EXCUSED:
        raise NotThere(EXCUSED)
    if standing.round.state == RoundState.CLOSED:
        if standing.round.shows_groups_only:
            raise TooLate(CLOSED)
        newest = await rounds.newest_of(tx, standing.round.ritual_id)
        if newest is not None and newest.id != standing.round.id:
            raise TooLate(OVER)

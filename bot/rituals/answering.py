"""What a person can do with a prompt that is not anonymous (see `balloting`): open its form, answer, edit or skip.

Each is one short transaction, finished before Slack is acknowledged: an error can be shown where the person is, and
a success is true. Everything that follows from it (thread, counts, the DM) is shown by `publishing`.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from bot.rituals.ports import Ports
from bot.rituals.raised import with_raised
from bot.rituals.taking import check_open, form_in, lock_open, save, skip_locked
from bot.store import drafts, members, standings
from bot.store.engine import Store, Transaction
from bot.store.standings import Standing
from bot.values.errors import Unusable
from bot.values.questions import STUCK, Answer, Answers, QuestionType
from bot.values.rounds import Form, PromptState, Round, Turned

ANSWERED_ALREADY = "You have answered this one already, and that stands. Press *Edit my answer* to change it."
NOT_A_COLLEAGUE = (
    "I can only take somebody who works here: no app, no guest, nobody who left. Pick another one."
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
    """A prompt with what was answered already, and last time. Raises NotThere or NoLongerTaken.

    With `raising`, somebody is about to raise something with it.
    """
    async with store.reading() as tx:
        found = await standings.for_member(tx, prompt_id, member_id)
        standing = await check_open(tx, None if found is not None and found.round.is_anonymous else found)
        form = await with_raised(tx, standing, await form_in(tx, standing), raising=raising)
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

    What is not finished is kept for the person; what is, is their answer. Raises NotThere, NoLongerTaken, Unusable,
    and what `turn` raises.
    """
    async with store.transaction() as tx:
        standing = await lock_open(tx, prompt_id, member_id)
        form = await form_in(tx, standing)
        turned = turn(form)
        await _check_people(tx, standing.round, turned.given)
        if turned.finished is None:
            await drafts.keep(tx, prompt_id, turned.given, at=now)
            on_its_way = replace(form, draft=_with(form.draft, turned.given))
            return await with_raised(tx, standing, on_its_way), False
        await save(tx, ports, standing, form, turned.finished, now, response_url)
        return form, True


async def keep_page(
    store: Store, prompt_id: int, member_id: int, read: Callable[[Form], Sequence[Answer]], *, now: datetime
) -> Form:
    """Keep what `read` finds on a page that is left without handing it in. Raises NotThere or NoLongerTaken."""
    async with store.transaction() as tx:
        standing = await lock_open(tx, prompt_id, member_id)
        form = await form_in(tx, standing)
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

    The same answers again change nothing. Raises NotThere, NoLongerTaken, and what `read` raises.
    """
    async with store.transaction() as tx:
        standing = await lock_open(tx, prompt_id, member_id)
        form = await form_in(tx, standing)
        await save(tx, ports, standing, form, read(form), now, response_url)
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
    """Answer one prompt by saying that there is nothing new. Raises NotThere, NoLongerTaken, or Unusable when it is
    answered.

    Whoever was stuck last time still is: that does not go away because nothing is new.
    """
    async with store.transaction() as tx:
        standing = await lock_open(tx, prompt_id, member_id)
        if standing.prompt.state == PromptState.ANSWERED:
            if standing.prompt.nothing_new:
                return standing
            raise Unusable(ANSWERED_ALREADY)
        form = await form_in(tx, standing)
        stuck = form.last_time.get(STUCK)
        is_asked = any(question.key == STUCK for question in form.round.questions)
        still = [stuck] if stuck is not None and is_asked else []
        await save(tx, ports, standing, form, still, now, response_url, nothing_new=True)
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

"""Raising: somebody says what they wait for, and on whom; or that it is one of those that are there already."""

from dataclasses import replace
from datetime import datetime

from bot import likeness
from bot.loops import categories, parties, seeing, stepping, telling
from bot.loops.lifecycle import ANSWERED_LONG_AGO
from bot.loops.stepping import when_to_look
from bot.loops.wording import Wording
from bot.store import categories as kinds
from bot.store import loops, recent_loops, stakes, teams
from bot.store.engine import Store, Transaction
from bot.values.errors import NotThere, Unusable
from bot.values.loops import Impact, Loop, LoopKind, LoopState, NewLoop, NewStep, Step, WaitsOn
from bot.values.people import Member
from bot.values.raising import Choices, Joined
from bot.values.seen_loops import LoopSeen, Stake

MOST_COMPARED = 500
"""Titles a new one is compared with, the newest first."""

NOT_ON_YOURSELF = (
    "You can't wait on yourself. Pick whoever else can move it, or nobody: then you work it yourself."
)
_NO_SUCH_CATEGORY = "That category is not there any more. Pick another one, or none."
_NOT_YOUR_TEAM = "You are not in that team any more. Pick another one."
_LONGEST_WORDS = 2900


async def choices(store: Store, member: Member) -> Choices:
    """What this person can choose from. Somebody may be in no team."""
    async with store.reading() as tx:
        own = await teams.own_of(tx, member)
    return Choices(own, categories.offered(await categories.every(store, member.workspace_id)))


async def raise_one(
    store: Store, wording: Wording, member: Member, team_id: int | None, new: NewLoop, now: datetime
) -> Loop:
    """Somebody raises a bottleneck of one of their teams, or of none; handed in twice it is raised once.

    Raises Unusable.
    """
    async with store.transaction() as tx:
        if raised := await _raised_before(tx, member, new):
            return raised
        if team_id is not None and team_id not in {team.id for team in await teams.own_of(tx, member)}:
            raise Unusable(_NOT_YOUR_TEAM, field="team")
        return await raise_in(tx, wording, member, team_id, new, now)


async def _raised_before(tx: Transaction, member: Member, new: NewLoop) -> Loop | None:
    """What this was raised as already: handed in twice, or with the same answer by somebody else."""
    source = new.source
    if source.prompt_id is not None:
        await loops.hold_answers(tx, source.prompt_id)
        found = await loops.raised_in(tx, [source.prompt_id])
        if same := [each for each in found if each.source.question_key == source.question_key]:
            return same[0]
    return await loops.raised_under(tx, member, new.key) if new.key is not None else None


async def raise_in(
    tx: Transaction, wording: Wording, raiser: Member, team_id: int | None, new: NewLoop, now: datetime
) -> Loop:
    """A new bottleneck of the team that waits; whoever is waited on hears of it. Raises Unusable."""
    await check_waits_on(tx, raiser, new.waits_on)
    await _check_category(tx, raiser.workspace_id, new.category_id)
    named = replace(new, title=_as_a_name(new.title))
    raised = await loops.raise_one(tx, raiser, team_id, LoopKind.BOTTLENECK, named, at=now)
    await loops.look_again_at(tx, raised.id, await when_to_look(tx, raised))
    await telling.tell(tx, wording, None, raised, NewStep(Step.RAISED), now, actor=raiser)
    return raised


def _as_a_name(title: str) -> str:
    # It stands in the middle of other sentences.
    return title[:-1] if title.endswith(".") and title.strip(".") and not title.endswith("..") else title


async def check_waits_on(tx: Transaction, raiser: Member, waits_on: WaitsOn) -> None:
    """Whether this person can wait on somebody. Raises Unusable."""
    if waits_on.member_id == raiser.id:
        raise Unusable(NOT_ON_YOURSELF, field="waits_on")
    await parties.check_party(tx, raiser.workspace_id, waits_on)


async def find_similar(store: Store, member: Member, new: NewLoop, now: datetime) -> list[LoopSeen]:
    """Up to three that may be the same: open, or over for two weeks at most, and theirs to see; the likest first.

    None for what has been raised already: it was handed in twice.
    """
    async with store.reading() as tx:
        if new.key is not None and await loops.is_raised_under(tx, member.workspace_id, new.key):
            return []
        recent = await recent_loops.titles(tx, member, over_since=now - ANSWERED_LONG_AGO, most=MOST_COMPARED)
        alike = likeness.most_alike(new.title, [title for _, title in recent])[: likeness.MOST]
        found = await recent_loops.in_order(tx, member.workspace_id, [recent[place][0] for place in alike])
        return await seeing.for_member(tx, member, found)


async def join(
    store: Store,
    wording: Wording,
    member: Member,
    loop_id: int,
    now: datetime,
    *,
    team_id: int | None = None,
    impact: Impact | None = None,
    words: str | None = None,
) -> Joined:
    """It is this one, and it hits them, too. What was over is open again, and its old clock goes on: whoever is held
    up by it now need not have raised it the first time. Raises NotThere."""
    async with store.transaction() as tx:
        before = await _the_one_it_became(tx, member, loop_id)
        stake = await _stake(tx, member, before)
        is_back = before.closed_at is not None
        loop = await _reopen(tx, wording, member, before, words, now) if is_back else before
        if stake.is_hit or stake.is_raiser:
            return Joined(loop, was_in=True, is_back=is_back)
        what = NewStep(Step.JOINED, words=words, team_id=team_id, impact=impact)
        return Joined(
            await stepping.take_in(tx, wording, member, loop.id, what, now), was_in=False, is_back=is_back
        )


def in_their_words(new: NewLoop) -> str:
    """What somebody had typed before they saw that it is there already: nothing of it is lost."""
    return "\n".join(filter(None, (new.title, new.details, new.link)))[:_LONGEST_WORDS]


async def _check_category(tx: Transaction, workspace_id: int, category_id: int | None) -> None:
    # One that was retired while the form was open is taken: they have picked it.
    if category_id is None:
        return
    if category_id not in {each.id for each in await kinds.of_workspace(tx, workspace_id)}:
        raise Unusable(_NO_SUCH_CATEGORY, field="category")


async def _the_one_it_became(tx: Transaction, member: Member, loop_id: int) -> Loop:
    """This loop, or the one it was made part of while somebody read the list."""
    loop = await loops.lock(tx, member.workspace_id, loop_id)
    while loop is not None and loop.state == LoopState.MERGED and loop.merged_into_id is not None:
        loop = await loops.lock(tx, member.workspace_id, loop.merged_into_id)
    if loop is None or loop.is_feedback:
        raise NotThere(stepping.GONE)
    return loop


async def _stake(tx: Transaction, member: Member, loop: Loop) -> Stake:
    stake = (await stakes.of_member(tx, member, [loop]))[loop.id]
    if not stake.may_see:
        raise NotThere(stepping.GONE)
    return stake


async def _reopen(
    tx: Transaction, wording: Wording, member: Member, before: Loop, words: str | None, now: datetime
) -> Loop:
    what = NewStep(Step.REOPENED, words=words)
    after = await stepping.keep(tx, before, what, now, actor=member)
    await telling.tell(tx, wording, before, after, what, now, actor=member)
    return after

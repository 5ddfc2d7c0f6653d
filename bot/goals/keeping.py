"""What people do with goals: add and change them, say how confident they are, reach and drop them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.goals.rights import may_add, rights_of
from bot.goals.seeing import known, lead_of
from bot.store import goals, members, outbox, teams
from bot.store.engine import Store, Transaction
from bot.values.deliveries import DeliveryKind, Letter, Message
from bot.values.errors import NotYours, Unusable
from bot.values.goal_pages import GoalDraft, Rights, Word
from bot.values.goals import HIGHEST, LONGEST_TITLE, LONGEST_WHY, GoalSeen, GoalState, NewGoal
from bot.values.people import Member, Role

Telling = Callable[[GoalSeen, Member], Message]
"""The words for somebody who is to look after a goal; whoever gave it to them is named."""

OWNER, TEAM, TITLE, VALUE, WHY = "owner", "team", "title", "value", "why"
"""The fields of the forms, to say beside which one something does not fit."""

ONLY_READS = "You follow along as an observer, so goals are for you to read. An admin can change that."
_NOT_YOURS = "Whoever looks after this goal can do that, and so can the lead of its team and admins."
_NOT_YOUR_WORD = (
    "Only whoever looks after a goal says how confident they are: it is their forecast. Ask them, or have it given"
    " to you."
)
_CLOSED = "This goal is not open any more. Open it again first."
_NO_TITLE = "Say in a few words what is to be reached."
_NOT_A_COLLEAGUE = (
    "A goal is looked after by somebody who works here: no app, no guest, nobody who left or only follows along."
    " Pick somebody else."
)
_NOT_YOUR_TEAM = "You are not in that team any more. Pick another one, or everybody."


@dataclass(frozen=True, slots=True)
class By:
    """Who hands a goal in and when, and in which words whoever is to look after it hears of that."""

    member: Member
    now: datetime
    tell: Telling


async def add(store: Store, by: By, draft: GoalDraft, key: str) -> int:
    """Somebody adds a goal; handed in twice under one key it is added once. Its number. Raises NotYours, or Unusable
    beside the field."""
    if not may_add(by.member):
        raise NotYours(ONLY_READS)
    async with store.transaction() as tx:
        new = await _checked(tx, by.member, draft)
        goal_id = await goals.add(tx, by.member.workspace_id, new, key=key, at=by.now)
        await _tell_owner(tx, by, goal_id, new)
    return goal_id


async def change(store: Store, by: By, goal_id: int, draft: GoalDraft) -> None:
    """Other words for a goal, or somebody else who looks after it. Raises NotThere, NotYours, or Unusable beside the
    field."""
    async with store.transaction() as tx:
        before = await _held(tx, by.member, goal_id, lambda may: may.change)
        new = await _checked(tx, by.member, draft, team_before=before.goal.team_id)
        await goals.change(tx, goal_id, new)
        if new.owner_id != before.goal.owner_id:
            await _tell_owner(tx, by, goal_id, new)


async def look_after(store: Store, member: Member, goal_id: int) -> None:
    """Somebody looks after a goal nobody did. Raises NotThere, or NotYours."""
    async with store.transaction() as tx:
        before = await _held(tx, member, goal_id, lambda may: may.change)
        if before.goal.owner_id == member.id:
            return
        if before.goal.owner_id is not None:
            raise NotYours(f"{before.owner} looks after it by now.")
        await goals.give_to(tx, goal_id, member.id)


async def close(store: Store, member: Member, goal_id: int, state: GoalState, now: datetime) -> None:
    """A goal was reached, or is dropped. Once is enough. Raises NotThere, or NotYours."""
    async with store.transaction() as tx:
        before = await _held(tx, member, goal_id, lambda may: may.change)
        if before.goal.state != state:
            await goals.close(tx, goal_id, state, now)


async def open_again(store: Store, member: Member, goal_id: int) -> None:
    """A goal is worked towards again. Raises NotThere, or NotYours."""
    async with store.transaction() as tx:
        await _held(tx, member, goal_id, lambda may: may.change)
        await goals.open_again(tx, goal_id)


async def say(store: Store, member: Member, goal_id: int, word: Word, now: datetime) -> GoalSeen:
    """Whoever looks after a goal says how confident they are today, where they are; the goal as it stands after that.
    The last word of a day counts. Raises NotThere, NotYours, or Unusable beside the field."""
    if not 0 <= word.value <= HIGHEST:
        raise Unusable(f"Pick a number from 0 to {HIGHEST}.", field=VALUE)
    if word.why is not None and len(word.why) > LONGEST_WHY:
        raise Unusable(f"That is longer than {LONGEST_WHY} characters. Say it shorter.", field=WHY)
    async with store.transaction() as tx:
        before = await _held(tx, member, goal_id, lambda may: True)
        if before.goal.state != GoalState.OPEN:
            raise Unusable(_CLOSED, field=VALUE)
        if before.goal.owner_id != member.id or not may_add(member):
            raise NotYours(_NOT_YOUR_WORD)
        today = now.astimezone(member.tz).date()
        await goals.say(tx, goal_id, member.id, today, word.value, word.why, now)
        return await known(tx, member, goal_id)


async def _held(
    tx: Transaction, member: Member, goal_id: int, is_allowed: Callable[[Rights], bool]
) -> GoalSeen:
    """A goal nobody else changes meanwhile, if this person may do what they want to."""
    await goals.hold(tx, member.workspace_id, goal_id)
    found = await known(tx, member, goal_id)
    if not is_allowed(rights_of(member, found.goal, await lead_of(tx, found.goal))):
        raise NotYours(_NOT_YOURS if may_add(member) else ONLY_READS)
    return found


async def _checked(
    tx: Transaction, member: Member, draft: GoalDraft, *, team_before: int | None = None
) -> NewGoal:
    title = " ".join(draft.title.split())
    if not title:
        raise Unusable(_NO_TITLE, field=TITLE)
    if len(title) > LONGEST_TITLE:
        raise Unusable(f"That is longer than {LONGEST_TITLE} characters. Say it shorter.", field=TITLE)
    owner = await members.by_slack_id(tx, member.workspace_id, draft.owner)
    if owner is None or not owner.is_person or not owner.is_active or owner.role == Role.OBSERVER:
        raise Unusable(_NOT_A_COLLEAGUE, field=OWNER)
    own = {team.id for team in await teams.own_of(tx, member)}
    if draft.team_id is not None and draft.team_id not in own | {team_before}:
        raise Unusable(_NOT_YOUR_TEAM, field=TEAM)
    return NewGoal(title, owner.id, draft.team_id, draft.link)


async def _tell_owner(tx: Transaction, by: By, goal_id: int, new: NewGoal) -> None:
    """Nobody is surprised: whoever is to look after a goal hears by whom it was given to them."""
    if new.owner_id is None or new.owner_id == by.member.id:
        return
    owner = await members.by_id(tx, new.owner_id)
    letter = Letter(
        key=f"goal:{goal_id}:{owner.id}:{by.now.date()}",
        kind=DeliveryKind.NOTICE,
        message=by.tell(await known(tx, owner, goal_id), by.member),
        channel=owner.slack_id,
        member_id=owner.id,
        due_at=by.now,
    )
    await outbox.put(tx, by.member.workspace_id, letter)

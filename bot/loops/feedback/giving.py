"""Giving feedback: by name at once, or with the name withheld and handed on with the day's batch."""

import secrets
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time

from bot import boxes
from bot.loops import parties
from bot.loops.feedback import mornings, muting, opening, telling
from bot.loops.stepping import when_to_look
from bot.store import feedback, givers, loops
from bot.store.engine import Store, Transaction
from bot.values.errors import NoPlaceForKeys, Unusable
from bot.values.feedback import A_DAY, OPEN_WITHHELD, WITHHELD_A_DAY, Given, NewFeedback, Offer
from bot.values.loops import UNSETTLED, Loop, NewStep, Source, Step
from bot.values.people import Member
from bot.values.ports import Keyring

TO, TITLE, NAME = "to", "title", "name"
"""Fields of the form: for whom it is, what it says, and whether the name is withheld."""

_TO_WHOM = "Pick a colleague, a team or leadership."
_TO_YOURSELF = "That would come back to you alone. Pick somebody else."
_NOBODY_READS = "Nobody is there who could read that. Pick somebody else."
_EMPTY = "Say in a line what it is about."
_ENOUGH_TODAY = (
    f"That makes {A_DAY} today, which is as much as people can answer well. Nothing is lost: what you wrote stands"
    " here as long as the form is open. Copy it, and give it tomorrow."
)
_ENOUGH_WITHHELD = (
    f"You gave {WITHHELD_A_DAY} with your name withheld today, which is the most a day takes. Give this one by name,"
    " or tomorrow: copy what you wrote, it stands here as long as the form is open."
)
_ENOUGH_OPEN = (
    f"{OPEN_WITHHELD} that you gave with your name withheld are still open. Give this one by name, or close one"
    " first: `/give-feedback mine` shows them."
)
_MUTED = (
    "Something you gave them with your name withheld was taken down, so until {day} you can give them feedback by"
    " name alone."
)


@dataclass(frozen=True, slots=True)
class _Withheld:
    """What somebody gave with their name withheld: today, and in all that is not over."""

    today: int
    open: int


async def offer(store: Store, keys: Keyring, member: Member, now: datetime) -> Offer:
    """What the form can offer to this person now."""
    async with store.reading() as tx:
        at = await mornings.after(tx, member.workspace_id, _today(member, now))
        try:
            await keys.names(opening.waiting_prefix(member.workspace_id))
            withheld = await _withheld_by(tx, keys, member, now)
        except NoPlaceForKeys as error:
            return Offer(False, error.user_message, at)
    why_not = _too_many_withheld(withheld)
    return Offer(why_not is None, why_not, at)


async def give(store: Store, keys: Keyring, member: Member, new: NewFeedback, now: datetime) -> Given:
    """Somebody gives feedback; handed in twice it is given once. Raises Unusable beside `to`, `title` or `name` (to
    whom; what; whether the name is withheld), or NoPlaceForKeys."""
    new = _tidied(new)
    async with store.transaction() as tx:
        if not new.is_withheld:
            return await _by_name(tx, keys, member, new, now)
        return await _withheld(tx, keys, member, new, now)


async def _by_name(tx: Transaction, keys: Keyring, member: Member, new: NewFeedback, now: datetime) -> Given:
    if new.key is not None and (before := await loops.raised_under(tx, member, new.key)):
        return Given(before, is_new=False)
    await _check(tx, member, new)
    try:
        withheld = (await _withheld_by(tx, keys, member, now)).today
    except NoPlaceForKeys:
        withheld = 0
    await _check_has_room_today(tx, member, withheld, now)
    return Given(await put(tx, member.workspace_id, member, new, now))


async def _withheld(tx: Transaction, keys: Keyring, member: Member, new: NewFeedback, now: datetime) -> Given:
    # Not the member's own row: on PostgreSQL a held row remembers which transaction held it, and that one writes the
    # box.
    await givers.hold(tx, member.workspace_id)
    waiting_id, loop_key = await _unlinked(keys, member.workspace_id, new.key)
    at = await mornings.after(tx, member.workspace_id, _today(member, now))
    if await _was_given(tx, member.workspace_id, waiting_id, loop_key):
        return Given(hand_on_at=at, is_new=False)
    await _check(tx, member, new)
    await _check_may_withhold(tx, keys, member, new, now)
    await opening.put_waiting(tx, keys, member, replace(new, key=loop_key), _today(member, now), waiting_id)
    planned = await givers.planned(tx, member.workspace_id)
    await givers.plan(tx, member.workspace_id, min(planned or at, at))
    return Given(hand_on_at=at)


async def put(
    tx: Transaction, workspace_id: int, giver: Member | None, new: NewFeedback, now: datetime
) -> Loop:
    """A loop of what was given; whoever it is for hears of it. Without a giver, they withhold their name."""
    given = await feedback.add(tx, workspace_id, giver, new, at=now)
    await loops.look_again_at(tx, given.id, await when_to_look(tx, given))
    await telling.tell(tx, None, given, NewStep(Step.RAISED), now, actor=giver, by_giver=giver is None)
    return given


def _tidied(new: NewFeedback) -> NewFeedback:
    title = new.title.strip()
    if not title:
        raise Unusable(_EMPTY, field=TITLE)
    # A direct message has two people in it: where it was written would say who withholds their name.
    is_direct = (new.source.channel_id or "").startswith("D")
    source = Source() if new.is_withheld and is_direct else new.source
    return replace(new, title=title, details=(new.details or "").strip() or None, source=source)


async def _check(tx: Transaction, member: Member, new: NewFeedback) -> None:
    if not new.to.is_known or new.to.outside is not None:
        raise Unusable(_TO_WHOM, field=TO)
    try:
        await parties.check_party(tx, member.workspace_id, new.to)
    except Unusable as error:
        raise Unusable(error.user_message, field=TO) from error
    readers = {each.id for each in await feedback.whom_for(tx, member.workspace_id, new.to)}
    if not readers - {member.id}:
        raise Unusable(_TO_YOURSELF if readers else _NOBODY_READS, field=TO)


async def _check_may_withhold(
    tx: Transaction, keys: Keyring, member: Member, new: NewFeedback, now: datetime
) -> None:
    withheld = await _withheld_by(tx, keys, member, now)
    await _check_has_room_today(tx, member, withheld.today, now)
    if (too_many := _too_many_withheld(withheld)) is not None:
        raise Unusable(too_many, field=NAME)
    until = await muting.muted_until(tx, keys, member.workspace_id, member.id, new.to, now)
    if until is not None:
        raise Unusable(_MUTED.format(day=f"{until.astimezone(UTC):%-d %B}"), field=NAME)


async def _check_has_room_today(tx: Transaction, member: Member, withheld: int, now: datetime) -> None:
    midnight = datetime.combine(_today(member, now), time(), tzinfo=member.tz)
    if await feedback.given_since(tx, member, midnight.astimezone(UTC)) + withheld >= A_DAY:
        raise Unusable(_ENOUGH_TODAY, field=TITLE)


def _too_many_withheld(withheld: _Withheld) -> str | None:
    if withheld.today >= WITHHELD_A_DAY:
        return _ENOUGH_WITHHELD
    return _ENOUGH_OPEN if withheld.open >= OPEN_WITHHELD else None


async def _withheld_by(tx: Transaction, keys: Keyring, member: Member, now: datetime) -> _Withheld:
    """Counted by opening the boxes: nothing outside them says who gave what."""
    waiting = await opening.waiting_in(tx, keys, member.workspace_id)
    waiting = [each for each in waiting if each.giver_id == member.id]
    handed_on = await opening.given_by(tx, keys, member, known_at=now)
    days = [each.on for each in waiting] + [each.on for each in handed_on.values()]
    found = await loops.find_all(tx, member.workspace_id, handed_on)
    still = [each for each in found if each.state in UNSETTLED]
    return _Withheld(days.count(_today(member, now)), len(waiting) + len(still))


def forms_key(workspace_id: int) -> str:
    """What the key is called with which forms of a workspace are told apart."""
    return f"forms-{workspace_id}"


async def _unlinked(keys: Keyring, workspace_id: int, form_key: str | None) -> tuple[bytes, str | None]:
    """Under which number it waits, and under which key it becomes a loop: the same for the same form, and for whoever
    has no key of the workspace without anything to do with the form or with each other."""
    if form_key is None:
        return secrets.token_bytes(boxes.SLOT_BYTES), None
    name = forms_key(workspace_id)
    secret = await keys.read(name)
    if secret is None:
        secret = boxes.new_key()
        await keys.add(name, secret)
    return boxes.slot(secret, "waiting", form_key), boxes.slot(secret, "loop", form_key).hex()


async def _was_given(tx: Transaction, workspace_id: int, waiting_id: bytes, loop_key: str | None) -> bool:
    if waiting_id in await givers.waiting_in(tx, workspace_id):
        return True
    return loop_key is not None and await loops.is_raised_under(tx, workspace_id, loop_key)


def _today(member: Member, now: datetime) -> date:
    return now.astimezone(member.tz).date()

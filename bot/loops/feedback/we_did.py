"""You said, we did: a team is told what came of what was said, in the words of whoever did it.

What was said is never quoted from feedback whose giver withholds their name: how somebody writes gives them away.
"""

from datetime import datetime, timedelta

from bot.loops import stepping
from bot.loops.feedback import rights, seeing, telling
from bot.loops.wording import Wording
from bot.store import feedback, loops, outbox, teams, we_did
from bot.store.engine import Store, Transaction
from bot.values.deliveries import DeliveryKind, Letter
from bot.values.errors import NotThere, NotYours, Unusable
from bot.values.feedback import LONGEST_SAID, NewNote, Note, NoteOffer
from bot.values.loops import Loop, NewStep, Step
from bot.values.people import Member, Role, Team

SAID, DID, TEAM = "said", "did", "team"
"""Fields of the form."""

_AGAIN = timedelta(days=1)
"""The same words to the same team within a day are a form that was handed in twice."""

_EMPTY = "Say it in a line or two, in your own words."
_TOO_LONG = f"Make it shorter: up to {LONGEST_SAID} characters are read."
_NO_TEAM = "Pick a team you lead, or whose feedback this was."
_NO_ROUND = "I can't find that round any more."
_NOT_YET = "Answer it first: then there is something to tell the team."
_LEADS_NONE = "A note to a team is for its lead, an admin, or whoever answered feedback. Ask one of them."


async def offer(
    store: Store, member: Member, *, loop_id: int | None = None, round_id: int | None = None
) -> NoteOffer:
    """What the form for a note begins with. Raises NotThere, NotYours or Unusable."""
    async with store.reading() as tx:
        loop = await _answered(tx, member, loop_id) if loop_id is not None else None
        found = await _teams(tx, member, loop, round_id)
    if not found:
        raise NotYours(_LEADS_NONE)
    said = loop.title if loop is not None and not loop.is_withheld else ""
    return NoteOffer([(team.id, team.name) for team in found], said)


async def note(store: Store, wording: Wording, member: Member, new: NewNote, now: datetime) -> Note:
    """Tell a team, in its channel. The same note again within a day is told once. Raises NotThere, NotYours, or
    Unusable beside `said`, `did` or `team`."""
    new = NewNote(new.team_id, _checked(new.said, SAID), _checked(new.did, DID), new.loop_id, new.round_id)
    async with store.transaction() as tx:
        before = await we_did.same(tx, member.workspace_id, member.id, new, now - _AGAIN)
        if before is not None:
            return before
        loop = await _answered(tx, member, new.loop_id) if new.loop_id is not None else None
        team = _the_one(await _teams(tx, member, loop, new.round_id), new.team_id)
        kept = await we_did.find(tx, await we_did.add(tx, member.workspace_id, member.id, new, now))
        await outbox.put(tx, member.workspace_id, _letter(wording, member, team, kept, now))
        if loop is not None:
            await _noted(tx, member, loop, new, now)
    return kept


def _checked(text: str, field: str) -> str:
    text = text.strip()
    if not text:
        raise Unusable(_EMPTY, field=field)
    if len(text) > LONGEST_SAID:
        raise Unusable(_TOO_LONG, field=field)
    return text


def _the_one(found: list[Team], team_id: int) -> Team:
    for team in found:
        if team.id == team_id:
            return team
    raise Unusable(_NO_TEAM, field=TEAM)


async def _answered(tx: Transaction, member: Member, loop_id: int) -> Loop:
    """Feedback that is for this person and was answered, held."""
    loop = await loops.find(tx, member.workspace_id, loop_id)
    stake = (await feedback.stakes(tx, member, [loop]))[loop.id] if loop and loop.is_feedback else None
    if loop is None or stake is None or not stake.is_waited_on:
        raise NotThere(seeing.GONE)
    if Step.NOTED not in rights.steps_for(loop, stake, await loops.newest_event(tx, loop)):
        raise Unusable(_NOT_YET, field=DID)
    return loop


async def _teams(tx: Transaction, member: Member, loop: Loop | None, round_id: int | None) -> list[Team]:
    """Whom this person can tell: their own teams where they answered feedback, those they lead, and an admin all; the
    one it is about first."""
    every = await teams.of_workspace(tx, member.workspace_id)
    about = await _about(tx, member, loop, round_id)
    theirs = {team.id for team in every if member.role == Role.ADMIN or team.lead_id == member.id}
    if loop is not None:
        theirs |= {team.id for team in await teams.of_member(tx, member.id)} | about
    found = [team for team in every if team.id in theirs]
    return sorted(found, key=lambda team: team.id not in about)


async def _about(tx: Transaction, member: Member, loop: Loop | None, round_id: int | None) -> set[int]:
    if round_id is not None:
        asked = await we_did.teams_of_round(tx, member.workspace_id, round_id)
        if asked is None:
            raise NotThere(_NO_ROUND)
        return set(asked)
    return {loop.waits_on.team_id} if loop is not None and loop.waits_on.team_id is not None else set()


def _letter(wording: Wording, member: Member, team: Team, kept: Note, now: datetime) -> Letter:
    return Letter(
        key=f"we-did:{kept.id}",
        kind=DeliveryKind.WE_DID,
        message=wording.we_did(kept),
        channel=team.channel_id,
        owner_id=member.id,
        due_at=now,
    )


async def _noted(tx: Transaction, member: Member, loop: Loop, new: NewNote, now: datetime) -> None:
    before = await loops.lock(tx, member.workspace_id, loop.id)
    assert before is not None
    what = NewStep(Step.NOTED, words=new.did, team_id=new.team_id)
    after = await stepping.keep(tx, before, what, now, actor=member)
    await telling.tell(tx, before, after, what, now, actor=member)

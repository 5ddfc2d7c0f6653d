"""Queries over what is kept about one person: how much it is, and all of it."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, Select, Table, and_, distinct, exists, func, or_, select, text

from bot.store import exports
from bot.store.engine import Transaction
from bot.store.tables import (
    anonymous_round,
    answer,
    answer_draft,
    answer_history,
    away,
    delivery,
    digest,
    digest_note,
    goal,
    goal_confidence,
    loop,
    loop_event,
    loop_hit,
    member,
    opt_out,
    prompt,
    ritual,
    round_,
    signal,
    signal_report,
    team,
    team_member,
    vote,
    we_did,
    week_mark,
)
from bot.values.keeping import AboutMe, ExportKind
from bot.values.loops import LoopKind
from bot.values.people import Member
from bot.values.privacy import Seal

Rows = Sequence[Row[Any]]

IS_FINISHED = text("delivery.state IN ('sent', 'failed', 'cancelled')")
"""Spelled as the index spells it, so that SQLite sees that it fits."""


async def about(tx: Transaction, who: Member) -> AboutMe:
    """How much is kept of each kind. What is boxed cannot be counted here."""
    answers = select(
        func.count(), func.count(distinct(answer.c.prompt_id)), func.count(distinct(answer.c.ritual_id))
    ).where(answer.c.member_id == who.id)
    (number, rounds, rituals) = (await tx.execute(answers)).one()
    first = select(func.min(prompt.c.answered_at)).where(prompt.c.member_id == who.id)
    names = select(team.c.name).join(team_member).where(team_member.c.member_id == who.id)
    return AboutMe(
        name=who.name,
        zone=who.zone,
        teams=tuple((await tx.execute(names.order_by(team.c.name))).scalars()),
        answers=number,
        rounds=rounds,
        rituals=rituals,
        first_at=(await tx.execute(first)).scalar_one(),
        open_ballots=await _how_many(tx, _open_ballots(who).with_only_columns(func.count())),
        votes=await _how_many(tx, _votes(who)),
        raised=await _raised(tx, who, LoopKind.BOTTLENECK),
        hits=await _count(tx, loop_hit, who),
        steps=await _how_many(tx, select(func.count()).where(loop_event.c.actor_id == who.id)),
        feedback_given=await _raised(tx, who, LoopKind.FEEDBACK),
        feedback_received=await _how_many(tx, _received(who).with_only_columns(func.count())),
        signals=await _count(tx, signal_report, who),
        goals=await _how_many(tx, select(func.count()).where(goal.c.owner_id == who.id)),
        confidences=await _count(tx, goal_confidence, who),
        notes=await _count(tx, digest_note, who),
        marks=await _count(tx, week_mark, who),
        absences=await _count(tx, away, who),
        opted_out=await _count(tx, opt_out, who),
        messages=await _how_many(tx, _messages(who).with_only_columns(func.count())),
        export_owed=bool(
            (
                await tx.execute(select(exists().where(exports.is_owed(who.id, ExportKind.PERSON))))
            ).scalar_one()
        ),
    )


async def profile(tx: Transaction, who: Member) -> Row[Any]:
    """The row of a member itself."""
    return (await tx.execute(select(member).where(member.c.id == who.id))).one()


async def teams_of(tx: Transaction, who: Member) -> Rows:
    """The teams somebody is in or leads."""
    is_in = select(team_member.c.team_id).where(team_member.c.member_id == who.id)
    query = select(team.c.name, (team.c.lead_id == who.id).label("leads"), team.c.disbanded)
    return await _all(
        tx, query.where(or_(team.c.id.in_(is_in), team.c.lead_id == who.id)).order_by(team.c.name)
    )


async def rituals_of(tx: Transaction, who: Member) -> Rows:
    """The rituals somebody was asked in, set up, or does not want to be asked in."""
    asked = select(round_.c.ritual_id).join(prompt).where(prompt.c.member_id == who.id)
    left = and_(opt_out.c.ritual_id == ritual.c.id, opt_out.c.member_id == who.id)
    query = (
        select(
            *(ritual.c.id, ritual.c.name, ritual.c.kind, ritual.c.tier),
            (ritual.c.owner_id == who.id).label("is_owner"),
            opt_out.c.at.label("opted_out_at"),
        )
        .outerjoin(opt_out, left)
        .where(or_(ritual.c.id.in_(asked), ritual.c.owner_id == who.id, opt_out.c.member_id.is_not(None)))
    )
    return await _all(tx, query.order_by(ritual.c.id))


async def prompts_of(tx: Transaction, who: Member, *, after: int, limit: int) -> Rows:
    """What somebody was asked, with the wording of the day, in the order of their ids."""
    query = (
        select(
            prompt,
            *(round_.c.ritual_id, round_.c.ritual_name, round_.c.local_date, round_.c.tier),
            *(round_.c.questions, team.c.name.label("team")),
        )
        .join(round_, round_.c.id == prompt.c.round_id)
        .join(team, team.c.id == prompt.c.team_id)
        .where(prompt.c.member_id == who.id, prompt.c.id > after)
    )
    return await _all(tx, query.order_by(prompt.c.id).limit(limit))


async def answers_in(tx: Transaction, prompt_ids: Sequence[int]) -> dict[str, Rows]:
    """What was answered in these prompts, what stood there before, and what was begun and not handed in."""
    found = {}
    for name, table in (("answers", answer), ("earlier", answer_history), ("drafts", answer_draft)):
        query = select(table).where(table.c.prompt_id.in_(prompt_ids))
        found[name] = await _all(tx, query.order_by(table.c.prompt_id, table.c.question_key))
    votes = select(vote, loop.c.title).join(loop).where(vote.c.prompt_id.in_(prompt_ids))
    return {**found, "votes": await _all(tx, votes.order_by(vote.c.prompt_id, vote.c.loop_id))}


async def raised_by(tx: Transaction, who: Member, kind: LoopKind) -> Rows:
    """The loops of one kind somebody raised by name."""
    query = select(loop).where(loop.c.raiser_id == who.id, loop.c.kind == kind)
    return await _all(tx, query.order_by(loop.c.id))


async def received_by(tx: Transaction, who: Member) -> Rows:
    """The feedback that is for somebody; with whoever gave it by name."""
    query = _received(who).outerjoin(member, member.c.id == loop.c.raiser_id)
    return await _all(tx, query.with_only_columns(loop, member.c.name.label("giver")).order_by(loop.c.id))


async def steps_of(tx: Transaction, who: Member) -> Rows:
    """The steps somebody took."""
    query = select(loop_event, loop.c.title, loop.c.kind).join(loop, loop.c.id == loop_event.c.loop_id)
    of_them = query.where(loop_event.c.actor_id == who.id)
    return await _all(tx, of_them.order_by(loop_event.c.loop_id, loop_event.c.seq))


async def hits_of(tx: Transaction, who: Member) -> Rows:
    """What somebody said is in their way."""
    query = select(loop_hit, loop.c.title).join(loop, loop.c.id == loop_hit.c.loop_id)
    return await _all(tx, query.where(loop_hit.c.member_id == who.id).order_by(loop_hit.c.loop_id))


async def notes_of(tx: Transaction, who: Member) -> Rows:
    """What somebody told a team that was done about what was said."""
    query = select(we_did, team.c.name.label("team")).join(team, team.c.id == we_did.c.team_id)
    return await _all(tx, query.where(we_did.c.author_id == who.id).order_by(we_did.c.id))


async def signals_of(tx: Transaction, who: Member) -> Rows:
    """What somebody noted that was said outside."""
    query = select(signal_report, signal.c.kind, team.c.name.label("team"))
    query = query.join(signal, signal.c.id == signal_report.c.signal_id)
    query = query.outerjoin(team, team.c.id == signal_report.c.team_id)
    return await _all(tx, query.where(signal_report.c.member_id == who.id).order_by(signal_report.c.id))


async def goals_of(tx: Transaction, who: Member) -> Rows:
    """The goals somebody looks after."""
    query = select(goal, team.c.name.label("team")).outerjoin(team, team.c.id == goal.c.team_id)
    return await _all(tx, query.where(goal.c.owner_id == who.id).order_by(goal.c.id))


async def confidences_of(tx: Transaction, who: Member) -> Rows:
    """How confident somebody said they were of a goal, day by day."""
    query = select(goal_confidence, goal.c.title).join(goal, goal.c.id == goal_confidence.c.goal_id)
    theirs = query.where(goal_confidence.c.member_id == who.id)
    return await _all(tx, theirs.order_by(goal_confidence.c.goal_id, goal_confidence.c.local_date))


async def digest_notes_of(tx: Transaction, who: Member) -> Rows:
    """What somebody wrote above digests."""
    query = select(digest_note, digest.c.name.label("digest")).join(digest)
    theirs = query.where(digest_note.c.member_id == who.id)
    return await _all(tx, theirs.order_by(digest_note.c.monday, digest_note.c.digest_id))


async def marks_of(tx: Transaction, who: Member) -> Rows:
    """The weeks somebody marked as out of the ordinary, team by team."""
    query = select(week_mark, team.c.name.label("team")).join(team, team.c.id == week_mark.c.team_id)
    theirs = query.where(week_mark.c.member_id == who.id)
    return await _all(tx, theirs.order_by(week_mark.c.monday, week_mark.c.team_id))


async def absences_of(tx: Transaction, who: Member) -> Rows:
    """When somebody is and was away."""
    return await _all(tx, select(away).where(away.c.member_id == who.id).order_by(away.c.first))


async def messages_to(tx: Transaction, who: Member) -> Rows:
    """What was said to somebody in direct messages, as far as it is still kept."""
    return await _all(tx, _messages(who).order_by(delivery.c.due_at))


async def open_anonymous_rounds(tx: Transaction, who: Member) -> Rows:
    """The anonymous rounds somebody is asked in that are not over."""
    return await _all(tx, _open_ballots(who).order_by(round_.c.id))


def _received(who: Member) -> Select[Any]:
    return select(loop).where(loop.c.waits_on_member_id == who.id, loop.c.kind == LoopKind.FEEDBACK)


def _messages(who: Member) -> Select[Any]:
    # Direct replies to what somebody did carry no member: they are theirs by where they went.
    theirs = or_(delivery.c.member_id == who.id, delivery.c.channel == who.slack_id)
    # What they said is emptied after a while: only the others are looked through, by an index.
    kept = delivery.c.workspace_id == who.workspace_id, delivery.c.emptied.is_(False), IS_FINISHED
    return select(delivery).where(*kept, theirs, delivery.c.ts.is_not(None))


def _votes(who: Member) -> Select[Any]:
    return select(func.count()).select_from(vote).join(prompt).where(prompt.c.member_id == who.id)


def _open_ballots(who: Member) -> Select[Any]:
    return (
        select(round_)
        .join(anonymous_round, anonymous_round.c.round_id == round_.c.id)
        .join(prompt, prompt.c.round_id == round_.c.id)
        .where(prompt.c.member_id == who.id, anonymous_round.c.state == Seal.OPEN)
    )


async def _raised(tx: Transaction, who: Member, kind: LoopKind) -> int:
    query = select(func.count()).where(loop.c.raiser_id == who.id, loop.c.kind == kind)
    return await _how_many(tx, query)


async def _count(tx: Transaction, table: Table, who: Member) -> int:
    return await _how_many(tx, select(func.count()).where(table.c.member_id == who.id))


async def _how_many(tx: Transaction, query: Select[Any]) -> int:
    return int((await tx.execute(query)).scalar_one())


async def _all(tx: Transaction, query: Select[Any]) -> Rows:
    rows: Rows = (await tx.execute(query)).all()
    return rows

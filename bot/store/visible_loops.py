"""Conditions over bottlenecks: which ones a person may see, which concern them, and which wait too long."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, func, literal_column, or_, select, union

from bot.store.tables import loop, loop_hit, team, team_member
from bot.values.loops import OPEN, UNSETTLED, LoopKind, LoopState
from bot.values.people import Member, Role
from bot.values.portfolio import Apart, Side


def _written_out(states: Collection[LoopState]) -> ColumnElement[bool]:
    # With parameters neither database would see that the index of what is not over fits; it has the enum's order.
    return loop.c.state.in_([literal_column(f"'{state}'") for state in LoopState if state in states])


NOT_OVER = _written_out(UNSETTLED)
IS_OPEN = and_(NOT_OVER, _written_out(OPEN))


def theirs_to_see(who: Member) -> ColumnElement[bool]:
    """The bottlenecks of their workspace a person may see. What a team with a private channel raised is known to it,
    to its lead, to whom it hits or waits for, and to admins: what `stakes` says of one, said of all."""
    here = and_(loop.c.workspace_id == who.workspace_id, loop.c.kind == LoopKind.BOTTLENECK)
    if who.role == Role.ADMIN:
        return here
    hidden = select(team.c.id).where(
        team.c.workspace_id == who.workspace_id, team.c.is_private, team.c.id.not_in(teams_of(who))
    )
    return and_(here, or_(loop.c.team_id.is_(None), loop.c.team_id.not_in(hidden), _has_part(who)))


def teams_of(who: Member) -> Select[Any]:
    """The teams a person is in or leads."""
    member_of = select(team_member.c.team_id).where(team_member.c.member_id == who.id)
    leads = select(team.c.id).where(team.c.lead_id == who.id, team.c.disbanded.is_(False))
    return select(union(member_of, leads).subquery().c.team_id)


def waits_on(who: Member) -> ColumnElement[bool]:
    """What waits on this very person: they took it on, it is theirs by name, or their team's and nobody's yet."""
    return or_(
        loop.c.owner_id == who.id,
        loop.c.waits_on_member_id == who.id,
        and_(loop.c.owner_id.is_(None), loop.c.waits_on_team_id.in_(teams_of(who))),
    )


def concerns(who: Member) -> ColumnElement[bool]:
    """What they raised, what hits them, and what waits on them."""
    return or_(loop.c.raiser_id == who.id, loop.c.id.in_(_hitting(who)), waits_on(who))


def concerns_teams_of(who: Member) -> ColumnElement[bool]:
    """What their teams raised, what hits these, and what waits on them or on somebody in them."""
    hitting = select(loop_hit.c.loop_id).where(
        loop_hit.c.loop_id == loop.c.id, loop_hit.c.team_id.in_(teams_of(who))
    )
    people = select(team_member.c.member_id).where(team_member.c.team_id.in_(teams_of(who)))
    return or_(
        loop.c.team_id.in_(teams_of(who)),
        loop.c.waits_on_team_id.in_(teams_of(who)),
        loop.c.waits_on_member_id.in_(people),
        hitting.correlate(loop).exists(),
    )


def is_overdue(today: date) -> ColumnElement[bool]:
    """An open one whose day has passed."""
    return and_(loop.c.due_on.is_not(None), loop.c.due_on < today)


def is_old(today: date, raised_before: datetime) -> ColumnElement[bool]:
    """What is past its day, or was raised before this instant."""
    return or_(is_overdue(today), loop.c.raised_at < raised_before)


def waited_for_by(side: Side) -> ColumnElement[bool]:
    """What this side waits for; of what is raised outside nothing is known."""
    return loop.c.team_id == side if isinstance(side, int) else loop.c.team_id.is_(None)


def waits_on_side(side: Side, people: Collection[int]) -> ColumnElement[bool]:
    """What waits on this side; `people` stand for it."""
    if side == Apart.OUTSIDE:
        return loop.c.waits_on_outside.is_not(None)
    by_name = loop.c.waits_on_member_id.in_(people)
    return by_name if side == Apart.ALONE else or_(loop.c.waits_on_team_id == side, by_name)


def either_way(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """A condition that is false where the database would say that it cannot know."""
    return func.coalesce(condition, false())


def _has_part(who: Member) -> ColumnElement[bool]:
    return or_(
        loop.c.raiser_id == who.id,
        loop.c.owner_id == who.id,
        loop.c.waits_on_member_id == who.id,
        loop.c.waits_on_team_id.in_(teams_of(who)),
        loop.c.id.in_(_hitting(who)),
    )


def _hitting(who: Member) -> Select[Any]:
    return select(loop_hit.c.loop_id).where(loop_hit.c.member_id == who.id)

"""Conditions over bottlenecks: which ones a person may see, which concern them, and which wait too long.

They are built once, since building them takes longer than asking: who looks is `me`, in the workspace `here`, on the
day `today`; what was raised before `long_ago` is old.
"""

from collections.abc import Collection
from typing import Any

from sqlalchemy import (
    ColumnElement,
    and_,
    bindparam,
    exists,
    false,
    func,
    literal_column,
    or_,
    select,
)

from bot.store.knowing import MY_TEAMS, known_to
from bot.store.tables import loop, loop_hit, team, team_member
from bot.values.loops import OPEN, UNSETTLED, LoopKind, LoopState
from bot.values.people import Role
from bot.values.portfolio import Apart, Side


def _written_out(states: Collection[LoopState]) -> ColumnElement[bool]:
    # With parameters neither database would see that the index of what is not over fits; it has the enum's order.
    return loop.c.state.in_([literal_column(f"'{state}'") for state in LoopState if state in states])


NOT_OVER = _written_out(UNSETTLED)
IS_OPEN = and_(NOT_OVER, _written_out(OPEN))

_IS_BOTTLENECK = loop.c.kind == literal_column(f"'{LoopKind.BOTTLENECK}'")
HERE = and_(loop.c.workspace_id == bindparam("here"), _IS_BOTTLENECK)

_HITTING_ME = select(loop_hit.c.loop_id).where(loop_hit.c.member_id == bindparam("me"))

_HAS_PART = or_(
    loop.c.raiser_id == bindparam("me"),
    loop.c.owner_id == bindparam("me"),
    loop.c.waits_on_member_id == bindparam("me"),
    loop.c.waits_on_team_id.in_(MY_TEAMS),
    loop.c.id.in_(_HITTING_ME),
)

_SEEN_BY = {role: and_(_IS_BOTTLENECK, known_to(role, loop, _HAS_PART)) for role in Role}
"""What a team with a private channel raised is known to it, to its lead, to whom it hits or waits for, and to admins,
who see all that is `HERE`: what `stakes` says of one, said of all."""


def theirs_to_see(role: Role) -> ColumnElement[bool]:
    """What a person with this role may see; the question is asked `on_behalf_of` them."""
    return _SEEN_BY[role]


WAITS_ON_ME = or_(
    loop.c.owner_id == bindparam("me"),
    loop.c.waits_on_member_id == bindparam("me"),
    and_(loop.c.owner_id.is_(None), loop.c.waits_on_team_id.in_(MY_TEAMS)),
)
"""I took it on, or it is mine by name, or my team's and nobody's yet."""

CONCERNS_ME = or_(loop.c.raiser_id == bindparam("me"), loop.c.id.in_(_HITTING_ME), WAITS_ON_ME)

CONCERNS_MY_TEAMS = or_(
    loop.c.team_id.in_(MY_TEAMS),
    loop.c.waits_on_team_id.in_(MY_TEAMS),
    loop.c.waits_on_member_id.in_(select(team_member.c.member_id).where(team_member.c.team_id.in_(MY_TEAMS))),
    exists().where(loop_hit.c.loop_id == loop.c.id, loop_hit.c.team_id.in_(MY_TEAMS)),
)
"""What they raised, what hits them, and what waits on them or on somebody in them."""

IS_OVERDUE = and_(loop.c.due_on.is_not(None), loop.c.due_on < bindparam("today"))
IS_OLD = or_(IS_OVERDUE, loop.c.raised_at < bindparam("long_ago"))


def first_team_of(member_id: Any) -> Any:
    """The first of a member's teams by name: the one they stand for when they are waited on."""
    return (
        select(team_member.c.team_id)
        .join(team, team.c.id == team_member.c.team_id)
        .where(team_member.c.member_id == member_id, team.c.disbanded.is_(False))
        .order_by(func.lower(team.c.name), team.c.id)
        .limit(1)
        .scalar_subquery()
    )


def waited_for_by(side: Side) -> ColumnElement[bool]:
    """What a side waits for; a team is the parameter `waits`."""
    return loop.c.team_id == bindparam("waits") if isinstance(side, int) else loop.c.team_id.is_(None)


def waits_on_side(side: Side) -> ColumnElement[bool]:
    """What waits on a side, or on those who stand for it; a team is the parameter `on`."""
    if side == Apart.OUTSIDE:
        return loop.c.waits_on_outside.is_not(None)
    by_name, stands_for = loop.c.waits_on_member_id, first_team_of(loop.c.waits_on_member_id)
    if side == Apart.ALONE:
        return and_(by_name.is_not(None), stands_for.is_(None))
    return or_(loop.c.waits_on_team_id == bindparam("on"), stands_for == bindparam("on"))


def either_way(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """A condition that is false where the database would say that it cannot know."""
    return func.coalesce(condition, false())

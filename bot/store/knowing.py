"""Who may know what: what a team with a private channel keeps to itself, be it a bottleneck, a signal or a goal.

Who looks is `me`, in the workspace `here`; the question is asked `on_behalf_of` them.
"""

from typing import Any

from sqlalchemy import ColumnElement, FromClause, and_, bindparam, or_, select, union

from bot.store.tables import team, team_member
from bot.values.people import Member, Role

MY_TEAMS = select(
    union(
        select(team_member.c.team_id).where(team_member.c.member_id == bindparam("me")),
        select(team.c.id).where(team.c.lead_id == bindparam("me"), team.c.disbanded.is_(False)),
    )
    .subquery()
    .c.team_id
)
"""Those a person is in, and those they lead."""

_HIDDEN = select(team.c.id).where(
    team.c.workspace_id == bindparam("here"), team.c.is_private, team.c.id.not_in(MY_TEAMS)
)
"""Teams with a private channel that are not theirs."""


def known_to(role: Role, of: FromClause, has_part: ColumnElement[bool]) -> ColumnElement[bool]:
    """Which rows somebody with this role may know: those of no team or of an open one, their own teams', and those
    they have a part in. Admins know all that is `here`."""
    here = of.c.workspace_id == bindparam("here")
    if role == Role.ADMIN:
        return here
    return and_(here, or_(of.c.team_id.is_(None), of.c.team_id.not_in(_HIDDEN), has_part))


def on_behalf_of(who: Member) -> dict[str, Any]:
    """The parameters that say who looks."""
    return {"me": who.id, "here": who.workspace_id}

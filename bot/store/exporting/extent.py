"""Conditions over what an export may hold: whose answers, bottlenecks and words its reader may know."""

from typing import Any

from sqlalchemy import ColumnElement, and_, false, or_, true

from bot.store.tables import loop, round_
from bot.store.visible_loops import CONCERNS_ME, HERE, either_way, theirs_to_see
from bot.values.exporting import Extent, Span
from bot.values.people import Role
from bot.values.rituals import TO_LEAD, TO_TEAM, Kind, Tier
from bot.values.rounds import RoundState


def within(column: ColumnElement[Any], span: Span) -> ColumnElement[bool]:
    """Whether a row is one of this span."""
    return and_(column > span.after, column <= span.last)


def of_teams(column: ColumnElement[Any], extent: Extent) -> ColumnElement[bool]:
    """Whether a row is of a team the export is about."""
    return true() if extent.reader is None else column.in_(extent.reader.teams)


def may_be_known(column: ColumnElement[Any], extent: Extent) -> ColumnElement[bool]:
    """Whether a row is nobody's in particular, or of a team the export is about."""
    return or_(column.is_(None), of_teams(column, extent))


IS_NAMED = round_.c.tier == Tier.NAMED

IS_SHOWN = or_(round_.c.kind != Kind.FEEDBACK_ROUND, round_.c.state == RoundState.CLOSED)
"""Nobody goes by what others said in a feedback round: its answers show when it is closed."""


def asked_since(extent: Extent) -> ColumnElement[bool]:
    """Whether a round is of the days the export holds."""
    return true() if extent.since is None else round_.c.local_date >= extent.since


def is_read(extent: Extent, team_id: ColumnElement[Any]) -> ColumnElement[bool]:
    """Whether what a team answered in a round went to where the export's reader reads it."""
    reader = extent.reader
    if reader is None:
        return true()
    to_a_lead = and_(round_.c.report == TO_LEAD, team_id.in_(reader.led))
    return or_(round_.c.report == TO_TEAM, to_a_lead, round_.c.report.in_(reader.channels))


def bottlenecks(extent: Extent) -> ColumnElement[bool]:
    """Which bottlenecks the export holds; the question is asked `on_behalf_of` its reader."""
    reader = extent.reader
    if reader is None:
        return HERE
    theirs = or_(
        loop.c.team_id.in_(reader.teams),
        loop.c.waits_on_team_id.in_(reader.teams),
        loop.c.team_id.is_(None) if reader.is_admin else false(),
    )
    # Also for admins by the rule of everybody else: a file travels further than a list.
    return and_(theirs_to_see(Role.MEMBER), theirs)


def is_kept_back(extent: Extent) -> ColumnElement[bool]:
    """Whether the words of a bottleneck are not this reader's: it was raised quietly and does not concern them."""
    if extent.reader is None:
        return false()
    return and_(loop.c.quiet, ~either_way(CONCERNS_ME))


def on_behalf_of(extent: Extent) -> dict[str, Any]:
    """The parameters that say who looks."""
    me = extent.reader.member_id if extent.reader else None
    return {"me": me, "here": extent.workspace_id}

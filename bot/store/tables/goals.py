"""Goals, and how confident whoever looks after one was, day by day."""

from sqlalchemy import (
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from bot.store.tables.columns import UtcDateTime, in_workspace, metadata, one_of, row_id
from bot.values.goals import GoalState

goal = Table(
    "goal",
    metadata,
    row_id(),
    in_workspace(),
    Column("team_id", ForeignKey("team.id"), doc="Empty: it is everybody's."),
    Column("owner_id", ForeignKey("member.id"), doc="Empty: nobody looks after it."),
    Column("title", Text, nullable=False),
    Column("link", Text),
    Column("state", String(16), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("closed_at", UtcDateTime),
    Column("key", String(64), doc="What was handed in under it is stored once."),
    UniqueConstraint("workspace_id", "key"),
    one_of("state", GoalState),
    Index("ix_goal_workspace_id_state", "workspace_id", "state"),
    Index(None, "workspace_id", "closed_at"),
    Index(None, "owner_id"),
)

goal_confidence = Table(
    "goal_confidence",
    metadata,
    Column("goal_id", ForeignKey("goal.id"), nullable=False),
    Column("local_date", Date, nullable=False, doc="The day it was where whoever said it lives."),
    Column("value", Integer, nullable=False),
    Column("why", Text),
    Column("member_id", ForeignKey("member.id"), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    PrimaryKeyConstraint("goal_id", "local_date"),
    Index(None, "member_id"),
)

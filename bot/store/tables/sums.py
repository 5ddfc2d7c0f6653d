"""What a week came to, kept so that nobody has to count it again. All of it can be counted from what it sums up."""

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
)

from bot.store.tables.columns import Id, in_workspace, metadata

week_sum = Table(
    "week_sum",
    metadata,
    Column("ritual_id", ForeignKey("ritual.id"), nullable=False),
    Column("monday", Date, nullable=False),
    in_workspace(),
    Column(
        "is_current", Boolean, nullable=False, doc="False: something changed since, and it is to be counted."
    ),
    Column("report", String(32), doc="Where all of its rounds went, by name; empty when they did not all."),
    PrimaryKeyConstraint("ritual_id", "monday"),
    Index(None, "workspace_id", "monday"),
)

week_turnout = Table(
    "week_turnout",
    metadata,
    Column("ritual_id", Id, nullable=False),
    Column("monday", Date, nullable=False),
    Column("team_id", ForeignKey("team.id"), nullable=False),
    Column("people", Integer, nullable=False),
    Column("people_answered", Integer, nullable=False),
    Column("asked", Integer, nullable=False),
    Column("answered", Integer, nullable=False),
    Column("late", Integer, nullable=False),
    Column("skipped", Integer, nullable=False),
    Column("excused", Integer, nullable=False),
    PrimaryKeyConstraint("ritual_id", "monday", "team_id"),
    ForeignKeyConstraint(["ritual_id", "monday"], ["week_sum.ritual_id", "week_sum.monday"]),
)

week_scale = Table(
    "week_scale",
    metadata,
    Column("ritual_id", Id, nullable=False),
    Column("monday", Date, nullable=False),
    Column("team_id", ForeignKey("team.id"), nullable=False),
    Column("question_key", String(64), nullable=False),
    Column("mean", Float, nullable=False),
    Column("people", Integer, nullable=False),
    PrimaryKeyConstraint("ritual_id", "monday", "team_id", "question_key"),
    ForeignKeyConstraint(["ritual_id", "monday"], ["week_sum.ritual_id", "week_sum.monday"]),
)

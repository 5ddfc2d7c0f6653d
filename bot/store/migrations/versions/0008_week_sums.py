"""What weeks came to, kept."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

# SQLite gives out row ids only to a column declared INTEGER.
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make room for it."""
    op.create_table(
        "week_sum",
        sa.Column("ritual_id", ID, sa.ForeignKey("ritual.id"), nullable=False),
        sa.Column("monday", sa.Date, nullable=False),
        sa.Column("workspace_id", ID, sa.ForeignKey("workspace.id"), nullable=False),
        sa.Column("is_current", sa.Boolean, nullable=False),
        sa.Column("report", sa.String(32)),
        sa.PrimaryKeyConstraint("ritual_id", "monday"),
    )
    op.create_index("ix_week_sum_workspace_id_monday", "week_sum", ["workspace_id", "monday"])
    _of_a_sum(
        "week_turnout",
        sa.Column("people", sa.Integer, nullable=False),
        sa.Column("people_answered", sa.Integer, nullable=False),
        sa.Column("asked", sa.Integer, nullable=False),
        sa.Column("answered", sa.Integer, nullable=False),
        sa.Column("late", sa.Integer, nullable=False),
        sa.Column("skipped", sa.Integer, nullable=False),
        sa.Column("excused", sa.Integer, nullable=False),
        key=["ritual_id", "monday", "team_id"],
    )
    _of_a_sum(
        "week_scale",
        sa.Column("question_key", sa.String(64), nullable=False),
        sa.Column("mean", sa.Float, nullable=False),
        sa.Column("people", sa.Integer, nullable=False),
        key=["ritual_id", "monday", "team_id", "question_key"],
    )


def _of_a_sum(name: str, *columns: sa.Column[object], key: list[str]) -> None:
    op.create_table(
        name,
        sa.Column("ritual_id", ID, nullable=False),
        sa.Column("monday", sa.Date, nullable=False),
        sa.Column("team_id", ID, sa.ForeignKey("team.id"), nullable=False),
        *columns,
        sa.PrimaryKeyConstraint(*key),
        sa.ForeignKeyConstraint(["ritual_id", "monday"], ["week_sum.ritual_id", "week_sum.monday"]),
    )

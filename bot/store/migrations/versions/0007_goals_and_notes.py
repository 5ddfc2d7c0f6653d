"""Goals and how confident people are, notes above digests, marked weeks, and files with a team's data."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

# SQLite gives out row ids only to a column declared INTEGER.
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make room for them."""
    op.create_table(
        "goal",
        sa.Column("id", ID, primary_key=True, autoincrement=True),
        sa.Column("workspace_id", ID, sa.ForeignKey("workspace.id"), nullable=False),
        sa.Column("team_id", ID, sa.ForeignKey("team.id")),
        sa.Column("owner_id", ID, sa.ForeignKey("member.id")),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("link", sa.Text),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("closed_at", INSTANT),
        sa.Column("key", sa.String(64)),
        sa.UniqueConstraint("workspace_id", "key"),
        sa.CheckConstraint("state IN ('open', 'reached', 'dropped')", name="state"),
    )
    op.create_index("ix_goal_workspace_id_state", "goal", ["workspace_id", "state"])
    op.create_index("ix_goal_owner_id", "goal", ["owner_id"])
    op.create_table(
        "goal_confidence",
        sa.Column("goal_id", ID, sa.ForeignKey("goal.id"), nullable=False),
        sa.Column("local_date", sa.Date, nullable=False),
        sa.Column("value", sa.Integer, nullable=False),
        sa.Column("why", sa.Text),
        sa.Column("member_id", ID, sa.ForeignKey("member.id"), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("goal_id", "local_date"),
    )
    op.create_index("ix_goal_confidence_member_id", "goal_confidence", ["member_id"])
    op.create_table(
        "digest_row",
        sa.Column("workspace_id", ID, sa.ForeignKey("workspace.id"), nullable=False),
        sa.Column("about", sa.String(64), nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("digest_id", ID, sa.ForeignKey("digest.id"), nullable=False),
        sa.Column("monday", sa.Date, nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "about", "key"),
    )
    op.create_index("ix_digest_row_digest_id_monday", "digest_row", ["digest_id", "monday"])
    op.create_table(
        "digest_note",
        sa.Column("digest_id", ID, sa.ForeignKey("digest.id"), nullable=False),
        sa.Column("monday", sa.Date, nullable=False),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("member_id", ID, sa.ForeignKey("member.id"), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("digest_id", "monday"),
    )
    op.create_index("ix_digest_note_member_id", "digest_note", ["member_id"])
    op.create_table(
        "week_mark",
        sa.Column("team_id", ID, sa.ForeignKey("team.id"), nullable=False),
        sa.Column("monday", sa.Date, nullable=False),
        sa.Column("workspace_id", ID, sa.ForeignKey("workspace.id"), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("words", sa.Text),
        sa.Column("member_id", ID, sa.ForeignKey("member.id"), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("team_id", "monday"),
        sa.CheckConstraint("kind IN ('holiday', 'launch', 'other')", name="kind"),
    )
    op.create_index("ix_week_mark_workspace_id_monday", "week_mark", ["workspace_id", "monday"])
    op.create_index("ix_week_mark_member_id", "week_mark", ["member_id"])
    op.add_column("member_export", sa.Column("kind", sa.String(16), nullable=False, server_default="person"))
    op.add_column("workspace", sa.Column("pictures_refused_at", INSTANT))

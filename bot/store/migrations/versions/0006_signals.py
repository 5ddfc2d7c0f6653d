"""Signals: what customers, competitors and the market said, and each time it was heard."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

# SQLite gives out row ids only to a column declared INTEGER.
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make room for signals and their reports."""
    op.create_table(
        "signal",
        sa.Column("id", ID, primary_key=True, autoincrement=True),
        sa.Column("workspace_id", ID, sa.ForeignKey("workspace.id"), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.CheckConstraint("kind IN ('customer', 'competitor', 'market')", name="kind"),
    )
    op.create_index("ix_signal_workspace_id", "signal", ["workspace_id"])
    op.create_table(
        "signal_report",
        sa.Column("id", ID, primary_key=True, autoincrement=True),
        sa.Column("workspace_id", ID, sa.ForeignKey("workspace.id"), nullable=False),
        sa.Column("signal_id", ID, sa.ForeignKey("signal.id"), nullable=False),
        sa.Column("member_id", ID, sa.ForeignKey("member.id"), nullable=False),
        sa.Column("team_id", ID, sa.ForeignKey("team.id")),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("source", sa.String(75)),
        sa.Column("area", sa.String(40)),
        sa.Column("link", sa.Text),
        sa.Column("permalink", sa.Text),
        sa.Column("heard_at", INSTANT, nullable=False),
        sa.Column("key", sa.String(64)),
        sa.UniqueConstraint("workspace_id", "key"),
    )
    for name, columns in (
        ("ix_signal_report_workspace_id_heard_at", ["workspace_id", "heard_at"]),
        ("ix_signal_report_newest", ["workspace_id", "id"]),
        ("ix_signal_report_signal_id_id", ["signal_id", "id"]),
        ("ix_signal_report_member_id", ["member_id"]),
    ):
        op.create_index(name, "signal_report", columns)

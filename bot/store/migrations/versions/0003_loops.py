"""Loops: what somebody raised, who is waited on for it, and every step since."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

# SQLite gives out row ids only to a column declared INTEGER.
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)
UNSETTLED = sa.text("state IN ('raised', 'acknowledged', 'promised', 'answered')")

HANDED_OVER = sa.text("step = 'handed over'")


def upgrade() -> None:
    """Add what is new; of what stands, only when a team is looked at next is changed."""
    # Nobody has asked Slack yet which channels are private: each is taken to be, and looked at as soon as we run.
    op.add_column("team", sa.Column("is_private", sa.Boolean, nullable=False, server_default=sa.true()))
    op.execute("UPDATE team SET members_at = '2000-01-01 00:00:00.000000' WHERE NOT disbanded")
    op.add_column("team", sa.Column("escalate_days", sa.Integer, nullable=False, server_default="3"))
    op.add_column("delivery", sa.Column("thread_ts", sa.String(32)))
    op.add_column("member", sa.Column("loop_news", sa.Boolean, nullable=False, server_default=sa.true()))
    op.add_column("answer_draft", sa.Column("more", sa.JSON(none_as_null=True)))
    _add_loops()
    _add_what_hangs_on_them()
    _add_votes()


def _add_loops() -> None:
    op.create_table(
        "category",
        sa.Column("id", ID, primary_key=True, autoincrement=True),
        sa.Column("workspace_id", ID, sa.ForeignKey("workspace.id"), nullable=False),
        sa.Column("name", sa.String(75), nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("retired", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.UniqueConstraint("workspace_id", "name"),
    )
    op.create_table(
        "loop",
        sa.Column("id", ID, primary_key=True, autoincrement=True),
        sa.Column("workspace_id", ID, sa.ForeignKey("workspace.id"), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("details", sa.Text),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("raiser_id", ID, sa.ForeignKey("member.id")),
        sa.Column("team_id", ID, sa.ForeignKey("team.id")),
        *_party(),
        sa.Column("owner_id", ID, sa.ForeignKey("member.id")),
        sa.Column("category_id", ID, sa.ForeignKey("category.id")),
        sa.Column("impact", sa.String(8)),
        sa.Column("link", sa.Text),
        sa.Column("quiet", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("permalink", sa.Text),
        sa.Column("source_channel_id", sa.String(32)),
        sa.Column("source_ts", sa.String(32)),
        sa.Column("prompt_id", ID, sa.ForeignKey("prompt.id")),
        sa.Column("question_key", sa.String(64)),
        sa.Column("key", sa.String(64)),
        sa.Column("raised_at", INSTANT, nullable=False),
        sa.Column("since", INSTANT, nullable=False),
        sa.Column("due_on", sa.Date),
        sa.Column("answered_at", INSTANT),
        sa.Column("closed_at", INSTANT),
        sa.Column("merged_into_id", ID, sa.ForeignKey("loop.id")),
        sa.Column("reopened", sa.Integer, nullable=False, server_default="0"),
        sa.Column("nudged_at", INSTANT),
        sa.Column("escalated_at", INSTANT),
        sa.Column("picked_at", INSTANT),
        sa.Column("look_at", INSTANT),
        sa.CheckConstraint("kind IN ('bottleneck', 'feedback')", name="kind"),
        sa.CheckConstraint(
            "state IN ('raised', 'acknowledged', 'promised', 'answered', 'confirmed', 'presumed', 'declined',"
            " 'merged')",
            name="state",
        ),
        sa.CheckConstraint(
            "(waits_on_team_id IS NULL OR waits_on_member_id IS NULL)"
            " AND (waits_on_outside IS NULL OR (waits_on_team_id IS NULL AND waits_on_member_id IS NULL))",
            name="one_party",
        ),
        sa.UniqueConstraint("workspace_id", "key"),
    )
    for column in ("look_at", "prompt_id", "raiser_id", "waits_on_member_id", "waits_on_team_id", "team_id"):
        op.create_index(f"ix_loop_{column}", "loop", [column])
    op.create_index("ix_loop_raised", "loop", ["workspace_id", "raised_at"])
    op.create_index("ix_loop_closed", "loop", ["workspace_id", "closed_at"])
    op.create_index(
        "ix_loop_unsettled",
        "loop",
        ["workspace_id", "raised_at"],
        sqlite_where=UNSETTLED,
        postgresql_where=UNSETTLED,
    )


def _add_what_hangs_on_them() -> None:
    op.create_table(
        "loop_event",
        sa.Column("loop_id", ID, sa.ForeignKey("loop.id"), nullable=False),
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("step", sa.String(16), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("actor_id", ID, sa.ForeignKey("member.id")),
        sa.Column("words", sa.Text),
        sa.Column("on", sa.Date),
        *_party(),
        sa.Column("team_id", ID, sa.ForeignKey("team.id")),
        sa.Column("impact", sa.String(8)),
        sa.Column("other_id", ID, sa.ForeignKey("loop.id")),
        sa.PrimaryKeyConstraint("loop_id", "seq"),
        sa.Index(
            "ix_loop_event_handed_over",
            "loop_id",
            sqlite_where=HANDED_OVER,
            postgresql_where=HANDED_OVER,
        ),
    )
    op.create_table(
        "loop_hit",
        sa.Column("loop_id", ID, sa.ForeignKey("loop.id"), nullable=False),
        sa.Column("member_id", ID, sa.ForeignKey("member.id"), nullable=False),
        sa.Column("team_id", ID, sa.ForeignKey("team.id")),
        sa.Column("impact", sa.String(8)),
        sa.Column("at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("loop_id", "member_id"),
        sa.Index("ix_loop_hit_member_id", "member_id"),
    )
    op.create_table(
        "loop_news",
        sa.Column("loop_id", ID, sa.ForeignKey("loop.id"), nullable=False),
        sa.Column("member_id", ID, sa.ForeignKey("member.id"), nullable=False),
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("delivery_key", sa.String(120)),
        sa.Column("look_at", INSTANT),
        sa.PrimaryKeyConstraint("loop_id", "member_id", "seq"),
        sa.Index("ix_loop_news_member_id", "member_id"),
        sa.Index("ix_loop_news_delivery_key", "delivery_key"),
        sa.Index("ix_loop_news_look_at", "look_at"),
    )


def _add_votes() -> None:
    op.create_table(
        "vote",
        sa.Column("prompt_id", ID, sa.ForeignKey("prompt.id"), nullable=False),
        sa.Column("loop_id", ID, sa.ForeignKey("loop.id"), nullable=False),
        sa.Column("workspace_id", ID, sa.ForeignKey("workspace.id"), nullable=False),
        sa.Column("round_id", ID, sa.ForeignKey("round.id"), nullable=False),
        sa.Column("team_id", ID, sa.ForeignKey("team.id"), nullable=False),
        sa.Column("member_id", ID, sa.ForeignKey("member.id"), nullable=False),
        sa.Column("impact", sa.String(8)),
        sa.PrimaryKeyConstraint("prompt_id", "loop_id"),
        sa.Index("ix_vote_round_id", "round_id"),
    )


def _party() -> list[sa.Column[object]]:
    return [
        sa.Column("waits_on_team_id", ID, sa.ForeignKey("team.id")),
        sa.Column("waits_on_member_id", ID, sa.ForeignKey("member.id")),
        sa.Column("waits_on_outside", sa.Text),
    ]

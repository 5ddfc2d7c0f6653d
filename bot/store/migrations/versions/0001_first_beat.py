"""The first beat: people and teams, rituals and rounds, prompts and answers, digests, and the outbox.

Constraints without a name are named by the convention in `bot.store.tables`, which never changes.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

# SQLite gives out row ids only to a column declared INTEGER.
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Create every table."""
    _create_people()
    _create_rituals()
    _create_rounds()
    _create_answers()
    _create_digests()
    _create_deliveries()


def _id() -> sa.Column[int]:
    return sa.Column("id", ID, primary_key=True, autoincrement=True)


def _workspace() -> sa.Column[int]:
    return sa.Column("workspace_id", ID, sa.ForeignKey("workspace.id"), nullable=False)


def _create_people() -> None:
    op.create_table(
        "workspace",
        _id(),
        sa.Column("slack_id", sa.String(32), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("bot_user_id", sa.String(32), nullable=False),
        sa.Column("bot_id", sa.String(32), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("directory_at", INSTANT, nullable=False),
        sa.UniqueConstraint("slack_id"),
    )
    op.create_table(
        "member",
        _id(),
        _workspace(),
        sa.Column("slack_id", sa.String(32), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("zone", sa.String(64), nullable=False),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("is_person", sa.Boolean, nullable=False),
        sa.Column("is_active", sa.Boolean, nullable=False),
        sa.UniqueConstraint("workspace_id", "slack_id"),
    )
    op.create_table(
        "team",
        _id(),
        _workspace(),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("channel_id", sa.String(32), nullable=False),
        sa.Column("channel_name", sa.Text, nullable=False),
        sa.Column("lead_id", ID, sa.ForeignKey("member.id")),
        sa.Column("function", sa.String(64)),
        sa.Column("country", sa.String(2)),
        sa.Column("listed", sa.Boolean, nullable=False),
        sa.Column("members_at", INSTANT),
        sa.UniqueConstraint("workspace_id", "name"),
        sa.Index("ix_team_members_at", "members_at"),
    )
    op.create_table(
        "team_member",
        sa.Column("team_id", ID, sa.ForeignKey("team.id"), nullable=False),
        sa.Column("member_id", ID, sa.ForeignKey("member.id"), nullable=False),
        sa.PrimaryKeyConstraint("team_id", "member_id"),
        sa.Index("ix_team_member_member_id", "member_id"),
    )


def _create_rituals() -> None:
    op.create_table(
        "ritual",
        _id(),
        _workspace(),
        sa.Column("owner_id", ID, sa.ForeignKey("member.id"), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("template", sa.String(64)),
        sa.Column("tier", sa.String(16), nullable=False),
        sa.Column("questions", sa.JSON, nullable=False),
        sa.Column("rrule", sa.Text, nullable=False),
        sa.Column("at", sa.String(5), nullable=False),
        sa.Column("zone", sa.String(64), nullable=False),
        sa.Column("anchor", sa.Date, nullable=False),
        sa.Column("window_minutes", sa.Integer, nullable=False),
        sa.Column("remind_minutes", sa.Integer),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("starts_at", INSTANT, nullable=False),
        sa.Column("next_date", sa.Date),
        sa.Column("next_opens_at", INSTANT),
        sa.UniqueConstraint("workspace_id", "name"),
        sa.CheckConstraint("state IN ('active', 'paused', 'ended')", name="state"),
        sa.Index("ix_ritual_next_opens_at", "next_opens_at", postgresql_where=sa.text("state = 'active'")),
    )
    op.create_table(
        "ritual_team",
        sa.Column("ritual_id", ID, sa.ForeignKey("ritual.id"), nullable=False),
        sa.Column("team_id", ID, sa.ForeignKey("team.id"), nullable=False),
        sa.Column("introduced", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("ritual_id", "team_id"),
        sa.Index("ix_ritual_team_team_id", "team_id"),
    )
    op.create_table(
        "opt_out",
        sa.Column("ritual_id", ID, sa.ForeignKey("ritual.id"), nullable=False),
        sa.Column("member_id", ID, sa.ForeignKey("member.id"), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("ritual_id", "member_id"),
    )


def _create_rounds() -> None:
    op.create_table(
        "round",
        _id(),
        _workspace(),
        sa.Column("ritual_id", ID, sa.ForeignKey("ritual.id"), nullable=False),
        sa.Column("ritual_name", sa.Text, nullable=False),
        sa.Column("local_date", sa.Date, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("opens_at", INSTANT, nullable=False),
        sa.Column("closes_at", INSTANT, nullable=False),
        sa.Column("questions", sa.JSON, nullable=False),
        sa.UniqueConstraint("ritual_id", "local_date"),
        sa.CheckConstraint("state IN ('open', 'closed')", name="state"),
        sa.Index("ix_round_state_closes_at", "state", "closes_at"),
    )
    op.create_table(
        "round_team",
        sa.Column("round_id", ID, sa.ForeignKey("round.id"), nullable=False),
        sa.Column("team_id", ID, sa.ForeignKey("team.id"), nullable=False),
        sa.Column("channel_id", sa.String(32), nullable=False),
        sa.Column("publish_at", INSTANT),
        sa.PrimaryKeyConstraint("round_id", "team_id"),
        sa.Index("ix_round_team_publish_at", "publish_at"),
    )
    op.create_table(
        "prompt",
        _id(),
        _workspace(),
        sa.Column("round_id", ID, sa.ForeignKey("round.id"), nullable=False),
        sa.Column("member_id", ID, sa.ForeignKey("member.id"), nullable=False),
        sa.Column("team_id", ID, sa.ForeignKey("team.id"), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("zone", sa.String(64), nullable=False),
        sa.Column("due_at", INSTANT, nullable=False),
        sa.Column("ask_at", INSTANT),
        sa.Column("remind_at", INSTANT),
        sa.Column("closes_at", INSTANT, nullable=False),
        sa.Column("delivery_key", sa.String(120)),
        sa.Column("response_url", sa.Text),
        sa.Column("answered_at", INSTANT),
        sa.Column("late", sa.Boolean, nullable=False),
        sa.Column("reason", sa.Text),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("shown_revision", sa.Integer, nullable=False),
        sa.UniqueConstraint("round_id", "member_id"),
        sa.CheckConstraint(
            "state IN ('planned', 'sent', 'answered', 'skipped', 'excused', 'missed')", name="state"
        ),
        sa.Index("ix_prompt_ask_at", "ask_at"),
        sa.Index("ix_prompt_delivery_key", "delivery_key"),
        sa.Index("ix_prompt_member_round", "member_id", "round_id"),
        sa.Index("ix_prompt_remind_at", "remind_at"),
    )


def _create_answers() -> None:
    op.create_table(
        "answer",
        sa.Column("prompt_id", ID, sa.ForeignKey("prompt.id"), nullable=False),
        sa.Column("question_key", sa.String(64), nullable=False),
        _workspace(),
        sa.Column("ritual_id", ID, sa.ForeignKey("ritual.id"), nullable=False),
        sa.Column("team_id", ID, sa.ForeignKey("team.id"), nullable=False),
        sa.Column("member_id", ID, sa.ForeignKey("member.id"), nullable=False),
        sa.Column("local_date", sa.Date, nullable=False),
        sa.Column("number", sa.Integer),
        sa.Column("text", sa.Text),
        sa.PrimaryKeyConstraint("prompt_id", "question_key"),
        sa.Index("ix_answer_trend", "team_id", "local_date", "question_key", "number", "member_id"),
        sa.Index("ix_answer_last_time", "member_id", "ritual_id", "local_date"),
    )
    op.create_table(
        "answer_history",
        _id(),
        sa.Column("prompt_id", ID, sa.ForeignKey("prompt.id"), nullable=False),
        sa.Column("question_key", sa.String(64), nullable=False),
        sa.Column("replaced_at", INSTANT, nullable=False),
        sa.Column("number", sa.Integer),
        sa.Column("text", sa.Text),
        sa.Index("ix_answer_history_prompt_id", "prompt_id"),
    )


def _create_digests() -> None:
    op.create_table(
        "digest",
        _id(),
        _workspace(),
        sa.Column("owner_id", ID, sa.ForeignKey("member.id"), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("channel_id", sa.String(32), nullable=False),
        sa.Column("weekday", sa.Integer, nullable=False),
        sa.Column("at", sa.String(5), nullable=False),
        sa.Column("zone", sa.String(64), nullable=False),
        sa.Column("audience", sa.String(16), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("next_at", INSTANT),
        sa.UniqueConstraint("workspace_id", "name"),
        sa.Index("ix_digest_next_at", "next_at"),
    )
    op.create_table(
        "digest_issue",
        sa.Column("digest_id", ID, sa.ForeignKey("digest.id"), nullable=False),
        sa.Column("monday", sa.Date, nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("digest_id", "monday"),
    )


def _create_deliveries() -> None:
    op.create_table(
        "delivery",
        sa.Column("id", sa.String(32), primary_key=True),
        _workspace(),
        sa.Column("key", sa.String(120), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("method", sa.String(8), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("channel", sa.String(32)),
        sa.Column("member_id", ID, sa.ForeignKey("member.id")),
        sa.Column("owner_id", ID, sa.ForeignKey("member.id")),
        sa.Column("target_key", sa.String(120)),
        sa.Column("response_url", sa.Text),
        sa.Column("body", sa.JSON, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("sent_revision", sa.Integer),
        sa.Column("urgent", sa.Boolean, nullable=False),
        sa.Column("min_gap", sa.Float, nullable=False),
        sa.Column("due_at", INSTANT, nullable=False),
        sa.Column("expires_at", INSTANT),
        sa.Column("fenced_at", INSTANT),
        sa.Column("sent_at", INSTANT),
        sa.Column("not_before", sa.Float, nullable=False),
        sa.Column("lease_owner", sa.String(64)),
        sa.Column("lease_until", sa.Float),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("sent_channel", sa.String(32)),
        sa.Column("ts", sa.String(32)),
        sa.Column("error", sa.Text),
        sa.UniqueConstraint("workspace_id", "key"),
        sa.CheckConstraint(
            "state IN ('pending', 'claimed', 'sending', 'sent', 'doubtful', 'failed', 'cancelled')",
            name="state",
        ),
        sa.Index(
            "ix_delivery_pending",
            "due_at",
            sqlite_where=sa.text("state = 'pending'"),
            postgresql_where=sa.text("state = 'pending'"),
        ),
        sa.Index(
            "ix_delivery_unsettled",
            "lease_until",
            sqlite_where=sa.text("state IN ('claimed', 'sending', 'doubtful')"),
            postgresql_where=sa.text("state IN ('claimed', 'sending', 'doubtful')"),
        ),
    )
    op.create_table(
        "dm_hour",
        sa.Column("member_id", ID, sa.ForeignKey("member.id"), nullable=False),
        sa.Column("hour", INSTANT, nullable=False),
        sa.Column("delivery_id", sa.String(32), sa.ForeignKey("delivery.id"), nullable=False),
        sa.PrimaryKeyConstraint("member_id", "hour"),
    )
    op.create_table(
        "pace",
        sa.Column("workspace_id", ID, sa.ForeignKey("workspace.id"), nullable=False),
        sa.Column("lane", sa.String(64), nullable=False),
        sa.Column("free_at", sa.Float, nullable=False),
        sa.Column("gap", sa.Float, nullable=False),
        sa.Column("throttled_at", sa.Float),
        sa.PrimaryKeyConstraint("workspace_id", "lane"),
    )

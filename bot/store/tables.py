"""The tables. Two kinds of time: UtcDateTime columns are calendar time, Float columns are machine seconds.

Calendar time may be wound in the sandbox; machine seconds (since 1970, by the database's clock) never are.
"""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    text,
)

from bot.values.deliveries import DeliveryState
from bot.values.rituals import PromptState, RitualState, RoundState


class UtcDateTime(TypeDecorator[datetime]):
    """An aware instant, kept in UTC. SQLite forgets zones, so they are taken off and put back."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A naive datetime has no place in the store.")
        instant = value.astimezone(UTC)
        return instant.replace(tzinfo=None) if dialect.name == "sqlite" else instant

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# SQLite gives out row ids only to a column declared INTEGER.
Id = BigInteger().with_variant(Integer, "sqlite")


def _id() -> Column[int]:
    return Column("id", Id, primary_key=True, autoincrement=True)


def _workspace() -> Column[int]:
    return Column("workspace_id", ForeignKey("workspace.id"), nullable=False)


def _one_of(name: str, values: Any) -> CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{name} IN ({listed})", name=name)


workspace = Table(
    "workspace",
    metadata,
    _id(),
    Column("slack_id", String(32), nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("bot_user_id", String(32), nullable=False),
    Column("bot_id", String(32), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("directory_at", UtcDateTime, nullable=False, doc="When the directory of users is next read."),
)

member = Table(
    "member",
    metadata,
    _id(),
    _workspace(),
    Column("slack_id", String(32), nullable=False),
    Column("name", Text, nullable=False),
    Column("zone", String(64), nullable=False),
    Column("role", String(16), nullable=False),
    Column("is_person", Boolean, nullable=False),
    Column("is_active", Boolean, nullable=False),
    UniqueConstraint("workspace_id", "slack_id"),
)

team = Table(
    "team",
    metadata,
    _id(),
    _workspace(),
    Column("name", Text, nullable=False),
    Column("channel_id", String(32), nullable=False),
    Column("channel_name", Text, nullable=False),
    Column("lead_id", ForeignKey("member.id")),
    Column("function", String(64)),
    Column("country", String(2)),
    Column("listed", Boolean, nullable=False, doc="Members were listed by hand, not taken from the channel."),
    Column("members_at", UtcDateTime, doc="When the members are next read from the channel."),
    UniqueConstraint("workspace_id", "name"),
    Index(None, "members_at"),
)

team_member = Table(
    "team_member",
    metadata,
    Column("team_id", ForeignKey("team.id"), nullable=False),
    Column("member_id", ForeignKey("member.id"), nullable=False),
    PrimaryKeyConstraint("team_id", "member_id"),
    Index(None, "member_id"),
)

ritual = Table(
    "ritual",
    metadata,
    _id(),
    _workspace(),
    Column("owner_id", ForeignKey("member.id"), nullable=False),
    Column("name", Text, nullable=False),
    Column("kind", String(32), nullable=False),
    Column("template", String(64)),
    Column("tier", String(16), nullable=False),
    Column("questions", JSON, nullable=False),
    Column("rrule", Text, nullable=False),
    Column("at", String(5), nullable=False),
    Column("zone", String(64), nullable=False),
    Column("anchor", Date, nullable=False),
    Column("window_minutes", Integer, nullable=False),
    Column("remind_minutes", Integer),
    Column("state", String(16), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("starts_at", UtcDateTime, nullable=False, doc="Set up, or last resumed: nobody is asked before."),
    Column("next_date", Date),
    Column("next_opens_at", UtcDateTime),
    UniqueConstraint("workspace_id", "name"),
    _one_of("state", RitualState),
    Index("ix_ritual_next_opens_at", "next_opens_at", postgresql_where=text("state = 'active'")),
)

ritual_team = Table(
    "ritual_team",
    metadata,
    Column("ritual_id", ForeignKey("ritual.id"), nullable=False),
    Column("team_id", ForeignKey("team.id"), nullable=False),
    Column("introduced", Boolean, nullable=False),
    PrimaryKeyConstraint("ritual_id", "team_id"),
    Index(None, "team_id"),
)

opt_out = Table(
    "opt_out",
    metadata,
    Column("ritual_id", ForeignKey("ritual.id"), nullable=False),
    Column("member_id", ForeignKey("member.id"), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    PrimaryKeyConstraint("ritual_id", "member_id"),
)

round_ = Table(
    "round",
    metadata,
    _id(),
    _workspace(),
    Column("ritual_id", ForeignKey("ritual.id"), nullable=False),
    Column("ritual_name", Text, nullable=False),
    Column("local_date", Date, nullable=False),
    Column("state", String(16), nullable=False),
    Column("opens_at", UtcDateTime, nullable=False),
    Column("closes_at", UtcDateTime, nullable=False),
    Column("questions", JSON, nullable=False),
    UniqueConstraint("ritual_id", "local_date"),
    _one_of("state", RoundState),
    Index("ix_round_state_closes_at", "state", "closes_at"),
)

round_team = Table(
    "round_team",
    metadata,
    Column("round_id", ForeignKey("round.id"), nullable=False),
    Column("team_id", ForeignKey("team.id"), nullable=False),
    Column("channel_id", String(32), nullable=False),
    Column("publish_at", UtcDateTime, doc="When what changed is to be shown; empty when all is shown."),
    PrimaryKeyConstraint("round_id", "team_id"),
    Index(None, "publish_at"),
)

prompt = Table(
    "prompt",
    metadata,
    _id(),
    _workspace(),
    Column("round_id", ForeignKey("round.id"), nullable=False),
    Column("member_id", ForeignKey("member.id"), nullable=False),
    Column("team_id", ForeignKey("team.id"), nullable=False),
    Column("state", String(16), nullable=False),
    Column("zone", String(64), nullable=False),
    Column("due_at", UtcDateTime, nullable=False),
    Column("ask_at", UtcDateTime, doc="When it is to be asked; empty once its delivery exists."),
    Column("remind_at", UtcDateTime, doc="When to remind; empty when done, or not wanted."),
    Column("closes_at", UtcDateTime, nullable=False),
    Column("delivery_key", String(120), doc="The DM that carries it."),
    Column("response_url", Text, doc="Where the DM can be changed for 30 minutes after a press."),
    Column("answered_at", UtcDateTime),
    Column("late", Boolean, nullable=False, default=False),
    Column("reason", Text),
    Column("revision", Integer, nullable=False, default=0),
    Column("shown_revision", Integer, nullable=False, default=0),
    UniqueConstraint("round_id", "member_id"),
    _one_of("state", PromptState),
    Index(None, "ask_at"),
    Index(None, "remind_at"),
    Index("ix_prompt_member_round", "member_id", "round_id"),
    Index("ix_prompt_delivery_key", "delivery_key"),
)

answer = Table(
    "answer",
    metadata,
    Column("prompt_id", ForeignKey("prompt.id"), nullable=False),
    Column("question_key", String(64), nullable=False),
    _workspace(),
    Column("ritual_id", ForeignKey("ritual.id"), nullable=False),
    Column("team_id", ForeignKey("team.id"), nullable=False),
    Column("member_id", ForeignKey("member.id"), nullable=False),
    Column("local_date", Date, nullable=False),
    Column("number", Integer),
    Column("text", Text),
    PrimaryKeyConstraint("prompt_id", "question_key"),
    Index("ix_answer_trend", "team_id", "local_date", "question_key", "number", "member_id"),
    Index("ix_answer_last_time", "member_id", "ritual_id", "local_date"),
)

answer_history = Table(
    "answer_history",
    metadata,
    _id(),
    Column("prompt_id", ForeignKey("prompt.id"), nullable=False, index=True),
    Column("question_key", String(64), nullable=False),
    Column("replaced_at", UtcDateTime, nullable=False),
    Column("number", Integer),
    Column("text", Text),
)

digest = Table(
    "digest",
    metadata,
    _id(),
    _workspace(),
    Column("owner_id", ForeignKey("member.id"), nullable=False),
    Column("name", Text, nullable=False),
    Column("channel_id", String(32), nullable=False),
    Column("weekday", Integer, nullable=False),
    Column("at", String(5), nullable=False),
    Column("zone", String(64), nullable=False),
    Column("audience", String(16), nullable=False),
    Column("state", String(16), nullable=False),
    Column("next_at", UtcDateTime),
    UniqueConstraint("workspace_id", "name"),
    Index(None, "next_at"),
)

digest_issue = Table(
    "digest_issue",
    metadata,
    Column("digest_id", ForeignKey("digest.id"), nullable=False),
    Column("monday", Date, nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
    PrimaryKeyConstraint("digest_id", "monday"),
)

delivery = Table(
    "delivery",
    metadata,
    Column("id", String(32), primary_key=True),
    _workspace(),
    Column("key", String(120), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("method", String(8), nullable=False),
    Column("state", String(16), nullable=False),
    Column("channel", String(32), doc="Where to; empty when it follows its target."),
    Column("member_id", ForeignKey("member.id")),
    Column("owner_id", ForeignKey("member.id")),
    Column("target_key", String(120)),
    Column("response_url", Text),
    Column("body", JSON, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("sent_revision", Integer),
    Column("urgent", Boolean, nullable=False),
    Column("min_gap", Float, nullable=False),
    Column("due_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime),
    Column("fenced_at", UtcDateTime, doc="Calendar time of the last commit before the wire."),
    Column("sent_at", UtcDateTime),
    Column("not_before", Float, nullable=False),
    Column("lease_owner", String(64)),
    Column("lease_until", Float),
    Column("attempts", Integer, nullable=False),
    Column("sent_channel", String(32)),
    Column("ts", String(32)),
    Column("error", Text),
    UniqueConstraint("workspace_id", "key"),
    _one_of("state", DeliveryState),
    Index(
        "ix_delivery_pending",
        "due_at",
        sqlite_where=text("state = 'pending'"),
        postgresql_where=text("state = 'pending'"),
    ),
    Index(
        "ix_delivery_unsettled",
        "lease_until",
        sqlite_where=text("state IN ('claimed', 'sending', 'doubtful')"),
        postgresql_where=text("state IN ('claimed', 'sending', 'doubtful')"),
    ),
)

dm_hour = Table(
    "dm_hour",
    metadata,
    Column("member_id", ForeignKey("member.id"), nullable=False),
    Column("hour", UtcDateTime, nullable=False, doc="The start of a clock hour in the member's zone."),
    Column("delivery_id", ForeignKey("delivery.id"), nullable=False),
    PrimaryKeyConstraint("member_id", "hour"),
)

pace = Table(
    "pace",
    metadata,
    _workspace(),
    Column("lane", String(64), nullable=False, doc="A method, or a channel."),
    Column("free_at", Float, nullable=False, doc="When the next call may leave."),
    Column("gap", Float, nullable=False, doc="Seconds between two calls."),
    Column("throttled_at", Float, doc="When Slack last said 429."),
    PrimaryKeyConstraint("workspace_id", "lane"),
)

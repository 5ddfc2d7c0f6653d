"""The outbox, clock hours and pacing."""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
    text,
)

from bot.store.tables.columns import UtcDateTime, in_workspace, metadata, one_of
from bot.values.deliveries import DeliveryState

delivery = Table(
    "delivery",
    metadata,
    Column("id", String(32), primary_key=True),
    in_workspace(),
    Column("key", String(120), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("method", String(8), nullable=False),
    Column("state", String(16), nullable=False),
    Column("channel", String(32), doc="Where to; empty when it follows its target."),
    Column("member_id", ForeignKey("member.id")),
    Column("owner_id", ForeignKey("member.id")),
    Column("target_key", String(120)),
    Column("thread_ts", String(32), doc="The message of somebody else's that this one answers in a thread."),
    Column("after_key", String(120), doc="The delivery this one follows, so that pages stand in order."),
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
    Column("emptied", Boolean, nullable=False, server_default=false(), doc="What it said is forgotten."),
    UniqueConstraint("workspace_id", "key"),
    one_of("state", DeliveryState),
    Index(
        "ix_delivery_pending",
        "due_at",
        sqlite_where=text("state = 'pending'"),
        postgresql_where=text("state = 'pending'"),
    ),
    Index(
        "ix_delivery_waiting",
        "member_id",
        sqlite_where=text("state IN ('pending', 'claimed')"),
        postgresql_where=text("state IN ('pending', 'claimed')"),
    ),
    Index(
        "ix_delivery_unsettled",
        "lease_until",
        sqlite_where=text("state IN ('claimed', 'sending', 'doubtful')"),
        postgresql_where=text("state IN ('claimed', 'sending', 'doubtful')"),
    ),
    Index(
        "ix_delivery_finished",
        "workspace_id",
        "emptied",
        "due_at",
        sqlite_where=text("state IN ('sent', 'failed', 'cancelled')"),
        postgresql_where=text("state IN ('sent', 'failed', 'cancelled')"),
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
    in_workspace(),
    Column("lane", String(64), nullable=False, doc="A method, or a channel."),
    Column("free_at", Float, nullable=False, doc="When the next call may leave."),
    Column("gap", Float, nullable=False, doc="Seconds between two calls."),
    Column("throttled_at", Float, doc="When Slack last said 429."),
    PrimaryKeyConstraint("workspace_id", "lane"),
)

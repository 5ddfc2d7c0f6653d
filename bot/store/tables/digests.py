"""Digests and the weeks they were made for."""

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
from bot.values.digests import MarkKind

digest = Table(
    "digest",
    metadata,
    row_id(),
    in_workspace(),
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

digest_row = Table(
    "digest_row",
    metadata,
    in_workspace(),
    Column("about", String(64), nullable=False, doc="What the row is about, as the view names it."),
    Column("key", String(64), nullable=False, doc="The delivery it stands in."),
    Column("digest_id", ForeignKey("digest.id"), nullable=False),
    Column("monday", Date, nullable=False),
    PrimaryKeyConstraint("workspace_id", "about", "key"),
    Index(None, "digest_id", "monday"),
)
"""A row of a posted digest that is changed in place when what it is about moves on."""

digest_note = Table(
    "digest_note",
    metadata,
    Column("digest_id", ForeignKey("digest.id"), nullable=False),
    Column("monday", Date, nullable=False),
    Column("words", Text, nullable=False),
    Column("member_id", ForeignKey("member.id"), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    PrimaryKeyConstraint("digest_id", "monday"),
    Index(None, "member_id"),
)
"""What whoever looks after a digest says above it, for one week."""

week_mark = Table(
    "week_mark",
    metadata,
    Column("team_id", ForeignKey("team.id"), nullable=False),
    Column("monday", Date, nullable=False),
    in_workspace(),
    Column("kind", String(16), nullable=False),
    Column("words", Text),
    Column("member_id", ForeignKey("member.id"), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    PrimaryKeyConstraint("team_id", "monday"),
    one_of("kind", MarkKind),
    Index(None, "workspace_id", "monday"),
    Index(None, "member_id"),
)
"""A week that was out of the ordinary for a team: it is drawn, and later weeks are not compared with it."""

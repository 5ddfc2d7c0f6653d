"""Signals, and each time one was heard: the words, who heard them and who said them."""

from sqlalchemy import Column, ForeignKey, Index, String, Table, Text, UniqueConstraint

from bot.store.tables.columns import UtcDateTime, in_workspace, metadata, one_of, row_id
from bot.values.signals import LONGEST_AREA, LONGEST_SOURCE, SignalKind

signal = Table(
    "signal",
    metadata,
    row_id(),
    in_workspace(),
    Column("kind", String(16), nullable=False),
    one_of("kind", SignalKind),
    Index(None, "workspace_id"),
)

signal_report = Table(
    "signal_report",
    metadata,
    row_id(),
    in_workspace(),
    Column("signal_id", ForeignKey("signal.id"), nullable=False),
    Column("member_id", ForeignKey("member.id"), nullable=False, doc="Who heard it."),
    Column(
        "team_id", ForeignKey("team.id"), doc="For which of their teams; a private one keeps it to itself."
    ),
    Column("words", Text, nullable=False),
    Column("source", String(LONGEST_SOURCE), doc="Who said it."),
    # Beside the words and not with the signal: what a private team calls its parts is not others' to read.
    Column("area", String(LONGEST_AREA), doc="The part of the product it is about."),
    Column("link", Text),
    Column("permalink", Text),
    Column("heard_at", UtcDateTime, nullable=False),
    Column("key", String(64), doc="What was handed in under it is noted once."),
    UniqueConstraint("workspace_id", "key"),
    Index(None, "workspace_id", "heard_at"),
    Index("ix_signal_report_newest", "workspace_id", "id"),
    Index(None, "signal_id", "id"),
    Index(None, "member_id"),
)

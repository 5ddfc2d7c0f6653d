"""What people asked for of their own data."""

from sqlalchemy import Column, Float, ForeignKey, Index, Integer, String, Table

from bot.store.tables.columns import UtcDateTime, in_workspace, metadata, row_id

member_export = Table(
    "member_export",
    metadata,
    row_id(),
    in_workspace(),
    Column("member_id", ForeignKey("member.id"), nullable=False),
    Column(
        "kind",
        String(16),
        nullable=False,
        server_default="person",
        doc="What is in it: `person` or `trends`.",
    ),
    Column("asked_at", UtcDateTime, nullable=False),
    Column("due_at", UtcDateTime, doc="When it is to be sent, or tried again; empty: nothing is owed."),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("lease_until", Float, doc="Until when one replica has it in hand."),
    Column("file_id", String(32), doc="Slack's name for the file that may be in the conversation."),
    Column("fenced_at", UtcDateTime, doc="Calendar time of the last commit before it could be."),
    Column("sent_at", UtcDateTime),
    Index(None, "due_at"),
    Index(None, "member_id"),
)
"""A file somebody asked for, owed to them once: everything that is kept about them, or what trends are made of."""

"""Loops and their events, whom they hit, what people still have to be told of them, categories and votes."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
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
    false,
    text,
)

from bot.store.tables.columns import UtcDateTime, in_workspace, metadata, one_of, row_id
from bot.values.loops import LoopKind, LoopState

category = Table(
    "category",
    metadata,
    row_id(),
    in_workspace(),
    Column("name", String(75), nullable=False),
    Column("position", Integer, nullable=False),
    Column("retired", Boolean, nullable=False, server_default=false()),
    UniqueConstraint("workspace_id", "name"),
)

_UNSETTLED = text("state IN ('raised', 'acknowledged', 'promised', 'answered')")

loop = Table(
    "loop",
    metadata,
    row_id(),
    in_workspace(),
    Column("kind", String(16), nullable=False),
    Column("title", Text, nullable=False),
    Column("details", Text),
    Column("state", String(16), nullable=False),
    Column("version", Integer, nullable=False, doc="How many events it has: who adds one adds the next."),
    Column("raiser_id", ForeignKey("member.id")),
    Column("team_id", ForeignKey("team.id"), doc="The team that waits."),
    Column("waits_on_team_id", ForeignKey("team.id")),
    Column("waits_on_member_id", ForeignKey("member.id")),
    Column("waits_on_outside", Text),
    Column("waits_on_leadership", Boolean, nullable=False, server_default=false()),
    Column("owner_id", ForeignKey("member.id"), doc="Who took it on."),
    Column("category_id", ForeignKey("category.id")),
    Column("impact", String(8)),
    Column("link", Text),
    Column("quiet", Boolean, nullable=False, server_default=false(), doc="Nothing is posted in a channel."),
    Column("permalink", Text),
    Column("source_channel_id", String(32)),
    Column("source_ts", String(32)),
    Column("prompt_id", ForeignKey("prompt.id"), doc="The prompt it was raised in."),
    Column("question_key", String(64)),
    Column("key", String(64), doc="What was handed in under it is raised once."),
    Column("raised_at", UtcDateTime, nullable=False),
    Column("since", UtcDateTime, nullable=False, doc="When it came to stand as it stands."),
    Column("due_on", Date, doc="The day the next word, or the thing itself, was promised for."),
    Column("answered_at", UtcDateTime),
    Column("closed_at", UtcDateTime),
    Column("merged_into_id", ForeignKey("loop.id")),
    Column("reopened", Integer, nullable=False, server_default="0"),
    Column("nudged_at", UtcDateTime, doc="Whoever is waited on was reminded of the day they gave."),
    Column("escalated_at", UtcDateTime, doc="A lead was told."),
    Column("picked_at", UtcDateTime, doc="A poll put it among its first."),
    Column("look_at", UtcDateTime, doc="When time itself does something next."),
    Column(
        "withheld",
        Boolean,
        nullable=False,
        server_default=false(),
        doc="Whoever gave it withholds their name.",
    ),
    Column("told_at", UtcDateTime, doc="Whoever gave it was sent the outcome."),
    one_of("kind", LoopKind),
    one_of("state", LoopState),
    CheckConstraint(
        "(waits_on_team_id IS NULL OR waits_on_member_id IS NULL)"
        " AND (waits_on_outside IS NULL OR (waits_on_team_id IS NULL AND waits_on_member_id IS NULL))",
        name="one_party",
    ),
    UniqueConstraint("workspace_id", "key"),
    Index(None, "look_at"),
    Index(None, "prompt_id"),
    # Counting what is open, and finding the first of it, reads nothing else: measured on SQLite, with 2,000 open
    # and 20,000 closed, that takes a quarter of the time.
    Index(
        "ix_loop_unsettled",
        "workspace_id",
        "kind",
        "raised_at",
        "id",
        "state",
        "due_on",
        "team_id",
        "raiser_id",
        "owner_id",
        "waits_on_team_id",
        "waits_on_member_id",
        sqlite_where=_UNSETTLED,
        postgresql_where=_UNSETTLED,
    ),
    Index("ix_loop_raised", "workspace_id", "raised_at"),
    Index("ix_loop_closed", "workspace_id", "closed_at"),
    Index(None, "raiser_id"),
    Index(None, "waits_on_member_id"),
    # With when it ended: what a team was asked years ago is not read to find what is not over, or was not lately.
    Index(None, "waits_on_team_id", "closed_at"),
    Index(None, "team_id"),
)

_HANDED_OVER = text("step = 'handed over'")

loop_event = Table(
    "loop_event",
    metadata,
    Column("loop_id", ForeignKey("loop.id"), nullable=False),
    Column("seq", Integer, nullable=False),
    Column("step", String(16), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("actor_id", ForeignKey("member.id"), doc="Empty: nobody did it, time did."),
    Column("words", Text),
    Column("on", Date),
    Column("waits_on_team_id", ForeignKey("team.id")),
    Column("waits_on_member_id", ForeignKey("member.id")),
    Column("waits_on_outside", Text),
    Column("waits_on_leadership", Boolean, nullable=False, server_default=false()),
    Column("by_giver", Boolean, nullable=False, server_default=false(), doc="By whoever gave it, unnamed."),
    Column("team_id", ForeignKey("team.id")),
    Column("impact", String(8)),
    Column("other_id", ForeignKey("loop.id")),
    PrimaryKeyConstraint("loop_id", "seq"),
    Index(
        "ix_loop_event_handed_over",
        "loop_id",
        sqlite_where=_HANDED_OVER,
        postgresql_where=_HANDED_OVER,
    ),
)

loop_hit = Table(
    "loop_hit",
    metadata,
    Column("loop_id", ForeignKey("loop.id"), nullable=False),
    Column("member_id", ForeignKey("member.id"), nullable=False),
    Column("team_id", ForeignKey("team.id")),
    Column("impact", String(8)),
    Column("at", UtcDateTime, nullable=False),
    PrimaryKeyConstraint("loop_id", "member_id"),
    Index(None, "member_id"),
)
"""Whom a loop hits: whoever raised it, and everybody who said that it is in their way, too."""

loop_news = Table(
    "loop_news",
    metadata,
    Column("loop_id", ForeignKey("loop.id"), nullable=False),
    Column("member_id", ForeignKey("member.id"), nullable=False),
    Column("seq", Integer, nullable=False, doc="The event they are told of."),
    Column("delivery_key", String(120), doc="The DM that tells them; empty: none does yet."),
    Column(
        "look_at", UtcDateTime, doc="When that DM is to be written, or written anew; empty: it says it all."
    ),
    PrimaryKeyConstraint("loop_id", "member_id", "seq"),
    Index(None, "member_id"),
    Index("ix_loop_news_delivery_key", "delivery_key"),
    Index(None, "look_at"),
)
"""What a person is told of a loop, in one DM an hour for all of them."""

vote = Table(
    "vote",
    metadata,
    Column("prompt_id", ForeignKey("prompt.id"), nullable=False),
    Column("loop_id", ForeignKey("loop.id"), nullable=False),
    in_workspace(),
    Column("round_id", ForeignKey("round.id"), nullable=False),
    Column("team_id", ForeignKey("team.id"), nullable=False),
    Column("member_id", ForeignKey("member.id"), nullable=False),
    Column("impact", String(8)),
    PrimaryKeyConstraint("prompt_id", "loop_id"),
    Index(None, "round_id"),
)

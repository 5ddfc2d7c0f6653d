"""What anonymous rounds and withheld names leave behind, and who runs beside us.

None of the first five tells when a row came: no time, no sequence, and on SQLite no row id (`trends-and-privacy.md`
§4.3). What is boxed is encrypted under a key that is kept elsewhere and destroyed.
"""

from sqlalchemy import (
    JSON,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    text,
)

from bot.store.tables.columns import UtcDateTime, in_workspace, metadata, one_of, row_id
from bot.values.privacy import Seal

anonymous_round = Table(
    "anonymous_round",
    metadata,
    Column("round_id", ForeignKey("round.id"), primary_key=True, autoincrement=False),
    Column("state", String(16), nullable=False),
    Column("invited", Integer, nullable=False),
    Column("answered", Integer, doc="Empty while it is open, and for ever where too few answered."),
    Column("key_name", String(64), doc="What its key is called; empty once that is destroyed."),
    Column("place", String(64), doc="What the place of the keys was known by when it opened."),
    one_of("state", Seal),
    Index(
        "ix_anonymous_round_key_name",
        "round_id",
        sqlite_where=text("key_name IS NOT NULL"),
        postgresql_where=text("key_name IS NOT NULL"),
    ),
)

ballot = Table(
    "ballot",
    metadata,
    Column("round_id", ForeignKey("round.id"), nullable=False),
    Column("slot", LargeBinary(16), nullable=False, doc="Whose it is, for whoever has the round's key."),
    Column("box", LargeBinary, nullable=False),
    PrimaryKeyConstraint("round_id", "slot"),
    sqlite_with_rowid=False,
)
"""Only while a round is open."""

result = Table(
    "result",
    metadata,
    Column("round_id", ForeignKey("round.id"), nullable=False),
    Column("question_key", String(64), nullable=False),
    Column("grp", String(120), nullable=False, doc="Empty: everybody who answered the question."),
    in_workspace(),
    Column("n", Integer, nullable=False),
    Column("body", JSON, nullable=False),
    PrimaryKeyConstraint("round_id", "question_key", "grp"),
    sqlite_with_rowid=False,
)
"""Frozen when a round closes, and the only thing that is ever shown of it."""

sealed_text = Table(
    "sealed_text",
    metadata,
    Column("id", LargeBinary(16), primary_key=True),
    Column("round_id", ForeignKey("round.id"), nullable=False),
    in_workspace(),
    Column("question_key", String(64), nullable=False),
    Column("text", Text, nullable=False),
    Index(None, "round_id"),
    sqlite_with_rowid=False,
)
"""What people wrote in a round that is closed, in the order of random ids."""

waiting_feedback = Table(
    "waiting_feedback",
    metadata,
    Column("id", LargeBinary(16), primary_key=True, doc="Its key is named after it."),
    in_workspace(),
    Column("box", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)
"""Feedback whose giver withholds their name, until the day's batch is handed on."""

giver = Table(
    "giver",
    metadata,
    Column("loop_id", ForeignKey("loop.id"), primary_key=True, autoincrement=False),
    in_workspace(),
    Column("key_name", String(64), nullable=False),
    Column("box", LargeBinary, nullable=False, doc="Who gave it."),
    Column("tell_at", UtcDateTime, doc="When they are told that there is something new."),
    Column("forget_at", UtcDateTime, doc="When the key is destroyed and nobody can know any more."),
    Index(None, "tell_at"),
    Index(None, "forget_at"),
)

muted = Table(
    "muted",
    metadata,
    in_workspace(),
    Column(
        "slot", LargeBinary(16), nullable=False, doc="Whose feedback, and to whom, for whoever has the key."
    ),
    Column("until", UtcDateTime, nullable=False),
    PrimaryKeyConstraint("workspace_id", "slot"),
    Index(None, "until"),
)
"""Who may not withhold their name from somebody for a while, without saying who."""

we_did = Table(
    "we_did",
    metadata,
    row_id(),
    in_workspace(),
    Column("team_id", ForeignKey("team.id"), nullable=False),
    Column("author_id", ForeignKey("member.id")),
    Column("loop_id", ForeignKey("loop.id"), doc="The feedback it answers, if it was one."),
    Column("round_id", ForeignKey("round.id"), doc="The round it answers, if it was one."),
    Column("said", Text, nullable=False),
    Column("did", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Index(None, "team_id", "at"),
    Index(None, "loop_id"),
)
"""You said, we did: posted in a team's channel."""

replica = Table(
    "replica",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("seen_at", Float, nullable=False),
    Column("keys", String(64), doc="What it read back from the place of the keys; empty: nothing."),
)
"""Every process that runs, and whether it reaches the keys."""

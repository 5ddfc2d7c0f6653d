"""Rituals, rounds, prompts and answers."""

from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
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

from bot.store.tables.columns import UtcDateTime, in_workspace, metadata, one_of, row_id
from bot.values.rituals import FEWEST, FEWEST_WORDS, TO_TEAM, Breakdown, Grouping, Kind, RitualState, Tier
from bot.values.rounds import PromptState, RoundState


def _protection() -> list[Column[Any]]:
    """From how many people on results are shown, and how they are told apart."""
    return [
        Column("fewest", Integer, nullable=False, server_default=str(FEWEST)),
        Column("fewest_words", Integer, nullable=False, server_default=str(FEWEST_WORDS)),
        Column("breakdown", String(16), nullable=False, server_default=Breakdown.NONE),
    ]


ritual = Table(
    "ritual",
    metadata,
    row_id(),
    in_workspace(),
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
    Column("starts_on", Date),
    Column("ends_on", Date),
    Column("report", String(32), nullable=False, server_default=TO_TEAM),
    Column("grouping", String(16), nullable=False, server_default=Grouping.PERSON),
    Column("everyone", Boolean, nullable=False, server_default=false()),
    Column("on_holidays", Boolean, nullable=False, server_default=false()),
    Column("skips", Date, doc="Rounds up to this date are left out."),
    Column("about", Text, doc="What a feedback round asks about."),
    Column("spread_minutes", Integer, nullable=False, server_default="0"),
    *_protection(),
    UniqueConstraint("workspace_id", "name"),
    one_of("state", RitualState),
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

former_team = Table(
    "former_team",
    metadata,
    Column("ritual_id", ForeignKey("ritual.id"), nullable=False),
    Column("team_id", ForeignKey("team.id"), nullable=False),
    PrimaryKeyConstraint("ritual_id", "team_id"),
    Index(None, "team_id"),
)
"""The teams a ritual asked once: what they answered then stays in their digests."""

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
    row_id(),
    in_workspace(),
    Column("ritual_id", ForeignKey("ritual.id"), nullable=False),
    Column("ritual_name", Text, nullable=False),
    Column("local_date", Date, nullable=False),
    Column("state", String(16), nullable=False),
    Column("opens_at", UtcDateTime, nullable=False),
    Column("closes_at", UtcDateTime, nullable=False),
    Column("questions", JSON, nullable=False),
    Column("report", String(32), nullable=False, server_default=TO_TEAM),
    Column("grouping", String(16), nullable=False, server_default=Grouping.PERSON),
    Column("rules", JSON(none_as_null=True), doc="What decides when people are asked in it, frozen."),
    Column("kind", String(32), nullable=False, server_default=Kind.CHECK_IN),
    Column("tier", String(16), nullable=False, server_default=Tier.NAMED),
    Column("about", Text),
    *_protection(),
    UniqueConstraint("ritual_id", "local_date"),
    one_of("state", RoundState),
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
    row_id(),
    in_workspace(),
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
    Column(
        "letter_key", String(120), doc="The letter whose leaving makes it sent: that DM, or a change of it."
    ),
    Column("letter_revision", Integer, doc="From which revision on that letter says it."),
    Column("response_url", Text, doc="Where the DM can be changed for 30 minutes after a press."),
    Column("answered_at", UtcDateTime),
    Column("late", Boolean, nullable=False, default=False),
    Column("reason", Text),
    Column("revision", Integer, nullable=False, default=0),
    Column("shown_revision", Integer, nullable=False, default=0),
    Column("nothing_new", Boolean, nullable=False, server_default=false()),
    UniqueConstraint("round_id", "member_id"),
    one_of("state", PromptState),
    Index(None, "ask_at"),
    Index(None, "remind_at"),
    Index(
        "ix_prompt_member_asked_next",
        "member_id",
        "ask_at",
        sqlite_where=text("ask_at IS NOT NULL"),
        postgresql_where=text("ask_at IS NOT NULL"),
    ),
    Index("ix_prompt_member_round", "member_id", "round_id"),
    Index("ix_prompt_delivery_key", "delivery_key"),
)

answer = Table(
    "answer",
    metadata,
    Column("prompt_id", ForeignKey("prompt.id"), nullable=False),
    Column("question_key", String(64), nullable=False),
    in_workspace(),
    Column("ritual_id", ForeignKey("ritual.id"), nullable=False),
    Column("team_id", ForeignKey("team.id"), nullable=False),
    Column("member_id", ForeignKey("member.id"), nullable=False),
    Column("local_date", Date, nullable=False),
    Column("number", Float),
    Column("text", Text),
    Column("chosen", JSON(none_as_null=True)),
    PrimaryKeyConstraint("prompt_id", "question_key"),
    Index("ix_answer_trend", "team_id", "local_date", "ritual_id", "question_key", "number", "member_id"),
    Index("ix_answer_last_time", "member_id", "ritual_id", "local_date"),
)

answer_history = Table(
    "answer_history",
    metadata,
    row_id(),
    Column("prompt_id", ForeignKey("prompt.id"), nullable=False, index=True),
    Column("question_key", String(64), nullable=False),
    Column("replaced_at", UtcDateTime, nullable=False),
    Column("number", Float),
    Column("text", Text),
    Column("chosen", JSON(none_as_null=True)),
)

answer_draft = Table(
    "answer_draft",
    metadata,
    Column("prompt_id", ForeignKey("prompt.id"), nullable=False),
    Column("question_key", String(64), nullable=False),
    Column("saved_at", UtcDateTime, nullable=False),
    Column("number", Float),
    Column("text", Text),
    Column("chosen", JSON(none_as_null=True)),
    Column("more", JSON(none_as_null=True), doc="What is raised with the answer."),
    PrimaryKeyConstraint("prompt_id", "question_key"),
)

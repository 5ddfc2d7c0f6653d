"""Workspaces, members, teams and who is away."""

from sqlalchemy import (
    Boolean,
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
    true,
)

from bot.store.tables.columns import UtcDateTime, in_workspace, metadata, row_id

workspace = Table(
    "workspace",
    metadata,
    row_id(),
    Column("slack_id", String(32), nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("bot_user_id", String(32), nullable=False),
    Column("bot_id", String(32), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("directory_at", UtcDateTime, nullable=False, doc="When the directory of users is next read."),
    Column("tidy_at", UtcDateTime, doc="When what is kept too long is deleted next."),
    Column("feedback_at", UtcDateTime, doc="When withheld feedback is seen to next; empty: there is none."),
    Column("pictures_refused_at", UtcDateTime, doc="When Slack last refused a chart or a table there."),
    Column(
        "uninstalled_at", UtcDateTime, doc="Since when nothing happens; everything is deleted a week later."
    ),
)

member = Table(
    "member",
    metadata,
    row_id(),
    in_workspace(),
    Column("slack_id", String(32), nullable=False),
    Column("name", Text, nullable=False),
    Column("zone", String(64), nullable=False),
    Column("role", String(16), nullable=False),
    Column("is_person", Boolean, nullable=False),
    Column("is_active", Boolean, nullable=False),
    Column("working_days", String(20), doc="MO,TU,…; empty: those of the country."),
    Column("quiet_since", String(5), nullable=False, server_default="20:00"),
    Column("quiet_until", String(5), nullable=False, server_default="07:00"),
    Column("country", String(8), doc="DE or DE-BY; empty: the team's."),
    Column("undisturbed_until", UtcDateTime, doc="Slack says not to disturb them before."),
    Column("loop_news", Boolean, nullable=False, server_default=true(), doc="They want DMs about loops."),
    Column("left_at", UtcDateTime, doc="Since when Slack says that they are gone."),
    Column("erase_at", UtcDateTime, doc="What is still kept of them is to be erased from then on."),
    UniqueConstraint("workspace_id", "slack_id"),
    Index(
        "ix_member_left_at",
        "workspace_id",
        "left_at",
        sqlite_where=text("left_at IS NOT NULL"),
        postgresql_where=text("left_at IS NOT NULL"),
    ),
    Index(
        "ix_member_erase_at",
        "erase_at",
        sqlite_where=text("erase_at IS NOT NULL"),
        postgresql_where=text("erase_at IS NOT NULL"),
    ),
)

team = Table(
    "team",
    metadata,
    row_id(),
    in_workspace(),
    Column("name", Text, nullable=False),
    Column("channel_id", String(32), nullable=False),
    Column("channel_name", Text, nullable=False),
    Column("lead_id", ForeignKey("member.id")),
    Column("function", String(64)),
    Column("country", String(8)),
    Column("listed", Boolean, nullable=False, doc="Members were listed by hand, not taken from the channel."),
    Column("members_at", UtcDateTime, doc="When Slack is next asked about the channel, and for the members."),
    Column("usergroup_id", String(32), doc="The user group they are read from, if not the channel."),
    Column("disbanded", Boolean, nullable=False, server_default=false(), doc="Only its history is kept."),
    Column(
        "is_private", Boolean, nullable=False, server_default=true(), doc="Its channel is, or may well be."
    ),
    Column(
        "escalate_days",
        Integer,
        nullable=False,
        server_default="3",
        doc="Until a lead is told; 0: nobody is.",
    ),
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

left_out = Table(
    "left_out",
    metadata,
    Column("team_id", ForeignKey("team.id"), nullable=False),
    Column("member_id", ForeignKey("member.id"), nullable=False),
    PrimaryKeyConstraint("team_id", "member_id"),
)
"""Who is in a team's channel or user group and yet not in the team."""

away = Table(
    "away",
    metadata,
    row_id(),
    in_workspace(),
    Column("member_id", ForeignKey("member.id"), nullable=False),
    Column("first", Date, nullable=False),
    Column("last", Date, nullable=False),
    Index(None, "member_id", "last"),
)

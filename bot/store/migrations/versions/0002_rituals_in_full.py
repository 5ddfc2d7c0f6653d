"""Rituals in full: any question, any schedule, and people who are left in peace."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

# SQLite gives out row ids only to a column declared INTEGER.
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)
CHOSEN = sa.JSON(none_as_null=True)


def upgrade() -> None:
    """Add what is new; nothing that stands is lost."""
    _extend_people()
    _extend_rituals()
    _widen_answers()
    _keep_asking_as_before()
    _extend_deliveries()


def _extend_people() -> None:
    op.add_column("member", sa.Column("working_days", sa.String(20)))
    op.add_column("member", sa.Column("quiet_since", sa.String(5), nullable=False, server_default="20:00"))
    op.add_column("member", sa.Column("quiet_until", sa.String(5), nullable=False, server_default="07:00"))
    op.add_column("member", sa.Column("country", sa.String(8)))
    op.add_column("member", sa.Column("undisturbed_until", INSTANT))
    op.add_column("team", sa.Column("usergroup_id", sa.String(32)))
    op.add_column("team", sa.Column("disbanded", sa.Boolean, nullable=False, server_default=sa.false()))
    with op.batch_alter_table("team") as team:
        team.alter_column("country", existing_type=sa.String(2), type_=sa.String(8))
    op.create_table(
        "left_out",
        sa.Column("team_id", ID, sa.ForeignKey("team.id"), nullable=False),
        sa.Column("member_id", ID, sa.ForeignKey("member.id"), nullable=False),
        sa.PrimaryKeyConstraint("team_id", "member_id"),
    )
    op.create_table(
        "away",
        sa.Column("id", ID, primary_key=True, autoincrement=True),
        sa.Column("workspace_id", ID, sa.ForeignKey("workspace.id"), nullable=False),
        sa.Column("member_id", ID, sa.ForeignKey("member.id"), nullable=False),
        sa.Column("first", sa.Date, nullable=False),
        sa.Column("last", sa.Date, nullable=False),
        sa.Index("ix_away_member_id_last", "member_id", "last"),
    )


def _extend_rituals() -> None:
    op.add_column("ritual", sa.Column("starts_on", sa.Date))
    op.add_column("ritual", sa.Column("ends_on", sa.Date))
    for table in ("ritual", "round"):
        op.add_column(table, sa.Column("report", sa.String(32), nullable=False, server_default="team"))
        op.add_column(table, sa.Column("grouping", sa.String(16), nullable=False, server_default="person"))
    for name in ("everyone", "on_holidays"):
        op.add_column("ritual", sa.Column(name, sa.Boolean, nullable=False, server_default=sa.false()))
    op.add_column("ritual", sa.Column("skips", sa.Date))
    op.add_column("round", sa.Column("rules", sa.JSON(none_as_null=True)))
    op.add_column("prompt", sa.Column("nothing_new", sa.Boolean, nullable=False, server_default=sa.false()))
    op.create_table(
        "former_team",
        sa.Column("ritual_id", ID, sa.ForeignKey("ritual.id"), nullable=False),
        sa.Column("team_id", ID, sa.ForeignKey("team.id"), nullable=False),
        sa.PrimaryKeyConstraint("ritual_id", "team_id"),
        sa.Index("ix_former_team_team_id", "team_id"),
    )


def _extend_deliveries() -> None:
    op.add_column("delivery", sa.Column("after_key", sa.String(120)))
    waiting = sa.text("state IN ('pending', 'claimed')")
    op.create_index(
        "ix_delivery_waiting", "delivery", ["member_id"], sqlite_where=waiting, postgresql_where=waiting
    )
    asked_next = sa.text("ask_at IS NOT NULL")
    op.create_index(
        "ix_prompt_member_asked_next",
        "prompt",
        ["member_id", "ask_at"],
        sqlite_where=asked_next,
        postgresql_where=asked_next,
    )
    op.add_column("prompt", sa.Column("letter_key", sa.String(120)))
    op.add_column("prompt", sa.Column("letter_revision", sa.Integer))
    # Until now the DM itself, as it first was, made each prompt sent.
    op.execute(
        "UPDATE prompt SET letter_key = delivery_key, letter_revision = 1 WHERE delivery_key IS NOT NULL"
    )


def _widen_answers() -> None:
    op.drop_index("ix_answer_trend", "answer")
    for table in ("answer", "answer_history"):
        with op.batch_alter_table(table) as answers:
            answers.alter_column("number", existing_type=sa.Integer(), type_=sa.Float())
            answers.add_column(sa.Column("chosen", CHOSEN))
    columns = ["team_id", "local_date", "ritual_id", "question_key", "number", "member_id"]
    op.create_index("ix_answer_trend", "answer", columns)
    op.create_table(
        "answer_draft",
        sa.Column("prompt_id", ID, sa.ForeignKey("prompt.id"), nullable=False),
        sa.Column("question_key", sa.String(64), nullable=False),
        sa.Column("saved_at", INSTANT, nullable=False),
        sa.Column("number", sa.Float),
        sa.Column("text", sa.Text),
        sa.Column("chosen", CHOSEN),
        sa.PrimaryKeyConstraint("prompt_id", "question_key"),
    )


def _keep_asking_as_before() -> None:
    """A text was a box of several lines, and two questions were filled in from last time. Now questions say so."""
    for name in ("ritual", "round"):
        asking = sa.table(name, sa.column("id", ID), sa.column("questions", sa.JSON))
        connection = op.get_bind()
        for row in connection.execute(sa.select(asking)).all():
            keys = {question["key"] for question in row.questions}
            asked = [{**question, **_as_before(question, keys)} for question in row.questions]
            connection.execute(asking.update().where(asking.c.id == row.id).values(questions=asked))


def _as_before(question: dict[str, Any], keys: set[str]) -> dict[str, Any]:
    source = {"progress": "plan", "stuck": "stuck"}.get(question["key"])
    box = {"type": "long-text"} if question["type"] == "text" else {}
    return box | ({"prefill": source} if source in keys else {})

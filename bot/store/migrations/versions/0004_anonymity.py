"""Anonymous rounds, feedback with the name withheld, what was said and done, and leaving."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

# SQLite gives out row ids only to a column declared INTEGER.
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)

BROKEN_PROMISE = "What a round promises is frozen when it opens: its groups may only grow."
FROZEN = "Results are frozen."


def upgrade() -> None:
    """Add what is new. Rounds that are there keep what their rituals promised."""
    _widen_rituals()
    _widen_loops()
    for name in ("tidy_at", "feedback_at", "uninstalled_at"):
        op.add_column("workspace", sa.Column(name, INSTANT))
    _add_anonymous_rounds()
    _add_withheld_names()
    _add_what_was_done()
    _add_rights_of_people()
    op.create_table(
        "replica",
        sa.Column("name", sa.String(64), primary_key=True),
        sa.Column("seen_at", sa.Float, nullable=False),
        sa.Column("keys", sa.String(64)),
    )
    if op.get_bind().dialect.name == "sqlite":
        _guard_sqlite()
    else:
        _guard_postgresql()


def _widen_rituals() -> None:
    for table in ("ritual", "round"):
        op.add_column(table, sa.Column("about", sa.Text))
        op.add_column(table, sa.Column("fewest", sa.Integer, nullable=False, server_default="5"))
        op.add_column(table, sa.Column("fewest_words", sa.Integer, nullable=False, server_default="10"))
        op.add_column(table, sa.Column("breakdown", sa.String(16), nullable=False, server_default="none"))
    op.add_column("ritual", sa.Column("spread_minutes", sa.Integer, nullable=False, server_default="0"))
    op.add_column("round", sa.Column("kind", sa.String(32), nullable=False, server_default="check-in"))
    op.add_column("round", sa.Column("tier", sa.String(16), nullable=False, server_default="named"))
    for name in ("kind", "tier"):
        op.execute(
            f"UPDATE round SET {name} = (SELECT {name} FROM ritual WHERE ritual.id = round.ritual_id)"  # noqa: S608
        )


def _widen_loops() -> None:
    for table in ("loop", "loop_event"):
        op.add_column(
            table, sa.Column("waits_on_leadership", sa.Boolean, nullable=False, server_default=sa.false())
        )
    op.add_column("loop", sa.Column("withheld", sa.Boolean, nullable=False, server_default=sa.false()))
    op.add_column("loop", sa.Column("told_at", INSTANT))
    op.add_column("loop_event", sa.Column("by_giver", sa.Boolean, nullable=False, server_default=sa.false()))


def _add_anonymous_rounds() -> None:
    op.create_table(
        "anonymous_round",
        sa.Column("round_id", ID, sa.ForeignKey("round.id"), primary_key=True, autoincrement=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("invited", sa.Integer, nullable=False),
        sa.Column("answered", sa.Integer),
        sa.Column("key_name", sa.String(64)),
        sa.Column("place", sa.String(64)),
        sa.CheckConstraint("state IN ('open', 'sealed', 'discarded', 'lost')", name="state"),
        sa.Index(
            "ix_anonymous_round_key_name",
            "round_id",
            sqlite_where=sa.text("key_name IS NOT NULL"),
            postgresql_where=sa.text("key_name IS NOT NULL"),
        ),
    )
    op.create_table(
        "ballot",
        sa.Column("round_id", ID, sa.ForeignKey("round.id"), nullable=False),
        sa.Column("slot", sa.LargeBinary(16), nullable=False),
        sa.Column("box", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("round_id", "slot"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "result",
        sa.Column("round_id", ID, sa.ForeignKey("round.id"), nullable=False),
        sa.Column("question_key", sa.String(64), nullable=False),
        sa.Column("grp", sa.String(120), nullable=False),
        sa.Column("workspace_id", ID, sa.ForeignKey("workspace.id"), nullable=False),
        sa.Column("n", sa.Integer, nullable=False),
        sa.Column("body", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("round_id", "question_key", "grp"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "sealed_text",
        sa.Column("id", sa.LargeBinary(16), primary_key=True),
        sa.Column("round_id", ID, sa.ForeignKey("round.id"), nullable=False),
        sa.Column("workspace_id", ID, sa.ForeignKey("workspace.id"), nullable=False),
        sa.Column("question_key", sa.String(64), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Index("ix_sealed_text_round_id", "round_id"),
        sqlite_with_rowid=False,
    )


def _add_withheld_names() -> None:
    op.create_table(
        "waiting_feedback",
        sa.Column("id", sa.LargeBinary(16), primary_key=True),
        sa.Column("workspace_id", ID, sa.ForeignKey("workspace.id"), nullable=False),
        sa.Column("box", sa.LargeBinary, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "giver",
        sa.Column("loop_id", ID, sa.ForeignKey("loop.id"), primary_key=True, autoincrement=False),
        sa.Column("workspace_id", ID, sa.ForeignKey("workspace.id"), nullable=False),
        sa.Column("key_name", sa.String(64), nullable=False),
        sa.Column("box", sa.LargeBinary, nullable=False),
        sa.Column("tell_at", INSTANT),
        sa.Column("forget_at", INSTANT),
        sa.Index("ix_giver_tell_at", "tell_at"),
        sa.Index("ix_giver_forget_at", "forget_at"),
    )
    op.create_table(
        "muted",
        sa.Column("workspace_id", ID, sa.ForeignKey("workspace.id"), nullable=False),
        sa.Column("slot", sa.LargeBinary(16), nullable=False),
        sa.Column("until", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "slot"),
        sa.Index("ix_muted_until", "until"),
    )


def _add_what_was_done() -> None:
    op.create_table(
        "we_did",
        sa.Column("id", ID, primary_key=True, autoincrement=True),
        sa.Column("workspace_id", ID, sa.ForeignKey("workspace.id"), nullable=False),
        sa.Column("team_id", ID, sa.ForeignKey("team.id"), nullable=False),
        sa.Column("author_id", ID, sa.ForeignKey("member.id")),
        sa.Column("loop_id", ID, sa.ForeignKey("loop.id")),
        sa.Column("round_id", ID, sa.ForeignKey("round.id")),
        sa.Column("said", sa.Text, nullable=False),
        sa.Column("did", sa.Text, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Index("ix_we_did_team_id_at", "team_id", "at"),
        sa.Index("ix_we_did_loop_id", "loop_id"),
    )


def _add_rights_of_people() -> None:
    for name in ("left_at", "erase_at"):
        op.add_column("member", sa.Column(name, INSTANT))
    _partial_index("ix_member_left_at", "member", ["workspace_id", "left_at"], "left_at IS NOT NULL")
    _partial_index("ix_member_erase_at", "member", ["erase_at"], "erase_at IS NOT NULL")
    op.add_column("delivery", sa.Column("emptied", sa.Boolean, nullable=False, server_default=sa.false()))
    finished = "state IN ('sent', 'failed', 'cancelled')"
    _partial_index("ix_delivery_finished", "delivery", ["workspace_id", "emptied", "due_at"], finished)
    op.create_table(
        "member_export",
        sa.Column("id", ID, primary_key=True, autoincrement=True),
        sa.Column("workspace_id", ID, sa.ForeignKey("workspace.id"), nullable=False),
        sa.Column("member_id", ID, sa.ForeignKey("member.id"), nullable=False),
        sa.Column("asked_at", INSTANT, nullable=False),
        sa.Column("due_at", INSTANT),
        sa.Column("attempts", sa.Integer, nullable=False, server_default="0"),
        sa.Column("lease_until", sa.Float),
        sa.Column("file_id", sa.String(32)),
        sa.Column("fenced_at", INSTANT),
        sa.Column("sent_at", INSTANT),
        sa.Index("ix_member_export_due_at", "due_at"),
        sa.Index("ix_member_export_member_id", "member_id"),
    )


def _partial_index(name: str, table: str, columns: list[str], where: str) -> None:
    op.create_index(name, table, columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where))


# Held by the database itself: no mistake of ours, and no hand at a console, lowers a promise without leaving traces.
_LOWERS = (
    "NEW.tier <> OLD.tier OR NEW.breakdown <> OLD.breakdown"
    " OR NEW.fewest < OLD.fewest OR NEW.fewest_words < OLD.fewest_words"
)


def _guard_sqlite() -> None:
    op.execute(
        "CREATE TRIGGER round_promise BEFORE UPDATE OF tier, breakdown, fewest, fewest_words ON round"
        f" WHEN {_LOWERS} BEGIN SELECT RAISE(ABORT, '{BROKEN_PROMISE}'); END"
    )
    for table in ("result", "sealed_text"):
        op.execute(
            f"CREATE TRIGGER {table}_frozen BEFORE UPDATE ON {table}"
            f" BEGIN SELECT RAISE(ABORT, '{FROZEN}'); END"
        )


def _guard_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION keep_promise() RETURNS trigger LANGUAGE plpgsql AS"
        f" $$ BEGIN IF {_LOWERS} THEN RAISE EXCEPTION '{BROKEN_PROMISE}'; END IF; RETURN NEW; END $$"
    )
    op.execute(
        "CREATE TRIGGER round_promise BEFORE UPDATE OF tier, breakdown, fewest, fewest_words ON round"
        " FOR EACH ROW EXECUTE FUNCTION keep_promise()"
    )
    op.execute(
        "CREATE FUNCTION stay_frozen() RETURNS trigger LANGUAGE plpgsql AS"
        f" $$ BEGIN RAISE EXCEPTION '{FROZEN}'; END $$"
    )
    for table in ("result", "sealed_text"):
        op.execute(
            f"CREATE TRIGGER {table}_frozen BEFORE UPDATE ON {table}"
            " FOR EACH ROW EXECUTE FUNCTION stay_frozen()"
        )

"""Open loops: everything a list, Home and their counts decide by stands in the index, however many there are."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

UNSETTLED = sa.text("state IN ('raised', 'acknowledged', 'promised', 'answered')")


def upgrade() -> None:
    """Widen the index of what is not over."""
    op.drop_index("ix_loop_unsettled", "loop")
    op.create_index(
        "ix_loop_unsettled",
        "loop",
        [
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
        ],
        sqlite_where=UNSETTLED,
        postgresql_where=UNSETTLED,
    )

"""Goals, and what is waited for from a team, are found by when they ended: reading them costs what the weeks do that
are read, and not what all the years did."""

from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Make the indexes."""
    op.create_index("ix_goal_workspace_id_closed_at", "goal", ["workspace_id", "closed_at"])
    op.create_index("ix_loop_waits_on_team_id_closed_at", "loop", ["waits_on_team_id", "closed_at"])
    op.drop_index("ix_loop_waits_on_team_id", "loop")

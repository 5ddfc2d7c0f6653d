"""Which of the workspaces in a database a command is about, where Slack is not asked."""

import argparse

from bot.cli.speech import Trouble
from bot.store import workspaces
from bot.store.engine import Store
from bot.values.people import Workspace


def add_workspace(parser: argparse.ArgumentParser) -> None:
    """Take which one."""
    parser.add_argument(
        "--workspace", metavar="T0HOME", help="needed only where the database holds several workspaces"
    )


async def those_meant(store: Store, slack_id: str | None) -> list[Workspace]:
    """The one that was named, or all. Raises Trouble where there is none."""
    async with store.reading() as tx:
        known = await workspaces.every(tx)
    here = [each for each in known if slack_id in (None, each.slack_id)]
    if not here:
        raise Trouble(
            [f"The database holds no workspace {slack_id or ''}".rstrip() + ". Check DATABASE_URL."]
        )
    return here


async def the_one_meant(store: Store, slack_id: str | None) -> Workspace:
    """The one that was named, or the only one there is. Raises Trouble."""
    here = await those_meant(store, slack_id)
    if len(here) > 1:
        ids = ", ".join(each.slack_id for each in here)
        raise Trouble([f"The database holds several workspaces. Add --workspace with one of {ids}."])
    return here[0]

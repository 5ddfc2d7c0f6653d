"""Starting Drumbeat, in one process or in two kinds of them."""

import argparse
import asyncio

from bot.cli.database import migrated_store
from bot.cli.settings import settings_or_trouble
from bot.cli.speech import OK, Trouble
from config.settings import Settings

ONE_MACHINE = (
    "web and worker share the database, and a SQLite file cannot be shared between machines. "
    "Set DATABASE_URL to PostgreSQL, use drumbeat run, or add --same-machine when both run here."
)


def add_same_machine(parser: argparse.ArgumentParser) -> None:
    """The argument with which somebody vouches for both processes using one file."""
    parser.add_argument(
        "--same-machine",
        action="store_true",
        help="web and worker run on this machine and share its SQLite file",
    )


def serve_split(options: argparse.Namespace, *, web: bool, worker: bool) -> int:
    """Serve one half. Raises Trouble for SQLite, unless somebody vouched for it."""
    settings = settings_or_trouble()
    if settings.uses_sqlite and not options.same_machine:
        raise Trouble([ONE_MACHINE])
    return serve(settings, web=web, worker=worker)


def serve(settings: Settings, *, web: bool, worker: bool) -> int:
    """Serve until told to stop. Raises Trouble."""
    asyncio.run(_serve(settings, web=web, worker=worker))
    return OK


async def _serve(settings: Settings, *, web: bool, worker: bool) -> None:
    from bot.app import StartUpError
    from bot.app import serve as serve_app

    async with migrated_store(settings.database_url):
        pass
    try:
        await serve_app(settings, web=web, worker=worker)
    except StartUpError as error:
        raise Trouble(error.problems) from error

"""`drumbeat migrate`: bring the tables up to date."""

import argparse
import asyncio

from bot.cli.database import shown, usable_store
from bot.cli.settings import database_url_or_trouble
from bot.cli.speech import OK, say
from bot.store.migrate import migrate

SUMMARY = "Bring the database's tables up to date"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """None: DATABASE_URL says which database."""


def run(options: argparse.Namespace) -> int:
    """Apply what is pending. Raises Trouble."""
    asyncio.run(_migrate(database_url_or_trouble()))
    return OK


async def _migrate(url: str) -> None:
    async with usable_store(url) as store:
        applied = await migrate(store)
    done = f"Applied {', '.join(applied)}." if applied else "Nothing to do."
    say(f"{done} The tables of {shown(url)} are up to date.")

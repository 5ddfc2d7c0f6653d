"""Every team's answers and figures, for whoever runs Drumbeat: tables in one archive, written as they are read."""

import argparse
import os
import sys
import tempfile
from datetime import date
from pathlib import Path

from bot.cli.calendar import calendar_now
from bot.cli.database import lived_in_store
from bot.cli.free_file import cannot_be_written, check_free
from bot.cli.speech import OK, Trouble, say
from bot.cli.which_workspace import the_one_meant
from bot.files.filling import fill
from bot.trends.export.contents import contents
from bot.values.exporting import Extent
from bot.views.exporting import archive_name, facing
from config.settings import Local

_OFTEN = 50_000
"""Rows of one table between two words about it."""


async def export_workspace(local: Local, options: argparse.Namespace, since: date | None) -> int:
    """Read it and write it. Raises Trouble."""
    async with lived_in_store(local.database_url) as store:
        now = await calendar_now(local.clock_url)
        path: Path = options.to or Path(archive_name(now))
        check_free(path, force=options.force)
        if since is not None and since > now.date():
            raise Trouble([f"--since {since} is still to come: nothing has happened since."])
        here = await the_one_meant(store, options.workspace)
        extent = Extent(here.id, since=since)
        telling = _Telling()
        beside = _beside(path)
        try:
            parts = await contents(store, extent, now)
            await fill(beside, parts, facing(here.name, extent, now), telling.hear)
            os.replace(beside, path)
        except OSError as error:
            raise cannot_be_written(path, error) from error
        finally:
            beside.unlink(missing_ok=True)
    telling.finish()
    say(f"Wrote {path}: {telling.rows:,} rows in {telling.tables} tables; its README.md explains them.")
    say("It holds what people said under their names: keep it where only those who need it reach it.")
    return OK


class _Telling:
    """Says on standard error how far it is; what is printed may go into a pipe."""

    def __init__(self) -> None:
        self.rows, self.tables = 0, 0
        self._name, self._written, self._said = "", 0, 0

    async def hear(self, name: str, written: int) -> None:
        """So many rows of this table are written."""
        if name != self._name:
            self.finish()
            self._name, self._said = name, 0
            self.tables += 1
        self._written = written
        if written - self._said >= _OFTEN:
            self._say("…")

    def finish(self) -> None:
        """The table is complete."""
        if self._name:
            self.rows += self._written
            self._say("")
        self._name = ""

    def _say(self, more: str) -> None:
        self._said = self._written
        print(f"  wrote {self._name}: {self._written:,}{more}", file=sys.stderr, flush=True)


def _beside(path: Path) -> Path:
    """Where it is written first: what is there is replaced at once, by something complete."""
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    except OSError as error:
        raise cannot_be_written(path, error) from error
    os.close(handle)
    return Path(name)

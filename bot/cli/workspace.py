"""A sandbox as a process beside us, and what it said about itself."""

import json
from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from importlib.resources import files
from pathlib import Path

from bot.cli.processes import Child, child
from bot.cli.speech import Trouble
from config.settings import environment_for_child

SECONDS_TO_START = 60.0


def sandbox(options: Sequence[str], folder: Path) -> AbstractAsyncContextManager[Child]:
    """A sandbox with our manifest and without Slack's limits: nobody else is in it."""
    manifest = str(files("config").joinpath("manifest.json"))
    # It works in a folder of its own, where no .env with real tokens is found.
    arguments = ["--manifest", manifest, "--no-limits", *options]
    return child("The sandbox", "sandbox", arguments, environment_for_child({}), folder)


async def addresses(of: Child) -> dict[str, str]:
    """Its addresses, tokens and secrets, as soon as it is open. Raises Trouble."""
    line = await of.first_line(SECONDS_TO_START)
    try:
        said: dict[str, str] = json.loads(line)
    except ValueError as error:
        raise Trouble([f"The sandbox did not open: {line}"]) from error
    return said

"""`drumbeat run`: everything in one process."""

import argparse

from bot.cli.serving import serve
from bot.cli.settings import settings_or_trouble

SUMMARY = "Start Drumbeat: everything in one process"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """None: the environment says everything."""


def run(options: argparse.Namespace) -> int:
    """Serve until told to stop. Raises Trouble."""
    return serve(settings_or_trouble(), web=True, worker=True)

"""`drumbeat worker`: the half that the clock drives."""

import argparse

from bot.cli.serving import add_same_machine, serve_split

SUMMARY = "Start only what the clock drives; a web process must run beside it"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take `--same-machine`."""
    add_same_machine(parser)


def run(options: argparse.Namespace) -> int:
    """Serve until told to stop. Raises Trouble."""
    return serve_split(options, web=False, worker=True)

"""`drumbeat web`: the half that answers Slack."""

import argparse

from bot.cli.serving import add_same_machine, serve_split

SUMMARY = "Start only what answers Slack; a worker must run beside it"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take `--same-machine`."""
    add_same_machine(parser)


def run(options: argparse.Namespace) -> int:
    """Serve until told to stop. Raises Trouble."""
    return serve_split(options, web=True, worker=False)

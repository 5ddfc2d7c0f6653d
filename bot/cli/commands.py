"""The commands. Each is a module with SUMMARY, `add_arguments` and `run`. Only the one that was typed is loaded: a
bot that runs for months need not carry what reads files or plays rehearsals.
"""

import argparse
import sys
from collections.abc import Iterable, Sequence
from importlib import import_module
from typing import Protocol, cast

from bot import __version__
from bot.cli.speech import OK, WRONG, Trouble, complain


class Command(Protocol):
    """What a command module offers."""

    SUMMARY: str

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Say which arguments the command takes."""
        ...

    def run(self, options: argparse.Namespace) -> int:
        """Do it, and give the exit code. Raises Trouble for what a person has to mend."""
        ...


COMMANDS = (
    "demo",
    "run",
    "web",
    "worker",
    "migrate",
    "rehearse",
    "plan",
    "apply",
    "export-rituals",
    "export",
    "erase",
    "manifest",
    "doctor",
)


def load(name: str) -> Command:
    """The module of a command."""
    return cast(Command, import_module(f"bot.cli.{name.replace('-', '_')}"))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and give its exit code; wrong usage exits with 2 by itself."""
    typed = list(sys.argv[1:] if arguments is None else arguments)
    options = _parser(typed[:1] if set(typed[:1]) & set(COMMANDS) else COMMANDS).parse_args(typed)
    command: Command = options.command
    try:
        return command.run(options)
    except Trouble as trouble:
        complain(trouble.problems)
        return WRONG
    except KeyboardInterrupt:
        return OK


def _parser(names: Iterable[str]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="drumbeat", description="Team rituals in Slack: check-ins and one honest weekly digest."
    )
    parser.add_argument("--version", action="version", version=f"drumbeat {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for name in names:
        command = load(name)
        its_parser = commands.add_parser(name, help=command.SUMMARY, description=f"{command.SUMMARY}.")
        its_parser.set_defaults(command=command)
        command.add_arguments(its_parser)
    return parser

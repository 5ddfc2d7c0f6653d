"""The commands. Each is a module with SUMMARY, `add_arguments` and `run`, and imports what is slow when it runs."""

import argparse
from collections.abc import Sequence
from typing import Protocol

from bot import __version__
from bot.cli import apply, demo, doctor, export_rituals, manifest, migrate, plan, rehearse, run, web, worker
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


COMMANDS: dict[str, Command] = {
    "demo": demo,
    "run": run,
    "web": web,
    "worker": worker,
    "migrate": migrate,
    "rehearse": rehearse,
    "plan": plan,
    "apply": apply,
    "export-rituals": export_rituals,
    "manifest": manifest,
    "doctor": doctor,
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and give its exit code; wrong usage exits with 2 by itself."""
    options = _parser().parse_args(arguments)
    command: Command = options.command
    try:
        return command.run(options)
    except Trouble as trouble:
        complain(trouble.problems)
        return WRONG
    except KeyboardInterrupt:
        return OK


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="drumbeat", description="Team rituals in Slack: check-ins and one honest weekly digest."
    )
    parser.add_argument("--version", action="version", version=f"drumbeat {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for name, command in COMMANDS.items():
        its_parser = commands.add_parser(name, help=command.SUMMARY, description=f"{command.SUMMARY}.")
        its_parser.set_defaults(command=command)
        command.add_arguments(its_parser)
    return parser

"""`drumbeat`, also `python -m bot`: the command line."""

import sys

from bot.cli.commands import main as run_command


def main() -> None:
    """Run the command the person typed and leave with its exit code."""
    sys.exit(run_command())


if __name__ == "__main__":
    main()

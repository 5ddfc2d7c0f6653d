"""Drumbeat as it is, except for how many messages are on the wire at once: `python -m benchmarks.in_flight 5`."""

import sys

from bot.cli.commands import main
from bot.slack.sender import Sender

if __name__ == "__main__":
    defaults = Sender.__init__.__kwdefaults__
    assert defaults is not None
    defaults["in_flight"] = int(sys.argv[1])
    sys.exit(main(["run"]))

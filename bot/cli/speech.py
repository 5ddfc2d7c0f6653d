"""How the command line talks: results on standard output, complaints on standard error."""

import sys
from collections.abc import Iterable

OK, WRONG = 0, 1


class Trouble(Exception):
    """Something a person has to mend before the command can work: each a sentence with what to do."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = list(problems)
        super().__init__("\n".join(self.problems))


def say(sentence: str) -> None:
    """Tell the person something."""
    print(sentence, flush=True)


def complain(problems: Iterable[str]) -> None:
    """Tell the person what is wrong, one problem a line."""
    for problem in problems:
        print(f"✗ {problem}", file=sys.stderr, flush=True)

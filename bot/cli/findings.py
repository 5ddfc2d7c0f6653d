"""What `drumbeat doctor` finds out, one line each."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. `todo` says how to mend it, or what it means when nothing is wrong."""

    is_fine: bool
    what: str
    todo: str = ""

    def __str__(self) -> str:
        return f"{'✓' if self.is_fine else '✗'} {self.what}{f'. {self.todo}' if self.todo else '.'}"


def fine(what: str, meaning: str = "") -> Finding:
    """Nothing is wrong here."""
    return Finding(True, what, meaning)


def wrong(what: str, todo: str) -> Finding:
    """Something is wrong here."""
    return Finding(False, what, todo)

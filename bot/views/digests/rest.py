"""Where the rest of what a digest shortens stands: its readers are never sent where nothing is."""

from enum import StrEnum


class Rest(StrEnum):
    """Where it stands, as it is said."""

    THREAD = "in the thread"
    DETAILS = "under *Details*"
    """The button of a preview: what is not out yet has no thread."""


def more(number: int, rest: Rest) -> list[str]:
    """`… and 3 more in the thread.`; nothing where there are none."""
    return [f"… and {number} more {rest}."] if number > 0 else []

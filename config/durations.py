"""Lengths of time as people write them: 90m, 8h, 1d."""

import re
from datetime import timedelta

DURATION = re.compile(r"([1-9][0-9]{0,4})\s*(m|min|h|d)")
MINUTES = {"m": 1, "min": 1, "h": 60, "d": 24 * 60}


def read_duration(text: str) -> timedelta | None:
    """The length of time, or None when the text is none."""
    if not (found := DURATION.fullmatch(text.strip().lower())):
        return None
    return timedelta(minutes=int(found[1]) * MINUTES[found[2]])


def write_duration(length: timedelta) -> str:
    """The shortest way to write a length of time that is whole minutes."""
    minutes = int(length.total_seconds() // 60)
    for unit in ("d", "h"):
        if minutes % MINUTES[unit] == 0:
            return f"{minutes // MINUTES[unit]}{unit}"
    return f"{minutes}m"

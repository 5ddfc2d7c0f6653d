"""What the keys of rounds are called."""

import secrets

ROUNDS = "round-"
"""How they all begin."""

LONGEST_OPENING = 3600.0
"""Seconds. A key is put down before its round is committed; no transaction takes nearly so long."""


def name_for(round_id: int, machine_now: float) -> str:
    """A name nobody has taken, not even a round of the same number that was taken back; it says when that was."""
    return f"{ROUNDS}{round_id}-{machine_now:.0f}-{secrets.token_hex(4)}"


def is_left_behind(name: str, machine_now: float) -> bool:
    """Whether the round of this key, when the database does not know it, will never be committed."""
    parts = name.split("-")
    return len(parts) == 4 and parts[2].isdigit() and float(parts[2]) < machine_now - LONGEST_OPENING

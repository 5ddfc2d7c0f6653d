"""Drawing lots, for who is asked when in a round that asks at random times."""

import secrets

_FINE = 1 << 30


def drawn() -> float:
    """A number from 0 up to, but not including, 1. It is drawn anew for everybody in every round, so that nobody is
    always the first, and from a source that nobody can work out afterwards."""
    return secrets.randbelow(_FINE) / _FINE

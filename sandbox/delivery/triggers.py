"""Trigger ids: permission to open one view, for three seconds (docs, handling-user-interaction)."""

import secrets
import time

from sandbox import fair_time
from sandbox.errors import SlackError

LIFETIME = 3.0


class Triggers:
    """Lives in real time (`fair_time.py`), because people wait in real time. `lifetime` may be changed by tests."""

    def __init__(self) -> None:
        self.lifetime = LIFETIME
        self._issued: dict[str, tuple[str, float]] = {}
        self._exchanged: set[str] = set()

    def issue(self, user: str) -> str:
        now = time.time()
        trigger = f"{int(now * 1000)}.{secrets.randbelow(10**12):012d}.{secrets.token_hex(16)}"
        self._issued[trigger] = (user, fair_time.seconds())
        return trigger

    def exchange(self, trigger: str) -> str:
        """The user who caused it; each trigger works once."""
        if trigger in self._exchanged:
            raise SlackError("exchanged_trigger_id")
        if trigger not in self._issued:
            raise SlackError("invalid_trigger_id")
        user, issued_at = self._issued[trigger]
        if fair_time.seconds() - issued_at > self.lifetime:
            raise SlackError("expired_trigger_id")
        self._exchanged.add(trigger)
        return user

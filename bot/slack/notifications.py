"""Asking Slack whose notifications are paused: fifty people a call, and not again soon after Slack refused."""

import time
from collections.abc import Awaitable, Callable, Collection, Mapping
from datetime import datetime
from typing import Any

from bot.slack.reading import read_undisturbed
from bot.slack.refusals import explain
from bot.values.errors import SlackRefused

AT_ONCE = 50
"""The most users dnd.teamInfo takes in one call (docs: reference/methods/dnd.teamInfo)."""

PAUSE = 60.0
"""Seconds without asking after Slack refused: its limit counts by the minute, and no scope is granted sooner."""

Read = Callable[..., Awaitable[Any]]


class Notifications:
    """Who is not to be disturbed, as far as Slack tells."""

    def __init__(self, read: Read) -> None:
        self._read = read
        self._refused_until = 0.0
        self._reason = ""

    async def undisturbed(self, user_ids: Collection[str], now: datetime) -> Mapping[str, datetime]:
        """Those of these users whom Slack says not to disturb at this instant, and until when, as far as it tells.

        Raises SlackRefused when it tells nothing.
        """
        if time.monotonic() < self._refused_until:
            raise explain(self._reason)
        wanted = list(user_ids)
        found: dict[str, datetime] = {}
        for first in range(0, len(wanted), AT_ONCE):
            users = ",".join(wanted[first : first + AT_ONCE])
            try:
                found |= read_undisturbed((await self._ask(users))["users"], now)
            except SlackRefused:
                if not found:
                    raise
                break
        return found

    async def _ask(self, users: str) -> Any:
        try:
            return await self._read("dnd.teamInfo", users=users)
        except SlackRefused as refusal:
            self._refused_until, self._reason = time.monotonic() + PAUSE, refusal.reason
            raise

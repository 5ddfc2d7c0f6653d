"""What Slack would have, for tests that count what became of thousands of letters: no wire, no waiting."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count

from bot.values.deliveries import Delivery, Found, Method, Sent
from bot.values.errors import SlackRefused

UNREADABLE = "CPRIVATE"
"""A channel that cannot be read back."""


@dataclass(slots=True)
class Standing:
    """One message: every text it ever had, the newest last."""

    delivery_id: str
    channel: str
    thread_ts: str | None
    texts: list[str]


@dataclass(slots=True)
class SlackInMemory:
    """The messages that stand in Slack, by ts, and what the gateway may ask about them."""

    messages: dict[str, Standing] = field(default_factory=dict)
    _numbers: "count[int]" = field(default_factory=lambda: count(1))

    def take(self, item: Delivery) -> Sent:
        """Slack takes a delivery, however its answer fares on the way back."""
        assert item.channel
        text = item.message.text
        if item.method == Method.UPDATE:
            changed = self.messages[item.ts or ""]
            assert int(text) >= int(changed.texts[-1]), "an older state was shown after a newer one"
            changed.texts.append(text)
            return Sent(item.channel, item.ts or "")
        where = f"D{item.channel}" if item.channel.startswith("U") else item.channel
        ts = f"{next(self._numbers):010d}.0"
        self.messages[ts] = Standing(item.id, where, item.thread_ts, [text])
        return Sent(where, ts)

    def copies(self, delivery_id: str) -> list[str]:
        """Where each copy of a delivery stands."""
        return [ts for ts, message in self.messages.items() if message.delivery_id == delivery_id]

    async def find_own(self, channel: str, delivery_id: str, _since: datetime) -> Sequence[Found]:
        """As the gateway's."""
        return await self._find(channel, delivery_id)

    async def _find(self, channel: str, delivery_id: str) -> Sequence[Found]:
        if channel == UNREADABLE:
            raise SlackRefused("missing_scope", "No.")
        return [Found(self.messages[ts].channel, ts, delivery_id) for ts in self.copies(delivery_id)]

    async def find_reply(self, channel: str, _thread_ts: str, delivery_id: str) -> Sequence[Found]:
        """As the gateway's."""
        return await self._find(channel, delivery_id)

    async def remove(self, _channel: str, ts: str) -> None:
        """As the gateway's."""
        del self.messages[ts]

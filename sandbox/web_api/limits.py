"""Rate limits: tiers per method and minute, and the special rules for posting.

docs.slack.dev/apis/web-api/rate-limits: T1 1+, T2 20+, T3 50+, T4 100+ a minute; about one message a second
per channel and "several hundred" a minute per workspace. How large a burst is tolerated is not published.
All in real time.
"""

import math
import time
from collections import defaultdict
from dataclasses import dataclass, field

PER_MINUTE = {1: 1, 2: 20, 3: 50, 4: 100}
SPECIAL_PER_MINUTE = 300


@dataclass
class Bucket:
    """Holds `burst` tokens and regains `per_second`; empty means wait."""

    per_second: float
    burst: float
    tokens: float
    at: float

    def seconds_until_free(self, now: float) -> float:
        self.tokens = min(self.burst, self.tokens + (now - self.at) * self.per_second)
        self.at = now
        return max(0.0, (1 - self.tokens) / self.per_second)

    def take(self) -> None:
        self.tokens -= 1


@dataclass
class Limits:
    """`refused` counts the 429s, by method. Changing a number takes effect at the next call."""

    enabled: bool = True
    posts_per_minute: int = 300
    posts_per_second_and_channel: float = 1.0
    burst: int = 10
    channel_burst: int = 4
    refused: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    _buckets: dict[tuple[str, ...], Bucket] = field(default_factory=dict)

    def wait_for(self, method: str, tier: int, channel: str) -> int:
        """Whole seconds the app has to wait before this call, or 0 when it is let through and counted."""
        if not self.enabled:
            return 0
        buckets = self._posting(channel) if method == "chat.postMessage" else [self._method(method, tier)]
        now = time.monotonic()
        wait = max(bucket.seconds_until_free(now) for bucket in buckets)
        if wait > 1e-6:
            self.refused[method] += 1
            return math.ceil(wait)
        for bucket in buckets:
            bucket.take()
        return 0

    def _posting(self, channel: str) -> list[Bucket]:
        per_channel = self._bucket(
            ("channel", channel), self.posts_per_second_and_channel, float(self.channel_burst)
        )
        workspace = self._bucket(("workspace",), self.posts_per_minute / 60, float(self.burst))
        return [per_channel, workspace]

    def _method(self, method: str, tier: int) -> Bucket:
        per_minute = PER_MINUTE.get(tier, SPECIAL_PER_MINUTE)
        return self._bucket(("method", method), per_minute / 60, max(1.0, per_minute / 4))

    def _bucket(self, key: tuple[str, ...], per_second: float, burst: float) -> Bucket:
        bucket = self._buckets.get(key)
        if bucket is None or (bucket.per_second, bucket.burst) != (per_second, burst):
            tokens = burst if bucket is None else min(burst, bucket.tokens)
            bucket = self._buckets[key] = Bucket(per_second, burst, tokens, time.monotonic())
        return bucket

"""How fast Slack may be spoken to: pure rules over lanes.

A lane is a method or a channel. Each call books the lane's next free moment (GCRA, so that replicas sharing
the lanes share the limit), and a 429 halves its speed; half an hour later it is tried a fifth faster again.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.store.claiming import Candidate
from bot.store.pacing import Lane, LaneKey
from bot.values.deliveries import Delivery, Method

HORIZON = 0.25
"""Seconds ahead that are booked in one claim."""

RECOVERY = 1800.0
"""Seconds after a 429 before a lane is tried faster again."""

SAME_TROUBLE = 60.0
"""Seconds within which two channels that are told to slow down mean that the whole workspace is."""

BACKOFF = (1.0, 2.0, 5.0, 15.0, 60.0, 300.0)
"""Seconds before the next attempt, by attempts made, where Slack did not say."""


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds between two calls of a lane; zero everywhere turns pacing off.

    Sources: "several hundred messages per minute" per workspace and about one a second per channel;
    chat.update and chat.delete are tier 3, 50 a minute (docs: apis/web-api/rate-limits). Each is taken 2 % slower.
    """

    post: float = 60 / 300 * 1.02
    update: float = 60 / 50 * 1.02
    channel: float = 1.02

    @property
    def is_off(self) -> bool:
        """Whether messages leave as fast as they can."""
        return not (self.post or self.update or self.channel)

    def gap(self, lane: str) -> float:
        """The usual gap of a lane."""
        if lane == Method.POST:
            return self.post
        return self.update if lane in (Method.UPDATE, Method.DELETE) else self.channel


UNPACED = Pace(post=0.0, update=0.0, channel=0.0)


@dataclass(frozen=True, slots=True)
class Plan:
    """Which candidates leave when (machine seconds), and how the lanes stand afterwards."""

    slots: Mapping[str, float]
    lanes: Mapping[LaneKey, Lane]


def lanes_of(item: Candidate | Delivery) -> tuple[LaneKey, ...]:
    """The lanes a delivery travels, the narrowest last. A DM is one message an hour: it needs no lane of its own."""
    if item.response_url:
        return ()
    method = (item.workspace_id, str(item.method))
    if item.method != Method.POST or not item.channel.startswith(("C", "G")):
        return (method,)
    return (method, (item.workspace_id, item.channel))


def backoff(attempts: int) -> float:
    """Seconds to wait after this many attempts."""
    return BACKOFF[min(max(attempts, 1), len(BACKOFF)) - 1]


def at_once(candidates: Sequence[Candidate], *, now: float, room: int) -> Plan:
    """As many as there is room for, now."""
    return Plan({candidate.id: now for candidate in candidates[:room]}, {})


def plan(
    candidates: Iterable[Candidate], lanes: Mapping[LaneKey, Lane], pace: Pace, *, now: float, room: int
) -> Plan:
    """Book the next free moments, at most `room` of them and none further ahead than HORIZON."""
    booked = dict(lanes)
    slots: dict[str, float] = {}
    for candidate in candidates:
        if len(slots) == room:
            break
        keys = lanes_of(candidate)
        travelled = {key: _current(booked.get(key), pace.gap(key[1]), now) for key in keys}
        slot = max([now, *(lane.free_at for lane in travelled.values())])
        if slot > now + HORIZON:
            continue
        slots[candidate.id] = slot
        booked.update({key: replace(lane, free_at=slot + lane.gap) for key, lane in travelled.items()})
    return Plan(slots, {key: lane for key, lane in booked.items() if lane != lanes.get(key)})


def throttled(lane: Lane | None, usual_gap: float, *, now: float, retry_after: float) -> Lane:
    """The lane after a 429: closed for as long as Slack said, then half as fast.

    Calls that were under way together report one change of the limit, so they slow the lane down once.
    """
    known = lane or Lane(now, usual_gap)
    free_at = max(known.free_at, now + retry_after)
    if known.throttled_at is not None and now - known.throttled_at < retry_after + 1:
        return replace(known, free_at=free_at)
    return Lane(free_at=free_at, gap=known.gap * 2, throttled_at=now)


def _current(lane: Lane | None, usual_gap: float, now: float) -> Lane:
    if lane is None:
        return Lane(now, usual_gap)
    if lane.throttled_at is None:
        return replace(lane, gap=usual_gap)
    if now - lane.throttled_at < RECOVERY:
        return lane
    gap = lane.gap / 1.2
    return Lane(lane.free_at, gap, now) if gap > usual_gap else Lane(lane.free_at, usual_gap)

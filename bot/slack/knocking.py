"""When a direct message may knock at somebody's door: once an hour, and not while they want quiet."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.rest.working_hours import next_working_moment
from bot.store import dm_hours, resting
from bot.store.claiming import Claimed
from bot.store.engine import Transaction
from bot.values.deliveries import NOT_PLANNED, DeliveryKind, Method
from bot.values.hours import after_quiet, clock_hour, next_clock_hour

_NOT_BEHIND = {
    DeliveryKind.REMINDER: frozenset({DeliveryKind.REMINDER, DeliveryKind.LOOP_NEWS}),
    DeliveryKind.LOOP_NEWS: frozenset({DeliveryKind.LOOP_NEWS}),
}
"""Of two messages that want the same hour, the one that asks goes before the one that reminds, and both before the
one that tells. These give way to every other kind than these."""


async def leaves(tx: Transaction, item: Claimed, now: datetime) -> datetime | None:
    """When this message may leave: now, which takes the hour, or later. None: never, a reminder is not put off
    until the next morning.

    What goes to a channel, changes a message or answers what somebody just did knocks at no door.
    """
    member_id, zone_name, quiet = item.delivery.member_id, item.zone, item.quiet
    if member_id is None or zone_name is None or quiet is None or item.delivery.method != Method.POST:
        return now
    zone, free = ZoneInfo(zone_name), now
    moment = await _awake_from(tx, item, now)
    if moment <= now:
        if not await _gives_way(tx, item, member_id, now) and await dm_hours.claim(
            tx, member_id=member_id, hour=clock_hour(now, zone), delivery_id=item.delivery.id
        ):
            return now
        free = next_clock_hour(now, zone)
        moment = await _awake_from(tx, item, free)
    is_put_off = moment > free
    return None if is_put_off and item.delivery.kind == DeliveryKind.REMINDER else moment


async def _awake_from(tx: Transaction, item: Claimed, instant: datetime) -> datetime:
    """The first instant from this one on at which this message may knock, whoever else wants the hour."""
    assert item.delivery.member_id is not None
    assert item.zone is not None
    assert item.quiet is not None
    if item.delivery.kind not in NOT_PLANNED:
        return after_quiet(instant, ZoneInfo(item.zone), item.quiet)
    found = await resting.of_member(tx, item.delivery.member_id, instant)
    undisturbed = found.member.undisturbed_until
    earliest = max(instant, undisturbed) if undisturbed is not None else instant
    return next_working_moment(earliest, found.member.tz, found.rest, found.team_country)


async def _gives_way(tx: Transaction, item: Claimed, member_id: int, now: datetime) -> bool:
    # Both may be on their way at once, whichever comes to the door first.
    kind, zone = item.delivery.kind, item.zone
    if kind not in _NOT_BEHIND or zone is None:
        return False
    if kind == DeliveryKind.LOOP_NEWS and await dm_hours.is_to_be_asked(
        tx, member_id=member_id, before=next_clock_hour(now, ZoneInfo(zone))
    ):
        return True
    return await dm_hours.is_wanted(tx, member_id=member_id, now=now, but=_NOT_BEHIND[kind])

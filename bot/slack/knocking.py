"""When a direct message may knock at somebody's door: once an hour, and not while they want quiet."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.store import dm_hours
from bot.store.claiming import Claimed
from bot.store.engine import Transaction
from bot.values.deliveries import DeliveryKind, Method
from bot.values.hours import after_quiet, clock_hour, is_quiet, next_clock_hour


async def leaves(tx: Transaction, item: Claimed, now: datetime) -> datetime | None:
    """When this message may leave: now, which takes the hour, or later. None: never, a reminder is not put off
    until the next morning.

    What goes to a channel, changes a message or answers what somebody just did knocks at no door.
    """
    member_id, zone_name, quiet = item.delivery.member_id, item.zone, item.quiet
    if member_id is None or zone_name is None or quiet is None or item.delivery.method != Method.POST:
        return now
    zone = ZoneInfo(zone_name)
    free = now
    if not is_quiet(now, zone, quiet):
        hour = clock_hour(now, zone)
        if not await _gives_way(tx, item, member_id, now) and await dm_hours.claim(
            tx, member_id=member_id, hour=hour, delivery_id=item.delivery.id
        ):
            return now
        free = next_clock_hour(now, zone)
    if item.delivery.kind == DeliveryKind.REMINDER and is_quiet(free, zone, quiet):
        return None
    return after_quiet(free, zone, quiet)


async def _gives_way(tx: Transaction, item: Claimed, member_id: int, now: datetime) -> bool:
    # Both may be on their way at once; who asks goes before who reminds, whichever comes to the door first.
    is_reminder = item.delivery.kind == DeliveryKind.REMINDER
    return is_reminder and await dm_hours.is_wanted(tx, member_id=member_id, now=now)

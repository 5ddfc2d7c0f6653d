"""Mornings: when feedback given with the name withheld is handed on, and its givers hear what is new."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.loops.patience import MORNING, working_days_after
from bot.rest.days_off import is_weekend
from bot.store import givers
from bot.store.engine import Transaction


async def following(tx: Transaction, workspace_id: int, now: datetime) -> datetime:
    """The next working morning of a workspace, where most of its people live, in UTC."""
    return next_morning(now, ZoneInfo(await givers.zone_of(tx, workspace_id) or "UTC"))


def next_morning(now: datetime, zone: ZoneInfo) -> datetime:
    """Nine o'clock on the next day that is no weekend, in this zone: today, where it is still to come."""
    here = now.astimezone(zone)
    is_today = here.time() < MORNING and not is_weekend(None, here.date())
    day = here.date() if is_today else working_days_after(here.date(), 1)
    return datetime.combine(day, MORNING, tzinfo=zone).astimezone(UTC)

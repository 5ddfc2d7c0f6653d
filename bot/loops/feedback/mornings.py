"""Mornings: when feedback given with the name withheld is handed on, and its givers hear what is new."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from bot.loops.patience import MORNING, working_days_after
from bot.rest.days_off import is_weekend
from bot.store import givers
from bot.store.engine import Transaction


async def following(tx: Transaction, workspace_id: int, now: datetime) -> datetime:
    """The next working morning of a workspace, where most of its people live, in UTC."""
    return next_morning(now, await _zone(tx, workspace_id))


async def after(tx: Transaction, workspace_id: int, day: date) -> datetime:
    """The morning on which feedback that was given on this day is handed on, in UTC.

    Never that day's own: what comes minutes after somebody typed tells who that was.
    """
    return _morning_of(working_days_after(day, 1), await _zone(tx, workspace_id))


async def today(tx: Transaction, workspace_id: int, now: datetime) -> date:
    """The day it is where most people of a workspace live."""
    return now.astimezone(await _zone(tx, workspace_id)).date()


def next_morning(now: datetime, zone: ZoneInfo) -> datetime:
    """Nine o'clock on the next day that is no weekend, in this zone: today, where it is still to come."""
    here = now.astimezone(zone)
    is_today = here.time() < MORNING and not is_weekend(None, here.date())
    day = here.date() if is_today else working_days_after(here.date(), 1)
    return _morning_of(day, zone)


def _morning_of(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, MORNING, tzinfo=zone).astimezone(UTC)


async def _zone(tx: Transaction, workspace_id: int) -> ZoneInfo:
    return ZoneInfo(await givers.zone_of(tx, workspace_id) or "UTC")

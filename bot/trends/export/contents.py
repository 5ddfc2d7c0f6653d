"""Everything an export holds, table by table."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.store import givers
from bot.store.engine import Store
from bot.trends.export import (
    aims,
    answers,
    asking,
    feedback,
    hearing,
    in_the_way,
    people,
    results,
    waiting,
    weekly,
)
from bot.trends.export.making import Making
from bot.values.exporting import Extent
from bot.values.files import Part


async def contents(store: Store, extent: Extent, now: datetime) -> list[Part]:
    """The tables, in the order in which they explain each other. Each is read when its pages are asked for."""
    async with store.reading() as tx:
        zone = await givers.zone_of(tx, extent.workspace_id) or "UTC"
    making = Making(store, extent, now, ZoneInfo(zone))
    return [
        *people.parts(making),
        *asking.parts(making),
        answers.part(making),
        results.part(making),
        *waiting.parts(making),
        in_the_way.edges(making),
        *aims.parts(making),
        *hearing.parts(making),
        feedback.part(making),
        weekly.part(making),
    ]

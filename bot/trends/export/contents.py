"""Everything an export holds, table by table."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.store import givers
from bot.store.engine import Store
from bot.store.exporting import aims as in_goals
from bot.store.exporting import asking as in_rounds
from bot.store.exporting import hearing as in_signals
from bot.store.exporting import waiting as in_loops
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
from bot.trends.export.making import Last, Making
from bot.values.exporting import Extent
from bot.values.files import Part

_FROM_END_TO_BEGINNING = (
    *(in_rounds.last_prompt, in_loops.last_loop, in_goals.last_goal, in_signals.last_signal),
    *(in_rounds.last_round, in_rounds.last_member),
)
"""What points to others comes before what it points to: whatever is in the export, that is in it, too."""


async def contents(store: Store, extent: Extent, now: datetime) -> list[Part]:
    """The tables, in the order in which they explain each other. Each is read when its pages are asked for."""
    async with store.reading() as tx:
        zone = await givers.zone_of(tx, extent.workspace_id) or "UTC"
        ends: dict[Last, int] = {last: await last(tx) for last in _FROM_END_TO_BEGINNING}
    making = Making(store, extent, now, ZoneInfo(zone), ends)
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

"""Planning: which round of a ritual opens next, and when."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import islice

from bot.rituals.rest.rules import next_round
from bot.rituals.schedules import schedule
from bot.rituals.whom import whom
from bot.store import rituals, rounds
from bot.store.engine import Transaction
from bot.values.rituals import Ritual

LOOKED_AT = 400
"""Dates looked at before it is taken that nobody will be asked: more than a year of a daily round."""

_WORLD = timedelta(days=3)
"""A date may begin and end this much sooner or later somewhere, with quiet hours."""


async def plan_next_round(tx: Transaction, ritual_id: int, now: datetime) -> None:
    """Work out a ritual's next round anew: on the first date on which somebody is to be asked.

    To be called after anything that can move it: a new ritual, a changed schedule, people who joined, left,
    opted out, went away or moved to another zone. Without anybody to ask there is no next round.
    """
    ritual = await rituals.by_id(tx, ritual_id)
    people = await whom(tx, ritual_id, now)
    found = None
    if people:
        found = next_round(
            await dates_to_come(tx, ritual, now),
            ritual.plan.rules,
            (somebody.asked for somebody in people),
            not_before=ritual.starts_at,
            now=now,
        )
    day, opens_at = found or (None, None)
    await rituals.set_next(tx, ritual_id, day, opens_at)


async def dates_to_come(tx: Transaction, ritual: Ritual, now: datetime) -> Iterator[date]:
    """The dates after the last round there was and after those that are left out, as far as they can be answered."""
    over = max(filter(None, (await rounds.last_date(tx, ritual.id), ritual.skips)), default=None)
    begin = max((ritual.starts_at - _WORLD).date(), (now - ritual.plan.window - _WORLD).date())
    first = max(begin, over + timedelta(days=1)) if over else begin
    return islice(schedule.dates_from(ritual.plan.schedule, first), LOOKED_AT)

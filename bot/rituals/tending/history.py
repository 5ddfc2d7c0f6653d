"""How a ritual's rounds went: for whoever may change it."""

from collections.abc import Sequence
from datetime import date

from bot.rituals.tending import rights
from bot.store import history, rituals, turnouts
from bot.store.engine import Store, Transaction
from bot.values.errors import NotThere
from bot.values.leading import History, PastRound, TeamCount, total
from bot.values.people import Member
from bot.values.rituals import Ritual
from bot.values.rounds import Count, Round

LOOKED_AT = 10
"""Closed rounds that participation is added up over."""

_GONE = "I can't find that ritual any more. Open my Home tab to see those that are there."


async def history_of(
    store: Store, member: Member, ritual_id: int, *, before: date | None = None, limit: int = 10
) -> History:
    """A ritual's rounds before a date, or the newest; raises NotThere, or NotYours naming who may see it."""
    async with store.transaction() as tx:
        ritual = await _found(tx, member, ritual_id)
        await rights.check_may_change(tx, member, ritual)
        page = await history.rounds_before(tx, ritual_id, before, limit=limit + 1)
        looked_at = await history.last_closed(tx, ritual_id, limit=LOOKED_AT)
        every = {*looked_at, *(item.id for item in page)}
        counts = await history.counts_by_team(tx, every)
        of_groups = await turnouts.published(tx, every)
    shown = page[:limit]
    told = [round_id for round_id in looked_at if round_id in counts or round_id in of_groups]
    return History(
        ritual,
        [_past(item, counts.get(item.id, []), of_groups.get(item.id)) for item in shown],
        participation=total(
            [
                *(team.count for round_id in told for team in counts.get(round_id, [])),
                *(of_groups[round_id] for round_id in told if round_id in of_groups),
            ]
        ),
        over=len(told),
        older=shown[-1].local_date if len(page) > limit else None,
    )


def _past(round_: Round, by_team: Sequence[TeamCount], overall: Count | None) -> PastRound:
    return PastRound(
        round_.local_date, round_.state, round_.closes_at, by_team, round_.shows_groups_only, overall
    )


async def _found(tx: Transaction, member: Member, ritual_id: int) -> Ritual:
    ritual = await rituals.find(tx, member.workspace_id, ritual_id)
    if ritual is None:
        raise NotThere(_GONE)
    return ritual

"""Frozen results as trends read them: what groups said in rounds that are closed, and nothing of any answer.

Every figure of such a round that is told later follows from what is read here (`trends-and-privacy.md` §4.4,
invariant 10).
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import select, union

from bot.store import sealed, turnouts
from bot.store.engine import Transaction
from bot.store.rounds import to_round
from bot.store.tables import former_team, ritual, ritual_team, round_, round_team
from bot.store.trends import Weeks, rounds_in
from bot.values.privacy import Result
from bot.values.rituals import Tier
from bot.values.rounds import Count, Round, RoundState


@dataclass(frozen=True, slots=True)
class FrozenRound:
    """A closed round in which only groups are shown, the channels it was shown in, and the teams it asked.

    `count` None: too few answered or, with `is_lost`, nobody can open what came back.
    """

    round: Round
    channels: Collection[str]
    count: Count | None
    results: Sequence[Result]
    is_lost: bool = False
    team_ids: Collection[int] = ()


async def rounds_of(tx: Transaction, team_ids: Collection[int], weeks: Weeks) -> list[FrozenRound]:
    """Those that asked one of these teams in these weeks, the oldest first."""
    ritual_ids = await _rituals_of(tx, team_ids)
    if not ritual_ids:
        return []
    found = await _closed(tx, ritual_ids, team_ids, weeks)
    ids = [item.id for item in found]
    shown = await _shown(tx, ids)
    counts = await turnouts.published(tx, ids)
    results = await sealed.results_of(tx, counts)
    lost = await turnouts.lost(tx, ids)
    return [
        FrozenRound(
            item,
            {channel for _team, channel in shown[item.id]},
            counts.get(item.id),
            results.get(item.id, ()),
            is_lost=item.id in lost,
            team_ids={team for team, _channel in shown[item.id]},
        )
        for item in found
    ]


async def _rituals_of(tx: Transaction, team_ids: Collection[int]) -> list[int]:
    ever = [
        select(asked.c.ritual_id).where(asked.c.team_id.in_(team_ids)) for asked in (ritual_team, former_team)
    ]
    query = select(ritual.c.id).where(ritual.c.id.in_(union(*ever)), ritual.c.tier != Tier.NAMED)
    return list((await tx.execute(query)).scalars())


async def _closed(
    tx: Transaction, ritual_ids: Collection[int], team_ids: Collection[int], weeks: Weeks
) -> list[Round]:
    asks_one = select(round_team.c.team_id).where(
        round_team.c.round_id == round_.c.id, round_team.c.team_id.in_(team_ids)
    )
    query = (
        select(round_)
        .where(
            rounds_in(ritual_ids, weeks),
            round_.c.tier != Tier.NAMED,
            round_.c.state == RoundState.CLOSED,
            asks_one.exists(),
        )
        .order_by(round_.c.local_date, round_.c.id)
    )
    return [to_round(row) for row in await tx.execute(query)]


async def _shown(tx: Transaction, round_ids: Collection[int]) -> dict[int, set[tuple[int, str]]]:
    """The teams of each round, and the channel it was shown in for each."""
    of_team = (round_team.c.round_id, round_team.c.team_id, round_team.c.channel_id)
    found: dict[int, set[tuple[int, str]]] = {round_id: set() for round_id in round_ids}
    for row in await tx.execute(select(*of_team).where(round_team.c.round_id.in_(list(round_ids)))):
        found[row.round_id].add((row.team_id, row.channel_id))
    return found

"""How a round's results are told apart: which group each of its people is in."""

from collections.abc import Mapping

from bot.store import teams, traces
from bot.store.engine import Transaction
from bot.values.regions import region_of
from bot.values.rituals import Breakdown
from bot.values.rounds import Round


async def groups_of(tx: Transaction, round_: Round) -> Mapping[int, str]:
    """The group of each member the round has a prompt for; nobody's where everybody is shown together."""
    if round_.protection.breakdown is Breakdown.NONE:
        return {}
    people = await traces.invited(tx, round_.id)
    if round_.protection.breakdown is Breakdown.REGION:
        return {somebody.member.id: region_of(somebody.member.zone) for somebody in people}
    names = {id_: (await teams.by_id(tx, id_)).name for id_ in {somebody.team_id for somebody in people}}
    return {somebody.member.id: names[somebody.team_id] for somebody in people}

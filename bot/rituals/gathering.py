"""The answers of a confidential round as ballots: what everybody said and the group they are in, without them."""

from bot.rituals.breakdown import groups_of
from bot.store import answers, showing, standings
from bot.store.engine import Transaction
from bot.values.privacy import Ballot
from bot.values.rounds import Round


async def ballots_of(tx: Transaction, round_: Round) -> list[Ballot]:
    """What came back in a round, of all its teams."""
    came_back = [
        standing
        for place in await showing.places(tx, round_.id)
        for standing in await standings.came_back(tx, round_.id, place.team_id)
    ]
    given = await answers.of_prompts(tx, [standing.prompt.id for standing in came_back])
    groups = await groups_of(tx, round_)
    return [
        Ballot(given[standing.prompt.id], groups.get(standing.member.id))
        for standing in came_back
        if standing.prompt.id in given
    ]

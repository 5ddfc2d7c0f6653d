"""Looking back on a round that takes no more answers: what DMs asked stands in Slack for ever, with its buttons."""

from datetime import datetime

from bot.rituals.hearing import said_by
from bot.rituals.taking import GONE
from bot.store import rounds, standings
from bot.store.engine import Store, Transaction
from bot.store.standings import Standing
from bot.values.errors import NotThere
from bot.values.results import LookedBack
from bot.values.rounds import Asked, PromptState, Round, RoundState


async def look_back(store: Store, prompt_id: int, member_id: int, now: datetime) -> LookedBack:
    """What a member said in one prompt, and what they can answer instead. Raises NotThere."""
    async with store.reading() as tx:
        standing = await standings.for_member(tx, prompt_id, member_id)
        if standing is None or standing.round.is_anonymous:
            raise NotThere(GONE)
        (said,) = await said_by(tx, [standing])
        return LookedBack(said, standing.team_name, await _newer(tx, standing, now))


async def _newer(tx: Transaction, standing: Standing, now: datetime) -> Asked | None:
    newest = await rounds.newest_of(tx, standing.round.ritual_id)
    if newest is None or newest.id == standing.round.id or not _takes_answers(newest):
        return None
    mine = await standings.for_member_in(tx, newest.id, standing.member.id)
    if mine is None or mine.prompt.state == PromptState.EXCUSED or mine.prompt.due_at > now:
        return None
    return Asked(mine.prompt, mine.round, mine.team_name, kind=mine.kind)


def _takes_answers(newest: Round) -> bool:
    """Whether its form can follow here; an anonymous one opens with its promise, by its own door."""
    return not newest.is_anonymous and (newest.state == RoundState.OPEN or not newest.shows_groups_only)

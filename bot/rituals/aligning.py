"""How many of a team named the same top goal in a round that closes, by the rule the digest goes by as well."""

from bot.store import named_goals
from bot.store.engine import Transaction
from bot.store.named_goals import Naming
from bot.values.alignment import Named, told_of
from bot.values.goals import Aligned
from bot.values.own_questions import goals_offered
from bot.values.questions import QuestionType
from bot.values.rounds import Board, Round


async def aligned_in(tx: Transaction, board: Board, team_id: int, channel_id: str) -> Aligned | None:
    """What is told of it to those who read this channel; None where it was not asked, or too few answered."""
    naming = _naming(board.round, team_id)
    if naming is None:
        return None
    picked = (await named_goals.named_in(tx, [naming]))[naming.round_id, team_id]
    named = Named(naming.on, goals_offered(naming.question.goals, team_id), picked)
    if not named.is_told:
        return None
    now = await named_goals.stand_now(tx, named.goal_ids)
    return told_of(board.team_name, named, now, lambda private: private != channel_id)


def _naming(round_: Round, team_id: int) -> Naming | None:
    asked = [each for each in round_.questions if each.type == QuestionType.TOP_GOAL]
    if round_.shows_groups_only or not asked:
        return None
    return Naming(team_id, round_.id, round_.local_date, round_.report, asked[0])

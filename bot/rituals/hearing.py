"""What people said in a round, with the names of the people they picked."""

from collections.abc import Mapping, Sequence

from bot.store import answers, members, standings
from bot.store.engine import Transaction
from bot.store.standings import Standing
from bot.values.questions import Answers, QuestionType
from bot.values.results import Said


async def said_in(tx: Transaction, round_id: int, team_id: int) -> list[Said]:
    """What everybody in a team answered so far, or that they skip, in the order it came in."""
    return await said_by(tx, await standings.came_back(tx, round_id, team_id))


async def said_by(tx: Transaction, came_back: Sequence[Standing]) -> list[Said]:
    """What the people of these prompts said."""
    given = await answers.of_prompts(tx, [standing.prompt.id for standing in came_back])
    names = await _names(tx, came_back, given)
    return [
        Said(item.member.name, item.round, item.prompt, given.get(item.prompt.id, {}), names)
        for item in came_back
    ]


async def _names(
    tx: Transaction, came_back: Sequence[Standing], given: Mapping[int, Answers]
) -> dict[str, str]:
    picked = {
        answer.text
        for item in came_back
        for question in item.round.questions
        if question.type == QuestionType.PERSON
        and (answer := given.get(item.prompt.id, {}).get(question.key)) is not None
        and answer.text is not None
    }
    if not picked:
        return {}
    people = await members.by_slack_ids(tx, came_back[0].prompt.workspace_id, picked)
    return {member.slack_id: member.name for member in people}

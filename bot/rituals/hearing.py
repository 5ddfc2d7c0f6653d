"""What people said in a round, with the names of the people they picked."""

from collections.abc import Mapping, Sequence

from bot.store import answers, loops, members, standings
from bot.store.engine import Transaction
from bot.store.standings import Standing
from bot.values.questions import STUCK, Answers, QuestionType
from bot.values.results import Said


async def said_in(tx: Transaction, round_id: int, team_id: int) -> list[Said]:
    """What everybody in a team answered so far, or that they skip, in the order it came in."""
    return await said_by(tx, await standings.came_back(tx, round_id, team_id))


async def said_by(tx: Transaction, came_back: Sequence[Standing]) -> list[Said]:
    """What the people of these prompts said."""
    given = await answers.of_prompts(tx, [standing.prompt.id for standing in came_back])
    names, raised = await _names(tx, came_back, given), await _raised(tx, came_back)
    return [
        Said(
            item.member.name,
            item.round,
            item.prompt,
            given.get(item.prompt.id, {}),
            names,
            raised.get(item.prompt.id, {}),
        )
        for item in came_back
    ]


async def _raised(tx: Transaction, came_back: Sequence[Standing]) -> dict[int, dict[str, int]]:
    """The numbers of what was raised with these answers, by prompt and question."""
    asked = [item.prompt.id for item in came_back if any(each.key == STUCK for each in item.round.questions)]
    found: dict[int, dict[str, int]] = {}
    for each in await loops.raised_in(tx, asked) if asked else ():
        found.setdefault(each.source.prompt_id or 0, {})[each.source.question_key or ""] = each.id
    return found


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

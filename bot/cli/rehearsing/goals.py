"""Goals for a rehearsal: a file names none, and a ritual that asks about goals asks nobody without them."""

from datetime import datetime

from bot.rituals.as_code.file import RitualsFile
from bot.store import goals, rituals, teams
from bot.store.engine import Transaction
from bot.values.goals import LONGEST_TITLE, NewGoal
from bot.values.questions import QuestionType
from bot.values.rituals import RitualPlan


def asks_about_goals(file: RitualsFile) -> bool:
    """Whether a ritual of the file does."""
    return any(_asks(entry.plan) for entry in file.rituals)


async def invent(tx: Transaction, workspace_id: int, now: datetime) -> None:
    """A goal for each team that is asked about goals, which its lead looks after."""
    for ritual in await rituals.of_workspace(tx, workspace_id):
        if not _asks(ritual.plan):
            continue
        for team in await teams.of_ritual(tx, ritual.id):
            if team.lead_id is not None:
                new = NewGoal(f"A goal of {team.name}"[:LONGEST_TITLE], team.lead_id, team.id)
                await goals.add(tx, workspace_id, new, key=f"rehearsed:{team.id}", at=now)


def _asks(plan: RitualPlan) -> bool:
    return any(question.type in (QuestionType.GOALS, QuestionType.TOP_GOAL) for question in plan.questions)

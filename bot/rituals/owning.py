"""A ritual that asks how confident people are in their goals: whoever looks after one is asked, about their own."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.rituals.ports import Ports
from bot.rituals.whom import Somebody, whom
from bot.store import asked_goals, rituals
from bot.store.engine import Store, Transaction
from bot.store.standings import Standing
from bot.values.confidences import AskedGoal
from bot.values.errors import Unusable
from bot.values.questions import Question, QuestionType
from bot.values.rituals import Ritual
from bot.values.rounds import Form

NOBODY_OWNS = (
    "Nobody it asks looks after a goal. Add goals with `/drumbeat goals`, and say who looks after each: those are the"
    " people it asks."
)


class NobodyOwns(Unusable):
    """A round about goals that nobody would be asked in."""


async def goals_and_owners(
    tx: Transaction, ports: Ports, ritual: Ritual, people: Sequence[Somebody]
) -> tuple[Sequence[AskedGoal], Sequence[Somebody]]:
    """The goals a round asks about, and those of these people who look after one.

    Where no goals are asked about, everybody. Raises NobodyOwns when people would be asked and none of them does.
    """
    if not any(map(_asks_about_goals, ritual.plan.questions)) or not people:
        return (), people
    goals = await ports.goals_from(tx, ritual, _asked_in(people))
    owners = {goal.owner_id for goal in goals}
    found = [each for each in people if each.member.id in owners]
    if not found:
        raise NobodyOwns(NOBODY_OWNS)
    return goals, found


async def is_for_nobody(store: Store, ports: Ports, ritual_id: int, now: datetime) -> bool:
    """Whether a ritual asks about goals and nobody it asks looks after one: until somebody does, no round opens."""
    async with store.reading() as tx:
        ritual = await rituals.by_id(tx, ritual_id)
        if not any(map(_asks_about_goals, ritual.plan.questions)):
            return False
        people = await whom(tx, ritual_id, now)
        return not await ports.goals_from(tx, ritual, _asked_in(people))


def with_goals(questions: Sequence[Question], goals: Sequence[AskedGoal]) -> tuple[Question, ...]:
    """The questions with what they ask about, which is frozen with their wording."""
    return tuple(replace(each, goals=tuple(goals)) if _asks_about_goals(each) else each for each in questions)


async def about_own_goals(tx: Transaction, standing: Standing, form: Form) -> Form:
    """The form asking about the goals that are still somebody's own, with what was said of them last.

    Where none is, they are not asked about goals.
    """
    asked = [goal for each in form.round.questions if _asks_about_goals(each) for goal in each.goals]
    if not any(map(_asks_about_goals, form.round.questions)):
        return form
    mine = await asked_goals.still_owned(tx, asked, standing.prompt.member_id, before=form.round.opens_at)
    questions = tuple(
        replace(each, goals=tuple(mine)) if _asks_about_goals(each) else each
        for each in form.round.questions
        if mine or not _asks_about_goals(each)
    )
    return replace(form, round=replace(form.round, questions=questions))


def _asked_in(people: Sequence[Somebody]) -> dict[int, int]:
    return {each.member.id: each.team_id for each in people}


def _asks_about_goals(question: Question) -> bool:
    return question.type == QuestionType.GOALS

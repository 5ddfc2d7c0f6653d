"""A ritual that asks about goals: whoever looks after one is asked how confident they are in their own, and everybody
which one matters most."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.rituals.ports import Ports
from bot.rituals.whom import Somebody, whom
from bot.store import asked_goals, rituals
from bot.store.engine import Store, Transaction
from bot.store.standings import Standing
from bot.values.confidences import AskedGoal
from bot.values.errors import Unusable
from bot.values.own_questions import own_questions
from bot.values.questions import Question, QuestionType, called_for
from bot.values.rituals import Ritual
from bot.values.rounds import Form

NOBODY_OWNS = (
    "Nobody it asks looks after a goal. Add goals with `/drumbeat goals`, and say who looks after each: those are the"
    " people it asks."
)
NOTHING_TO_PICK = (
    "No team it asks has an open goal to pick from. Add goals with `/drumbeat goals`: people choose among those of"
    " their team and everybody's."
)


class NobodyOwns(Unusable):
    """A round about goals that nobody would be asked in."""


class NothingToPick(Unusable):
    """A round that would only ask which goal matters most, where there is none."""


@dataclass(frozen=True, slots=True)
class FoundGoals:
    """What a round asks about: goals by their owners, and those of which one is picked."""

    owned: Sequence[AskedGoal] = ()
    to_pick: Sequence[AskedGoal] = ()


async def goals_and_people(
    tx: Transaction, ports: Ports, ritual: Ritual, people: Sequence[Somebody]
) -> tuple[FoundGoals, Sequence[Somebody]]:
    """The goals a round asks about, and those of these people for whom there is something to answer.

    Where no goals are asked about, everybody. Raises NobodyOwns when only owners would be asked and nobody is one,
    and NothingToPick when nothing else is asked and there is no goal to pick.
    """
    questions = ritual.plan.questions
    if not people or not any(map(_asks_about_goals, questions)):
        return FoundGoals(), people
    if not _asks(questions, QuestionType.TOP_GOAL):
        owned = await ports.goals_from(tx, ritual, _asked_in(people))
        owners = {goal.owner_id for goal in owned}
        return FoundGoals(owned=owned), _found(people, owners, NobodyOwns(NOBODY_OWNS))
    goals = FoundGoals(to_pick=await ports.top_goals_from(tx, ritual, set(_asked_in(people).values())))
    asked = {each.member.id for each in people if _is_asked_something(each, with_goals(questions, goals))}
    return goals, _found(people, asked, NothingToPick(NOTHING_TO_PICK))


async def is_for_nobody(store: Store, ports: Ports, ritual_id: int, now: datetime) -> bool:
    """Whether a ritual asks about goals and there are none for those it asks: until there are, nobody is asked."""
    async with store.reading() as tx:
        ritual = await rituals.by_id(tx, ritual_id)
        questions = ritual.plan.questions
        if not any(map(_asks_about_goals, questions)):
            return False
        asked_in = _asked_in(await whom(tx, ritual_id, now))
        if _asks(questions, QuestionType.GOALS):
            return not await ports.goals_from(tx, ritual, asked_in)
        return not await ports.top_goals_from(tx, ritual, set(asked_in.values()))


def with_goals(questions: Sequence[Question], goals: FoundGoals) -> tuple[Question, ...]:
    """The questions with what they ask about, which is frozen with their wording; where there is no goal to pick,
    without asking for one."""
    about = {QuestionType.GOALS: tuple(goals.owned), QuestionType.TOP_GOAL: tuple(goals.to_pick)}
    return tuple(
        replace(each, goals=about[each.type]) if each.type in about else each
        for each in questions
        if each.type != QuestionType.TOP_GOAL or goals.to_pick
    )


async def about_own_goals(tx: Transaction, standing: Standing, form: Form) -> Form:
    """The form as whoever answers it is asked: about the goals that are still their own, with what was said of them
    last, and for one of those of their team.

    Where none is, they are not asked about goals.
    """
    if not any(map(_asks_about_goals, form.round.questions)):
        return form
    prompt = standing.prompt
    own = own_questions(form.round.questions, prompt.member_id, prompt.team_id)
    asked = [goal for each in own if each.type == QuestionType.GOALS for goal in each.goals]
    mine = await asked_goals.still_owned(tx, asked, prompt.member_id, before=form.round.opens_at)
    questions = tuple(
        replace(each, goals=tuple(mine)) if each.type == QuestionType.GOALS else each
        for each in own
        if mine or each.type != QuestionType.GOALS
    )
    return replace(form, round=replace(form.round, questions=questions))


def _is_asked_something(somebody: Somebody, questions: Sequence[Question]) -> bool:
    """Whether anything is left to ask; what is asked only after some answer is nothing by itself."""
    return bool(called_for(own_questions(questions, somebody.member.id, somebody.team_id), {}))


def _found(people: Sequence[Somebody], asked: set[int], nobody: Unusable) -> Sequence[Somebody]:
    found = [each for each in people if each.member.id in asked]
    if not found:
        raise nobody
    return found


def _asked_in(people: Sequence[Somebody]) -> dict[int, int]:
    return {each.member.id: each.team_id for each in people}


def _asks_about_goals(question: Question) -> bool:
    return question.type in (QuestionType.GOALS, QuestionType.TOP_GOAL)


def _asks(questions: Sequence[Question], type_: QuestionType) -> bool:
    return any(each.type == type_ for each in questions)

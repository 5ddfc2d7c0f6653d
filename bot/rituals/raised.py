"""What a form tells of what was raised with its answers, and what it needs for raising something with them."""

from collections.abc import Mapping
from dataclasses import replace

from bot.store import categories, members, raised, seen_loops, teams, votes
from bot.store.engine import Transaction
from bot.store.standings import Standing
from bot.values.loops import Impact, NewLoop
from bot.values.polls import read_label
from bot.values.questions import STUCK, Answer, Answers, Question, QuestionType
from bot.values.rounds import Form


async def with_raised(tx: Transaction, standing: Standing, form: Form, *, raising: bool = False) -> Form:
    """The form, knowing also what was raised before; where nothing can be raised, just as it is.

    With `raising`, somebody is about to raise something: it knows what there is to choose from.
    """
    questions = form.round.questions
    if form.round.shows_groups_only or not any(map(_may_raise, questions)):
        return form
    found = await seen_loops.seen(tx, await raised.by_whom_it_asks(tx, standing))
    now = [each for each in found if each.loop.source.prompt_id == form.prompt.id]
    raising = raising or any(item.raises is not None for item in form.draft.values())
    offered = await categories.of_workspace(tx, standing.prompt.workspace_id) if raising else []
    return replace(
        form,
        answers=await _with_impacts(tx, form),
        raised={each.loop.source.question_key or "": each for each in reversed(now)},
        still_open=[each for each in found if each not in now],
        categories=[each for each in offered if not each.retired],
        parties=await _parties(tx, form.draft),
    )


def _may_raise(question: Question) -> bool:
    return question.key == STUCK or question.type == QuestionType.BOTTLENECKS


async def _with_impacts(tx: Transaction, form: Form) -> Answers:
    """What was said of those that were picked stands with the votes."""
    polled = {question.key for question in form.round.questions if question.type == QuestionType.BOTTLENECKS}
    if not polled & form.answers.keys():
        return form.answers
    said = {vote.loop_id: vote.impact for vote in await votes.of_prompt(tx, form.prompt.id)}
    return {key: _impacts(item, said) if key in polled else item for key, item in form.answers.items()}


def _impacts(item: Answer, said: Mapping[int, Impact | None]) -> Answer:
    return replace(item, impacts=tuple(said.get(read_label(option) or 0) for option in item.chosen))


async def _parties(tx: Transaction, draft: Answers) -> dict[str, str]:
    called = {key: await _called(tx, item.raises) for key, item in draft.items() if item.raises is not None}
    return {key: name for key, name in called.items() if name is not None}


async def _called(tx: Transaction, new: NewLoop) -> str | None:
    if new.waits_on.team_id is not None:
        return (await teams.by_id(tx, new.waits_on.team_id)).name
    if new.waits_on.member_id is not None:
        return (await members.by_id(tx, new.waits_on.member_id)).name
    return new.waits_on.outside

"""What follows from answers: something in somebody's way is raised with them, and a pick in a poll is a vote."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.loops import polls
from bot.loops.raising import raise_in
from bot.loops.wording import Wording
from bot.store import loops, votes
from bot.store.engine import Transaction
from bot.store.standings import Standing
from bot.values.loops import Loop, NewLoop, Source, Vote
from bot.values.polls import Cast, label, read_label
from bot.values.questions import NOTHING, Answer, Question, QuestionType
from bot.values.rounds import RoundState


async def on_answer(
    wording: Wording, tx: Transaction, standing: Standing, given: Sequence[Answer], now: datetime
) -> list[Answer]:
    """Raise what is to be raised with these answers, and count what was picked; the answers as they are kept.

    What was raised with a question of a prompt is not raised again, whoever hands in how often: the prompt is locked.
    """
    kept = {item.key: item for item in given}
    for question in standing.round.questions:
        item = kept.get(question.key)
        if question.type == QuestionType.BOTTLENECKS:
            voted = await _vote(tx, wording, standing, question, item, now)
            kept |= {question.key: voted} if voted else {}
        elif item is not None and item.raises is not None:
            await _raised(tx, wording, standing, question.key, item.raises, now)
            kept[question.key] = replace(item, raises=None)
    return [kept[item.key] for item in given if not kept[item.key].is_empty]


async def _vote(
    tx: Transaction,
    wording: Wording,
    standing: Standing,
    question: Question,
    given: Answer | None,
    now: datetime,
) -> Answer | None:
    raised = await _raised(tx, wording, standing, question.key, given.raises if given else None, now)
    picked = _picked(question, given, raised) if given else {}
    await votes.cast(tx, standing, list(picked.values()))
    if standing.round.state == RoundState.CLOSED:
        await polls.join(
            tx, standing.prompt.workspace_id, [_cast(standing, vote) for vote in picked.values()], now
        )
    if given is None:
        return None
    return Answer(question.key, text=None if picked else NOTHING, chosen=tuple(picked))


def _picked(question: Question, given: Answer, raised: Loop | None) -> dict[str, Vote]:
    """The votes, by what is kept of them in words. What somebody raised in a poll holds them back."""
    picked = {}
    for at, option in enumerate(given.chosen):
        loop_id = read_label(option) if option in question.options else None
        if loop_id is not None:
            picked[option] = Vote(loop_id, given.impacts[at] if at < len(given.impacts) else None)
    if raised is not None and given.text != NOTHING:
        picked[label(raised.id, raised.title)] = Vote(raised.id, raised.impact)
    return picked


async def _raised(
    tx: Transaction, wording: Wording, standing: Standing, key: str, new: NewLoop | None, now: datetime
) -> Loop | None:
    """What this person raised with this question, now or before."""
    prompt = standing.prompt
    before = [each for each in await loops.raised_in(tx, [prompt.id]) if each.source.question_key == key]
    if before or new is None:
        return before[0] if before else None
    sourced = replace(new, source=Source(prompt_id=prompt.id, question_key=key))
    return await raise_in(tx, wording, standing.member, prompt.team_id, sourced, now)


def _cast(standing: Standing, vote: Vote) -> Cast:
    return Cast(vote.loop_id, standing.prompt.member_id, standing.prompt.team_id, vote.impact)

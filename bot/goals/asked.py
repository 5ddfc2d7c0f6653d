"""Where asking meets goals: which of them a round asks about, and what is said of them with an answer."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.store import answers, asked_goals, goals
from bot.store.asked_goals import Owned
from bot.store.engine import Transaction
from bot.store.standings import Standing
from bot.values.confidences import AskedGoal, Saying, in_one_line, said
from bot.values.own_questions import MOST_OFFERED
from bot.values.questions import Answer, Question, QuestionType
from bot.values.rituals import TO_LEAD, TO_TEAM, Ritual, RitualPlan


async def goals_from(tx: Transaction, ritual: Ritual, asked_in: Mapping[int, int]) -> list[AskedGoal]:
    """The open goals that those who are asked, each in this team, look after: of the teams asked, and everybody's
    where everyone is."""
    owned = await asked_goals.owned_by(tx, ritual.workspace_id, asked_in.keys())
    return told_apart(each.goal for each in owned if is_asked_about(each, ritual.plan, asked_in))


def is_asked_about(owned: Owned, plan: RitualPlan, asked_in: Mapping[int, int]) -> bool:
    """Whether a round asks about a goal. What a private team wants to reach is told in its own channel alone."""
    if owned.team_id is None:
        return plan.everyone
    if owned.private_channel is not None:
        in_its_team = plan.report in (TO_TEAM, TO_LEAD) and asked_in[owned.goal.owner_id] == owned.team_id
        return in_its_team or plan.report == owned.private_channel
    return plan.everyone or owned.team_id in asked_in.values()


async def top_goals_from(tx: Transaction, ritual: Ritual, team_ids: Collection[int]) -> list[AskedGoal]:
    """The open goals that people asked in these teams pick one of: their team's own and everybody's."""
    every = await asked_goals.open_in(tx, ritual.workspace_id, team_ids)
    return newest_of_each(each.goal for each in every if may_be_picked(each, ritual.plan))


def may_be_picked(found: Owned, plan: RitualPlan) -> bool:
    """Whether it may be told, where the answers go, which goal was picked. What a private team wants to reach is told
    in its own channel and to its lead alone."""
    return found.private_channel is None or plan.report in (TO_TEAM, TO_LEAD, found.private_channel)


def newest_of_each(found: Iterable[AskedGoal]) -> list[AskedGoal]:
    """The goals added last of each team and of everybody: one more than can be listed, so that it shows there are."""
    of_each: dict[int | None, list[AskedGoal]] = {}
    for goal in sorted(found, key=lambda each: each.id):
        of_each.setdefault(goal.team_id, []).append(goal)
    return [goal for goals_ in of_each.values() for goal in goals_[-MOST_OFFERED - 1 :]]


def told_apart(found: Iterable[AskedGoal]) -> list[AskedGoal]:
    """The same goals; where somebody looks after two that are called the same, the later one has a number."""
    taken: Counter[tuple[int, str]] = Counter()
    apart = []
    for each in found:
        title = each.title
        while taken[each.owner_id, title]:
            taken[each.owner_id, each.title] += 1
            title = f"{each.title} ({taken[each.owner_id, each.title]})"
        taken[each.owner_id, title] += 1
        apart.append(replace(each, title=title))
    return apart


async def on_answer(
    tx: Transaction, standing: Standing, given: Sequence[Answer], now: datetime
) -> Sequence[Answer]:
    """Record what is said of goals with these answers; the answers as they are kept. Twice does no more than once."""
    asked = [each for each in standing.round.questions if each.type == QuestionType.GOALS]
    if not asked:
        return given
    prompt = standing.prompt
    before = (await answers.of_prompts(tx, [prompt.id])).get(prompt.id, {})
    kept = {item.key: item for item in given}
    for question in asked:
        turns = await _turns(tx, standing, question, before.get(question.key), kept.get(question.key))
        await _record(tx, standing, turns, now)
        if question.key in kept:
            lines = tuple(in_one_line(each.saying) for each in turns if each.saying is not None)
            kept[question.key] = Answer(question.key, chosen=lines)
    return [kept[item.key] for item in given if not kept[item.key].is_empty]


@dataclass(frozen=True, slots=True)
class _Turn:
    """One goal in an answer: what was said of it before, and what is said of it now."""

    goal: AskedGoal
    was: Saying | None
    saying: Saying | None

    @property
    def is_news(self) -> bool:
        """Whether anything is said otherwise."""
        if self.was is None or self.saying is None:
            return self.was is not self.saying
        return (self.was.value, self.was.why) != (self.saying.value, self.saying.why)


async def _turns(
    tx: Transaction, standing: Standing, question: Question, before: Answer | None, given: Answer | None
) -> list[_Turn]:
    """Each goal somebody is asked about. Of those that are no longer their own, what they said before stands unless
    all of it is taken back."""
    member, since = standing.member, standing.round.opens_at
    asked = [goal for goal in question.goals if goal.owner_id == member.id]
    own = await asked_goals.still_owned(tx, question.goals, member.id, before=since)
    mine = {each.id: each for each in own}
    old, new = said(asked, before.chosen if before else ()), said(asked, given.chosen if given else ())
    turns = []
    for goal in asked:
        was, saying = old.get(goal.id), new.get(goal.id)
        if given is not None and goal.id not in mine:
            saying = was
        elif saying is not None:
            saying = replace(saying, was=was.was if was else mine[goal.id].was)
        turns.append(_Turn(goal, was, saying))
    return turns


async def _record(tx: Transaction, standing: Standing, turns: Iterable[_Turn], now: datetime) -> None:
    member, since, today = standing.member, standing.round.opens_at, now.astimezone(standing.member.tz).date()
    for turn in turns:
        was, saying = turn.was, turn.saying
        if was is not None and turn.is_news:
            await asked_goals.take_back(tx, turn.goal.id, member.id, was.value, was.why, since=since)
        if saying is not None and turn.is_news:
            await goals.say(tx, turn.goal.id, member.id, today, saying.value, saying.why, now)

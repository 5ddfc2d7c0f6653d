"""Opening a round: people, wording and rules are frozen, and everybody's prompt is planned."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from bot.rituals import owning, trouble
from bot.rituals.introducing import introduce
from bot.rituals.ports import Ports
from bot.rituals.rest.drawing import drawn
from bot.rituals.rest.rules import Planned, planned
from bot.rituals.schedules.pools import in_turn
from bot.rituals.schedules.scheduling import plan_next_round
from bot.rituals.tier_rules import worth_asking
from bot.rituals.whom import Somebody, whom
from bot.rituals.wording import Wording
from bot.store import led, prompts, rituals, rounds, showing, teams, week_sums
from bot.store.engine import Store, Transaction
from bot.store.prompts import NewPrompt
from bot.values.errors import KeysApart, NoPlaceForKeys, Unusable
from bot.values.people import Team
from bot.values.questions import Question, QuestionType, asking_about
from bot.values.rituals import Ritual
from bot.values.rounds import PromptState

WAS_NOT_RUNNING = "Drumbeat was not running while this one was open."
SET_UP_LATER = "It was set up later in your day."

PATIENCE, LOOK_AGAIN = timedelta(minutes=10), timedelta(seconds=30)
"""How long it is tried to open a round for which processes would have to reach the same keys, and how often."""


async def open_due_round(store: Store, wording: Wording, ports: Ports, now: datetime) -> bool:
    """Open one round that is due; whether there was one."""
    async with store.transaction() as tx:
        ritual = await rituals.whose_round_is_due(tx, now)
        if ritual is None:
            return False
        # After a time of not running the planned date may be over: then this finds the next one worth opening.
        await plan_next_round(tx, ritual.id, now)
        ritual = await rituals.by_id(tx, ritual.id)
        if ritual.next_opens_at is not None and ritual.next_opens_at <= now:
            if await _open_or_tell(tx, wording, ports, ritual, now):
                await plan_next_round(tx, ritual.id, now)
            else:
                await rituals.set_next(tx, ritual.id, ritual.next_date, now + LOOK_AGAIN)
        return True


async def _open_or_tell(
    tx: Transaction, wording: Wording, ports: Ports, ritual: Ritual, now: datetime
) -> bool:
    """Open a ritual's round; one that cannot be opened is left out, and its owner is told why.

    False where that may pass soon, so that it is tried again.
    """
    assert ritual.next_opens_at is not None
    try:
        async with tx.begin_nested():
            await open_round(tx, wording, ports, ritual, now)
    except (NoPlaceForKeys, Unusable) as why:
        if isinstance(why, KeysApart) and now < ritual.next_opens_at + PATIENCE:
            return False
        await led.leave_out(tx, ritual.id, ritual.next_date)
        await trouble.round_did_not_open(tx, wording, ritual, why, now)
    return True


async def open_round(tx: Transaction, wording: Wording, ports: Ports, ritual: Ritual, now: datetime) -> None:
    """Open the round of `next_date`, which is new: freeze it, introduce the ritual, plan everybody's prompt.

    When nobody at all is to be asked, nothing is opened. Raises NoPlaceForKeys or Unusable when an anonymous one
    cannot be opened, or when it asks about goals and there is none.
    """
    day, opens_at = ritual.next_date, ritual.next_opens_at
    if day is None or opens_at is None:
        return
    goals, people = await owning.goals_and_people(tx, ports, ritual, await whom(tx, ritual.id, now))
    new = [_new_prompt(ritual, somebody, day, now) for somebody in people]
    asked = [item for item in new if item.state == PromptState.PLANNED]
    if not asked:
        return
    asked_teams = {item.team_id for item in asked}
    its_teams = [team for team in await teams.of_ritual(tx, ritual.id) if team.id in asked_teams]
    this_time = in_turn(ritual.plan.questions, await rounds.how_many(tx, ritual.id))
    questions = asking_about(worth_asking(ritual.plan, this_time, len(asked)), ritual.plan.about)
    round_id = await rounds.open_one(
        tx,
        ritual,
        day,
        opens_at=opens_at,
        closes_at=max(item.closes_at for item in asked),
        questions=owning.with_goals(await _with_options(tx, ports, ritual, questions, its_teams, now), goals),
    )
    if round_id is None:
        return
    for team in its_teams:
        await introduce(tx, wording, ritual, team, sum(each.team_id == team.id for each in people), now)
    await showing.add_teams(tx, round_id, its_teams, publish_at=now)
    round_ = await rounds.by_id(tx, round_id)
    await prompts.plan(tx, round_, new)
    await week_sums.outdate_round(tx, round_, now)
    if round_.is_anonymous:
        await ports.ballots.open_round(tx, round_, [item.member.id for item in asked])


async def _with_options(
    tx: Transaction,
    ports: Ports,
    ritual: Ritual,
    questions: Sequence[Question],
    its_teams: Sequence[Team],
    now: datetime,
) -> tuple[Question, ...]:
    """What can be picked is frozen with the wording: everybody chooses from the same."""
    if all(question.type != QuestionType.BOTTLENECKS for question in questions):
        return tuple(questions)
    options = tuple(await ports.options_from(tx, ritual, its_teams, now))
    return tuple(
        replace(question, options=options) if question.type == QuestionType.BOTTLENECKS else question
        for question in questions
    )


def _new_prompt(ritual: Ritual, somebody: Somebody, day: date, now: datetime) -> NewPrompt:
    plan = planned(ritual.plan.rules, day, somebody.asked, drawn=drawn())
    excuse = _excuse(ritual, plan, now)
    return NewPrompt(
        member=somebody.member,
        team_id=somebody.team_id,
        due_at=plan.due_at,
        ask_at=None if excuse else plan.due_at,
        remind_at=None if excuse else plan.remind_at,
        closes_at=plan.closes_at,
        zone=somebody.member.zone,
        state=PromptState.EXCUSED if excuse else PromptState.PLANNED,
        reason=excuse,
    )


def _excuse(ritual: Ritual, plan: Planned, now: datetime) -> str | None:
    if plan.due_at < ritual.starts_at:
        return SET_UP_LATER
    return plan.excuse or (WAS_NOT_RUNNING if plan.closes_at <= now else None)

"""Opening a round: people, wording and rules are frozen, and everybody's prompt is planned."""

from datetime import date, datetime

from bot.rituals import schedule
from bot.rituals.introducing import introduce
from bot.rituals.scheduling import plan_next_round
from bot.rituals.wording import Wording
from bot.store import prompts, rituals, rounds, teams
from bot.store.engine import Store, Transaction
from bot.store.prompts import NewPrompt
from bot.values.people import Member
from bot.values.rituals import PromptState, Ritual

WAS_NOT_RUNNING = "Drumbeat was not running while this one was open."
SET_UP_LATER = "It was set up later in your day."


async def open_due_round(store: Store, wording: Wording, now: datetime) -> bool:
    """Open one round that is due; whether there was one."""
    async with store.transaction() as tx:
        ritual = await rituals.whose_round_is_due(tx, now)
        if ritual is None:
            return False
        # After a time of not running the planned date may be over: then this finds the next one worth opening.
        await plan_next_round(tx, ritual.id, now)
        ritual = await rituals.by_id(tx, ritual.id)
        if ritual.next_opens_at is not None and ritual.next_opens_at <= now:
            await open_round(tx, wording, ritual, now)
            await plan_next_round(tx, ritual.id, now)
        return True


async def open_round(tx: Transaction, wording: Wording, ritual: Ritual, now: datetime) -> None:
    """Open the round of `next_date`, which is new: freeze it, introduce the ritual, plan everybody's prompt."""
    people = await teams.askable(tx, ritual.id)
    zones = {member.zone for _, member in people}
    day = ritual.next_date
    if day is None or ritual.next_opens_at is None:
        return
    round_id = await rounds.open_one(
        tx,
        ritual,
        day,
        opens_at=ritual.next_opens_at,
        closes_at=schedule.closes_at(ritual.plan, day, zones),
    )
    if round_id is None:
        return
    round_ = await rounds.by_id(tx, round_id)
    asked_teams = {team_id for team_id, _ in people}
    its_teams = [team for team in await teams.of_ritual(tx, ritual.id) if team.id in asked_teams]
    for team in its_teams:
        asked = sum(team_id == team.id for team_id, _ in people)
        await introduce(tx, wording, ritual, team, asked, now)
    await rounds.add_teams(tx, round_id, its_teams, publish_at=now)
    await prompts.plan(
        tx,
        round_,
        [_new_prompt(ritual, team_id, member, round_.local_date, now) for team_id, member in people],
    )


def _new_prompt(ritual: Ritual, team_id: int, member: Member, day: date, now: datetime) -> NewPrompt:
    due_at = schedule.due_at(ritual.plan.schedule, day, member.zone)
    closes_at = due_at + ritual.plan.window
    excuse = _excuse(ritual, due_at, closes_at, now)
    remind = ritual.plan.remind_before
    return NewPrompt(
        member=member,
        team_id=team_id,
        due_at=due_at,
        ask_at=None if excuse else due_at,
        remind_at=closes_at - remind if remind is not None and not excuse else None,
        closes_at=closes_at,
        zone=member.zone,
        state=PromptState.EXCUSED if excuse else PromptState.PLANNED,
        reason=excuse,
    )


def _excuse(ritual: Ritual, due_at: datetime, closes_at: datetime, now: datetime) -> str | None:
    if due_at < ritual.starts_at:
        return SET_UP_LATER
    return WAS_NOT_RUNNING if closes_at <= now else None

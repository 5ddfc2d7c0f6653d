"""What follows when somebody's rest or place changes: prompts move, are excused, or are asked after all."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.rituals.rest.drawing import drawn
from bot.rituals.rest.rules import (
    Asked,
    Planned,
    asked,
    excuse_on,
    is_about_rest,
    local_day,
    planned,
    remind_at,
    slot_of,
)
from bot.rituals.schedules.scheduling import plan_next_round
from bot.rituals.whom import absences_of
from bot.store import members, outbox, prompts, replanning, rituals, rounds, showing, standings, teams
from bot.store.engine import Transaction
from bot.store.standings import Standing
from bot.values.deliveries import DeliveryState
from bot.values.people import Member, Team
from bot.values.rest import Away
from bot.values.rituals import Rules
from bot.values.rounds import PromptState

_NEVER_CAME = (None, DeliveryState.CANCELLED, DeliveryState.FAILED)


@dataclass(frozen=True, slots=True)
class _Case:
    """One prompt, the rules of its round, and the person as they are now."""

    standing: Standing
    rules: Rules
    team: Team
    who: Asked
    now: datetime

    @property
    def was_asked_on(self) -> str | None:
        """Why nobody should have been asked on the day this was asked for; None when it was right."""
        prompt = self.standing.prompt
        return excuse_on(local_day(prompt.due_at, ZoneInfo(prompt.zone)), self.rules, self.who)


async def replan(tx: Transaction, member_id: int, now: datetime) -> None:
    """Let everything that is planned or open for a member follow how they rest and where they live now.

    To be called in the transaction that changed it: their zone, country, working days, quiet hours, absences, role,
    or their team's country.
    """
    member = await members.by_id(tx, member_id)
    if member.is_active:
        away = (await absences_of(tx, [member_id], now)).get(member_id, ())
        for prompt_id in await replanning.unsettled(tx, member_id):
            standing = await standings.lock(tx, prompt_id, member_id)
            if standing is not None:
                await _follow(tx, await _case(tx, standing, member, away, now))
    for ritual in await rituals.of_member(tx, member_id):
        await plan_next_round(tx, ritual.id, now)
    await outbox.try_again(tx, member_id, now)


async def _case(
    tx: Transaction, standing: Standing, member: Member, away: tuple[Away, ...], now: datetime
) -> _Case:
    round_ = standing.round
    rules = round_.rules or (await rituals.by_id(tx, round_.ritual_id)).plan.rules
    team = await teams.by_id(tx, standing.prompt.team_id)
    return _Case(standing, rules, team, asked(member, away, team.country), now)


async def _follow(tx: Transaction, case: _Case) -> None:
    prompt = case.standing.prompt
    if prompt.state == PromptState.EXCUSED:
        if is_about_rest(prompt.reason) and prompt.closes_at > case.now:
            await _take_back(tx, case)
    elif prompt.state == PromptState.SENT or case.standing.delivery_key is not None:
        await _keep_or_excuse(tx, case)
    elif not _stays(case):
        await _move(tx, case)


def _stays(case: _Case) -> bool:
    prompt = case.standing.prompt
    day = case.standing.round.local_date
    same_time = slot_of(case.rules, day, case.who).holds(prompt.due_at)
    same_window = prompt.due_at + case.rules.window == prompt.closes_at
    excuse = planned(case.rules, day, case.who).excuse
    return same_time and same_window and excuse is None and prompt.zone == case.who.zone


def _planned_anew(case: _Case) -> Planned:
    return planned(case.rules, case.standing.round.local_date, case.who, not_before=case.now, drawn=drawn())


async def _move(tx: Transaction, case: _Case) -> None:
    plan = _planned_anew(case)
    if plan.excuse is not None:
        await _excuse(tx, case, plan.excuse)
    else:
        await _ask(tx, case, plan)


async def _keep_or_excuse(tx: Transaction, case: _Case) -> None:
    excuse = case.was_asked_on
    if excuse is not None:
        await _excuse(tx, case, excuse)
        return
    prompt = case.standing.prompt
    wanted = remind_at(case.rules, case.who, prompt.due_at, prompt.closes_at)
    if wanted is None or wanted > case.now:
        await replanning.remind(tx, prompt.id, wanted)


async def _take_back(tx: Transaction, case: _Case) -> None:
    prompt = case.standing.prompt
    dm = await _dm_state(tx, case.standing)
    if dm not in _NEVER_CAME:
        if case.was_asked_on is None:
            await replanning.answerable_again(tx, prompt.id, is_there=dm == DeliveryState.SENT)
            await _keep_or_excuse(tx, case)
            await _show(tx, case)
        return
    plan = _planned_anew(case)
    if plan.excuse is None:
        await _ask(tx, case, plan)
        if case.team.id not in [place.team_id for place in await showing.places(tx, prompt.round_id)]:
            await showing.add_teams(tx, prompt.round_id, [case.team], publish_at=case.now)
        await _show(tx, case)


async def _dm_state(tx: Transaction, standing: Standing) -> DeliveryState | None:
    if standing.delivery_key is None:
        return None
    return await outbox.state_of(tx, standing.prompt.workspace_id, standing.delivery_key)


async def _ask(tx: Transaction, case: _Case, plan: Planned) -> None:
    await replanning.ask(
        tx,
        case.standing.prompt.id,
        due_at=plan.due_at,
        closes_at=plan.closes_at,
        remind_at=plan.remind_at,
        zone=case.who.zone,
    )
    await rounds.stay_open_until(tx, case.standing.prompt.round_id, plan.closes_at)


async def _excuse(tx: Transaction, case: _Case, reason: str) -> None:
    await prompts.excuse(tx, [case.standing.prompt.id], reason)
    await prompts.touched(tx, [case.standing.prompt.id])
    await _show(tx, case)


async def _show(tx: Transaction, case: _Case) -> None:
    prompt = case.standing.prompt
    await showing.show(tx, prompt.round_id, at=case.now, team_id=prompt.team_id)

"""Changing a ritual, one part at a time. What is not touched stays; an open round keeps its wording and its rules.

Each part has a fingerprint. A form carries the one it was opened with, so that of two people who change the same
part at once the second one is told, and what they typed is still there.
"""

import hashlib
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from bot.rituals.introducing import introduce
from bot.rituals.schedules.scheduling import plan_next_round
from bot.rituals.schedules.spreading import reaching
from bot.rituals.tending import promising, rights
from bot.rituals.wording import Wording
from bot.store import led, rituals, teams
from bot.store.engine import Store, Transaction
from bot.values.editing import Part
from bot.values.errors import DrumbeatError, NotThere, Unusable
from bot.values.people import Member
from bot.values.rituals import Grouping, Protection, Ritual, RitualPlan, RitualState, Tier
from bot.values.schedules import Schedule

_GONE = "I can't find that ritual any more. `/drumbeat rituals` shows those that are there."
_ENDED = "That ritual has ended. `/checkin new` starts another one."

Edit = Callable[[RitualPlan], RitualPlan]


class ChangedMeanwhile(DrumbeatError):
    """Somebody else changed the same part since it was read. `seen` is what it is by now."""

    def __init__(self, seen: str) -> None:
        super().__init__("Somebody else changed this while you had it open.")
        self.seen = seen


def seen_parts(ritual: Ritual, team_ids: Collection[int]) -> dict[str, str]:
    """The fingerprint of each part of a ritual, and of each of its questions by key."""
    plan = ritual.plan
    parts: Mapping[str, object] = {
        Part.NAME: plan.name,
        Part.QUESTIONS: plan.questions,
        Part.WHEN: (plan.schedule, plan.spread),
        Part.RULES: (plan.window, plan.remind_before, plan.on_holidays),
        Part.PEOPLE: (plan.everyone, sorted(team_ids)),
        Part.RESULTS: (plan.report, plan.grouping),
        Part.TIER: (plan.tier, plan.protection),
        Part.ABOUT: plan.about,
        **{question_part(question.key): question for question in plan.questions},
    }
    return {str(part): _fingerprint(content) for part, content in parts.items()}


def question_part(key: str) -> str:
    """Each question is a part of its own."""
    return f"question:{key}"


async def rename(
    store: Store, member: Member, ritual_id: int, name: str, *, seen: str, now: datetime
) -> Ritual:
    """Give a ritual another name. Raises Unusable when it is taken."""
    async with store.transaction() as tx:
        ritual = await _to_change(tx, member, ritual_id, Part.NAME, seen)
        taken = await rituals.names(tx, member.workspace_id) - {ritual.name}
        if name.casefold() in {other.casefold() for other in taken}:
            raise Unusable(f"There is a ritual called “{name}” already. Choose another name.", field="name")
        return await _save(tx, ritual, replace(ritual.plan, name=name), now)


async def reschedule(
    store: Store,
    member: Member,
    ritual_id: int,
    schedule: Schedule,
    *,
    spread: timedelta,
    seen: str,
    now: datetime,
) -> Ritual:
    """Give a ritual another schedule, from its next round on: nobody is asked for a time that is over."""
    async with store.transaction() as tx:
        ritual = await _to_change(tx, member, ritual_id, Part.WHEN, seen)
        if schedule != ritual.plan.schedule:
            await led.begin_again(tx, ritual_id, now)
            await led.leave_out(tx, ritual_id, None)
        within = reaching(spread, schedule.at)
        return await _save(tx, ritual, replace(ritual.plan, schedule=schedule, spread=within), now)


async def set_rules(
    store: Store,
    member: Member,
    ritual_id: int,
    *,
    window: timedelta,
    remind_before: timedelta | None,
    on_holidays: bool,
    seen: str,
    now: datetime,
) -> Ritual:
    """Say how long people have, when they are reminded, and whether holidays count."""
    if remind_before is not None and remind_before >= window:
        raise Unusable("That reminder would come before the question. Choose a later one.", field="remind")
    async with store.transaction() as tx:
        ritual = await _to_change(tx, member, ritual_id, Part.RULES, seen)
        plan = replace(ritual.plan, window=window, remind_before=remind_before, on_holidays=on_holidays)
        return await _save(tx, ritual, plan, now)


async def set_results(
    store: Store,
    member: Member,
    ritual_id: int,
    *,
    report: str,
    grouping: Grouping,
    seen: str,
    now: datetime,
) -> Ritual:
    """Say where what came back is read, and in which order. Who may read there is seen to by the door."""
    async with store.transaction() as tx:
        ritual = await _to_change(tx, member, ritual_id, Part.RESULTS, seen)
        return await _save(tx, ritual, replace(ritual.plan, report=report, grouping=grouping), now)


async def set_promise(
    store: Store,
    member: Member,
    ritual_id: int,
    *,
    tier: Tier,
    protection: Protection,
    seen: str,
    now: datetime,
) -> Ritual:
    """Say who can tell who said what, and of how many people something is shown; an open round keeps its promise."""
    async with store.transaction() as tx:
        ritual = await _to_change(tx, member, ritual_id, Part.TIER, seen)
        return await _save(tx, ritual, replace(ritual.plan, tier=tier, protection=protection), now)


async def set_about(
    store: Store, member: Member, ritual_id: int, about: str, *, seen: str, now: datetime
) -> Ritual:
    """Say what a feedback round is about."""
    async with store.transaction() as tx:
        ritual = await _to_change(tx, member, ritual_id, Part.ABOUT, seen)
        return await _save(tx, ritual, replace(ritual.plan, about=about), now)


async def set_people(
    store: Store,
    wording: Wording,
    member: Member,
    ritual_id: int,
    *,
    everyone: bool,
    team_ids: Collection[int],
    seen: str,
    now: datetime,
) -> Ritual:
    """Say which teams a ritual asks. A team that is new to it is told who set it up."""
    async with store.transaction() as tx:
        ritual = await _to_change(tx, member, ritual_id, Part.PEOPLE, seen)
        if everyone and not ritual.plan.everyone:
            await rights.check_is_admin(tx, member)
        before = {team.id for team in await teams.of_ritual(tx, ritual_id)}
        await check_new_teams(tx, member, set(team_ids) - before, everyone=everyone)
        wanted = await _every_team(tx, member) if everyone else set(team_ids)
        if not wanted:
            raise Unusable("Choose at least one team.", field="teams")
        await rituals.set_teams(tx, ritual_id, sorted(wanted))
        saved = await _save(tx, ritual, replace(ritual.plan, everyone=everyone), now)
        if saved.state == RitualState.ACTIVE:
            for team_id in sorted(wanted - before):
                people = len(await teams.members(tx, team_id))
                await introduce(tx, wording, saved, await teams.by_id(tx, team_id), people, now)
        return saved


async def edit_questions(
    store: Store, member: Member, ritual_id: int, edit: Edit, *, part: str, seen: str | None, now: datetime
) -> Ritual:
    """Change a ritual's questions. `part` is the one question that was read, or all of them."""
    async with store.transaction() as tx:
        ritual = await _to_change(tx, member, ritual_id, part, seen)
        return await _save(tx, ritual, edit(ritual.plan), now)


async def to_change(tx: Transaction, member: Member, ritual_id: int) -> Ritual:
    """A ritual somebody is about to change. Raises NotThere, or NotYours naming who can."""
    ritual = await led.for_change(tx, member.workspace_id, ritual_id)
    if ritual is None:
        raise NotThere(_GONE)
    await rights.check_may_change(tx, member, ritual)
    if ritual.state == RitualState.ENDED:
        raise NotThere(_ENDED)
    return ritual


async def _to_change(tx: Transaction, member: Member, ritual_id: int, part: str, seen: str | None) -> Ritual:
    ritual = await to_change(tx, member, ritual_id)
    if seen is None:
        return ritual
    team_ids = [team.id for team in await teams.of_ritual(tx, ritual_id)]
    is_now = seen_parts(ritual, team_ids).get(part, "")
    if is_now != seen:
        raise ChangedMeanwhile(is_now)
    return ritual


async def _save(tx: Transaction, ritual: Ritual, plan: RitualPlan, now: datetime) -> Ritual:
    promising.check(plan)
    await rituals.change(tx, ritual.id, plan)
    await plan_next_round(tx, ritual.id, now)
    return await rituals.by_id(tx, ritual.id)


async def check_new_teams(tx: Transaction, member: Member, new: Collection[int], *, everyone: bool) -> None:
    """Whether somebody may have a ritual ask these teams: their own, and those they lead. Raises NotYours."""
    if everyone or not new:
        return
    for team_id in set(new) - await teams.ids_of_member(tx, member.id):
        team = await teams.by_id(tx, team_id)
        await rights.check_may_change_team(tx, member, team)


async def _every_team(tx: Transaction, member: Member) -> set[int]:
    return {team.id for team in await teams.of_workspace(tx, member.workspace_id)}


def _fingerprint(content: object) -> str:
    return hashlib.sha256(repr(content).encode()).hexdigest()[:16]

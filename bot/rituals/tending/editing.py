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
from bot.values.editing import Opened, Part, People, Promised, Results, TimeToAnswer
from bot.values.errors import DrumbeatError, NotThere, Unusable
from bot.values.people import Member
from bot.values.rituals import Ritual, RitualPlan, RitualState
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


async def rename(store: Store, member: Member, opened: Opened, name: str, now: datetime) -> Ritual:
    """Give a ritual another name. Raises Unusable when it is taken."""
    async with store.transaction() as tx:
        ritual = await _to_change(tx, member, opened, Part.NAME)
        taken = await rituals.names(tx, member.workspace_id) - {ritual.name}
        if name.casefold() in {other.casefold() for other in taken}:
            raise Unusable(f"There is a ritual called “{name}” already. Choose another name.", field="name")
        return await _save(tx, ritual, replace(ritual.plan, name=name), now)


async def reschedule(
    store: Store,
    member: Member,
    opened: Opened,
    schedule: Schedule,
    *,
    spread: timedelta,
    now: datetime,
) -> Ritual:
    """Give a ritual another schedule, from its next round on: nobody is asked for a time that is over."""
    async with store.transaction() as tx:
        ritual = await _to_change(tx, member, opened, Part.WHEN)
        if schedule != ritual.plan.schedule:
            await led.begin_again(tx, ritual.id, now)
            await led.leave_out(tx, ritual.id, None)
        within = reaching(spread, schedule.at)
        return await _save(tx, ritual, replace(ritual.plan, schedule=schedule, spread=within), now)


async def set_rules(
    store: Store, member: Member, opened: Opened, rules: TimeToAnswer, now: datetime
) -> Ritual:
    """Say how long people have, when they are reminded, and whether holidays count."""
    if rules.remind_before is not None and rules.remind_before >= rules.window:
        raise Unusable("That reminder would come before the question. Choose a later one.", field="remind")
    async with store.transaction() as tx:
        ritual = await _to_change(tx, member, opened, Part.RULES)
        plan = replace(
            ritual.plan,
            window=rules.window,
            remind_before=rules.remind_before,
            on_holidays=rules.on_holidays,
        )
        return await _save(tx, ritual, plan, now)


async def set_results(
    store: Store, member: Member, opened: Opened, results: Results, now: datetime
) -> Ritual:
    """Say where what came back is read, and in which order. Who may read there is seen to by the door."""
    async with store.transaction() as tx:
        ritual = await _to_change(tx, member, opened, Part.RESULTS)
        return await _save(
            tx, ritual, replace(ritual.plan, report=results.report, grouping=results.grouping), now
        )


async def set_promise(
    store: Store, member: Member, opened: Opened, promised: Promised, now: datetime
) -> Ritual:
    """Say who can tell who said what, and of how many people something is shown; an open round keeps its promise."""
    async with store.transaction() as tx:
        ritual = await _to_change(tx, member, opened, Part.TIER)
        plan = replace(ritual.plan, tier=promised.tier, protection=promised.protection)
        return await _save(tx, ritual, plan, now)


async def set_about(store: Store, member: Member, opened: Opened, about: str, now: datetime) -> Ritual:
    """Say what a feedback round is about."""
    async with store.transaction() as tx:
        ritual = await _to_change(tx, member, opened, Part.ABOUT)
        return await _save(tx, ritual, replace(ritual.plan, about=about), now)


async def set_people(
    store: Store, wording: Wording, member: Member, opened: Opened, people: People, now: datetime
) -> Ritual:
    """Say which teams a ritual asks. A team that is new to it is told who set it up."""
    async with store.transaction() as tx:
        ritual = await _to_change(tx, member, opened, Part.PEOPLE)
        if people.everyone and not ritual.plan.everyone:
            await rights.check_is_admin(tx, member)
        before = {team.id for team in await teams.of_ritual(tx, ritual.id)}
        await check_new_teams(tx, member, set(people.team_ids) - before, everyone=people.everyone)
        wanted = await _every_team(tx, member) if people.everyone else set(people.team_ids)
        if not wanted:
            raise Unusable("Choose at least one team.", field="teams")
        await rituals.set_teams(tx, ritual.id, sorted(wanted))
        saved = await _save(tx, ritual, replace(ritual.plan, everyone=people.everyone), now)
        if saved.state == RitualState.ACTIVE:
            for team_id in sorted(wanted - before):
                size = len(await teams.members(tx, team_id))
                await introduce(tx, wording, saved, await teams.by_id(tx, team_id), size, now)
        return saved


async def edit_questions(
    store: Store, member: Member, opened: Opened, edit: Edit, *, part: str, now: datetime
) -> Ritual:
    """Change a ritual's questions. `part` is the one question that was read, or all of them."""
    async with store.transaction() as tx:
        ritual = await _to_change(tx, member, opened, part)
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


async def _to_change(tx: Transaction, member: Member, opened: Opened, part: str) -> Ritual:
    ritual = await to_change(tx, member, opened.ritual_id)
    if opened.seen is None:
        return ritual
    team_ids = [team.id for team in await teams.of_ritual(tx, ritual.id)]
    is_now = seen_parts(ritual, team_ids).get(part, "")
    if is_now != opened.seen:
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

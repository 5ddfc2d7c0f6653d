"""Running a bottleneck poll now: one that is there, or a new one for several teams."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from bot.rituals.ports import Ports
from bot.rituals.schedules import outlook
from bot.rituals.schedules.scheduling import plan_next_round
from bot.rituals.tending import rescheduling, rights, running
from bot.rituals.tending.editing import check_new_teams
from bot.rituals.tending.setting_up import free_name
from bot.rituals.tending.templates import plan_from_template
from bot.rituals.wording import Wording
from bot.store import members, rituals
from bot.store.engine import Store, Transaction
from bot.values.editing import RunNow
from bot.values.errors import NotThere, Unusable
from bot.values.meant import did_you_mean
from bot.values.people import Member
from bot.values.rituals import Kind, Ritual

TEMPLATE = "bottleneck-poll"
TEAMS = "teams"
_NO_TEAM = "Choose at least one team."


async def polls_of(store: Store, member: Member) -> list[Ritual]:
    """The polls somebody may run, in the order of their names."""
    async with store.reading() as tx:
        every = await rituals.of_workspace(tx, member.workspace_id)
        polls = [ritual for ritual in every if ritual.plan.kind == Kind.BOTTLENECK_POLL]
        return [ritual for ritual in polls if await rights.may_change(tx, member, ritual)]


def meant(polls: Sequence[Ritual], name: str) -> Ritual:
    """The one that is called so, or whose name begins so; without a name, the only one. Raises Unusable, NotThere."""
    wanted = name.strip("“”\"'` ").casefold()
    exactly = [poll for poll in polls if poll.name.casefold() == wanted]
    alike = exactly or [poll for poll in polls if poll.name.casefold().startswith(wanted)]
    if len(alike) == 1:
        return alike[0]
    names = ", ".join(f"`/bottleneck poll {poll.name}`" for poll in alike or polls)
    if not alike:
        meant = did_you_mean(wanted, (poll.name for poll in polls), after="/bottleneck poll ")
        raise NotThere(f"I don't know a poll called “{name[:60]}”. {meant}There is {names}.")
    raise Unusable(f"Which one? Type {names}.")


async def start(
    store: Store,
    wording: Wording,
    ports: Ports,
    owner: Member,
    team_ids: Collection[int],
    *,
    again: bool,
    now: datetime,
) -> RunNow:
    """A new poll for these teams, run at once; with `again` it comes back as its template says, else it is paused.

    Raises Unusable, and then there is no new poll.
    """
    if not team_ids:
        raise Unusable(_NO_TEAM, field=TEAMS)
    async with store.transaction() as tx:
        await check_new_teams(tx, owner, team_ids, everyone=False)
        ritual_id = await _create(tx, owner, team_ids, now)
        if not again:
            await rituals.pause(tx, ritual_id)
        return await running.run_in(tx, wording, ports, owner, ritual_id, now)


async def _create(tx: Transaction, owner: Member, team_ids: Collection[int], now: datetime) -> int:
    plan = plan_from_template(TEMPLATE, now=now)
    taken = {name.casefold() for name in await rituals.names(tx, owner.workspace_id)}
    schedule = rescheduling.begun(plan.schedule, outlook.today_of(owner, now))
    plan = replace(plan, name=free_name(taken, plan.name), schedule=schedule)
    ritual_id = await rituals.create(tx, owner.workspace_id, owner.id, plan, sorted(team_ids), now=now)
    await members.make_lead(tx, owner.id)
    await rights.welcome_first_admin(tx, owner)
    await plan_next_round(tx, ritual_id, now)
    return ritual_id

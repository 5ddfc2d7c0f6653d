"""Setting a check-in up from Slack: a channel is enough, everything else has a default."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.rituals import tier_rules
from bot.rituals.schedules.scheduling import plan_next_round
from bot.rituals.tending import promising, rights
from bot.store import digests, members, rituals, team_sources, teams
from bot.store.engine import Store, Transaction
from bot.values.digests import DigestPlan
from bot.values.editing import Started
from bot.values.errors import Unusable
from bot.values.people import Channel, Member, Role
from bot.values.rituals import LONGEST_NAME, RitualPlan, RitualState
from bot.values.teams import TeamPlan, called_after


async def check_start(
    store: Store, owner: Member, channel: Channel, plan: RitualPlan, *, own_name: bool
) -> str:
    """The name it would get; raises what `start_check_in` would, before somebody confirms it."""
    promising.check(plan)
    async with store.transaction() as tx:
        if not own_name:
            await _check_is_new(tx, owner.workspace_id, channel, plan)
        return await _name(tx, owner.workspace_id, plan.name, channel, own_name=own_name)


async def caution_before(
    store: Store, workspace_id: int, channel: Channel, slack_ids: Sequence[str], plan: RitualPlan
) -> str | None:
    """What somebody should know before they start it in a channel with these users; None when enough are there."""
    async with store.reading() as tx:
        found = await members.people_among(tx, workspace_id, slack_ids)
    people = sum(member.role != Role.OBSERVER for member in found)
    return tier_rules.caution(tier_rules.promise_of(plan), f"#{channel.name}", people)


async def start_check_in(
    store: Store,
    owner: Member,
    channel: Channel,
    plan: RitualPlan,
    *,
    own_name: bool,
    digest: DigestPlan | None,
    now: datetime,
) -> Started:
    """A check-in for the people in a channel, with a digest there if one is wanted and none is posted yet.

    Its team is the one that lives in the channel, or a new one; the clock reads the members right after and plans
    the first round. With `own_name`, raises Unusable when the name is taken; otherwise the channel is added to it,
    and the same check-in at the same time in the same channel is taken for a second click and refused.
    """
    promising.check(plan)
    async with store.transaction() as tx:
        if not own_name:
            await _check_is_new(tx, owner.workspace_id, channel, plan)
        name = await _name(tx, owner.workspace_id, plan.name, channel, own_name=own_name)
        team_id = await _team_in(tx, owner, channel, now)
        ritual_id = await rituals.create(
            tx, owner.workspace_id, owner.id, replace(plan, name=name), [team_id], now=now
        )
        await members.make_lead(tx, owner.id)
        first_admin = await rights.welcome_first_admin(tx, owner)
        await plan_next_round(tx, ritual_id, now)
        had_digest = bool(await digests.in_channel(tx, owner.workspace_id, channel.slack_id))
        if digest is not None and not had_digest:
            await digests.create(tx, owner.workspace_id, owner.id, digest, now=_week_ends(digest, now))
        ritual = await rituals.by_id(tx, ritual_id)
    new_digest = digest is not None and not had_digest
    return Started(ritual_id, name, ritual.next_date, had_digest or new_digest, new_digest, first_admin)


def _week_ends(digest: DigestPlan, now: datetime) -> datetime:
    # A digest looks back on a week; the first one waits until there is a week to look back on.
    zone = ZoneInfo(digest.zone)
    today = now.astimezone(zone).date()
    next_monday = today + timedelta(days=7 - today.weekday())
    return datetime.combine(next_monday, time.min, tzinfo=zone)


async def _check_is_new(tx: Transaction, workspace_id: int, channel: Channel, plan: RitualPlan) -> None:
    team = await teams.of_channel(tx, workspace_id, channel.slack_id)
    for ritual in await rituals.of_team(tx, team.id) if team else ():
        if _what_and_when(ritual.plan) == _what_and_when(plan) and ritual.state != RitualState.ENDED:
            raise Unusable(
                f"“{ritual.name}” asks the people in #{channel.name} at that time already. For a second one, choose"
                " another time, other days or another name.",
                field="channel",
            )


def _what_and_when(plan: RitualPlan) -> tuple[object, ...]:
    schedule = plan.schedule
    return plan.questions, plan.about, schedule.rrule, schedule.at, schedule.zone, schedule.starts_on


async def _name(tx: Transaction, workspace_id: int, wanted: str, channel: Channel, *, own_name: bool) -> str:
    taken = {name.casefold() for name in await rituals.names(tx, workspace_id)}
    if own_name and wanted.casefold() in taken:
        raise Unusable(
            f"There is a ritual called “{wanted}” already. Give this one another name.", field="name"
        )
    return free_name(taken, wanted, f"{wanted} · #{channel.name}")


async def _team_in(tx: Transaction, owner: Member, channel: Channel, now: datetime) -> int:
    team = await teams.of_channel(tx, owner.workspace_id, channel.slack_id)
    if team is not None:
        await team_sources.read_channel_now(tx, owner.workspace_id, channel.slack_id, now)
        return team.id
    name = await _free_team_name(tx, owner.workspace_id, channel)
    plan = TeamPlan(name, channel, lead_id=owner.id, members_at=now)
    team_id = await teams.create(tx, owner.workspace_id, plan)
    await rituals.join(tx, owner.workspace_id, team_id)
    return team_id


async def _free_team_name(tx: Transaction, workspace_id: int, channel: Channel) -> str:
    wanted = called_after(channel)
    taken = {team.name.casefold() for team in await teams.of_workspace(tx, workspace_id)}
    return free_name(taken, wanted, f"{wanted} ({channel.name})")


def free_name(taken: Collection[str], *wanted: str) -> str:
    """The first of these names that nothing else has, whatever its capitals; as long as a menu shows, with a number
    where it must be."""
    numbered = ((wanted[-1], f" {number}") for number in range(2, len(taken) + 3))
    tried = (
        name[: LONGEST_NAME - len(ending)].rstrip() + ending
        for name, ending in (*((name, "") for name in wanted), *numbered)
    )
    return next(name for name in tried if name.casefold() not in taken)

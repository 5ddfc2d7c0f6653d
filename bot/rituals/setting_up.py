"""Setting a check-in up from Slack: a channel is enough, everything else has a default."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.rituals.scheduling import plan_next_round
from bot.store import members, rituals, teams
from bot.store.engine import Store, Transaction
from bot.values.errors import Unusable
from bot.values.people import Channel, Member
from bot.values.rituals import RitualPlan


@dataclass(frozen=True, slots=True)
class Started:
    """A check-in that was set up, and when it asks first (None until the team's members are known)."""

    ritual_id: int
    team_id: int
    name: str
    first_at: datetime | None


async def start_check_in(
    tx: Transaction, owner: Member, channel: Channel, plan: RitualPlan, *, now: datetime
) -> Started:
    """A check-in for the people in a channel. Its team is the one that lives there, or a new one.

    The members are read from the channel by the clock, right after; the round is planned then. Raises Unusable when
    the name is taken.
    """
    if plan.name in await rituals.names(tx, owner.workspace_id):
        raise Unusable(
            f"There is a ritual called “{plan.name}” already. Give this one another name.", field="name"
        )
    team_id = await _team_in(tx, owner, channel, now)
    ritual_id = await rituals.create(tx, owner.workspace_id, owner.id, plan, [team_id], now=now)
    await members.make_lead(tx, owner.id)
    await plan_next_round(tx, ritual_id, now)
    ritual = await rituals.by_id(tx, ritual_id)
    return Started(ritual_id, team_id, ritual.name, ritual.next_opens_at)


async def free_name(store: Store, workspace_id: int, wanted: str, channel_name: str) -> str:
    """A ritual name nobody has taken: the wanted one, with the channel, or with a number."""
    async with store.transaction() as tx:
        taken = await rituals.names(tx, workspace_id)
    candidates = [wanted, f"{wanted} · {channel_name}"]
    candidates += [f"{wanted} · {channel_name} {number}" for number in range(2, len(taken) + 3)]
    return next(name for name in candidates if name not in taken)


def weekly_on(days: list[str]) -> str:
    """An RFC 5545 recurrence on weekdays given as MO … SU."""
    return f"FREQ=WEEKLY;BYDAY={','.join(days)}"


async def _team_in(tx: Transaction, owner: Member, channel: Channel, now: datetime) -> int:
    team = await teams.of_channel(tx, owner.workspace_id, channel.slack_id)
    if team is not None:
        await teams.read_channel_now(tx, owner.workspace_id, channel.slack_id, now)
        return team.id
    name = await _free_team_name(tx, owner.workspace_id, channel.name)
    return await teams.create(
        tx, owner.workspace_id, name=name, channel=channel, lead_id=owner.id, members_at=now
    )


async def _free_team_name(tx: Transaction, workspace_id: int, channel_name: str) -> str:
    wanted = channel_name.replace("-", " ").replace("_", " ").strip().title() or channel_name
    if await teams.by_name(tx, workspace_id, wanted) is None:
        return wanted
    return f"{wanted} ({channel_name})"


def plan_anchor(now: datetime) -> date:
    """The date a recurrence set up now counts from: yesterday, so that it has begun in every zone."""
    return (now - timedelta(days=1)).date()

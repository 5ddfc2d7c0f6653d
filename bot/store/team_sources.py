"""Where teams live and whom they take their members from: what is asked of Slack, and when next."""

from datetime import datetime

from sqlalchemy import select, update

from bot.store.engine import Transaction
from bot.store.tables import team
from bot.store.teams import to_team
from bot.values.people import Channel, Team


async def who_is_due(tx: Transaction, now: datetime) -> Team | None:
    """A team whose channel is to be looked at, and whose members are to be read if they are not listed."""
    query = select(team).where(team.c.members_at <= now).limit(1).with_for_update(skip_locked=True)
    row = (await tx.execute(query)).one_or_none()
    return to_team(row) if row else None


async def read_members_at(tx: Transaction, team_id: int, at: datetime | None) -> None:
    """Read the team's members at this time next; None: not before somebody asks for it."""
    await tx.execute(update(team).where(team.c.id == team_id).values(members_at=at))


async def look_at_listed(tx: Transaction, workspace_id: int, now: datetime) -> None:
    """Look now at the channels of teams whose members are listed by hand: nothing else leads there."""
    await tx.execute(
        update(team)
        .where(
            team.c.workspace_id == workspace_id,
            team.c.listed,
            team.c.disbanded.is_(False),
            team.c.members_at.is_(None),
        )
        .values(members_at=now)
    )


async def keep_channel(tx: Transaction, team_id: int, channel: Channel) -> None:
    """What Slack says about a team's channel: its name, and whether it is private."""
    await tx.execute(
        update(team)
        .where(team.c.id == team_id, team.c.channel_id == channel.slack_id)
        .values(channel_name=channel.name, is_private=channel.is_private)
    )


async def hide(tx: Transaction, team_id: int) -> None:
    """The team's channel cannot be looked at: it is taken to be private."""
    await tx.execute(update(team).where(team.c.id == team_id).values(is_private=True))


async def read_channel_now(tx: Transaction, workspace_id: int, channel_id: str, now: datetime) -> bool:
    """Somebody joined or left this channel; whether that concerns any team."""
    touched = await tx.execute(
        update(team)
        .where(
            team.c.workspace_id == workspace_id,
            team.c.channel_id == channel_id,
            team.c.usergroup_id.is_(None),
            team.c.listed.is_(False),
            team.c.disbanded.is_(False),
        )
        .values(members_at=now)
    )
    return touched.rowcount > 0


async def read_usergroup_now(tx: Transaction, workspace_id: int, usergroup_id: str, now: datetime) -> bool:
    """Somebody joined or left this user group; whether that concerns any team."""
    touched = await tx.execute(
        update(team)
        .where(
            team.c.workspace_id == workspace_id,
            team.c.usergroup_id == usergroup_id,
            team.c.listed.is_(False),
            team.c.disbanded.is_(False),
        )
        .values(members_at=now)
    )
    return touched.rowcount > 0


async def rename_channel(
    tx: Transaction, workspace_id: int, channel_id: str, name: str, now: datetime
) -> None:
    """Slack says a channel has a new name; what else is new about it is looked up."""
    here = (team.c.workspace_id == workspace_id, team.c.channel_id == channel_id)
    await tx.execute(update(team).where(*here).values(channel_name=name))
    await tx.execute(update(team).where(*here, team.c.disbanded.is_(False)).values(members_at=now))

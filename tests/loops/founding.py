"""Where tests of loops begin: people in teams in a store, and a bottleneck that nothing has happened to."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from bot.store import members, teams, workspaces
from bot.store.engine import Store
from bot.values.loops import Loop, LoopKind, LoopState, WaitsOn
from bot.values.people import Channel, Member, Profile, Role
from bot.values.teams import TeamPlan

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)

REFUND_API = Loop(
    id=17,
    workspace_id=1,
    kind=LoopKind.BOTTLENECK,
    title="Refund API",
    state=LoopState.RAISED,
    raiser_id=1,
    team_id=1,
    waits_on=WaitsOn(team_id=2),
    raised_at=MONDAY,
    since=MONDAY,
    version=1,
)
"""The first member raised it for the first team; the second team is waited on."""


async def found_company(
    store: Store,
    names: Sequence[str],
    of_team: Mapping[str, Sequence[str]],
    leads: Mapping[str, str],
    *,
    admin: str,
    home: str = "T1",
    now: datetime = MONDAY,
) -> tuple[dict[str, Member], dict[str, int]]:
    """A workspace with these people, and who of them is in which team and leads it; members and team ids by name."""
    async with store.transaction() as tx:
        workspace = await workspaces.save(
            tx, slack_id=home, name="Home", bot_user_id="UBOT", bot_id="BBOT", now=now
        )
        await members.save(tx, workspace.id, [told_by_slack(who) for who in names])
        found = {
            each.slack_id: each
            for each in await members.by_slack_ids(tx, workspace.id, [*map(slack_id, names)])
        }
        await members.give_role(tx, found[slack_id(admin)].id, Role.ADMIN)
        people = {who: await members.by_id(tx, found[slack_id(who)].id) for who in names}
        team_ids = {}
        for name, inside in of_team.items():
            channel, lead_id = Channel(f"C{name.upper()}", name.lower()), people[leads[name]].id
            team_ids[name] = await teams.create(tx, workspace.id, TeamPlan(name, channel, lead_id))
            await teams.set_members(tx, team_ids[name], [people[who].id for who in inside])
    return people, team_ids


def slack_id(who: str) -> str:
    """What Slack calls somebody."""
    return f"U{who.upper()}"


def told_by_slack(who: str, **fields: Any) -> Profile:
    """What Slack says about somebody."""
    plain = {
        "slack_id": slack_id(who),
        "name": who.title(),
        "zone": "Europe/Berlin",
        "is_person": True,
        "is_deactivated": False,
        "is_admin": False,
    }
    return Profile(**{**plain, **fields})

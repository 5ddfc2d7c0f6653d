"""How people rest in a scene: what they would set in their own settings, said in one line."""

from collections.abc import Callable
from datetime import date, time

from sqlalchemy import func, select, update

from bot.rituals.rest.replanning import replan
from bot.rituals.schedules.scheduling import plan_next_round
from bot.store import absences, members, rituals
from bot.store.engine import Transaction
from bot.store.tables import member, prompt, team
from bot.values.people import Member
from bot.values.rest import Quiet, Rest
from bot.values.rituals import Ritual, RitualPlan
from tests.scenarios.conftest import Scene
from tests.scenarios.living import settle

ALWAYS = Rest(working_days=frozenset(range(7)), quiet=Quiet(time(0), time(0)))
"""Somebody who minds no hour and no day."""


async def member_of(scene: Scene, tx: Transaction, who: str) -> Member:
    """The member somebody is."""
    found = await members.by_slack_ids(tx, 1, [scene.slack.person(who).user.id])
    return found[0]


async def rest(scene: Scene, who: str, wanted: Rest) -> None:
    """Somebody says how they want to be left in peace."""
    house = scene.drumbeat.house
    async with house.store.transaction() as tx:
        person = await member_of(scene, tx, who)
        await members.leave_in_peace(tx, person.id, wanted)
        await replan(tx, person.id, house.now())
    await settle(scene)


async def go_away(scene: Scene, who: str, first: date, last: date) -> int:
    """Somebody says when they are away."""
    house = scene.drumbeat.house
    async with house.store.transaction() as tx:
        person = await member_of(scene, tx, who)
        away = await absences.add(tx, person, first, last)
        await replan(tx, person.id, house.now())
    await settle(scene)
    return away.id


async def come_back(scene: Scene, who: str, away_id: int) -> None:
    """Somebody is not away after all."""
    house = scene.drumbeat.house
    async with house.store.transaction() as tx:
        person = await member_of(scene, tx, who)
        await absences.remove(tx, person.id, away_id)
        await replan(tx, person.id, house.now())
    await settle(scene)


async def change(scene: Scene, alter: Callable[[RitualPlan], RitualPlan]) -> Ritual:
    """The only ritual gets another plan."""
    house = scene.drumbeat.house
    async with house.store.transaction() as tx:
        [ritual] = await rituals.of_workspace(tx, 1)
        await rituals.change(tx, ritual.id, alter(ritual.plan))
        await plan_next_round(tx, ritual.id, house.now())
    await settle(scene)
    return ritual


async def live_in(scene: Scene, country: str) -> None:
    """The only team is in this country."""
    house = scene.drumbeat.house
    async with house.store.transaction() as tx:
        await tx.execute(update(team).values(country=country))
        for ritual in await rituals.of_workspace(tx, 1):
            await plan_next_round(tx, ritual.id, house.now())
    await settle(scene)


async def states(scene: Scene) -> dict[str, tuple[str, str | None]]:
    """Where everybody stands in the newest round, and why they are excused."""
    async with scene.drumbeat.house.store.transaction() as tx:
        newest = select(func.max(prompt.c.round_id)).scalar_subquery()
        rows = await tx.execute(
            select(member.c.slack_id, prompt.c.state, prompt.c.reason)
            .join(prompt, prompt.c.member_id == member.c.id)
            .where(prompt.c.round_id == newest)
        )
        names = {scene.slack.person(name).user.id: name for name in ("ana", "ben", "chi", "dev", "eve")}
        return {names[row.slack_id]: (str(row.state), row.reason) for row in rows}

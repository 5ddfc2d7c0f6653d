"""Weeks that are over are summed up at night; what happens to them afterwards is in every figure all the same."""

from sqlalchemy import func, select

from bot.store import rituals, teams
from bot.store.tables import week_sum, week_turnout
from tests.scenarios.conftest import Scene, at
from tests.scenarios.living import answer, settle, start_check_in


async def _standing(scene: Scene) -> int:
    async with scene.drumbeat.house.store.transaction() as tx:
        query = select(func.count()).select_from(week_sum).where(week_sum.c.is_current)
        return int((await tx.execute(query)).scalar_one())


async def _late_ones(scene: Scene) -> list[int]:
    async with scene.drumbeat.house.store.transaction() as tx:
        return list((await tx.execute(select(week_turnout.c.late))).scalars())


async def _asks_no_more(scene: Scene) -> None:
    """The round that was stays the newest: answers to it are welcome for as long as it is."""
    async with scene.drumbeat.house.store.transaction() as tx:
        (workspace_id,) = {member.workspace_id for member in await teams.members(tx, 1)}
        ritual = await rituals.by_name(tx, workspace_id, "Daily check-in")
        assert ritual is not None
        await rituals.pause(tx, ritual.id)


async def test_what_comes_weeks_later_or_goes_is_counted_as_if_nothing_had_been_summed_up(
    scene: Scene,
) -> None:
    slack = scene.slack
    await start_check_in(scene)
    await slack.wind(to=at("2026-11-23 08:30"))
    await answer(scene, "ana", "The refund API")
    await _asks_no_more(scene)
    await slack.wind(to=at("2026-11-30 12:00"))
    assert await _standing(scene) == 0, "its week is hardly over"
    await slack.wind(to=at("2026-12-01 12:00"))
    assert (await _standing(scene), await _late_ones(scene)) == (1, [0])
    await answer(scene, "ben", "Better late")
    assert (await _standing(scene), await _late_ones(scene)) == (0, [])
    await slack.wind(to=at("2026-12-02 12:00"))
    assert (await _standing(scene), await _late_ones(scene)) == (1, [1])
    ben = slack.person("ben")
    await ben.command("/drumbeat", "erase")
    assert (await ben.submit({"Type ERASE to erase all of it": "erase"})).ok
    await settle(scene)
    assert (await _standing(scene), await _late_ones(scene)) == (0, []), "nothing of it is left anywhere"
    await slack.wind(to=at("2026-12-03 12:00"))
    assert (await _standing(scene), await _late_ones(scene)) == (1, [0])

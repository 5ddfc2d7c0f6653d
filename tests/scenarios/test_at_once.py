"""Two people, or a person and the clock, in the same instant."""

from bot.store import prompts, showing, standings
from bot.store.standings import Standing
from tests.scenarios.conftest import Scene, at, play
from tests.scenarios.living import MOVED, NEXT, start_check_in, thread


async def _standing_of(scene: Scene, name: str) -> Standing:
    house = scene.drumbeat.house
    slack_id = scene.slack.person(name).id
    async with house.store.transaction() as tx:
        for member_id in range(1, 20):
            for standing in await standings.open_for(tx, member_id, house.now()):
                if standing.member.slack_id == slack_id:
                    return standing
    raise LookupError(name)


async def test_showing_a_thread_does_not_wait_for_somebody_who_is_answering(
    postgresql_database_url: str,
) -> None:
    async with play(postgresql_database_url) as scene:
        ana, dev = scene.slack.person("ana"), scene.slack.person("dev")
        await start_check_in(scene)
        await scene.slack.wind(to=at("2026-11-24 08:30"))
        await ana.press("Answer")
        await ana.submit({MOVED: "The API", NEXT: "Docs"})
        await scene.slack.wind(hours=0)
        mine, store = await _standing_of(scene, "ana"), scene.drumbeat.house.store
        async with store.transaction() as tx:
            await prompts.touched(tx, [mine.prompt.id])
        async with store.transaction() as tx:
            await standings.lock(tx, mine.prompt.id, mine.member.id)
            await prompts.answered(
                tx, mine.prompt.id, at=at("2026-11-24 08:30"), late=False, response_url=None
            )
            await dev.press("Answer")
            await dev.submit({MOVED: "Refunds", NEXT: "Tests"})
            # While Ana's second answer is still on its way, the thread gets Dev's.
            await scene.slack.until(lambda: len(thread(ana)) == 2)
            assert len(thread(ana)) == 2
            await showing.show(tx, mine.round.id, at=at("2026-11-24 08:30"), team_id=mine.prompt.team_id)
        await scene.slack.wind(hours=0)
        ended = await _standing_of(scene, "ana")
        assert ended.shown_revision == ended.revision == mine.revision + 2

"""Uninstalling stops everything at once; installing again within a week goes on, and after that nothing is left."""

from dataclasses import replace

import aiohttp
from sqlalchemy import func, select

from bot.app import running
from bot.store.tables import delivery, metadata, workspace
from sandbox.company import small_company
from sandbox.server import Sandbox
from tests.scenarios.conftest import MANIFEST, MONDAY, Scene, at, settings_for
from tests.scenarios.living import answer, asked, boards, settle, start_check_in, words_of


async def how_many(scene: Scene) -> dict[str, int]:
    """How many rows each table has that has any."""
    async with scene.drumbeat.house.store.reading() as tx:
        counted = {
            table.name: (await tx.execute(select(func.count()).select_from(table))).scalar_one()
            for table in metadata.sorted_tables
        }
    return {name: number for name, number in counted.items() if number}


async def test_uninstalled_it_falls_silent_and_a_week_later_nothing_is_left(scene: Scene) -> None:
    slack = scene.slack
    ana = slack.person("ana")
    await start_check_in(scene)
    await slack.wind(to=at("2026-11-23 14:10"))
    await answer(scene, "ana")
    await ana.command("/bottleneck", "The contract with the bank")
    await ana.submit()
    await settle(scene)
    await slack.uninstall()
    calls, before = len(slack.calls), len(asked(ana))
    await slack.wind(to=at("2026-11-30 14:00"))
    assert {call.method for call in slack.calls[calls:]} == {"auth.test"}, "whether we are welcome again"
    assert len(asked(ana)) == before
    assert await how_many(scene), "until its week is over everything is kept"
    await slack.wind(to=at("2026-12-02 14:10"))
    assert set(await how_many(scene)) <= {"replica"}, "which process runs is nobody's"


async def test_installed_again_it_goes_on_and_catches_nothing_up(scene: Scene) -> None:
    slack = scene.slack
    ana = slack.person("ana")
    await start_check_in(scene)
    await slack.wind(to=at("2026-11-23 14:10"))
    await answer(scene, "ana")
    await slack.uninstall()
    await slack.wind(to=at("2026-11-25 12:00"))
    await slack.reinstall()
    await slack.invite("app", "checkout")
    await slack.wind(to=at("2026-11-26 20:00"))
    assert len(asked(ana)) == 3, "it saw by itself that it is back, while Wednesday's window was open"
    days = [text.partition("\n")[0][-10:] for text in (board.text for board in boards(ana))]
    assert days == ["Mon 23 Nov", "Wed 25 Nov", "Thu 26 Nov"]
    await answer(scene, "ana", "The cart")
    await ana.open_home()
    assert "Daily check-in" in words_of(ana.home)


async def test_a_process_that_starts_while_uninstalled_waits_and_one_that_starts_after_goes_on(
    sqlite_database_url: str,
) -> None:
    async with Sandbox(MANIFEST, company=small_company(), clock=MONDAY, limits=False) as slack:
        settings = settings_for(slack, sqlite_database_url)
        over_http = replace(settings, app_token=None)
        async with running(settings) as first:
            await slack.wind(hours=0)
            scene = Scene(slack, first, "")
            await start_check_in(scene)
            await slack.wind(to=at("2026-11-23 10:00"))
            await slack.uninstall()
        # The sandbox's clock would wait half a minute for somebody who is gone.
        slack.clock.followers.clear()
        async with running(over_http) as waiting, aiohttp.ClientSession() as http:
            async with http.get(f"http://127.0.0.1:{waiting.port}/healthz") as health:
                assert (health.status, await health.json()) == (200, {"ok": True, "installed": False})
            await slack.wind(to=at("2026-11-24 20:00"))
        async with running(settings) as still, still.house.store.reading() as tx:
            letters = select(func.count()).where(delivery.c.state == "pending")
            assert (await tx.execute(letters)).scalar_one() == 0
        slack.clock.followers.clear()
        await slack.reinstall()
        await slack.invite("app", "checkout")
        async with running(settings) as again:
            async with again.house.store.reading() as tx:
                assert (await tx.execute(select(workspace.c.uninstalled_at))).scalar_one() is None
            await slack.wind(to=at("2026-11-25 20:00"))
            assert len(asked(slack.person("ana"))) == 2

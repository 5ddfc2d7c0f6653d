"""A month of nights: what was kept long enough is forgotten, and whoever left is erased, by a wound clock."""

from sqlalchemy import select

from bot.app import running
from bot.store.tables import answer, delivery, member
from config.keeping import Periods
from sandbox.company import small_company
from sandbox.server import Sandbox
from tests.scenarios.conftest import MANIFEST, MONDAY, Scene, at, settings_for
from tests.scenarios.living import answer as give_answer
from tests.scenarios.living import asked, start_check_in, texts, thread


async def test_a_month_later_answers_and_leavers_are_gone_and_threads_go_on(database_url: str) -> None:
    async with Sandbox(MANIFEST, company=small_company(), clock=MONDAY, limits=False) as slack:
        keep = Periods(answers=1, messages=1, leavers=1)
        async with running(settings_for(slack, database_url, keep=keep)) as drumbeat:
            await slack.wind(hours=0)
            scene = Scene(slack, drumbeat)
            ana, ben = slack.person("ana"), slack.person("ben")
            await start_check_in(scene)
            await slack.wind(to=at("2026-11-23 14:10"))
            await give_answer(scene, "ana")
            await give_answer(scene, "ben", "The cart")
            await slack.deactivate("ben")
            await ana.command("/checkin", "pause")
            before = len(asked(ben))
            await slack.wind(to=at("2026-12-22 20:00"))
            async with drumbeat.house.store.reading() as tx:
                assert len((await tx.execute(select(answer))).all()) == 4, "not yet"
            await slack.wind(to=at("2026-12-26 20:00"))
            assert len(asked(ben)) == before, "whoever is gone is asked nothing"
            async with drumbeat.house.store.reading() as tx:
                assert (await tx.execute(select(answer))).all() == []
                people = {each.slack_id for each in await tx.execute(select(member))}
                said = [each.body["text"] for each in await tx.execute(select(delivery))]
            assert ben.id not in people
            assert not any(said)
            assert any("The refund API" in text for text in thread(ana)), "what stands in Slack is Slack's"
            await ana.command("/checkin", "resume")
            await slack.wind(to=at("2026-12-29 20:00"))
            assert any("Tue 29 Dec" in text for text in texts(ana.sees("checkout")))
        assert slack.violations == []

"""What is shown once Slack is acknowledged: Home, lists, and who waits on whom."""

import asyncio
import threading
from typing import Any

import aiohttp
import pytest

from bot.handlers import afterwards, home
from bot.handlers.house import House
from bot.loops import portfolio
from bot.store import members
from bot.values.home import HomeSeen
from bot.values.people import Member, Role
from sandbox.delivery import payloads
from sandbox.errors import Json
from tests.scenarios.conftest import Scene, play
from tests.scenarios.living import start_check_in, words_of

PATIENCE = 30.0


async def test_slack_is_acknowledged_before_home_stands_and_an_older_look_never_replaces_a_newer_one(
    sqlite_database_url: str,
) -> None:
    async with play(sqlite_database_url, transport="http") as scene, aiohttp.ClientSession() as session:
        slack, door = scene.slack, f"http://127.0.0.1:{scene.drumbeat.port}/slack/events"
        chi = slack.person("chi")
        await start_check_in(scene)

        async def open_home() -> int:
            event = {"type": "app_home_opened", "user": chi.id, "channel": "D0", "tab": "home"}
            body = payloads.event(slack.workspace, event)
            request = slack.delivery.signed_request("events_api", body)
            async with session.post(door, data=request.body.encode(), headers=request.headers) as response:
                return response.status

        arrived = asyncio.Event()

        def arrives(_: Json) -> bool:
            arrived.set()
            return True

        slack.faults.add("views.publish", "delay", seconds=0.5, match=arrives)
        assert await open_home() == 200
        assert chi.home is None, "Slack takes its time, and has our answer"
        await arrived.wait()
        async with scene.drumbeat.house.store.transaction() as tx:
            person = await members.by_slack_id(tx, 1, chi.id)
            assert person is not None
            await members.give_role(tx, person.id, Role.ADMIN)
        assert [await open_home() for _ in range(3)] == [200] * 3
        await scene.drumbeat.house.afterwards.finish()
        assert "People and roles" in words_of(chi.home)
        published = [call for call in slack.calls if call.args.get("user_id") == chi.id]
        assert len(published) == 2, "who looks three times while nothing is shown sees the last"


async def test_home_that_could_not_be_looked_up_is_looked_up_again(
    small_scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    look, looked = home._seen, []

    async def stumble(house: House, member: Member) -> HomeSeen:
        looked.append(member.name)
        if len(looked) == 1:
            raise OSError("the database is being restarted")
        return await look(house, member)

    monkeypatch.setattr(home, "_seen", stumble)
    monkeypatch.setattr(home, "_PAUSES", (0.0,))
    ana = small_scene.slack.person("ana")
    await ana.open_home()
    assert looked == ["ana", "ana"]
    assert "Start the first check-in" in words_of(ana.home)


async def test_what_goes_wrong_after_the_acknowledgement_is_told_in_a_window(
    small_scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(*_: object, **__: object) -> None:
        raise OSError("the disk is gone")

    eve = small_scene.slack.person("eve")
    await start_check_in(small_scene)
    await eve.command("/bottleneck", "list", channel="general")
    monkeypatch.setattr(portfolio, "matrix_of", fail)
    assert (await eve.press("Who waits on whom", channel="general")).ok
    assert "tell whoever runs Drumbeat the reference" in words_of(eve.modal)


async def test_a_list_that_is_typed_for_follows_its_acknowledgement_and_so_does_what_is_wrong_with_it(
    sqlite_database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with play(sqlite_database_url, transport="http") as scene, aiohttp.ClientSession() as session:
        eve = scene.slack.person("eve")
        await start_check_in(scene)
        look, may_look = portfolio.listing_of, threading.Event()

        async def slowly(*of: Any, **wanted: Any) -> Any:
            # In the event loop this would hold up the one who lets it go.
            assert may_look.wait(PATIENCE)
            return await look(*of, **wanted)

        monkeypatch.setattr(portfolio, "listing_of", slowly)

        async def typed(text: str) -> str:
            return await type_in(scene, session, "eve", text)

        async def fail(*_: object, **__: object) -> None:
            raise OSError("the disk is gone")

        before = len(eve.sees("general"))
        assert [await typed("list") for _ in range(3)] == [""] * 3, "nothing is looked up yet"
        may_look.set()
        await scene.drumbeat.house.afterwards.finish()
        assert await typed("waits-on legal") == ""
        await scene.drumbeat.house.afterwards.finish()
        monkeypatch.setattr(portfolio, "listing_of", fail)
        assert await typed("mine") == ""
        await scene.drumbeat.house.afterwards.finish()
        *listed, refused, failed = eve.sees("general")[before:]
        assert len(listed) == 3
        assert all("Nothing is open, as far as you may see." in each.text for each in listed)
        assert "I know no team called “legal”" in refused.text
        assert "nothing was saved. Please try once more" in failed.text


async def test_drumbeat_stops_while_a_list_is_on_its_way_and_one_that_never_comes_is_given_up(
    sqlite_database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, given_up, others = threading.Event(), threading.Event(), set(threading.enumerate())

    async def never_comes(*_: object, **__: object) -> None:
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            given_up.set()

    async with play(sqlite_database_url, transport="http") as scene, aiohttp.ClientSession() as session:
        await start_check_in(scene)
        monkeypatch.setattr(portfolio, "listing_of", never_comes)
        assert await type_in(scene, session, "eve", "list") == ""
        assert await asyncio.to_thread(begun.wait, PATIENCE)
        monkeypatch.setattr(afterwards, "PATIENCE", 0.1)
    assert given_up.is_set()
    left = set(threading.enumerate()) - others
    assert not [thread for thread in left if thread.name == "reading aside"]


async def type_in(scene: Scene, session: aiohttp.ClientSession, who: str, text: str) -> str:
    """What Slack is acknowledged with when somebody types `/bottleneck` and this."""
    slack, door = scene.slack, f"http://127.0.0.1:{scene.drumbeat.port}/slack/events"
    person, channel = slack.person(who), slack.channel("general")
    trigger, url = slack.triggers.issue(person.id), slack.response_urls.issue(person.id, channel)
    body = payloads.command(
        slack.workspace, person.user, channel, "/bottleneck", text, trigger=trigger, url=url
    )
    request = slack.delivery.signed_request("slash_commands", body)
    async with session.post(door, data=request.body.encode(), headers=request.headers) as response:
        assert response.status == 200
        return await response.text()

"""Answers: fifty at the same instant, the same one five times, and everything Slack sends twice."""

import asyncio
from contextlib import AbstractAsyncContextManager

from sqlalchemy import Table, func, select

from bot.app import running
from bot.store.tables import answer, answer_history, delivery
from tests.reliability.crowd import CHANNEL, NINE, PATIENCE, all_asked, crowd, names, start_check_in
from tests.scenarios import living
from tests.scenarios.conftest import Scene, at, play, settings_for
from tests.scenarios.living import MOVED, NEXT, boards, thread

PEOPLE = names(50)
ANSWERS = {MOVED: "The API", NEXT: "Its tests"}


def busy(database_url: str, transport: str) -> AbstractAsyncContextManager[Scene]:
    """Fifty people in one channel."""
    return play(database_url, transport=transport, company=crowd(len(PEOPLE)))


async def count(scene: Scene, table: Table) -> int:
    """How many rows a table has."""
    async with scene.drumbeat.house.store.transaction() as tx:
        return int((await tx.execute(select(func.count()).select_from(table))).scalar_one())


async def test_fifty_people_submit_at_the_same_instant_and_every_answer_is_stored_once(
    database_url: str, transport: str
) -> None:
    async with busy(database_url, transport) as scene:
        slack = scene.slack
        await start_check_in(slack)
        slack.clock.set(NINE)
        assert await slack.until(all_asked(slack, PEOPLE), PATIENCE)
        people = [slack.person(name) for name in PEOPLE]
        for person in people:
            assert (await person.press("Answer")).ok
        results = await asyncio.gather(*(person.submit(ANSWERS) for person in people))
        assert all(result.ok and result.closed for result in results)
        await slack.wind(hours=0)
        assert await count(scene, answer) == len(PEOPLE) * len(ANSWERS)
        assert len(thread(people[0], CHANNEL)) == len(PEOPLE)


async def test_the_same_submission_five_times_at_once_on_two_replicas_is_one_answer(
    postgresql_database_url: str,
) -> None:
    async with (
        play(postgresql_database_url) as scene,
        running(settings_for(scene.slack, postgresql_database_url, keys=scene.keys)),
    ):
        await living.start_check_in(scene)
        await scene.slack.wind(to=at("2026-11-23 08:00"))
        ana = scene.slack.person("ana")
        await ana.press("Answer")
        await ana.submit(ANSWERS)
        submitted = scene.slack.deliveries[-1]
        assert submitted.body["type"] == "view_submission"
        clicks = await asyncio.gather(*(scene.slack.delivery.redeliver(submitted) for _ in range(5)))
        assert all(click.ok for click in clicks)
        # An answer that a click holds just when it is to be shown is looked at again a second later.
        await scene.slack.wind(hours=0.01)
        assert await count(scene, answer) == len(ANSWERS)
        assert await count(scene, answer_history) == 0
        assert len(thread(ana)) == 1


async def test_an_event_that_slack_sends_twice_is_answered_once(
    sqlite_database_url: str, transport: str
) -> None:
    async with play(sqlite_database_url, transport=transport) as scene:
        ana = scene.slack.person("ana")
        await ana.say("We shipped it")
        typed = next(each for each in scene.slack.deliveries if _is_typed(each.body))
        for _ in range(3):
            assert (await scene.slack.delivery.redeliver(typed)).ok
        await scene.slack.wind(hours=0)
        assert len(ana.direct_messages) == 2
        assert await count(scene, delivery) == 1


async def test_an_acknowledgement_that_gets_lost_makes_no_second_answer(
    sqlite_database_url: str, transport: str
) -> None:
    async with play(sqlite_database_url, transport=transport) as scene:
        await living.start_check_in(scene)
        await scene.slack.wind(to=at("2026-11-23 08:00"))
        ana = scene.slack.person("ana")
        await ana.press("Answer")
        scene.slack.faults.add("interactive", "ack_lost")
        assert not (await ana.submit(ANSWERS)).ok
        assert (await ana.submit({})).ok, "the form is still open, and sends the same again"
        await scene.slack.wind(hours=0)
        assert await count(scene, answer) == len(ANSWERS)
        assert len(thread(ana)) == len(boards(ana)) == 1


async def test_what_comes_again_through_another_connection_is_taken_once(sqlite_database_url: str) -> None:
    async with play(sqlite_database_url) as scene:
        await living.start_check_in(scene)
        await scene.slack.wind(to=at("2026-11-23 08:00"))
        ana = scene.slack.person("ana")
        await ana.press("Answer")
        await ana.submit(ANSWERS)
        submitted = scene.slack.deliveries[-1]
        socket = scene.slack.socket
        await socket.drop()
        assert await socket.changed.until(
            lambda: any(not each.leaving for each in socket.connections), PATIENCE
        )
        assert (await scene.slack.delivery.redeliver(submitted)).ok
        await scene.slack.wind(hours=0)
        assert await count(scene, answer) == len(ANSWERS)


def _is_typed(body: dict[str, object]) -> bool:
    event = body.get("event")
    return isinstance(event, dict) and event.get("type") == "message"

"""A post to a channel that Slack never confirmed: read back where we may, else its owner is asked; never repeated."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from sandbox.errors import Json
from sandbox.faults import Kind
from sandbox.person import Person
from tests.scenarios.conftest import Scene, at, play
from tests.scenarios.living import answer, boards, settle, start_check_in, texts, thread

IS_IT_THERE = "Is it there?"


def to_a_channel(args: Json) -> bool:
    """A fault's match: a post to a channel."""
    return str(args["channel"]).startswith("C")


def asked_about(person: Person) -> list[str]:
    """The notices in which this person is asked whether a message is there."""
    return [text for text in texts(person.direct_messages) if IS_IT_THERE in text]


@asynccontextmanager
async def in_doubt(database_url: str, kind: Kind, *, may_read: bool = False) -> AsyncIterator[Scene]:
    """Nine o'clock on Monday, when the message that opens the round is posted and Slack's answer gets lost."""
    async with play(database_url) as scene:
        slack = scene.slack
        if may_read:
            slack.workspace.app.scopes |= {"channels:history"}
        await start_check_in(scene)
        fault = slack.faults.add("chat.postMessage", kind, match=to_a_channel)
        await slack.wind(to=at("2026-11-23 08:00"))
        assert fault.struck == 1
        yield scene


async def test_it_is_not_repeated_by_itself_and_its_owner_is_asked_once(database_url: str) -> None:
    async with in_doubt(database_url, "error_500") as scene:
        ana = scene.slack.person("ana")
        await answer(scene, "ana")
        await scene.slack.wind(to=at("2026-11-23 13:00"))
        assert boards(ana) == []
        assert len(asked_about(ana)) == 1


async def test_post_again_posts_it_and_what_waited_for_it(database_url: str) -> None:
    async with in_doubt(database_url, "error_500") as scene:
        ana = scene.slack.person("ana")
        await answer(scene, "ana")
        await scene.slack.wind(to=at("2026-11-23 09:00"))
        await ana.press("Post again")
        await settle(scene)
        assert len(boards(ana)) == 1
        assert len(thread(ana)) == 1
        assert asked_about(ana) == []


async def test_it_is_there_with_its_link_puts_what_waited_into_its_thread(database_url: str) -> None:
    async with in_doubt(database_url, "stored_then_500") as scene:
        ana = scene.slack.person("ana")
        (board,) = boards(ana)
        await answer(scene, "ana")
        await scene.slack.wind(to=at("2026-11-23 09:00"))
        assert thread(ana) == []
        await ana.press("It is there")
        link = f"https://sandbox.slack.com/archives/{board.channel}/p{board.ts.replace('.', '')}"
        assert (await ana.submit({"Link to the message": link})).ok
        await settle(scene)
        assert len(boards(ana)) == 1
        assert len(thread(ana)) == 1


async def test_it_is_there_without_a_link_leaves_the_replies_out_and_nothing_waiting(
    sqlite_database_url: str,
) -> None:
    async with in_doubt(sqlite_database_url, "stored_then_500") as scene:
        ana = scene.slack.person("ana")
        await answer(scene, "ana")
        await scene.slack.wind(to=at("2026-11-23 09:00"))
        await ana.press("It is there")
        assert (await ana.submit({})).ok
        await scene.slack.wind(to=at("2026-11-23 23:00"))
        assert len(boards(ana)) == 1
        assert thread(ana) == []


@pytest.mark.parametrize("kind", ["stored_then_500", "error_500"])
async def test_where_channels_may_be_read_it_is_read_back_and_nobody_is_asked(
    database_url: str, kind: Kind
) -> None:
    async with in_doubt(database_url, kind, may_read=True) as scene:
        ana = scene.slack.person("ana")
        await answer(scene, "ana")
        await scene.slack.wind(to=at("2026-11-23 10:00"))
        assert (len(boards(ana)), len(thread(ana)), asked_about(ana)) == (1, 1, [])

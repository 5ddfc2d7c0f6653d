"""Whatever is logged, at whatever level, nothing of an answer is in it (invariant 11)."""

import io
import logging
from collections.abc import Iterator

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from bot.logs import set_up_logging
from bot.store.engine import Store
from sandbox.result import Result
from tests.scenarios.conftest import Scene, play
from tests.scenarios.living import apply_rituals
from tests.scenarios.pulsing import CLOSED, OPENS, PULSE, TEAM, answer_pulse, company, until

SECRET = "Quagmire of Ölsardinen"
LOGGERS = (
    "slack_sdk",
    "slack_bolt",
    "slack_bolt.AsyncApp",
    "slack_sdk.socket_mode.aiohttp",
    "sqlalchemy.engine",
    "aiosqlite",
    "aiohttp.client",
    "aiohttp.server",
    "psycopg",
    "asyncio",
    "apscheduler",
    "anything.installed.later",
)


@pytest.fixture
def logged() -> Iterator[io.StringIO]:
    """What `LOG_LEVEL=DEBUG` writes."""
    root = logging.getLogger()
    before = root.handlers[:], root.level, {name: logging.getLogger(name).level for name in LOGGERS}
    said = io.StringIO()
    set_up_logging(level="DEBUG", as_json=False)
    for handler in root.handlers:
        assert isinstance(handler, logging.StreamHandler)
        handler.setStream(said)
    yield said
    root.handlers[:], levels = before[0], before[2]
    root.setLevel(before[1])
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)
    for name in ("bot", "config"):
        logging.getLogger(name).setLevel(logging.NOTSET)


@pytest.mark.parametrize("transport", ["socket", "http"])
async def test_11_debugging_shows_neither_an_answer_nor_a_payload(
    sqlite_database_url: str, logged: io.StringIO, transport: str
) -> None:
    for name in LOGGERS:
        assert not logging.getLogger(name).isEnabledFor(logging.DEBUG), name
    assert logging.getLogger("bot.anything").isEnabledFor(logging.DEBUG)
    async with play(sqlite_database_url, transport=transport, company=company()) as scene:
        await apply_rituals(scene, PULSE)
        await until(scene, OPENS)
        for who in TEAM:
            assert (await answer_pulse(scene, who, 4, f"{SECRET} {who}")).ok
        assert not (await _answer_without_a_table(scene)).ok
        await until(scene, CLOSED)
    said = logged.getvalue()
    assert "Something went wrong (reference" in said, "what failed was logged with its traceback"
    for word in (SECRET, SECRET[:8], "Ölsardinen", "\\u00d6lsardinen", "view_submission", "block_actions"):
        assert word not in said
    assert "trigger_id" not in said


async def test_11_an_error_of_the_database_does_not_repeat_what_was_to_be_stored(store: Store) -> None:
    with pytest.raises(DBAPIError) as error:
        async with store.transaction() as tx:
            await tx.execute(text("INSERT INTO nowhere (words) VALUES (:words)"), {"words": SECRET})
    assert SECRET not in str(error.value)
    assert "nowhere" in str(error.value)


async def _answer_without_a_table(scene: Scene) -> Result:
    """Somebody answers while the database fails."""
    store = scene.drumbeat.house.store
    person = scene.slack.person("hal")
    await person.close_modal()
    await person.press("Answer")
    async with store.transaction() as tx:
        await tx.execute(text("ALTER TABLE ballot RENAME TO elsewhere"))
    result = await person.submit({"How was your week?": "2", "What should we change?": SECRET})
    async with store.transaction() as tx:
        await tx.execute(text("ALTER TABLE elsewhere RENAME TO ballot"))
    return result

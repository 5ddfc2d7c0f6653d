"""Whatever a view lets people press or hand in, somebody answers. Every scenario looks at what it showed as well."""

from collections.abc import AsyncIterator

import pytest_asyncio
from slack_bolt.async_app import AsyncApp

from tests.doors import is_answered, press, submission
from tests.pressable import forms, pressable
from tests.scenarios.conftest import play


@pytest_asyncio.fixture
async def app(sqlite_database_url: str) -> AsyncIterator[AsyncApp]:
    """Drumbeat's doors."""
    async with play(sqlite_database_url) as scene:
        yield scene.drumbeat.app


async def test_every_button_and_every_form_has_somebody_who_answers(app: AsyncApp) -> None:
    buttons, callbacks = pressable(), forms()
    assert {"prompt_answer", "prompt_tap:1", "prompt_not_for_me"} < buttons, "the search still finds them"
    assert {"answer_form", "skip_form"} < callbacks
    assert [each for each in sorted(buttons) if not await is_answered(app, press(each))] == []
    assert [each for each in sorted(callbacks) if not await is_answered(app, submission(each))] == []


async def test_what_nobody_answers_is_found(app: AsyncApp) -> None:
    assert not await is_answered(app, press("no_such_button"))
    assert not await is_answered(app, submission("no_such_form"))

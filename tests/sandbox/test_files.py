"""files.*: an upload is announced, sent, and shared once; and installing again after uninstalling."""

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError

from sandbox.company import small_company
from sandbox.server import Sandbox
from tests.sandbox.app_under_test import client, manifest
from tests.sandbox.conftest import MONDAY

WORDS = b'{"hello": "world"}\n'


async def _announce(slack: Sandbox, length: int = len(WORDS)) -> tuple[str, str]:
    given = {"filename": "mine.json", "length": length}
    answer = await client(slack).api_call("files.getUploadURLExternal", params=given)
    return str(answer["upload_url"]), str(answer["file_id"])


async def _refused(slack: Sandbox, **complete: object) -> str:
    with pytest.raises(SlackApiError) as refusal:
        await client(slack).api_call("files.completeUploadExternal", json=complete)
    return str(refusal.value.response["error"])


async def test_a_file_is_shared_once_and_only_whole() -> None:
    document = manifest()
    document["oauth_config"]["scopes"]["bot"].append("files:write")
    async with Sandbox(document, small_company(), clock=MONDAY) as slack, aiohttp.ClientSession() as http:
        ana, ben = slack.person("ana"), slack.person("ben")
        dm = (await client(slack).conversations_open(users=ana.id))["channel"]["id"]
        address, file_id = await _announce(slack)
        shared = {
            "files": [{"id": file_id, "title": "All of it"}],
            "channel_id": dm,
            "initial_comment": "Here",
        }
        assert await _refused(slack, **shared) == "file_not_found", "nothing was uploaded"
        async with http.post(address, data=WORDS[:-1]) as short:
            assert short.status == 400
        async with http.post(address, data=WORDS) as whole:
            assert (whole.status, await whole.text()) == (200, f"OK - {len(WORDS)}")
        assert await _refused(slack, **{**shared, "channel_id": ana.id}) == "channel_not_found"
        await client(slack).api_call("files.completeUploadExternal", json=shared)
        (message,) = ana.direct_messages
        assert (message.text, message.files[0]["title"]) == ("Here", "All of it")
        assert slack.workspace.files.content(file_id) == WORDS
        assert await _refused(slack, **shared) == "file_not_found", "it is there already"
        page = f"{slack.base_url}/sandbox/files/{file_id}"
        async with (
            http.get(page, params={"as": ana.id}) as hers,
            http.get(page, params={"as": ben.id}) as his,
        ):
            assert (hers.status, await hers.read(), his.status) == (200, WORDS, 404)


async def test_without_the_scope_nothing_is_announced(slack: Sandbox) -> None:
    with pytest.raises(SlackApiError) as refusal:
        await _announce(slack)
    assert refusal.value.response["error"] == "missing_scope"
    assert refusal.value.response["needed"] == "files:write"


async def test_an_app_that_is_installed_again_may_speak_again(slack: Sandbox) -> None:
    await slack.uninstall()
    with pytest.raises(SlackApiError) as refusal:
        await client(slack).auth_test()
    assert refusal.value.response["error"] == "account_inactive"
    await slack.reinstall()
    assert (await client(slack).auth_test())["team_id"] == slack.workspace.id

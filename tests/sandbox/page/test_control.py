"""What the page talks to, and who may."""

import aiohttp
import pytest

from sandbox.server import Sandbox

# The workspace lives in the loop of the browser that others look at it with.
pytestmark = pytest.mark.asyncio(loop_scope="session")

Json = dict[str, object]


async def do(slack: Sandbox, body: Json, **headers: str) -> aiohttp.ClientResponse:
    async with aiohttp.ClientSession() as session:
        answer = await session.post(f"{slack.base_url}/sandbox/do", json=body, headers=headers)
        await answer.read()
        return answer


async def read(slack: Sandbox, path: str, **headers: str) -> aiohttp.ClientResponse:
    async with aiohttp.ClientSession() as session:
        answer = await session.get(f"{slack.base_url}{path}", headers=headers)
        await answer.read()
        return answer


async def test_another_site_cannot_drive_the_workspace(slack: Sandbox) -> None:
    said: Json = {"as": slack.person("ana").id, "what": "say", "channel": "general", "text": "Hi"}
    assert (await do(slack, said, Origin="https://elsewhere.example")).status == 403
    assert (await do(slack, said, Host="elsewhere.example")).status == 403
    assert slack.channel("general").in_order == []
    assert (await do(slack, said, Origin=slack.base_url)).status == 200
    assert [message.text for message in slack.channel("general").in_order] == ["Hi"]


async def test_a_form_posted_across_sites_is_refused(slack: Sandbox) -> None:
    async with aiohttp.ClientSession() as session:
        answer = await session.post(f"{slack.base_url}/sandbox/do", data={"what": "say"})
        assert answer.status == 415


async def test_a_name_that_points_here_is_not_enough_to_read(slack: Sandbox) -> None:
    for path in ("/", "/page/js/main.js", "/sandbox/state", "/sandbox/log"):
        assert (await read(slack, path, Host="rebound.example:80")).status == 403
        assert (await read(slack, path)).status == 200


async def test_another_site_cannot_listen(slack: Sandbox) -> None:
    url = f"{slack.base_url}/sandbox/changes?as={slack.person('ana').id}"
    async with aiohttp.ClientSession() as session:
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await session.ws_connect(url, origin="https://elsewhere.example")


@pytest.mark.parametrize(
    "path", ["/page/../server.py", "/page/%2e%2e/server.py", "/page/js/none.js", "/page/js"]
)
async def test_only_the_pages_own_files_are_served(slack: Sandbox, path: str) -> None:
    assert (await read(slack, path)).status == 404


async def test_nobody_reads_a_private_channel_they_are_not_in(slack: Sandbox) -> None:
    leads, ben = slack.channel("leads").id, slack.person("ben").id
    state = await read(slack, f"/sandbox/state?as={ben}")
    assert leads not in {each["id"] for each in (await state.json())["conversations"]}
    assert (await read(slack, f"/sandbox/messages?as={ben}&channel={leads}")).status == 403


async def test_a_verb_nobody_knows_is_refused_in_words(slack: Sandbox) -> None:
    answer = await do(slack, {"as": slack.person("ana").id, "what": "dance"})
    assert answer.status == 400
    assert (await answer.json())["message"] == "Nobody can dance."


async def test_something_that_is_gone_is_said_to_be_gone(slack: Sandbox) -> None:
    where = {"kind": "message", "channel": slack.channel("general").id, "ts": "1.000000"}
    pressed: Json = {
        "as": slack.person("ana").id,
        "what": "press",
        "where": where,
        "block_id": "b",
        "action_id": "a",
    }
    answer = await do(slack, pressed)
    assert answer.status == 404
    assert (await answer.json())["message"] == "That is no longer there."


async def test_the_clock_is_set_and_let_flow(slack: Sandbox) -> None:
    async with aiohttp.ClientSession() as session:
        url = f"{slack.base_url}/sandbox/clock"
        await session.post(url, json={"set": "2027-01-04T08:00:00+00:00"})
        answer = await (await session.post(url, json={"rate": 1})).json()
        assert answer["rate"] == 1
        assert answer["now"].startswith("2027-01-04T08:00")
        refused = await session.post(url, json={"wind": "next week"})
        assert refused.status == 400


async def test_faults_are_planned_and_cleared(slack: Sandbox) -> None:
    async with aiohttp.ClientSession() as session:
        url = f"{slack.base_url}/sandbox/faults"
        planned = await session.post(
            url, json={"method": "chat.postMessage", "kind": "rate_limited", "times": 2}
        )
        assert (await planned.json())["planned"][0]["times"] == 2
        assert (await session.post(url, json={"method": "*", "kind": "earthquake"})).status == 400
        assert (await (await session.post(url, json={"clear": True})).json())["planned"] == []


async def test_changes_are_gathered_and_told_to_whom_they_concern(slack: Sandbox) -> None:
    url = f"{slack.base_url}/sandbox/changes?as={slack.person('ana').id}"
    async with aiohttp.ClientSession() as session, session.ws_connect(url) as socket:
        for number in range(20):
            await slack.person("ben").say(f"Line {number}", channel="general")
        heard: list[Json] = []
        while not heard or heard[-1].get("count") != await count(slack):
            heard.append(await socket.receive_json(timeout=30))
    assert {"kind": "messages", "channel": slack.channel("general").id} in heard
    assert {"kind": "state"} in heard
    assert len(heard) < 20


async def count(slack: Sandbox) -> object:
    """How many changes there were."""
    return (await (await read(slack, "/sandbox/count")).json())["count"]

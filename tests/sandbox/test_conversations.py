"""conversations.* and users.*: who is here, where, and what was said."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from slack_sdk.errors import SlackApiError

from sandbox.company import PersonSeed
from sandbox.server import Sandbox
from sandbox.web_api.paging import page
from tests.sandbox.app_under_test import client, manifest
from tests.sandbox.test_chat import refusal


@given(items=st.lists(st.integers()), limit=st.integers(min_value=1, max_value=20))
def test_following_cursors_gives_every_item_once(items: list[int], limit: int) -> None:
    collected: list[int] = []
    cursor = ""
    while True:
        found, following = page(items, cursor, limit)
        assert len(found) <= limit
        collected += found
        cursor = following["next_cursor"]
        if not cursor:
            break
    assert collected == items


@given(cursor=st.text(min_size=1, max_size=20))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_a_cursor_slack_never_gave_is_refused(slack: Sandbox, cursor: str) -> None:
    assert await refusal(slack, "users.list", cursor=cursor, limit=2) == "invalid_cursor"


async def test_pages_may_be_shorter_than_the_limit(slack: Sandbox) -> None:
    slack.service.longest_page = 2
    seen = []
    async for found in await client(slack).users_list(limit=100):
        assert len(found["members"]) <= 2
        seen += [member["id"] for member in found["members"]]
    assert seen == list(slack.workspace.users)


@pytest.mark.parametrize("limit", [-1, 5000, "many"])
async def test_a_limit_out_of_range_is_refused(slack: Sandbox, limit: object) -> None:
    assert await refusal(slack, "conversations.list", limit=limit) == "invalid_limit"


async def test_a_large_team_has_to_be_asked_for_page_by_page(slack: Sandbox) -> None:
    for number in range(500):
        slack.workspace.add_person(PersonSeed(f"p{number}", f"Person {number}"))
    assert await refusal(slack, "users.list") == "limit_required"


async def test_only_people_who_can_sign_in_have_a_time_zone(slack: Sandbox) -> None:
    members = (await client(slack).users_list())["members"]
    zones = {member["name"]: member.get("tz") for member in members}
    assert zones["chi"] == "Asia/Tokyo"
    assert zones["fay"] is None
    assert zones["otherbot"] is None
    chi = next(member for member in members if member["name"] == "chi")
    assert chi["tz_offset"] == 9 * 3600
    slackbot = next(member for member in members if member["id"] == "USLACKBOT")
    assert slackbot["is_bot"] is False


async def test_a_guest_says_so(slack: Sandbox) -> None:
    gus = (await client(slack).users_info(user=slack.workspace.user("gus").id))["user"]
    assert gus["is_restricted"]
    assert gus["is_ultra_restricted"]
    assert await refusal(slack, "users.info", user="UNOBODY") == "user_not_found"


async def test_the_locale_has_to_be_asked_for(slack: Sandbox) -> None:
    ana = slack.person("ana").id
    assert "locale" not in (await client(slack).users_info(user=ana))["user"]
    assert (await client(slack).users_info(user=ana, include_locale=True))["user"]["locale"] == "en-US"


async def test_a_private_channel_does_not_exist_for_an_app_outside_it(slack: Sandbox) -> None:
    leads = slack.channel("leads").id
    assert await refusal(slack, "conversations.info", channel=leads) == "channel_not_found"
    await slack.invite("app", "leads")
    assert (await client(slack).conversations_info(channel=leads))["channel"]["is_private"]


async def test_members_include_those_who_left(slack: Sandbox) -> None:
    members = (await client(slack).conversations_members(channel=slack.channel("general").id))["members"]
    assert slack.workspace.user("fay").id in members


async def test_joining_twice_is_only_a_warning(slack: Sandbox) -> None:
    channel = slack.channel("checkout").id
    first = await client(slack).conversations_join(channel=channel)
    assert first["channel"]["is_member"]
    assert (await client(slack).conversations_join(channel=channel))["warning"] == "already_in_channel"


async def test_the_channels_of_a_person_are_those_the_app_may_know_of(slack: Sandbox) -> None:
    found = await client(slack).users_conversations(
        user=slack.person("ana").id, types="public_channel,private_channel"
    )
    assert [channel["name"] for channel in found["channels"]] == ["general", "checkout", "product"]


async def test_opening_a_conversation_twice_gives_the_same_one(slack: Sandbox) -> None:
    ana = slack.person("ana").id
    first = await client(slack).conversations_open(users=[ana])
    again = await client(slack).conversations_open(users=[ana])
    assert first["channel"]["id"] == again["channel"]["id"]
    assert again["already_open"]
    fay = slack.workspace.user("fay").id
    assert await refusal(slack, "conversations.open", users=fay) == "user_disabled"


async def test_history_is_newest_first_without_replies_and_with_metadata_when_asked(slack: Sandbox) -> None:
    ana = slack.person("ana").id
    metadata = {"event_type": "d", "event_payload": {"d": "1"}}
    first = await client(slack).chat_postMessage(channel=ana, text="a & b <c>", metadata=metadata)
    await client(slack).chat_postMessage(channel=ana, text="reply", thread_ts=first["ts"])
    await client(slack).chat_postMessage(channel=ana, text="second")
    history = await client(slack).conversations_history(channel=first["channel"], include_all_metadata=True)
    assert [message["text"] for message in history["messages"]] == ["second", "a &amp; b &lt;c&gt;"]
    assert history["messages"][1]["metadata"] == metadata
    plain = await client(slack).conversations_history(channel=first["channel"])
    assert "metadata" not in plain["messages"][1]
    replies = await client(slack).conversations_replies(channel=first["channel"], ts=first["ts"])
    assert [message["text"] for message in replies["messages"]] == ["a &amp; b &lt;c&gt;", "reply"]


async def test_oldest_is_exclusive_unless_inclusive(slack: Sandbox) -> None:
    ana = slack.person("ana").id
    posted = [await client(slack).chat_postMessage(channel=ana, text=str(number)) for number in range(3)]
    where = {"channel": posted[0]["channel"], "oldest": posted[1]["ts"]}
    after = await client(slack).conversations_history(**where)
    assert [message["text"] for message in after["messages"]] == ["2"]
    from_then = await client(slack).conversations_history(**where, inclusive=True)
    assert [message["text"] for message in from_then["messages"]] == ["2", "1"]


async def test_timestamps_are_calendar_time_and_unique(slack: Sandbox) -> None:
    ana = slack.person("ana").id
    stamps = [(await client(slack).chat_postMessage(channel=ana, text="x"))["ts"] for _ in range(5)]
    assert stamps == sorted(set(stamps))
    assert int(float(stamps[0])) == int(slack.clock.now().timestamp())


async def test_a_scope_that_was_not_granted_is_missing_by_name(slack: Sandbox) -> None:
    await slack.invite("app", "checkout")
    with pytest.raises(SlackApiError) as refused:
        await client(slack).conversations_history(channel=slack.channel("checkout").id)
    assert refused.value.response["error"] == "missing_scope"
    assert refused.value.response["needed"] == "channels:history"
    assert "chat:write" in refused.value.response["provided"]


async def test_an_optional_scope_can_be_granted() -> None:
    scopes = manifest()["oauth_config"]["scopes"]["bot"]
    async with Sandbox(manifest(), granted_scopes=scopes) as slack:
        await slack.invite("app", "checkout")
        answer = await client(slack).conversations_history(channel=slack.channel("checkout").id)
        assert "channels:history" in answer.headers["x-oauth-scopes"]

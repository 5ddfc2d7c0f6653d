"""chat.*: posting, editing, deleting and whispering as Slack does."""

import pytest
from slack_sdk.errors import SlackApiError

from sandbox.server import Sandbox
from tests.sandbox.app_under_test import Json, client

SECTION: Json = {"type": "section", "block_id": "one", "text": {"type": "mrkdwn", "text": "Hello & bye"}}


async def refusal(slack: Sandbox, method: str, **args: object) -> str:
    """The error with which Slack refuses a call."""
    with pytest.raises(SlackApiError) as refused:
        await client(slack).api_call(method, json=args)
    return str(refused.value.response["error"])


async def test_a_message_to_a_person_opens_the_conversation_and_tells_its_id(slack: Sandbox) -> None:
    ana = slack.person("ana")
    answer = await client(slack).chat_postMessage(channel=ana.id, text="Hello")
    assert answer["channel"].startswith("D")
    assert [message.text for message in ana.direct_messages] == ["Hello"]


async def test_an_update_needs_the_conversation_and_not_the_person(slack: Sandbox) -> None:
    ana = slack.person("ana")
    posted = await client(slack).chat_postMessage(channel=ana.id, text="Hello")
    assert (
        await refusal(slack, "chat.update", channel=ana.id, ts=posted["ts"], text="x") == "channel_not_found"
    )
    await client(slack).chat_update(channel=posted["channel"], ts=posted["ts"], text="Bye")
    assert ana.direct_messages[0].text == "Bye"


async def test_an_update_of_the_text_alone_deletes_the_blocks(slack: Sandbox) -> None:
    posted = await client(slack).chat_postMessage(channel=slack.person("ana").id, text="a", blocks=[SECTION])
    where = {"channel": posted["channel"], "ts": posted["ts"]}
    await client(slack).api_call("chat.update", json=where | {"blocks": [SECTION, {"type": "divider"}]})
    message = slack.person("ana").direct_messages[0]
    assert (message.text, len(message.blocks), message.edited) == ("a", 2, None)
    await client(slack).chat_update(**where, text="b")
    assert (message.text, message.blocks) == ("b", [])
    assert message.edited is not None


async def test_an_update_keeps_metadata_unless_it_is_emptied(slack: Sandbox) -> None:
    metadata = {"event_type": "d", "event_payload": {"d": "1"}}
    posted = await client(slack).chat_postMessage(channel=slack.person("ana").id, text="a", metadata=metadata)
    where = {"channel": posted["channel"], "ts": posted["ts"]}
    await client(slack).chat_update(**where, text="b")
    assert slack.person("ana").direct_messages[0].metadata == metadata
    await client(slack).chat_update(**where, text="c", metadata={})
    assert slack.person("ana").direct_messages[0].metadata is None


async def test_an_update_longer_than_4000_characters_is_refused(slack: Sandbox) -> None:
    posted = await client(slack).chat_postMessage(channel=slack.person("ana").id, text="a")
    where = {"channel": posted["channel"], "ts": posted["ts"]}
    assert await refusal(slack, "chat.update", **where, text="x" * 4001) == "msg_too_long"
    assert await refusal(slack, "chat.update", **where) == "no_text"


@pytest.mark.parametrize(
    ("args", "error"),
    [
        ({"channel": "CNOWHERE", "text": "x"}, "channel_not_found"),
        ({"channel": "#checkout", "text": "x"}, "not_in_channel"),
        ({"channel": "#leads", "text": "x"}, "channel_not_found"),
        ({"channel": "#general"}, "no_text"),
        ({"text": "x"}, "invalid_arguments"),
    ],
)
async def test_a_post_is_refused_with_the_name_slack_uses(slack: Sandbox, args: Json, error: str) -> None:
    await slack.invite("app", "general")
    assert await refusal(slack, "chat.postMessage", **args) == error


async def test_a_post_to_somebody_who_left_is_refused(slack: Sandbox) -> None:
    fay = slack.workspace.user("fay").id
    assert await refusal(slack, "chat.postMessage", channel=fay, text="x") == "user_disabled"


async def test_an_archived_channel_takes_no_messages(slack: Sandbox) -> None:
    await slack.invite("app", "checkout")
    await slack.archive("checkout")
    channel = slack.channel("checkout").id
    assert await refusal(slack, "chat.postMessage", channel=channel, text="x") == "is_archived"


async def test_blocks_that_break_a_rule_are_refused_with_a_pointer_and_recorded(slack: Sandbox) -> None:
    bad = {"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3001}}
    ana = slack.person("ana").id
    with pytest.raises(SlackApiError) as refused:
        await client(slack).chat_postMessage(channel=ana, text="a", blocks=[bad])
    assert refused.value.response["error"] == "invalid_blocks"
    assert "/blocks/0/text" in refused.value.response["response_metadata"]["messages"][0]
    assert slack.violations[0].where == "chat.postMessage"


async def test_more_than_12000_characters_over_all_blocks_are_refused(slack: Sandbox) -> None:
    text = {"type": "mrkdwn", "text": "x" * 2500}
    long = [{"type": "section", "block_id": str(number), "text": text} for number in range(5)]
    ana = slack.person("ana").id
    assert (
        await refusal(slack, "chat.postMessage", channel=ana, text="a", blocks=long) == "msg_blocks_too_long"
    )


async def test_blocks_without_text_are_noted_for_those_who_listen_to_them(slack: Sandbox) -> None:
    await client(slack).api_call(
        "chat.postMessage", json={"channel": slack.person("ana").id, "blocks": [SECTION]}
    )
    assert [(breach.rule, breach.refused) for breach in slack.violations] == [
        ("text_for_screen_readers", False)
    ]


async def test_only_a_parent_can_be_replied_to(slack: Sandbox) -> None:
    ana = slack.person("ana").id
    parent = await client(slack).chat_postMessage(channel=ana, text="parent")
    reply = await client(slack).chat_postMessage(channel=ana, text="reply", thread_ts=parent["ts"])
    to_reply = {"channel": ana, "text": "x", "thread_ts": reply["ts"]}
    assert await refusal(slack, "chat.postMessage", **to_reply) == "cannot_reply_to_message"
    assert await refusal(slack, "chat.postMessage", **to_reply | {"thread_ts": "1.2"}) == "thread_not_found"
    thread = slack.person("ana").sees_thread(slack.person("ana").direct_messages[0])
    assert [message.text for message in thread] == ["parent", "reply"]
    assert thread[0].reply_count == 1


async def test_a_reply_that_is_deleted_no_longer_counts(slack: Sandbox) -> None:
    ana = slack.person("ana")
    parent = await client(slack).chat_postMessage(channel=ana.id, text="parent")
    reply = await client(slack).chat_postMessage(channel=ana.id, text="reply", thread_ts=parent["ts"])
    await client(slack).chat_delete(channel=reply["channel"], ts=reply["ts"])
    assert ana.direct_messages[0].reply_count == 0
    gone = {"channel": reply["channel"], "ts": reply["ts"]}
    assert await refusal(slack, "chat.delete", **gone) == "message_not_found"


async def test_what_somebody_else_wrote_can_be_neither_changed_nor_deleted(slack: Sandbox) -> None:
    ana = slack.person("ana")
    await ana.say("mine")
    theirs = {"channel": ana.direct_messages[0].channel, "ts": ana.direct_messages[0].ts}
    assert await refusal(slack, "chat.update", **theirs, text="x") == "cant_update_message"
    assert await refusal(slack, "chat.delete", **theirs) == "cant_delete_message"


async def test_an_ephemeral_message_is_for_one_person_and_in_no_history(slack: Sandbox) -> None:
    await slack.invite("app", "checkout")
    channel, ana = slack.channel("checkout").id, slack.person("ana")
    await client(slack).chat_postEphemeral(channel=channel, user=ana.id, text="psst")
    assert [message.text for message in ana.sees("checkout")] == ["psst"]
    assert slack.person("ben").sees("checkout") == []
    outsider = {"channel": channel, "user": slack.person("eve").id, "text": "x"}
    assert await refusal(slack, "chat.postEphemeral", **outsider) == "user_not_in_channel"


async def test_a_disabled_messages_tab_takes_no_messages(slack: Sandbox) -> None:
    slack.workspace.app.manifest.document["features"]["app_home"]["messages_tab_enabled"] = False
    ana = slack.person("ana")
    assert await refusal(slack, "chat.postMessage", channel=ana.id, text="x") == "messages_tab_disabled"
    assert (await ana.say("hello?")).status == "refused"


async def test_a_permalink_leads_into_the_thread(slack: Sandbox) -> None:
    ana = slack.person("ana").id
    parent = await client(slack).chat_postMessage(channel=ana, text="parent")
    reply = await client(slack).chat_postMessage(channel=ana, text="reply", thread_ts=parent["ts"])
    link = await client(slack).chat_getPermalink(channel=reply["channel"], message_ts=reply["ts"])
    assert f"thread_ts={parent['ts']}" in link["permalink"]


async def test_client_msg_id_prevents_nothing_unless_the_sandbox_is_told_so(slack: Sandbox) -> None:
    ana = slack.person("ana")
    for _ in range(2):
        await client(slack).chat_postMessage(channel=ana.id, text="once?", client_msg_id="same")
    assert len(ana.direct_messages) == 2
    slack.service.honour_client_msg_id = True
    await client(slack).chat_postMessage(channel=ana.id, text="once?", client_msg_id="same")
    assert len(ana.direct_messages) == 2

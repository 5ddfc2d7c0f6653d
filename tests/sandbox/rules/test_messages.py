"""What a whole message must keep."""

import pytest

from sandbox.rules.blocks import check_message
from sandbox.rules.limits import limit
from tests.sandbox.rules.samples import (
    Json,
    actions,
    button,
    container,
    data_table,
    grid,
    message,
    mrkdwn,
    rich_text,
    section,
    table,
)

BROADCASTS = ["Look <!channel>", "<!here>", "<!everyone|everyone>"]


def rules(payload: Json, surface: str = "message") -> set[str]:
    return {violation.rule for violation in check_message(payload, surface=surface)}


def test_blocks_without_text_leave_screen_readers_with_nothing() -> None:
    assert rules({"blocks": [section()]}) == {"text_for_screen_readers"}
    assert rules({"blocks": [section()], "text": "  "}) == {"text_for_screen_readers"}


def test_a_message_must_say_something() -> None:
    assert rules({}) == {"no_text"}
    assert rules({"text": "", "blocks": []}) == {"no_text"}
    assert rules({"attachments": [{"text": "Hello"}]}) == set()


def test_a_response_url_may_just_delete() -> None:
    assert rules({"delete_original": True}, "response_url") == set()
    assert rules({"delete_original": True}) == {"no_text"}


def test_an_update_takes_a_shorter_text() -> None:
    long = {"text": "x" * (limit("chat.update.text.max_length") + 1)}
    assert rules(long) == set()
    assert rules(long, "update") == {"msg_too_long"}
    assert rules({"text": "x" * limit("chat.update.text.max_length")}, "update") == set()


@pytest.mark.parametrize("text", BROADCASTS)
def test_nobody_calls_a_whole_channel(text: str) -> None:
    assert rules({"text": text}) == {"no_broadcast"}
    assert rules(message(section(text=mrkdwn(text)))) == {"no_broadcast"}
    assert rules(message({"type": "markdown", "text": text})) == {"no_broadcast"}
    assert rules({"text": "Hello", "attachments": [{"pretext": text}]}) == {"no_broadcast"}
    assert rules({"text": "Hello", "attachments": [{"blocks": [section(text=mrkdwn(text))]}]}) == {
        "no_broadcast"
    }


def test_plain_text_cannot_call_anybody() -> None:
    assert rules(message(section(text={"type": "plain_text", "text": "<!channel>"}))) == set()


def test_rich_text_may_not_call_a_whole_channel_either() -> None:
    calling = {"type": "rich_text_section", "elements": [{"type": "broadcast", "range": "here"}]}
    assert rules(message(rich_text(calling))) == {"no_broadcast"}


def test_block_ids_differ_over_blocks_containers_and_attachments() -> None:
    named = section(block_id="same")
    assert rules(message(named, named)) == {"duplicate_block_id"}
    assert rules(message(named, container(named))) == {"duplicate_block_id"}
    assert rules({**message(named), "attachments": [{"blocks": [named]}]}) == {"duplicate_block_id"}


def test_action_ids_may_return_in_another_block() -> None:
    one = actions(button(action_id="same"))
    assert rules(message(one, one)) == set()


def test_a_message_shows_one_table() -> None:
    assert rules(message(table(), section())) == set()
    assert rules(message(table(), container(table()))) == {"only_one_table_allowed"}


def test_data_tables_of_a_message_hold_little_text_in_all() -> None:
    cells = grid(2, 2)
    cells[1][1]["text"] = "x" * limit("data_table.total_content.max_length")
    assert "too_long" in rules(message(data_table(cells)))


def test_text_of_all_blocks_is_summed() -> None:
    too_much = [section(text=mrkdwn("x" * 3000)) for _ in range(5)]
    assert rules(message(*too_much)) == {"msg_blocks_too_long"}
    assert rules(message(*too_much[:4])) == set()
    assert rules({**message(*too_much[:4]), "attachments": [{"blocks": too_much[4:]}]}) == {
        "msg_blocks_too_long"
    }


def test_markdown_text_stands_alone() -> None:
    assert rules({"markdown_text": "**Hello**"}) == set()
    assert rules({"markdown_text": "**Hello**", "text": "Hello"}) == {"markdown_text_conflict"}


@pytest.mark.parametrize(
    "payload",
    [
        {"text": 5},
        {"text": "Hello", "blocks": "[]"},
        {"text": "Hello", "blocks": [None]},
        {"text": "Hello", "attachments": {}},
        {"text": "Hello", "attachments": ["x"]},
        {"text": "Hello", "attachments": [{"callback": "x"}]},
    ],
)
def test_a_payload_of_wrong_types_is_refused(payload: Json) -> None:
    assert rules(payload) & {"wrong_type", "unknown_field"}

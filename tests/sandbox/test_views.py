"""Modals and the Home tab: triggers, the stack, hashes, values that survive."""

from typing import Any

import pytest

from sandbox.server import Sandbox
from tests.sandbox.app_under_test import Json, client
from tests.sandbox.test_chat import refusal


def field(label: str, block_id: str, **element: Any) -> Json:
    return {
        "type": "input",
        "block_id": block_id,
        "label": {"type": "plain_text", "text": label},
        "element": {"type": "plain_text_input", "action_id": "value"} | element,
    }


def modal(*blocks: Json, **fields: Any) -> Json:
    return {
        "type": "modal",
        "title": {"type": "plain_text", "text": "Form"},
        "submit": {"type": "plain_text", "text": "Send"},
        "blocks": list(blocks) or [field("Name", "name")],
        **fields,
    }


def trigger(slack: Sandbox) -> str:
    return slack.triggers.issue(slack.person("ana").id)


async def open_view(slack: Sandbox, view: Json | None = None) -> Json:
    answer = await client(slack).views_open(trigger_id=trigger(slack), view=view or modal())
    shown: Json = answer["view"]
    return shown


async def test_a_trigger_opens_one_view(slack: Sandbox) -> None:
    once = trigger(slack)
    await client(slack).views_open(trigger_id=once, view=modal())
    assert await refusal(slack, "views.open", trigger_id=once, view=modal()) == "exchanged_trigger_id"
    assert await refusal(slack, "views.open", trigger_id="1.2.3", view=modal()) == "invalid_trigger_id"
    assert await refusal(slack, "views.open", view=modal()) == "invalid_arguments"


async def test_a_trigger_is_soon_too_old(slack: Sandbox) -> None:
    slack.triggers.lifetime = -1.0
    assert await refusal(slack, "views.open", trigger_id=trigger(slack), view=modal()) == "expired_trigger_id"


async def test_no_more_than_three_views_lie_on_each_other(slack: Sandbox) -> None:
    root = await open_view(slack)
    for _ in range(2):
        pushed = await client(slack).views_push(trigger_id=trigger(slack), view=modal())
    assert pushed["view"]["root_view_id"] == root["id"]
    assert await refusal(slack, "views.push", trigger_id=trigger(slack), view=modal()) == "push_limit_reached"
    await slack.person("ana").close_modal(everything=True)
    assert await refusal(slack, "views.push", trigger_id=trigger(slack), view=modal()) == "not_found"


async def test_a_stale_hash_conflicts(slack: Sandbox) -> None:
    view = await open_view(slack)
    updated = await client(slack).views_update(view_id=view["id"], hash=view["hash"], view=modal())
    assert updated["view"]["hash"] != view["hash"]
    stale = {"view_id": view["id"], "hash": view["hash"], "view": modal()}
    assert await refusal(slack, "views.update", **stale) == "hash_conflict"


async def test_a_closed_view_cannot_be_updated(slack: Sandbox) -> None:
    view = await open_view(slack)
    await slack.person("ana").close_modal()
    assert await refusal(slack, "views.update", view_id=view["id"], view=modal()) == "not_found"


async def test_an_external_id_names_one_view_and_finds_it(slack: Sandbox) -> None:
    await open_view(slack, modal(external_id="mine"))
    again = {"trigger_id": trigger(slack), "view": modal(external_id="mine")}
    assert await refusal(slack, "views.push", **again) == "duplicate_external_id"
    await client(slack).views_update(external_id="mine", view=modal(external_id="mine"))


async def test_what_was_typed_survives_only_under_the_same_block_and_action(slack: Sandbox) -> None:
    view = await open_view(slack, modal(field("Name", "name"), field("Team", "team")))
    ana = slack.person("ana")
    await ana.choose("Name", "Ana")
    await ana.choose("Team", "Checkout")
    answer = await client(slack).views_update(
        view_id=view["id"], view=modal(field("Name", "name"), field("Team", "other"))
    )
    assert answer["view"]["state"]["values"] == {
        "name": {"value": {"type": "plain_text_input", "value": "Ana"}},
        "other": {"value": {"type": "plain_text_input", "value": None}},
    }


async def test_a_view_that_breaks_a_rule_is_refused(slack: Sandbox) -> None:
    bad = modal(title={"type": "plain_text", "text": "x" * 25})
    assert await refusal(slack, "views.open", trigger_id=trigger(slack), view=bad) == "invalid_arguments"
    assert slack.violations[0].where == "views.open"


async def test_a_view_of_more_than_250_kilobytes_is_too_large(slack: Sandbox) -> None:
    text = {"type": "mrkdwn", "text": "x" * 3000}
    view = modal(*({"type": "section", "block_id": str(each), "text": text} for each in range(90)))
    assert await refusal(slack, "views.open", trigger_id=trigger(slack), view=view) == "view_too_large"


async def test_a_home_tab_is_published_per_person(slack: Sandbox) -> None:
    home = {"type": "home", "blocks": [{"type": "divider"}]}
    first = await client(slack).views_publish(user_id=slack.person("ana").id, view=home)
    assert slack.person("ana").home is not None
    assert slack.person("ben").home is None
    again = await client(slack).views_publish(user_id=slack.person("ana").id, view=home)
    assert again["view"]["id"] == first["view"]["id"]
    stale = {"user_id": slack.person("ana").id, "view": home, "hash": first["view"]["hash"]}
    assert await refusal(slack, "views.publish", **stale) == "hash_conflict"


@pytest.mark.parametrize(
    ("element", "value", "complaint"),
    [
        ({"min_length": 3}, "ab", "Please enter at least 3 characters."),
        ({"max_length": 3}, "abcd", "Please enter at most 3 characters."),
        ({"type": "number_input", "is_decimal_allowed": False}, "many", "Please enter a number."),
        ({"type": "number_input", "is_decimal_allowed": False}, "1.5", "Please enter a whole number."),
        (
            {"type": "number_input", "is_decimal_allowed": False, "max_value": "5"},
            9,
            "Please enter a number of at most 5.",
        ),
        ({"type": "email_text_input"}, "nobody", "Please enter a valid email address."),
        ({"type": "url_text_input"}, "nowhere", "Please enter a valid URL."),
        ({}, None, "Please complete this required field."),
    ],
)
async def test_the_client_complains_before_the_app_is_asked(
    slack: Sandbox, element: Json, value: object, complaint: str
) -> None:
    await open_view(slack, modal(field("Field", "field", **element)))
    result = await slack.person("ana").submit({"Field": value})
    assert (result.client, result.errors) == (True, {"Field": complaint})
    assert slack.deliveries == []


async def test_a_field_nobody_sees_cannot_be_filled_in(slack: Sandbox) -> None:
    await open_view(slack)
    with pytest.raises(LookupError, match="visible: Name"):
        await slack.person("ana").submit({"Surname": "x"})

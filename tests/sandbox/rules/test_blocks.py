"""The shape of blocks, what may stand where, and what must agree inside a block."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.rules.blocks import check_message, check_view
from sandbox.rules.limits import all_blocks, blocks_on
from sandbox.rules.violation import Violation
from tests.sandbox.rules.samples import (
    Json,
    actions,
    asking,
    bars,
    button,
    card,
    cell,
    container,
    data_table,
    feedback,
    home,
    icon_button,
    image,
    message,
    modal,
    mrkdwn,
    option,
    options,
    pie,
    plain,
    plan,
    rich_section,
    rich_text,
    section,
    select,
    table,
    task,
    video,
    workflow_button,
)

BLOCKS: dict[str, Json] = {
    "actions": actions(button()),
    "alert": {"type": "alert", "text": mrkdwn(), "level": "warning"},
    "card": card(),
    "carousel": {"type": "carousel", "elements": [card(), card()]},
    "container": container(section()),
    "context": {"type": "context", "elements": [mrkdwn(), image()]},
    "context_actions": icon_button(),
    "data_table": data_table(),
    "data_visualization": bars(),
    "divider": {"type": "divider"},
    "header": {"type": "header", "text": plain()},
    "image": image(),
    "input": asking({"type": "plain_text_input"}),
    "markdown": {"type": "markdown", "text": "**Hello**"},
    "plan": plan(task()),
    "rich_text": rich_text(rich_section()),
    "section": section(accessory=button()),
    "table": table(),
    "task_card": {"type": "task_card", **task()},
    "video": video(),
}

INPUTS: list[Json] = [
    select(initial_option=options(2)[1]),
    select(option_groups=[{"label": plain(), "options": options(2)}], initial_option=options(1)[0]),
    select("multi_static_select", initial_options=options(2), max_selected_items=2),
    select("checkboxes", initial_options=options(1)),
    select("radio_buttons", initial_option=options(2)[0]),
    {"type": "external_select", "min_query_length": 0, "initial_option": option()},
    {"type": "multi_external_select", "initial_options": [option()]},
    {"type": "users_select", "initial_user": "U1"},
    {"type": "multi_users_select", "initial_users": ["U1"], "max_selected_items": 3},
    {"type": "channels_select", "response_url_enabled": True},
    {"type": "multi_channels_select", "initial_channels": ["C1"]},
    {"type": "conversations_select", "default_to_current_conversation": True, "filter": {"include": ["im"]}},
    {"type": "multi_conversations_select", "filter": {"exclude_bot_users": True}},
    {
        "type": "plain_text_input",
        "multiline": True,
        "min_length": 0,
        "max_length": 5,
        "initial_value": "Hello",
    },
    {"type": "email_text_input", "initial_value": "ana@example.com"},
    {"type": "url_text_input", "focus_on_load": True},
    {
        "type": "number_input",
        "is_decimal_allowed": False,
        "min_value": "1",
        "max_value": "9",
        "initial_value": "5",
    },
    {"type": "rich_text_input", "initial_value": rich_text(rich_section()), "min_lines": 2, "max_lines": 9},
    {"type": "file_input", "filetypes": ["png"], "max_files": 2},
    {"type": "datepicker", "initial_date": "2026-02-28"},
    {"type": "timepicker", "initial_time": "23:59", "timezone": "Asia/Kolkata"},
    {"type": "datetimepicker", "initial_date_time": 1_790_000_000},
]

WRONG_INPUTS: list[tuple[Json, str]] = [
    (select(initial_option=option("elsewhere")), "initial_not_offered"),
    (select(options=options(2), option_groups=[{"label": plain(), "options": options(1)}]), "exactly_one"),
    ({"type": "static_select"}, "exactly_one"),
    (select(options=[option(), option()]), "duplicate_option_value"),
    (select(options=[{"text": mrkdwn(), "value": "a"}]), "not_a_choice"),
    (select("multi_static_select", initial_options=options(2), max_selected_items=1), "too_many"),
    (select("radio_buttons", initial_option=option("elsewhere")), "initial_not_offered"),
    (select("checkboxes", initial_options=[option("elsewhere")]), "initial_not_offered"),
    (select(options=[option(url="https://example.com")]), "unknown_field"),
    (select(options=[{"text": plain()}]), "missing_field"),
    (select(placeholder=mrkdwn()), "not_a_choice"),
    ({"type": "conversations_select", "filter": {}}, "at_least_one"),
    ({"type": "conversations_select", "filter": {"include": ["im", "im"]}}, "duplicate_item"),
    ({"type": "plain_text_input", "min_length": 9, "max_length": 5}, "out_of_range"),
    ({"type": "plain_text_input", "max_length": 4, "initial_value": "Hello"}, "out_of_range"),
    ({"type": "plain_text_input", "multiline": "yes"}, "wrong_type"),
    ({"type": "number_input"}, "missing_field"),
    ({"type": "number_input", "is_decimal_allowed": True, "min_value": 1}, "wrong_type"),
    ({"type": "number_input", "is_decimal_allowed": True, "min_value": "one"}, "bad_format"),
    ({"type": "number_input", "is_decimal_allowed": False, "initial_value": "1.5"}, "bad_format"),
    (
        {"type": "number_input", "is_decimal_allowed": False, "min_value": "10", "max_value": "9"},
        "out_of_range",
    ),
    ({"type": "datepicker", "initial_date": "2026-02-29"}, "bad_format"),
    ({"type": "datepicker", "initial_date": "28.02.2026"}, "bad_format"),
    ({"type": "timepicker", "initial_time": "24:00"}, "bad_format"),
    ({"type": "timepicker", "initial_time": "9:00"}, "bad_format"),
    ({"type": "timepicker", "timezone": "Middle/Earth"}, "bad_format"),
    ({"type": "datetimepicker", "initial_date_time": 1}, "out_of_range"),
    ({"type": "rich_text_input", "min_lines": 9, "max_lines": 2}, "out_of_range"),
    (button(), "unsupported_type"),
]

WRONG_BLOCKS: list[tuple[Json, str]] = [
    ({"type": "section"}, "at_least_one"),
    (section(text=mrkdwn("")), "too_short"),
    (section(text={"type": "plain_text", "text": "Hi", "verbatim": True}), "unknown_field"),
    (section(text="Hello"), "wrong_type"),
    (section(accessory={"type": "datetimepicker"}), "unsupported_type"),
    (section(colour="red"), "unknown_field"),
    ({"type": "header", "text": mrkdwn()}, "not_a_choice"),
    ({"type": "context", "elements": [button()]}, "unsupported_type"),
    (actions(button(text=mrkdwn())), "not_a_choice"),
    (actions(button(style="default")), "not_a_choice"),
    (actions(button(url="javascript:alert(1)")), "bad_format"),
    (actions(button(confirm={"title": plain(), "text": plain(), "confirm": plain()})), "missing_field"),
    (actions(button(action_id="same"), button(action_id="same")), "duplicate_action_id"),
    (actions({"type": "plain_text_input"}), "unsupported_type"),
    (image(slack_file={"id": "F1"}, image_url="https://example.com/a.png"), "exactly_one"),
    (image(slack_file={"id": "F1", "url": "https://example.com/a.png"}), "exactly_one"),
    (image(alt_text=""), "too_short"),
    ({"type": "file", "external_id": "A", "source": "remote"}, "file_not_postable"),
    (rich_text({"type": "rich_text_section", "elements": [{"type": "shout"}]}), "unsupported_type"),
    (rich_text({"type": "rich_text_list", "style": "dotted", "elements": [rich_section()]}), "not_a_choice"),
    (table(column_settings=[{"align": "middle"}]), "not_a_choice"),
    (data_table([[cell(), cell()], [cell()]]), "ragged_rows"),
    (data_table([[rich_text(rich_section())], [cell()]]), "unsupported_type"),
    (data_table(row_header_column_index=2), "out_of_range"),
    (pie({"label": "None", "value": 0}), "out_of_range"),
    (bars(["Mon", "Mon"]), "duplicate_item"),
    (bars(names=["A", "A"]), "duplicate_item"),
    (container(title=plain(), rich_text_title=rich_text(rich_section())), "exactly_one"),
    (container(default_collapsed=True), "not_both"),
    (container(is_collapsible=True, has_header_divider=True), "not_both"),
    (container(card()), "unsupported_type"),
    ({"type": "card", "subtitle": mrkdwn()}, "at_least_one"),
    (card(icon=image(), slack_icon={"type": "icon", "name": "bug"}), "not_both"),
    (plan(task("1"), task("1")), "duplicate_item"),
    ({"type": "task_card", **task(status="pending")}, "not_a_choice"),
    ({"type": "carousel", "elements": [section()]}, "not_a_choice"),
    (video(video_url="ftp://example.com"), "bad_format"),
    ({"type": "banner"}, "unsupported_type"),
    ({"text": plain()}, "missing_field"),
]


def rules(violations: list[Violation]) -> set[str]:
    return {violation.rule for violation in violations}


def on(surface: str, block: Json) -> list[Violation]:
    views = {"modal": modal, "home": home}
    return check_view(views[surface](block)) if surface in views else check_message(message(block))


def test_every_block_has_a_sample() -> None:
    assert BLOCKS.keys() == all_blocks() - {"file"}


@pytest.mark.parametrize("surface", ["message", "modal", "home"])
@pytest.mark.parametrize("kind", sorted(BLOCKS))
def test_a_block_stands_on_its_own_surfaces_only(kind: str, surface: str) -> None:
    element_too = {"not_on_this_surface"} if kind not in blocks_on(surface) else set()
    assert rules(on(surface, BLOCKS[kind])) == element_too


@pytest.mark.parametrize("element", INPUTS, ids=lambda element: element["type"])
def test_every_input_may_be_asked_in_a_modal(element: Json) -> None:
    assert check_view(modal(asking(element))) == []


@pytest.mark.parametrize(("element", "rule"), WRONG_INPUTS)
def test_an_input_that_contradicts_itself_is_refused(element: Json, rule: str) -> None:
    assert rule in rules(check_view(modal(asking(element))))


@pytest.mark.parametrize(("block", "rule"), WRONG_BLOCKS)
def test_a_block_out_of_shape_is_refused(block: Json, rule: str) -> None:
    assert rule in rules(check_message(message(block)))


@pytest.mark.parametrize(
    ("element", "surface"),
    [
        ({"type": "datetimepicker"}, "home"),
        ({"type": "email_text_input"}, "message"),
        ({"type": "number_input", "is_decimal_allowed": True}, "home"),
        ({"type": "rich_text_input"}, "message"),
        ({"type": "conversations_select", "response_url_enabled": True}, "home"),
    ],
)
def test_an_element_stands_on_its_own_surfaces_only(element: Json, surface: str) -> None:
    assert rules(on(surface, asking(element))) == {"not_on_this_surface"}


def test_a_workflow_button_is_for_messages() -> None:
    assert check_message(message(actions(workflow_button()))) == []
    assert rules(check_view(home(actions(workflow_button())))) == {"not_on_this_surface"}


def test_feedback_buttons_need_both_sides() -> None:
    block = feedback()
    assert check_message(message(block)) == []
    del block["elements"][0]["negative_button"]
    assert rules(check_message(message(block))) == {"missing_field"}


def test_pointers_lead_to_the_fault() -> None:
    long_button = message(section(), actions(button(), button(text=plain("x" * 76))))
    [violation] = check_message(long_button)
    assert violation.pointer == "/blocks/1/elements/1/text/text"
    assert str(violation) == (
        "[ERROR] must be less than 76 characters [json-pointer:/blocks/1/elements/1/text/text]"
    )


def test_a_key_with_a_slash_is_escaped_in_a_pointer() -> None:
    [violation] = check_message(message(section(**{"a/b~c": 1})))
    assert violation.pointer == "/blocks/0/a~1b~0c"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["type", "text", "elements", "options", "rows", "value"]), inner)
    ),
    max_leaves=12,
)


def replaced(value: Any, steps: list[int], by: Any) -> Any:
    """`value` with the part that `steps` lead to replaced."""
    if not steps or not isinstance(value, dict | list) or not value:
        return by
    keys = sorted(value) if isinstance(value, dict) else list(range(len(value)))
    chosen = keys[steps[0] % len(keys)]
    parts = {key: value[key] for key in keys}
    parts[chosen] = replaced(value[chosen], steps[1:], by)
    return parts if isinstance(value, dict) else list(parts.values())


@given(st.sampled_from(sorted(BLOCKS)), st.lists(st.integers(0, 9), max_size=6), JSON)
def test_no_nonsense_in_a_block_stops_the_rules(kind: str, steps: list[int], nonsense: Any) -> None:
    block = replaced(BLOCKS[kind], steps, nonsense)
    for surface in ("message", "modal", "home"):
        assert isinstance(on(surface, block), list)


@given(st.sampled_from(INPUTS), st.lists(st.integers(0, 9), max_size=6), JSON)
def test_no_nonsense_in_an_input_stops_the_rules(element: Json, steps: list[int], nonsense: Any) -> None:
    assert isinstance(check_view(modal(asking(replaced(element, steps, nonsense)))), list)

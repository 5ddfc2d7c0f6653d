"""Every number of Block Kit: at the limit a payload is taken, one beyond it is refused."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.rules.blocks import check_message, check_view
from sandbox.rules.limits import limit, limits
from sandbox.rules.violation import Violation
from tests.sandbox.rules.samples import (
    Json,
    actions,
    address,
    asking,
    bars,
    button,
    card,
    cell,
    confirm,
    container,
    data_table,
    feedback,
    grid,
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
    rich_list,
    rich_section,
    rich_text,
    section,
    select,
    table,
    task,
    video,
    workflow_button,
)

Payload = Callable[[int], Json]


def words(length: int) -> str:
    return "x" * length


def labels(count: int) -> list[str]:
    return [f"L{index}" for index in range(count)]


def with_button(field: str, value: Callable[[int], Any]) -> Payload:
    return lambda n: message(actions(button(**{field: value(n)})))


def with_input(kind: str, field: str, value: Callable[[int], Any] = int, **more: Any) -> Payload:
    return lambda n: modal(asking({"type": kind, **more, field: value(n)}))


def placeholder(kind: str, **more: Any) -> Payload:
    return with_input(kind, "placeholder", lambda n: plain(words(n)), **more)


def with_video(field: str, value: Callable[[int], Any]) -> Payload:
    return lambda n: message(video(**{field: value(n)}))


def with_card(field: str) -> Payload:
    return lambda n: message(card(**{field: mrkdwn(words(n))}))


def quoted(kind: str, border: int) -> Json:
    return message(rich_text({"type": kind, "elements": rich_section()["elements"], "border": border}))


def plainly(field: str) -> Payload:
    return lambda n: modal(section(), **{field: plain(words(n))})


def separate(make: Callable[[int], list[Json]]) -> Payload:
    """A payload of many options, on a modal, where no sum of text matters."""
    return lambda n: modal(asking(select(options=make(n))))


LONGEST: dict[str, Payload] = {
    "action_id.max_length": with_button("action_id", words),
    "actions.elements.max_items": lambda n: message(actions(*[button()] * n)),
    "alert.text.max_length": lambda n: modal({"type": "alert", "text": plain(words(n))}),
    "block_id.max_length": lambda n: message(section(block_id=words(n))),
    "button.accessibility_label.max_length": with_button("accessibility_label", words),
    "button.agent_prompt.max_length": with_button("agent_prompt", words),
    "button.text.max_length": with_button("text", lambda n: plain(words(n))),
    "button.url.max_length": with_button("url", address),
    "button.value.max_length": with_button("value", words),
    "card.actions.max_items": lambda n: message(card(actions=[button()] * n)),
    "card.body.max_length": with_card("body"),
    "card.subtext.max_length": with_card("subtext"),
    "card.subtitle.max_length": with_card("subtitle"),
    "card.title.max_length": with_card("title"),
    "carousel.elements.max_items": lambda n: message({"type": "carousel", "elements": [card()] * n}),
    "chat.postMessage.blocks_cumulative_text.observed": lambda n: message(
        *[section(text=mrkdwn(words(3000)))] * (n // 3000),
        *[section(text=mrkdwn(words(n % 3000)))] * (n % 3000),
    ),
    "chat.postMessage.text.truncated_above": lambda n: {"text": words(n)},
    "checkboxes.options.max_items": lambda n: message(actions(select("checkboxes", options=options(n)))),
    "confirmation.confirm.max_length": with_button("confirm", lambda n: confirm(confirm=plain(words(n)))),
    "confirmation.deny.max_length": with_button("confirm", lambda n: confirm(deny=plain(words(n)))),
    "confirmation.text.max_length": with_button("confirm", lambda n: confirm(text=mrkdwn(words(n)))),
    "confirmation.title.max_length": with_button("confirm", lambda n: confirm(title=plain(words(n)))),
    "container.child_blocks.max_items": lambda n: message(container(*[section()] * n)),
    "container.subtitle.max_length": lambda n: message(container(subtitle=mrkdwn(words(n)))),
    "container.title.max_length": lambda n: message(container(title=plain(words(n)))),
    "context.elements.max_items": lambda n: message({"type": "context", "elements": [mrkdwn()] * n}),
    "context_actions.elements.max_items": lambda n: message(
        {"type": "context_actions", "elements": icon_button()["elements"] * n}
    ),
    "data_table.columns.max_items": lambda n: message(data_table(grid(2, n))),
    "data_table.content.max_length": lambda n: home(data_table([[cell()], [cell(words(n - 1))]])),
    "data_table.page_size.max": lambda n: message(data_table(page_size=n)),
    "data_table.rows.max_items": lambda n: message(data_table(grid(n, 1))),
    "data_visualization.axis_label.max_length": lambda n: message(bars(x_label=words(n), y_label=words(n))),
    "data_visualization.categories.max_items": lambda n: message(bars(labels(n))),
    "data_visualization.category_label.max_length": lambda n: message(bars([words(n)])),
    "data_visualization.data.max_items": lambda n: message(bars(labels(n))),
    "data_visualization.point_label.max_length": lambda n: message(bars([words(n)])),
    "data_visualization.segment.label.max_length": lambda n: message(pie({"label": words(n), "value": 1})),
    "data_visualization.segments.max_items": lambda n: message(pie(*[{"label": "L", "value": 1}] * n)),
    "data_visualization.series.max_items": lambda n: message(bars(names=labels(n))),
    "data_visualization.series_name.max_length": lambda n: message(bars(names=[words(n)])),
    "data_visualization.title.max_length": lambda n: message(pie(title=words(n))),
    "date_picker.placeholder.max_length": placeholder("datepicker"),
    "dispatch_action_configuration.trigger_actions_on.max_items": with_input(
        "plain_text_input",
        "dispatch_action_config",
        lambda n: {
            "trigger_actions_on": ["on_enter_pressed", "on_character_entered", "on_enter_pressed"][:n]
        },
    ),
    "email_input.placeholder.max_length": placeholder("email_text_input"),
    "feedback_button.accessibility_label.max_length": lambda n: message(
        feedback(accessibility_label=words(n))
    ),
    "feedback_button.text.max_length": lambda n: message(feedback(text=plain(words(n)))),
    "feedback_button.value.max_length": lambda n: message(feedback(value=words(n))),
    "file_input.max_files.max": with_input("file_input", "max_files"),
    "header.text.max_length": lambda n: message({"type": "header", "text": plain(words(n))}),
    "icon_button.accessibility_label.max_length": lambda n: message(
        icon_button(accessibility_label=words(n))
    ),
    "icon_button.value.max_length": lambda n: message(icon_button(value=words(n))),
    "icon_button.visible_to_user_ids.max_items": lambda n: message(
        icon_button(visible_to_user_ids=["U1"] * n)
    ),
    "image.alt_text.max_length": lambda n: message(image(alt_text=words(n))),
    "image.image_url.max_length": lambda n: message(image(image_url=address(n))),
    "image.title.max_length": lambda n: message(image(title=plain(words(n)))),
    "image_element.alt_text.max_length": lambda n: message(section(accessory=image(alt_text=words(n)))),
    "image_element.image_url.max_length": lambda n: message(section(accessory=image(image_url=address(n)))),
    "input.hint.max_length": lambda n: modal(asking(select(), hint=plain(words(n)))),
    "input.label.max_length": lambda n: modal(asking(select(), label=plain(words(n)))),
    "markdown.text.max_length": lambda n: message({"type": "markdown", "text": words(n)}),
    "markdown.total_text.max_length": lambda n: message(
        {"type": "markdown", "text": words(n - 1)}, {"type": "markdown", "text": "x"}
    ),
    "markdown_text.max_length": lambda n: {"markdown_text": words(n)},
    "message.attachments.max_items": lambda n: {"text": "Hello", "attachments": [{"text": "x"}] * n},
    "message.blocks.max_items": lambda n: message(*[section()] * n),
    "message.data_visualizations.max_items": lambda n: message(*[pie()] * n),
    "number_input.placeholder.max_length": placeholder("number_input", is_decimal_allowed=False),
    "option.description.max_length": separate(lambda n: [option(description=plain(words(n)))]),
    "option.text.max_length": separate(lambda n: [option(text=plain(words(n)))]),
    "option.url.max_length": lambda n: message(actions(select("overflow", options=[option(url=address(n))]))),
    "option.value.max_length": separate(lambda n: [option(words(n))]),
    "option_group.label.max_length": lambda n: modal(
        asking(select(option_groups=[{"label": plain(words(n)), "options": options(1)}]))
    ),
    "option_group.options.max_items": lambda n: modal(
        asking(select(option_groups=[{"label": plain(), "options": options(n)}]))
    ),
    "overflow.options.max_items": lambda n: message(actions(select("overflow", options=options(n)))),
    "plain_text_input.max_length.max": with_input("plain_text_input", "max_length"),
    "plain_text_input.min_length.max": with_input("plain_text_input", "min_length"),
    "plain_text_input.placeholder.max_length": placeholder("plain_text_input"),
    "plan.tasks.max_items": lambda n: message(plan(*[task(label) for label in labels(n)])),
    "radio_buttons.options.max_items": lambda n: message(
        actions(select("radio_buttons", options=options(n)))
    ),
    "rich_text_input.max_lines.max": with_input("rich_text_input", "max_lines"),
    "rich_text_input.min_lines.max": with_input("rich_text_input", "min_lines"),
    "rich_text_input.placeholder.max_length": placeholder("rich_text_input"),
    "rich_text_list.border.max": lambda n: message(rich_list(border=n)),
    "rich_text_list.indent.max": lambda n: message(rich_list(indent=n)),
    "rich_text_preformatted.border.max": lambda n: quoted("rich_text_preformatted", n),
    "rich_text_quote.border.max": lambda n: quoted("rich_text_quote", n),
    "section.fields.item_max_length": lambda n: message(section(fields=[mrkdwn(words(n))])),
    "section.fields.max_items": lambda n: message(section(fields=[mrkdwn()] * n)),
    "section.text.max_length": lambda n: message(section(text=mrkdwn(words(n)))),
    "select.option_groups.max_items": lambda n: modal(
        asking(select(option_groups=[{"label": plain(), "options": [option(label)]} for label in labels(n)]))
    ),
    "select.options.max_items": separate(options),
    "select.placeholder.max_length": lambda n: message(actions(select(placeholder=plain(words(n))))),
    "table.column_settings.max_items": lambda n: message(table(2, 1, column_settings=[None] * n)),
    "table.columns.max_items": lambda n: message(table(2, n)),
    "table.rows.max_items": lambda n: message(table(n, 1)),
    "text.max_length": lambda n: message({"type": "context", "elements": [mrkdwn(words(n))]}),
    "time_picker.placeholder.max_length": placeholder("timepicker"),
    "url_input.placeholder.max_length": placeholder("url_text_input"),
    "video.alt_text.max_length": with_video("alt_text", words),
    "video.author_name.max_length": with_video("author_name", words),
    "video.description.max_length": with_video("description", lambda n: plain(words(n))),
    "video.provider_icon_url.max_length": with_video("provider_icon_url", address),
    "video.provider_name.max_length": with_video("provider_name", words),
    "video.thumbnail_url.max_length": with_video("thumbnail_url", address),
    "video.title.max_length": with_video("title", lambda n: plain(words(n))),
    "video.title_url.max_length": with_video("title_url", address),
    "video.video_url.max_length": with_video("video_url", address),
    "view.blocks.max_items": lambda n: home(*[section()] * n),
    "view.callback_id.max_length": lambda n: home(callback_id=words(n)),
    "view.close.max_length": plainly("close"),
    "view.external_id.max_length": lambda n: home(external_id=words(n)),
    "view.private_metadata.max_length": lambda n: home(private_metadata=words(n)),
    "view.submit.max_length": plainly("submit"),
    "view.title.max_length": plainly("title"),
    "workflow_button.accessibility_label.max_length": lambda n: message(
        actions(workflow_button(accessibility_label=words(n)))
    ),
    "workflow_button.text.max_length": lambda n: message(actions(workflow_button(text=plain(words(n))))),
}

LEAST: dict[str, Payload] = {
    "carousel.elements.min_items": lambda n: message({"type": "carousel", "elements": [card()] * n}),
    "checkboxes.options.min_items": lambda n: message(actions(select("checkboxes", options=options(n)))),
    "container.child_blocks.min_items": lambda n: message({**container(), "child_blocks": [section()] * n}),
    "conversation_filter.include.min_items": lambda n: message(
        actions({"type": "conversations_select", "filter": {"include": ["im"] * n}})
    ),
    "data_table.cell_text.min_length": lambda n: message(data_table([[cell()], [cell(words(n))]])),
    "data_table.columns.min_items": lambda n: message(data_table(grid(2, n))),
    "data_table.page_size.min": lambda n: message(data_table(page_size=n)),
    "data_table.row_header_column_index.min": lambda n: message(data_table(row_header_column_index=n)),
    "data_table.rows.min_items": lambda n: message(data_table(grid(n, 1))),
    "data_visualization.categories.min_items": lambda n: message(bars(labels(n))),
    "data_visualization.data.min_items": lambda n: message(bars(labels(n))),
    "data_visualization.segments.min_items": lambda n: message(
        {**pie(), "chart": {"type": "pie", "segments": [{"label": "L", "value": 1}] * n}}
    ),
    "data_visualization.series.min_items": lambda n: message(bars(names=labels(n))),
    "dispatch_action_configuration.trigger_actions_on.min_items": with_input(
        "plain_text_input",
        "dispatch_action_config",
        lambda n: {"trigger_actions_on": ["on_enter_pressed"] * n},
    ),
    "file_input.max_files.min": with_input("file_input", "max_files"),
    "multi_select.max_selected_items.min": lambda n: message(
        actions(select("multi_static_select", max_selected_items=n))
    ),
    "option_group.options.min_items": lambda n: modal(
        asking(select(option_groups=[{"label": plain(), "options": options(n)}]))
    ),
    "overflow.options.min_items": lambda n: message(actions(select("overflow", options=options(n)))),
    "plain_text_input.max_length.min": with_input("plain_text_input", "max_length"),
    "plain_text_input.min_length.min": with_input("plain_text_input", "min_length"),
    "radio_buttons.options.min_items": lambda n: message(
        actions(select("radio_buttons", options=options(n)))
    ),
    "rich_text_input.max_lines.min": with_input("rich_text_input", "max_lines"),
    "rich_text_input.min_lines.min": with_input("rich_text_input", "min_lines"),
    "rich_text_list.border.min": lambda n: message(rich_list(border=n)),
    "rich_text_list.indent.min": lambda n: message(rich_list(indent=n)),
    "rich_text_list.offset.min": lambda n: message(rich_list(offset=n)),
    "rich_text_preformatted.border.min": lambda n: quoted("rich_text_preformatted", n),
    "rich_text_quote.border.min": lambda n: quoted("rich_text_quote", n),
    "select.min_query_length.min": lambda n: message(
        actions({"type": "external_select", "min_query_length": n})
    ),
    "select.option_groups.min_items": lambda n: modal(
        asking(select(option_groups=[{"label": plain(), "options": options(1)}] * n))
    ),
    "select.options.min_items": separate(options),
    "text.min_length": lambda n: message(section(text=mrkdwn(words(n)))),
}

ELSEWHERE = {
    "chat.postMessage.text.recommended": "a recommendation, not a limit",
    "chat.update.text.max_length": "test_messages: only an update is so short",
    "data_table.total_content.max_length": "test_messages: below it the sum of a message's text ends",
    "data_visualization.segment.value.exclusive_min": "test_blocks: zero itself is refused",
    "message.channel.min_length": "an argument of the method",
    "view.bytes": "test_views: measured in bytes of JSON",
    **dict.fromkeys(
        (
            "ack_seconds",
            "conversations.open.users",
            "dnd.teamInfo.users",
            "event_retry_count",
            "modal.stack",
            "response_url.minutes",
            "response_url.uses",
            "scheduleMessage.max_days",
            "scheduleMessage.per_channel_per_5min",
            "trigger_id.seconds",
        ),
        "a rule of time or number of calls",
    ),
}


def check(payload: Json) -> list[Violation]:
    return check_view(payload) if "type" in payload else check_message(payload)


@pytest.mark.parametrize("name", sorted(LONGEST))
def test_at_the_upper_limit_a_payload_is_taken_and_one_above_it_is_refused(name: str) -> None:
    assert check(LONGEST[name](limit(name))) == []
    assert check(LONGEST[name](limit(name) + 1)) != []


@pytest.mark.parametrize("name", sorted(LEAST))
def test_at_the_lower_limit_a_payload_is_taken_and_one_below_it_is_refused(name: str) -> None:
    assert check(LEAST[name](limit(name))) == []
    assert check(LEAST[name](limit(name) - 1)) != []


def test_every_number_in_the_data_is_tried() -> None:
    assert limits().keys() == LONGEST.keys() | LEAST.keys() | ELSEWHERE.keys()


@given(st.sampled_from(sorted(LONGEST)), st.data())
def test_nothing_above_an_upper_limit_is_taken(name: str, data: st.DataObject) -> None:
    beyond = data.draw(st.integers(limit(name) + 1, limit(name) + 60))
    assert check(LONGEST[name](beyond)) != []


@given(st.data())
def test_text_of_any_characters_is_counted_by_characters(data: st.DataObject) -> None:
    most = limit("button.text.max_length")
    text = data.draw(st.text(min_size=1, max_size=most + 20))
    assert (check(message(actions(button(text=plain(text))))) == []) == (len(text) <= most)

"""Payloads that Slack takes, as small as they can be, for tests to break one thing in."""

from typing import Any

Json = dict[str, Any]


def plain(text: str = "Hello") -> Json:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str = "Hello") -> Json:
    return {"type": "mrkdwn", "text": text}


def message(*blocks: Json, text: str = "Hello") -> Json:
    return {"text": text, "blocks": list(blocks)}


def modal(*blocks: Json, **more: Any) -> Json:
    return {"type": "modal", "title": plain("Title"), "submit": plain("Send"), "blocks": list(blocks), **more}


def home(*blocks: Json, **more: Any) -> Json:
    return {"type": "home", "blocks": list(blocks), **more}


def section(**more: Any) -> Json:
    return {"type": "section", "text": mrkdwn(), **more}


def actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def asking(element: Json, **more: Any) -> Json:
    return {"type": "input", "label": plain("Label"), "element": element, **more}


def button(**more: Any) -> Json:
    return {"type": "button", "text": plain("Press"), **more}


def option(value: str = "a", **more: Any) -> Json:
    return {"text": plain("Choice"), "value": value, **more}


def options(count: int) -> list[Json]:
    return [option(str(index)) for index in range(count)]


def select(kind: str = "static_select", **more: Any) -> Json:
    offer = {} if "options" in more or "option_groups" in more else {"options": options(2)}
    return {"type": kind, **offer, **more}


def confirm(**more: Any) -> Json:
    words = {"title": plain("Sure?"), "text": plain("Really?"), "confirm": plain("Yes"), "deny": plain("No")}
    return {**words, **more}


def rich_text(*elements: Json) -> Json:
    return {"type": "rich_text", "elements": list(elements)}


def rich_section(text: str = "Hello") -> Json:
    return {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}


def rich_list(**more: Any) -> Json:
    return rich_text({"type": "rich_text_list", "style": "bullet", "elements": [rich_section()], **more})


def image(**more: Any) -> Json:
    source = {} if "slack_file" in more else {"image_url": "https://example.com/a.png"}
    return {"type": "image", "alt_text": "A picture", **source, **more}


def cell(text: str = "x") -> Json:
    return {"type": "raw_text", "text": text}


def grid(rows: int, columns: int) -> list[list[Json]]:
    return [[cell() for _ in range(columns)] for _ in range(rows)]


def table(rows: int = 2, columns: int = 2, **more: Any) -> Json:
    return {"type": "table", "rows": grid(rows, columns), **more}


def data_table(rows: list[list[Json]] | None = None, **more: Any) -> Json:
    return {"type": "data_table", "caption": "Numbers", "rows": rows or grid(2, 2), **more}


def pie(*segments: Json, **more: Any) -> Json:
    slices = list(segments) or [{"label": "One", "value": 1}]
    return {
        "type": "data_visualization",
        "title": "Pie",
        "chart": {"type": "pie", "segments": slices},
        **more,
    }


def bars(categories: list[str] | None = None, names: list[str] | None = None, **axes: Any) -> Json:
    labels = ["Mon"] if categories is None else categories
    points = [{"label": label, "value": 1} for label in labels]
    series = [{"name": name, "data": points} for name in (["Moved"] if names is None else names)]
    chart = {"type": "bar", "series": series, "axis_config": {"categories": labels, **axes}}
    return {"type": "data_visualization", "title": "Bars", "chart": chart}


def container(*children: Json, **more: Any) -> Json:
    titled = {} if "rich_text_title" in more else {"title": plain("Box")}
    return {"type": "container", "child_blocks": list(children or [section()]), **titled, **more}


def card(**more: Any) -> Json:
    return {"type": "card", "title": mrkdwn("Card"), **more}


def video(**more: Any) -> Json:
    addresses = {"thumbnail_url": "https://example.com/a.png", "video_url": "https://example.com/embed"}
    return {"type": "video", "alt_text": "A film", "title": plain("Film"), **addresses, **more}


def feedback(**more: Any) -> Json:
    one = {"text": plain("Good"), "value": "good"}
    pair = {"positive_button": {**one, **more}, "negative_button": one}
    return {"type": "context_actions", "elements": [{"type": "feedback_buttons", **pair}]}


def icon_button(**more: Any) -> Json:
    one = {"type": "icon_button", "icon": "trash", "text": plain("Delete"), **more}
    return {"type": "context_actions", "elements": [one]}


def workflow_button(**more: Any) -> Json:
    workflow = {"trigger": {"url": "https://slack.com/shortcuts/1"}}
    return {"type": "workflow_button", "text": plain("Run"), "workflow": workflow, **more}


def task(name: str = "1", **more: Any) -> Json:
    return {"task_id": name, "title": "Task", "status": "complete", **more}


def plan(*tasks: Json) -> Json:
    return {"type": "plan", "title": "Plan", "tasks": list(tasks)}


def address(length: int) -> str:
    return "https://example.com/".ljust(length, "a")

"""Every block and every element once, as an app may send them."""

from typing import Any

Json = dict[str, Any]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> Json:
    return {"type": "mrkdwn", "text": text}


def options(*words: str) -> list[Json]:
    return [{"text": plain(word), "value": word.lower().replace(" ", "-")} for word in words]


def raw(text: str) -> Json:
    return {"type": "raw_text", "text": text}


def number(value: float) -> Json:
    return {"type": "raw_number", "value": value, "text": str(value)}


def piece(text: str, **style: bool) -> Json:
    return {"type": "text", "text": text, **({"style": style} if style else {})}


def rich_section(*pieces: Json) -> Json:
    return {"type": "rich_text_section", "elements": list(pieces)}


def rich_list(style: str, indent: int, *items: str) -> Json:
    sections = [rich_section(piece(item)) for item in items]
    return {"type": "rich_text_list", "style": style, "indent": indent, "elements": sections}


WEEKS = ["12 Oct", "19 Oct", "26 Oct", "2 Nov", "9 Nov"]


def series(name: str, *values: float) -> Json:
    points = [{"label": week, "value": value} for week, value in zip(WEEKS, values, strict=True)]
    return {"name": name, "data": points}


def chart(kind: str, title: str, *lines: Json) -> Json:
    axes = {"categories": WEEKS, "x_label": "Week", "y_label": "Days"}
    return {
        "type": "data_visualization",
        "title": title,
        "chart": {"type": kind, "series": list(lines), "axis_config": axes},
    }


RICH_TEXT: Json = {
    "type": "rich_text",
    "elements": [
        rich_section(
            piece("Rich: "),
            piece("bold", bold=True),
            piece(", "),
            piece("italic", italic=True),
            piece(", "),
            piece("struck", strike=True),
            piece(" and "),
            piece("code", code=True),
            piece(" "),
            {"type": "emoji", "name": "tada"},
            piece(" "),
            {"type": "link", "url": "https://example.com/plan", "text": "the plan"},
        ),
        rich_list("bullet", 0, "First things", "Then the rest"),
        rich_list("bullet", 1, "of which this", "and this"),
        rich_list("ordered", 0, "One", "Two"),
        {"type": "rich_text_quote", "elements": [piece("Slow is smooth, smooth is fast.")]},
        {"type": "rich_text_preformatted", "elements": [piece("def beat():\n    return 60")]},
    ],
}

MARKDOWN = """### What changed
Lead time **fell by a third**; see [the numbers](https://example.com/numbers).

- [x] API agreed
- [ ] Copy reviewed
  - waits on *Marketing*

| Team | Open | Oldest |
|---|---|---|
| Checkout | 3 | 6 days |
| Search | 1 | 2 days |

> Nothing here is a guess."""

ACTIONS: Json = {
    "type": "actions",
    "elements": [
        {"type": "button", "action_id": "plain", "text": plain("Later")},
        {"type": "button", "action_id": "good", "style": "primary", "text": plain("Take it")},
        {"type": "button", "action_id": "bad", "style": "danger", "text": plain("Drop it")},
        {"type": "button", "action_id": "away", "text": plain("Open plan"), "url": "https://example.com"},
        {"type": "datepicker", "action_id": "day", "initial_date": "2026-11-27"},
        {"type": "users_select", "action_id": "who", "placeholder": plain("Who owns it?")},
        {"type": "overflow", "action_id": "more", "options": options("Mute", "Merge", "Delete")},
    ],
}

GALLERY: list[Json] = [
    {"type": "header", "text": plain("Product weekly :drum_with_drumsticks:")},
    {"type": "context", "elements": [mrkdwn("Monday, 23 November · for *#product* · 4 teams, 31 people")]},
    {
        "type": "section",
        "text": mrkdwn(
            "*Needs you:* two items wait on _Design_ since <!date^1795000000^{date_short_pretty}|Friday>.\n"
            "• The ~old~ `checkout` API is unclear to <@U000000000>\n"
            "• Copy for the new page :eyes:\n"
            "&gt; We can ship without it, but not twice.\n"
            "See <https://example.com/a?b=1&amp;c=2|the thread> &lt;b&gt;here&lt;/b&gt;."
        ),
        "accessory": {"type": "button", "action_id": "open_item", "text": plain("Open")},
    },
    {
        "type": "section",
        "fields": [
            mrkdwn("*Answered*\n27 of 31"),
            mrkdwn("*Median to unblock*\n2.5 days"),
            mrkdwn("*Told back*\n81 %"),
            mrkdwn("*Heard outside*\n6 signals"),
        ],
    },
    {"type": "divider"},
    RICH_TEXT,
    {
        "type": "table",
        "rows": [
            [raw("Team"), raw("Waits on"), raw("Days")],
            [raw("Checkout"), raw("Design"), raw("6")],
            [raw("Search"), raw("Data"), raw("2")],
        ],
        "column_settings": [{"align": "left"}, {"is_wrapped": True}, {"align": "right"}],
    },
    chart("bar", "Time to unblock", series("Checkout", 4, 3.5, 5, 2, 1.5), series("Search", 2, 2.5, 2, 3, 2)),
    ACTIONS,
    {
        "type": "container",
        "title": plain("Goals and progress"),
        "subtitle": plain("Two on track, one at risk"),
        "is_collapsible": True,
        "child_blocks": [{"type": "section", "text": mrkdwn("*Checkout in one step* — on track")}],
    },
    {
        "type": "card",
        "title": mrkdwn("Competitor ships passkeys"),
        "subtitle": mrkdwn("Signal · heard 4 times"),
        "body": mrkdwn("Three customers asked for it this week."),
        "actions": [{"type": "button", "action_id": "card_open", "text": plain("Read all")}],
    },
    {
        "type": "context_actions",
        "elements": [
            {
                "type": "feedback_buttons",
                "action_id": "useful",
                "positive_button": {"text": plain("Useful"), "value": "yes"},
                "negative_button": {"text": plain("Not useful"), "value": "no"},
            },
            {"type": "icon_button", "action_id": "bin", "icon": "trash", "text": plain("Remove")},
        ],
    },
    {
        "type": "section",
        "text": mrkdwn("What shall we look at next?"),
        "accessory": {
            "type": "checkboxes",
            "action_id": "look_at",
            "options": options("Lead time", "Feedback", "Signals"),
        },
    },
    {"type": "markdown", "text": MARKDOWN},
]

MORE_CHARTS: list[Json] = [
    chart(
        "line", "Mood", series("All teams", 3.1, 3.4, 3.2, 3.8, 4.0), series("Design", 2.9, 3, 3, 3.2, 3.6)
    ),
    chart("area", "Open loops", series("Bottlenecks", 9, 7, 8, 5, 4), series("Feedback", 3, 4, 2, 2, 1)),
]

PIE_AND_TABLE: list[Json] = [
    {
        "type": "data_visualization",
        "title": "Where signals come from",
        "chart": {
            "type": "pie",
            "segments": [
                {"label": "Customers", "value": 12},
                {"label": "Competitors", "value": 5},
                {"label": "Market", "value": 3},
            ],
        },
    },
    {
        "type": "data_table",
        "caption": "Everything that is open",
        "page_size": 3,
        "rows": [
            [raw("What"), raw("Days")],
            *([raw(f"Item {index}"), number(index * 7 % 5)] for index in range(1, 8)),
        ],
    },
    {
        "type": "image",
        "image_url": "http://127.0.0.1:1/none.png",
        "alt_text": "A picture that is not there",
        "title": plain("Sketch"),
    },
    {
        "type": "carousel",
        "elements": [
            {"type": "card", "title": mrkdwn("First card"), "body": mrkdwn("One thing")},
            {"type": "card", "title": mrkdwn("Second card"), "body": mrkdwn("Another thing")},
        ],
    },
    {
        "type": "plan",
        "title": "Launch",
        "tasks": [
            {"type": "task_card", "task_id": "t1", "title": "Write it down", "status": "complete"},
            {"type": "task_card", "task_id": "t2", "title": "Try it out", "status": "in_progress"},
        ],
    },
]


def field(block_id: str, label: str, element: Json, **extra: Any) -> Json:
    return {"type": "input", "block_id": block_id, "label": plain(label), "element": element, **extra}


FORM: Json = {
    "type": "modal",
    "callback_id": "form",
    "title": plain("Stand-up"),
    "submit": plain("Send"),
    "close": plain("Not now"),
    "blocks": [
        {"type": "alert", "level": "info", "text": mrkdwn("Your team reads this, *nobody else*.")},
        field(
            "moved",
            "What moved?",
            {
                "type": "plain_text_input",
                "action_id": "moved",
                "multiline": True,
                "max_length": 200,
                "focus_on_load": True,
                "placeholder": plain("A sentence is enough"),
            },
            hint=plain("Say “nothing” to see what happens."),
        ),
        field(
            "mood",
            "How confident are you?",
            {"type": "static_select", "action_id": "mood", "options": options("Low", "Middling", "High")},
        ),
        field(
            "teams",
            "Who is waited on?",
            {
                "type": "multi_static_select",
                "action_id": "teams",
                "option_groups": [
                    {"label": plain("Product"), "options": options("Design", "Research")},
                    {"label": plain("Engineering"), "options": options("Checkout", "Search")},
                ],
            },
            optional=True,
        ),
        field(
            "city",
            "From where?",
            {"type": "external_select", "action_id": "cities", "min_query_length": 2},
            optional=True,
        ),
    ],
}

DEEP_FORM: Json = {
    "type": "modal",
    "callback_id": "deep_form",
    "title": plain("Everything else"),
    "submit": plain("Done"),
    "blocks": [
        field(
            "n",
            "How many?",
            {"type": "number_input", "action_id": "n", "is_decimal_allowed": False, "max_value": "9"},
        ),
        field("mail", "Whom to tell?", {"type": "email_text_input", "action_id": "mail"}, optional=True),
        field("link", "Where is it?", {"type": "url_text_input", "action_id": "link"}, optional=True),
        field("day", "By when?", {"type": "datepicker", "action_id": "day"}, optional=True),
        field("hour", "At what time?", {"type": "timepicker", "action_id": "hour"}, optional=True),
        field("moment", "Exactly?", {"type": "datetimepicker", "action_id": "moment"}, optional=True),
        field("who", "With whom?", {"type": "multi_users_select", "action_id": "who"}, optional=True),
        field("where", "In which channel?", {"type": "channels_select", "action_id": "where"}, optional=True),
        field(
            "talk",
            "Which conversation?",
            {"type": "conversations_select", "action_id": "talk"},
            optional=True,
        ),
        field(
            "size",
            "How large?",
            {"type": "radio_buttons", "action_id": "size", "options": options("Small", "Large")},
            optional=True,
        ),
        field(
            "parts",
            "Which parts?",
            {"type": "checkboxes", "action_id": "parts", "options": options("Page", "API")},
            optional=True,
        ),
        field("story", "Tell more", {"type": "rich_text_input", "action_id": "story"}, optional=True),
    ],
}

HOME: Json = {
    "type": "home",
    "blocks": [
        {"type": "header", "text": plain("Good morning")},
        {
            "type": "section",
            "text": mrkdwn("You have *one* open question."),
            "accessory": {
                "type": "button",
                "action_id": "answer",
                "style": "primary",
                "text": plain("Answer"),
            },
        },
        {"type": "divider"},
        {"type": "context", "elements": [mrkdwn("Metronome asks on weekdays at 09:00 in your zone.")]},
    ],
}

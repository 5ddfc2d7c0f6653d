"""The tree of a `rich_text` block.

Limits: docs.slack.dev/reference/block-kit/blocks/rich-text-block.
"""

from collections.abc import Mapping

from sandbox.rules.shape import Rule, flag, items, one_of, record, string, tagged, typed, whole
from sandbox.rules.text import link

STYLE: Mapping[str, Rule] = {
    "style": record({}, dict.fromkeys(("bold", "italic", "strike", "code", "underline", "highlight"), flag))
}

TEXT = typed("text", {"text": string()}, STYLE)
LINK = typed("link", {"url": link("button.url.max_length")}, {"text": string(), "unsafe": flag, **STYLE})
INLINE = tagged(
    {
        "text": TEXT,
        "link": LINK,
        "emoji": typed(
            "emoji",
            {"name": string()},
            {"unicode": string(), "url": string(), "skin_tone": whole(1, 6), **STYLE},
        ),
        "user": typed("user", {"user_id": string()}, STYLE),
        "usergroup": typed("usergroup", {"usergroup_id": string()}, STYLE),
        "channel": typed("channel", {"channel_id": string()}, STYLE),
        "team": typed("team", {"team_id": string()}, STYLE),
        "broadcast": typed("broadcast", {"range": one_of("here", "channel", "everyone")}, STYLE),
        "color": typed("color", {"value": string()}, STYLE),
        "date": typed(
            "date",
            {"timestamp": whole(0), "format": string()},
            {"url": link("button.url.max_length"), "fallback": string(), **STYLE},
        ),
    }
)


def _bordered(kind: str) -> dict[str, Rule]:
    return {"border": whole(f"{kind}.border.min", f"{kind}.border.max")}


SECTION = typed("rich_text_section", {"elements": items(INLINE, 1)})
LIST = typed(
    "rich_text_list",
    {"elements": items(SECTION, 1), "style": one_of("bullet", "ordered")},
    {
        **_bordered("rich_text_list"),
        "indent": whole("rich_text_list.indent.min", "rich_text_list.indent.max"),
        "offset": whole("rich_text_list.offset.min"),
    },
)
QUOTE = typed("rich_text_quote", {"elements": items(INLINE, 1)}, _bordered("rich_text_quote"))
PREFORMATTED = typed(
    "rich_text_preformatted",
    {"elements": items(tagged({"text": TEXT, "link": LINK}), 1)},
    _bordered("rich_text_preformatted"),
)

RICH_TEXT = typed(
    "rich_text",
    {
        "elements": items(
            tagged(
                {
                    "rich_text_section": SECTION,
                    "rich_text_list": LIST,
                    "rich_text_quote": QUOTE,
                    "rich_text_preformatted": PREFORMATTED,
                }
            ),
            1,
        )
    },
    {"block_id": string("block_id.max_length")},
)

"""Whether Slack would take a modal or a Home tab.

Limits: docs.slack.dev/reference/views and docs.slack.dev/reference/methods/views.open.
"""

import json
from collections.abc import Mapping
from typing import Any

from sandbox.rules.layout import BLOCK
from sandbox.rules.limits import limit
from sandbox.rules.shape import Findings, Rule, flag, items, string, tagged, typed, walk
from sandbox.rules.surfaces import ids_differ, one_focus, stand_on
from sandbox.rules.text import broadcasts, plain
from sandbox.rules.violation import Violation

_BLOCKS = items(BLOCK, 0, "view.blocks.max_items")
_EVERY_VIEW: Mapping[str, Rule] = {
    "private_metadata": string("view.private_metadata.max_length", 0),
    "callback_id": string("view.callback_id.max_length", 0),
    "external_id": string("view.external_id.max_length", 0),
}
_MODAL = typed(
    "modal",
    {"title": plain("view.title.max_length"), "blocks": _BLOCKS},
    {
        **_EVERY_VIEW,
        "submit": plain("view.submit.max_length"),
        "close": plain("view.close.max_length"),
        "clear_on_close": flag,
        "notify_on_close": flag,
    },
)
_VIEW = tagged({"modal": _MODAL, "home": typed("home", {"blocks": _BLOCKS}, _EVERY_VIEW)})


def check_view(view: dict[str, Any]) -> list[Violation]:
    """Everything wrong with a modal or a Home tab, with pointers that begin at `/view`."""
    findings = list(_VIEW(view, "/view"))
    if isinstance(view, dict) and view.get("type") in ("modal", "home"):
        parts = {"/view/blocks": view.get("blocks", [])}
        findings += stand_on(view["type"], parts)
        findings += [*ids_differ(parts), *one_focus(parts), *broadcasts(view.get("blocks"), "/view/blocks")]
        findings += [*_can_be_submitted(view), *_is_small(view)]
    return findings


def _can_be_submitted(view: dict[str, Any]) -> Findings:
    asks = any(node.get("type") == "input" for _, node in walk(view.get("blocks"), ""))
    if view["type"] == "modal" and asks and "submit" not in view:
        yield Violation("/view", "submit_needed", "a modal with an input block must have submit")


def _is_small(view: dict[str, Any]) -> Findings:
    size = len(json.dumps(view, ensure_ascii=False, separators=(",", ":")).encode())
    if size > limit("view.bytes"):
        yield Violation("/view", "view_too_large", f"must be at most {limit('view.bytes')} bytes")

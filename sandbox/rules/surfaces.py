"""What may stand where, and what must not occur twice in one message or view.

Each rule takes the parts of one message or view: lists of blocks, each with the pointer to it.

Sources: docs.slack.dev/reference/block-kit/blocks and .../block-elements (surfaces, uniqueness);
docs.slack.dev/surfaces/modals.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from sandbox.rules.limits import all_blocks, blocks_on, limit, surfaces_of
from sandbox.rules.shape import Findings, at, distinct, walk
from sandbox.rules.tables import written
from sandbox.rules.violation import Violation

Parts = Mapping[str, Any]


def stand_on(surface: str, parts: Parts) -> Findings:
    """Blocks, and the elements in them, may stand on this surface."""
    for where, block in _top_level(parts):
        if block["type"] in all_blocks() - blocks_on(surface):
            yield _not_here(where, block, surface)
    for where, element in _elements(parts):
        if surface not in surfaces_of(element["type"]):
            yield _not_here(where, element, surface)
        if element.get("response_url_enabled") and not (surface == "modal" and where.endswith("/element")):
            yield Violation(where, "not_on_this_surface", "response_url_enabled needs an input in a modal")


def ids_differ(parts: Parts) -> Findings:
    """`block_id` is unique in a message or view, `action_id` in its block."""
    nodes = list(_nodes(parts))
    named = ((at(where, "block_id"), node.get("block_id")) for where, node in nodes)
    yield from distinct(
        ((where, name) for where, name in named if isinstance(name, str)), "duplicate_block_id"
    )
    for where, node in nodes:
        yield from distinct(_action_ids(node, where), "duplicate_action_id")


def one_focus(parts: Parts) -> Findings:
    """At most one element has the focus when a view opens."""
    focused = [where for where, node in _nodes(parts) if node.get("focus_on_load") is True]
    for where in focused[1:]:
        yield Violation(
            at(where, "focus_on_load"), "one_focus_on_load", "only one element may have the focus"
        )


def few_pictures_of_data(parts: Parts) -> Findings:
    """One table and at most two charts in a message, and no more table text than Slack shows."""
    kinds = [node.get("type") for _, node in _nodes(parts)]
    if kinds.count("table") > 1:
        yield Violation("/blocks", "only_one_table_allowed", "only one table allowed in a message")
    if kinds.count("data_visualization") > limit("message.data_visualizations.max_items"):
        yield Violation("/blocks", "too_many_charts", "no more than 2 data_visualization blocks allowed")
    if _written_in("data_table", parts) > limit("data_table.total_content.max_length"):
        yield Violation("/blocks", "too_long", "data tables hold too much text in all")


def text_fits(parts: Parts) -> Findings:
    """All blocks of a message together, and all its markdown blocks, hold no more text than Slack takes.

    The first sum is undocumented: chat.postMessage fails with `msg_blocks_too_long` above about 12,000
    characters (github.com/slackapi/bolt-js, issues 2509 and 2867).
    """
    if sum(map(written, parts.values())) > limit("chat.postMessage.blocks_cumulative_text.observed"):
        yield Violation(
            "/blocks", "msg_blocks_too_long", "blocks must hold less than 12001 characters in all"
        )
    if _written_in("markdown", parts) > limit("markdown.total_text.max_length"):
        yield Violation("/blocks", "too_long", "markdown blocks must hold less than 12001 characters in all")


def _nodes(parts: Parts) -> Iterator[tuple[str, dict[str, Any]]]:
    for pointer, blocks in parts.items():
        yield from walk(blocks, pointer)


def _top_level(parts: Parts) -> Iterator[tuple[str, dict[str, Any]]]:
    for pointer, blocks in parts.items():
        for index, block in enumerate(blocks if isinstance(blocks, list) else []):
            if isinstance(block, dict) and isinstance(block.get("type"), str):
                yield at(pointer, index), block


def _elements(parts: Parts) -> Iterator[tuple[str, dict[str, Any]]]:
    for where, node in _nodes(parts):
        above, last = where.split("/")[-2:]
        stands = last in ("element", "accessory") or above == "elements"
        if stands and isinstance(node.get("type"), str):
            yield where, node


def _action_ids(node: dict[str, Any], pointer: str) -> Iterator[tuple[str, str]]:
    for place in ("accessory", "element", "elements", "actions"):
        held = node.get(place)
        for element in held if isinstance(held, list) else [held]:
            if isinstance(element, dict) and isinstance(element.get("action_id"), str):
                yield at(pointer, place), element["action_id"]


def _written_in(kind: str, parts: Parts) -> int:
    return sum(written(node) for _, node in _nodes(parts) if node.get("type") == kind)


def _not_here(where: str, node: dict[str, Any], surface: str) -> Violation:
    return Violation(where, "not_on_this_surface", f"{node.get('type')} is not allowed on surface {surface}")

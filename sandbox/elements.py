"""Reading blocks: which elements a person can use, what they are called, what they hold."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sandbox.errors import Json
from sandbox.model import StateValues

# The key under which each stateful element reports its value, and what it is initialised from
# (docs.slack.dev/reference/interaction-payloads/block_actions-payload, `state.values`).
VALUE_KEYS = {
    "plain_text_input": ("value", "initial_value"),
    "number_input": ("value", "initial_value"),
    "email_text_input": ("value", "initial_value"),
    "url_text_input": ("value", "initial_value"),
    "rich_text_input": ("rich_text_value", "initial_value"),
    "static_select": ("selected_option", "initial_option"),
    "external_select": ("selected_option", "initial_option"),
    "radio_buttons": ("selected_option", "initial_option"),
    "checkboxes": ("selected_options", "initial_options"),
    "multi_static_select": ("selected_options", "initial_options"),
    "multi_external_select": ("selected_options", "initial_options"),
    "users_select": ("selected_user", "initial_user"),
    "multi_users_select": ("selected_users", "initial_users"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "multi_conversations_select": ("selected_conversations", "initial_conversations"),
    "channels_select": ("selected_channel", "initial_channel"),
    "multi_channels_select": ("selected_channels", "initial_channels"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
    "file_input": ("files", "initial_files"),
}
_LISTS = frozenset(
    {"selected_options", "selected_users", "selected_conversations", "selected_channels", "files"}
)


@dataclass(frozen=True)
class Element:
    """An interactive element and the block it stands in."""

    block: Json
    body: Json

    @property
    def type(self) -> str:
        return str(self.body["type"])

    @property
    def action_id(self) -> str:
        return str(self.body.get("action_id", ""))

    @property
    def block_id(self) -> str:
        return str(self.block.get("block_id", ""))

    @property
    def is_input(self) -> bool:
        return bool(self.block["type"] == "input")

    @property
    def sends_actions(self) -> bool:
        """Elements of input blocks stay silent unless they ask otherwise (docs, input block)."""
        return not self.is_input or bool(self.block.get("dispatch_action"))

    @property
    def name(self) -> str:
        """What a person would call it: the label, the button's text, the placeholder, or at worst its id."""
        label = self.block.get("label") if self.is_input else self.body.get("text")
        return text_of(label) or text_of(self.body.get("placeholder")) or self.action_id

    def is_called(self, wanted: str) -> bool:
        names = [self.name, self.action_id, str(self.body.get("accessibility_label", ""))]
        return wanted in names

    @property
    def options(self) -> list[Json]:
        options: list[Json] = list(self.body.get("options") or ())
        for group in self.body.get("option_groups") or ():
            options += group["options"]
        return options


def text_of(composition: Any) -> str:
    """The words of a text object; the empty string for anything else."""
    return str(composition.get("text", "")) if isinstance(composition, Mapping) else ""


def elements(blocks: list[Json]) -> Iterator[Element]:
    """Every interactive element, in reading order."""
    for block in blocks:
        for body in _bodies(block):
            if isinstance(body, dict) and "action_id" in body:
                yield Element(block, body)
        yield from elements([child for child in _children(block) if isinstance(child, dict)])


def _bodies(block: Json) -> list[Any]:
    if block["type"] in ("input", "section"):
        return [block.get("element"), block.get("accessory")]
    if block["type"] in ("actions", "context_actions"):
        return list(block.get("elements") or ())
    return list(block.get("actions") or ()) if block["type"] == "card" else []


def _children(block: Json) -> list[Any]:
    if block["type"] == "container":
        return list(block.get("child_blocks") or ())
    return list(block.get("elements") or ()) if block["type"] == "carousel" else []


def initial_state(blocks: list[Json]) -> StateValues:
    """What a freshly shown form reports: initial values, and null (or an empty list) for the untouched."""
    state: StateValues = {}
    for element in elements(blocks):
        if element.type in VALUE_KEYS:
            state.setdefault(element.block_id, {})[element.action_id] = initial_value(element)
    return state


def initial_value(element: Element) -> Json:
    key, initial = VALUE_KEYS[element.type]
    empty: Any = [] if key in _LISTS else None
    value: Json = {"type": element.type, key: element.body.get(initial, empty)}
    if "timezone" in element.body:
        value["timezone"] = element.body["timezone"]
    return value


def carried_over(blocks: list[Json], entered: StateValues) -> StateValues:
    """The state after an update: a value survives where block_id, action_id and kind stayed the same."""
    state = initial_state(blocks)
    for block_id, values in state.items():
        for action_id, value in values.items():
            before = entered.get(block_id, {}).get(action_id)
            if before is not None and before["type"] == value["type"]:
                values[action_id] = before
    return state


def without_ids_missing(blocks: list[Json], fresh: Iterator[str]) -> list[Json]:
    """A copy of the blocks in which every block has a block_id and every element an action_id."""
    return [_completed(block, fresh) for block in blocks]


def _completed(block: Json, fresh: Iterator[str]) -> Json:
    done = {**block, "block_id": block.get("block_id") or next(fresh)}
    for key in ("element", "accessory"):
        if key in done:
            done[key] = _named(done[key], fresh)
    if done["type"] in ("actions", "context_actions"):
        done["elements"] = [_named(element, fresh) for element in done.get("elements") or ()]
    return done


def _named(element: Any, fresh: Iterator[str]) -> Any:
    interactive = isinstance(element, dict) and element.get("type") != "image"
    return {**element, "action_id": element.get("action_id") or next(fresh)} if interactive else element


def words(value: Any) -> Iterator[str]:
    """All the text that is shown somewhere inside a block."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            if key in ("text", "alt_text") and isinstance(inner, str):
                yield inner
            elif key not in ("metadata", "private_metadata"):
                yield from words(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from words(inner)

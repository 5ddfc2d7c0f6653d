"""The kinds of causes people pick from: a list to look at, and to change for whoever may. Built here, read here."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from slack_sdk.models.blocks import Option, OverflowMenuElement

from bot.values.deliveries import Block, Message
from bot.values.errors import Unusable
from bot.values.loops import MOST_CATEGORIES, Category
from bot.values.ports import View
from bot.views.fields import read_line, words_field
from bot.views.help import build_usage_of
from bot.views.parts import LABEL, button, buttons, context, modal, section
from bot.views.words import escape, plural

CATEGORIES = "loop_categories"
"""A button that opens the list."""

CATEGORY = "category_menu"
NEW_CATEGORY = "category_new"
BRING_BACK = "category_back"
CATEGORY_FORM = "category_form"
NAME = "name"
RENAME, EARLIER, LATER, RETIRE = "rename", "earlier", "later", "retire"
_MOST_RETIRED = 60
_TITLE = "Kinds of causes"
_WHY = (
    "Whoever raises a bottleneck can say what kind of cause it has. The days each kind costs are added up, so"
    " that what keeps coming back can be mended."
)


def build_categories(found: Sequence[Category], *, may_edit: bool) -> View:
    """All of them, in the order they are offered in."""
    offered = [each for each in found if not each.retired]
    if not may_edit:
        names = "\n".join(f"{place}. {escape(each.name)}" for place, each in enumerate(offered, start=1))
        small = context("Admins and leads can change them.")
        return modal(_TITLE, [section(_WHY), section(names or "None at the moment."), small], close="Close")
    lines = [_line(place, each, len(offered)) for place, each in enumerate(offered, start=1)]
    retired = [each for each in found if each.retired]
    return modal(_TITLE, [section(_WHY), *lines, *_room(len(offered)), *_retired(retired)], close="Done")


def build_help(*, may_edit: bool) -> Message:
    """What `/bottleneck` can do; with the way to its categories for whoever looks after them."""
    usage = build_usage_of("bottleneck")
    if not may_edit:
        return usage
    press = buttons("bottleneck:help", button("Edit the kinds of causes", CATEGORIES, "help"))
    return replace(usage, blocks=(*usage.blocks, press))


def read_choice(value: str) -> tuple[str, int]:
    """What is to be done, and with which one."""
    what, _, number = value.partition(":")
    return what, int(number)


def build_category_form(known: Category | None = None) -> View:
    """The name of a new one, or another name for one that is there."""
    hint = None
    if known is None:
        hint = "A cause, not a topic: what keeps people waiting, whatever it is about this week."
    name = words_field(
        NAME, "Name", known.name if known else None, most=LABEL, hint=hint, one_line=True, focus=True
    )
    return modal(
        "Rename" if known else "Add a kind of cause",
        [name],
        callback_id=CATEGORY_FORM,
        submit="Save" if known else "Add",
        close="Back",
        metadata=str(known.id) if known else "",
    )


def read_category_form(values: Mapping[str, Any], private_metadata: str) -> tuple[int | None, str]:
    """Which one it is for (None: a new one), and its name. Raises Unusable beside the name."""
    name = read_line(values, NAME)
    if not name:
        raise Unusable("Give it a name of a few words.", field=NAME)
    return int(private_metadata) if private_metadata else None, name


def _line(place: int, each: Category, of: int) -> Block:
    choices = {RENAME: "Rename…"}
    if place > 1:
        choices[EARLIER] = "Offer it earlier"
    if place < of:
        choices[LATER] = "Offer it later"
    choices[RETIRE] = "Retire"
    options = [Option(value=f"{what}:{each.id}", text=words) for what, words in choices.items()]
    menu = OverflowMenuElement(action_id=f"{CATEGORY}:{each.id}", options=options)
    block = section(f"{place}. {escape(each.name)}")
    return {**block, "block_id": f"category:{each.id}", "accessory": menu.to_dict()}


def _room(offered: int) -> list[Block]:
    if offered >= MOST_CATEGORIES:
        return [
            context(f"{MOST_CATEGORIES} are the most people pick from with care. Retire one to add another.")
        ]
    return [buttons("category:add", button("Add a kind of cause", NEW_CATEGORY, "new"))]


def _retired(retired: Sequence[Category]) -> list[Block]:
    if not retired:
        return []
    head = section("*Retired*\nNot offered any more; what was filed under them stays there.")
    left = len(retired) - _MOST_RETIRED
    more = (
        f"…and {plural(left, 'more', 'more')}. Add one by its old name to bring it back." if left > 0 else ""
    )
    return [
        {"type": "divider"},
        head,
        *(_retired_line(each) for each in retired[:_MOST_RETIRED]),
        *([context(more)] if more else []),
    ]


def _retired_line(each: Category) -> Block:
    press = button("Bring back", BRING_BACK, str(each.id))
    press.accessibility_label = f"Bring back: {each.name}"[:LABEL]
    block = section(escape(each.name))
    return {**block, "block_id": f"category:{each.id}", "accessory": press.to_dict()}

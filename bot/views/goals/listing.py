"""The list behind `/drumbeat goals`, page by page: mine first, then my teams', everybody's, and other teams'."""

from collections.abc import Iterator
from datetime import tzinfo
from typing import Any

from bot.values.deliveries import Block
from bot.values.goal_pages import PAGE, GoalList, Listed, Place, Whose
from bot.values.goals import Goal
from bot.values.ports import View
from bot.views.goals.words import became, latest_word, spoken, title_of, whose
from bot.views.parts import button, buttons, modal, section

LISTING = "goals"
OPEN_GOALS, OPEN_GOAL = "goals_open", "goal_open"
BACK, MORE = "goals_back", "goals_more"
ADD, TAKE = "goal_add", "goal_take"

_HEADS = {
    Whose.MINE: "You look after",
    Whose.MY_TEAMS: "Of your teams",
    Whose.EVERYBODYS: "Everybody's",
    Whose.OTHERS: "Of other teams",
}
_NONE = (
    "*No goal yet.* Add what your team wants to reach, in a line, and who looks after it. Each week they say from 0"
    " to 10 how confident they are that it will be reached, and the digest tells when that falls. Where your team"
    " plans stays where it is: a link leads there."
)
_NONE_TO_READ = "*No goal yet.* As soon as somebody adds one, you can follow it here."
_NONE_CLOSED = "No goal was reached or dropped yet."


def build_goals(listing: GoalList, zone: tzinfo) -> View:
    """One page of them."""
    blocks: list[Block] = [buttons("goals:do", *_presses(listing))]
    blocks += _items(listing, zone)
    if not listing.items:
        blocks.append(section(_nothing(listing)))
    turns = list(_turns(listing))
    blocks += [buttons("goals:turn", *turns)] if turns else []
    return modal(
        "Reached and dropped" if listing.place.closed else "Goals",
        blocks,
        callback_id=LISTING,
        close="Close",
        metadata=write_place(listing.place),
    )


def write_place(place: Place) -> str:
    """A page of the list, as a button carries it."""
    return f"{place.start}|{'closed' if place.closed else ''}"


def read_place(value: str) -> Place:
    """Which page; the first where it cannot be read."""
    start, _, closed = value.partition("|")
    return Place(int(start) if start.isdecimal() else 0, closed == "closed")


def _nothing(listing: GoalList) -> str:
    if listing.place.closed:
        return _NONE_CLOSED
    return _NONE if listing.may_add else _NONE_TO_READ


def _items(listing: GoalList, zone: tzinfo) -> Iterator[Block]:
    before: Whose | None = None
    for item in listing.items:
        if item.whose != before and not listing.place.closed:
            yield {"type": "header", "text": {"type": "plain_text", "text": _HEADS[item.whose]}}
        before = item.whose
        yield from _item(item, zone)


def _item(item: Listed, zone: tzinfo) -> Iterator[Block]:
    goal, block_id = item.seen.goal, f"goal:{item.seen.goal.id}"
    line = {**section(_line(item, zone)), "block_id": block_id}
    opened = _press("Open", OPEN_GOAL, goal)
    if item.may_take:
        yield line
        yield buttons(f"{block_id}:take", _press("Look after it", TAKE, goal), opened)
    else:
        yield {**line, "accessory": opened}


def _press(text: str, action_id: str, goal: Goal) -> dict[str, Any]:
    press = button(text, action_id, str(goal.id))
    press.accessibility_label = spoken(text, goal)
    return press.to_dict()


def _line(item: Listed, zone: tzinfo) -> str:
    seen = item.seen
    said = became(seen.goal, zone) or latest_word(seen, with_why=True)
    return f"{title_of(seen.goal)}\n{whose(seen)} · {said}"


def _presses(listing: GoalList) -> Iterator[dict[str, Any]]:
    if listing.may_add:
        is_first = not listing.items and not listing.place.closed
        yield button("Add a goal", ADD, "list", style="primary" if is_first else None).to_dict()
    if listing.place.closed:
        yield button("Open goals", OPEN_GOALS, write_place(Place())).to_dict()
    else:
        yield button("Reached and dropped", OPEN_GOALS, write_place(Place(closed=True))).to_dict()


def _turns(listing: GoalList) -> Iterator[dict[str, Any]]:
    place = listing.place
    if place.start:
        earlier = Place(max(place.start - PAGE, 0), place.closed)
        yield button("Back", BACK, write_place(earlier)).to_dict()
    if listing.has_more:
        later = Place(place.start + PAGE, place.closed)
        yield button("More", MORE, write_place(later)).to_dict()

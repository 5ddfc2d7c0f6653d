"""What can be pressed about a loop. A button carries the loop's number alone, so that it never shows an old state."""

from collections.abc import Sequence
from datetime import date

from slack_sdk.models.blocks import ButtonElement, Option, OverflowMenuElement

from bot.values.loops import LoopState, Step
from bot.values.seen_loops import LoopSeen
from bot.views.parts import button

ON_IT, ANSWER, HAND_OVER, DECLINE = "loop_on_it", "loop_answer", "loop_hand_over", "loop_decline"
CONFIRM, REOPEN, JOIN = "loop_confirm", "loop_reopen", "loop_join"
CHANGE, MERGE, TAKE_BACK = "loop_change", "loop_merge", "loop_take_back"

ASSIGN, UNBLOCKED, ASK_FOR_DAY = "loop_assign", "loop_unblocked", "loop_ask_for_day"
"""What the digest offers for a loop that needs somebody."""

MORE = "loop_more"
"""The menu of what is seldom wanted."""

_IN_SIGHT, _IN_MENU = 3, 5
"""Buttons beside a menu, and what a menu holds (docs: block-elements/overflow-menu-element)."""


def for_steps(seen: LoopSeen) -> list[ButtonElement]:
    """A button for each step the person it was read for can take, the likeliest first."""
    loop, may, value = seen.loop, seen.may, str(seen.loop.id)
    is_mine = seen.for_member is not None and seen.for_member == loop.raiser_id
    found: list[ButtonElement] = []
    if Step.CONFIRMED in may:
        found.append(confirm(seen))
    if Step.REOPENED in may:
        found.append(reopen(seen))
    if Step.ACKNOWLEDGED in may:
        found.append(on_it(seen))
    if Step.ANSWERED in may:
        found.append(answer(seen))
    if Step.HANDED_OVER in may:
        found.append(button("Hand over…", HAND_OVER, value))
    if Step.CHANGED in may:
        found.append(button("Change…", CHANGE, value))
    if Step.DECLINED in may:
        found.append(
            button("Take it back…", TAKE_BACK, value) if is_mine else button("Decline…", DECLINE, value)
        )
    if Step.MERGED in may:
        found.append(button("Same as another…", MERGE, value))
    if Step.JOINED in may:
        found.append(button("It hits us, too", JOIN, value))
    return found


def in_a_row(pressable: Sequence[ButtonElement]) -> list[ButtonElement | OverflowMenuElement]:
    """The same in one row: the first of them as buttons, and where there are many the others in a menu."""
    first, rest = in_sight(pressable)
    return [*first, OverflowMenuElement(action_id=MORE, options=rest)] if rest else [*first]


def in_sight(pressable: Sequence[ButtonElement]) -> tuple[Sequence[ButtonElement], list[Option]]:
    """What fits into a row, and what is left for the menu beside it, where there is too much."""
    if len(pressable) <= _IN_SIGHT + 1:
        return pressable, []
    first = max(_IN_SIGHT, len(pressable) - _IN_MENU)
    return pressable[:first], [
        Option(value=f"{each.action_id}:{each.value}", text=each.text)
        for each in pressable[first:]
        if each.text
    ]


def read_more(value: str) -> tuple[str, str]:
    """The button that was chosen from the menu, and what it carries."""
    action_id, _, carried = value.partition(":")
    return action_id, carried


def on_card(seen: LoopSeen) -> list[ButtonElement]:
    """What fits where a loop stands, for anybody who reads it in a channel; whoever may not is told who can."""
    value = str(seen.loop.id)
    join = button("It hits us, too", JOIN, value)
    if seen.loop.is_open:
        return [on_it(seen), answer(seen), join]
    if seen.loop.state == LoopState.ANSWERED:
        return [confirm(seen), reopen(seen), join]
    return []


def on_digest(seen: LoopSeen, today: date) -> list[ButtonElement]:
    """The next step of a loop that needs somebody, for anybody who reads of it; whoever may not is told who can."""
    loop, value = seen.loop, str(seen.loop.id)
    if not loop.is_open:
        return []
    unblocked = button("Unblocked…", UNBLOCKED, value)
    if loop.owner_id is None:
        return [button("Assign…", ASSIGN, value), unblocked]
    has_day = loop.due_on is not None and loop.due_on >= today
    return [unblocked] if has_day else [button("Ask for a day", ASK_FOR_DAY, value), unblocked]


def on_it(seen: LoopSeen) -> ButtonElement:
    """To take it on; whoever is on it already gives another day with it."""
    return button("Give another day…" if is_on_it(seen) else "I'm on it…", ON_IT, str(seen.loop.id))


def is_on_it(seen: LoopSeen) -> bool:
    """Whether whoever it was read for is on it already."""
    loop = seen.loop
    return loop.state != LoopState.RAISED and loop.owner_id is not None and loop.owner_id == seen.for_member


def answer(seen: LoopSeen) -> ButtonElement:
    """To say what those who wait need."""
    return button("Answer…", ANSWER, str(seen.loop.id))


def confirm(seen: LoopSeen) -> ButtonElement:
    """To say that it is out of the way."""
    text = "It is solved" if seen.loop.is_open else "That did it"
    style = "primary" if seen.loop.state == LoopState.ANSWERED else None
    return button(text, CONFIRM, str(seen.loop.id), style=style)


def reopen(seen: LoopSeen) -> ButtonElement:
    """To say that it is still in the way."""
    text = "Not yet…" if seen.loop.state == LoopState.ANSWERED else "Reopen…"
    return button(text, REOPEN, str(seen.loop.id))

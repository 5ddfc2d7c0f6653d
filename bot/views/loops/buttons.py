"""What can be pressed about a loop. A button carries the loop's number alone, so that it never shows an old state."""

from slack_sdk.models.blocks import ButtonElement

from bot.values.loops import LoopSeen, LoopState, Step
from bot.views.parts import button

ON_IT, ANSWER, HAND_OVER, DECLINE = "loop_on_it", "loop_answer", "loop_hand_over", "loop_decline"
CONFIRM, REOPEN, JOIN = "loop_confirm", "loop_reopen", "loop_join"
CHANGE, MERGE, TAKE_BACK = "loop_change", "loop_merge", "loop_take_back"


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
        found.append(button("Answer…", ANSWER, value))
    if Step.JOINED in may:
        found.append(button("It hits us, too", JOIN, value))
    if Step.HANDED_OVER in may:
        found.append(button("Hand over…", HAND_OVER, value))
    if Step.CHANGED in may:
        found.append(button("Change…", CHANGE, value))
    if Step.MERGED in may:
        found.append(button("Same as another…", MERGE, value))
    if Step.DECLINED in may:
        found.append(
            button("Take it back…", TAKE_BACK, value) if is_mine else button("Decline…", DECLINE, value)
        )
    return found


def on_card(seen: LoopSeen) -> list[ButtonElement]:
    """What fits where a loop stands, for anybody who reads it in a channel; whoever may not is told who can."""
    value = str(seen.loop.id)
    join = button("It hits us, too", JOIN, value)
    if seen.loop.is_open:
        return [on_it(seen), button("Answer…", ANSWER, value), join]
    if seen.loop.state == LoopState.ANSWERED:
        return [confirm(seen), reopen(seen), join]
    return []


def on_it(seen: LoopSeen) -> ButtonElement:
    """To take it on; whoever is on it already gives another day with it."""
    loop = seen.loop
    is_on_it = loop.state != LoopState.RAISED and loop.owner_id is not None
    mine = is_on_it and loop.owner_id == seen.for_member
    return button("Give another day…" if mine else "I'm on it…", ON_IT, str(loop.id))


def confirm(seen: LoopSeen) -> ButtonElement:
    """To say that it is out of the way."""
    text = "It is solved" if seen.loop.is_open else "That did it"
    style = "primary" if seen.loop.state == LoopState.ANSWERED else None
    return button(text, CONFIRM, str(seen.loop.id), style=style)


def reopen(seen: LoopSeen) -> ButtonElement:
    """To say that it is still in the way."""
    text = "Not yet…" if seen.loop.state == LoopState.ANSWERED else "Reopen…"
    return button(text, REOPEN, str(seen.loop.id))

"""What can be pressed about feedback. A button carries its number alone, so that it never shows an old state."""

from collections.abc import Sequence

from slack_sdk.models.blocks import ButtonElement, OverflowMenuElement

from bot.values.feedback import FeedbackSeen
from bot.values.loops import LoopState, Step
from bot.values.seen_loops import LoopSeen
from bot.views.feedback.words import is_asked, is_on_it
from bot.views.loops.buttons import in_sight
from bot.views.parts import LABEL, button
from bot.views.words import clip

OPEN = "feedback_open"
"""Opens the page of a piece of feedback."""

HAVE_IT, ANSWER, ASK, DECLINE = "feedback_have_it", "feedback_answer", "feedback_ask", "feedback_decline"
HAND_OVER, TELL_TEAM, TAKE_DOWN = "feedback_hand_over", "feedback_tell_team", "feedback_take_down"
REPLY, CONFIRM, REOPEN = "feedback_reply", "feedback_confirm", "feedback_reopen"
CHANGE, TAKE_BACK = "feedback_change", "feedback_take_back"

MORE = "feedback_more"
"""The menu of what is seldom wanted."""


def in_a_row(item: FeedbackSeen) -> list[ButtonElement | OverflowMenuElement]:
    """Everything the person it was read for can do, in one row: what they most likely want first, and marked; where
    there is much, the rest in a menu."""
    pressable = for_steps(item)
    if pressable:
        pressable[0].style = "primary"
    first, rest = in_sight(pressable)
    return [*first, OverflowMenuElement(action_id=MORE, options=rest)] if rest else [*first]


def for_steps(item: FeedbackSeen) -> list[ButtonElement]:
    """A button for each step this person can take, the likeliest first."""
    seen, may, value = item.seen, item.seen.may, str(item.seen.loop.id)
    found = [*_likeliest(seen), *_besides(seen)]
    if Step.CHANGED in may:
        found.append(button("Change…", CHANGE, value))
    if Step.HANDED_OVER in may:
        found.append(button("Hand over…", HAND_OVER, value))
    if Step.DECLINED in may and item.is_for_me:
        found.append(button("Decline…", DECLINE, value))
    if Step.DECLINED in may and item.is_mine:
        found.append(button("Take it back…", TAKE_BACK, value))
    if Step.TAKEN_DOWN in may:
        found.append(button("Take it down…", TAKE_DOWN, value))
    return found


def for_news(seen: LoopSeen) -> list[ButtonElement]:
    """What fits under the news of it: what is likeliest, and the way to all of it."""
    may, value = seen.may, str(seen.loop.id)
    ask = [button("Ask back…", ASK, value)] if Step.ASKED in may and seen.loop.is_open else []
    return [*_likeliest(seen), *ask, open_button(seen)]


def open_button(seen: LoopSeen) -> ButtonElement:
    """Opens its page."""
    press = button("Open", OPEN, str(seen.loop.id))
    press.accessibility_label = clip(f"Open {seen.loop.title}", LABEL)
    return press


def _likeliest(seen: LoopSeen) -> list[ButtonElement]:
    """What there is to be done about it now."""
    may, value, state = seen.may, str(seen.loop.id), seen.loop.state
    found = []
    if Step.CONFIRMED in may:
        text = "That settles it" if state == LoopState.ANSWERED else "It is settled"
        found.append(button(text, CONFIRM, value))
    if Step.REOPENED in may:
        found.append(button("Not yet…" if state == LoopState.ANSWERED else "Reopen…", REOPEN, value))
    if Step.REPLIED in may and is_asked(seen):
        found.append(button("Reply…", REPLY, value))
    if Step.ACKNOWLEDGED in may and not is_on_it(seen):
        found.append(button("I have it…", HAVE_IT, value))
    if Step.ANSWERED in may:
        found.append(button("Answer…", ANSWER, value))
    return found


def _besides(seen: LoopSeen) -> list[ButtonElement]:
    """What can be done about it as well."""
    may, value = seen.may, str(seen.loop.id)
    found = []
    if Step.NOTED in may:
        found.append(button("You said, we did…", TELL_TEAM, value))
    if Step.ASKED in may:
        found.append(button("Ask back…", ASK, value))
    if Step.ACKNOWLEDGED in may and is_on_it(seen):
        found.append(button("Give another day…", HAVE_IT, value))
    if Step.REPLIED in may and not is_asked(seen):
        found.append(button("Add something…", REPLY, value))
    return found


def likeliest_first(pressable: Sequence[ButtonElement]) -> list[ButtonElement]:
    """The same, the first of them marked as what to do."""
    found = list(pressable)
    if found and found[0].action_id != OPEN:
        found[0].style = "primary"
    return found

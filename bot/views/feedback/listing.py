"""Feedback seen together, in windows only one person opens: what is for them, what they gave, what is new of it."""

from collections.abc import Sequence
from datetime import datetime
from itertools import takewhile

from slack_sdk.models.blocks.basic_components import ConfirmObject

from bot.values.deliveries import Block
from bot.values.feedback import FeedbackSeen, MyFeedback, WaitingFeedback
from bot.values.loops import OPEN as IS_OPEN
from bot.values.loops import LoopState, Step
from bot.values.ports import View
from bot.values.seen_loops import LoopSeen, Told
from bot.views.feedback.buttons import open_button
from bot.views.feedback.form import GIVE, SEE_MINE
from bot.views.feedback.words import called, for_whom, from_whom, happened, standing
from bot.views.parts import LABEL, button, buttons, context, modal, section
from bot.views.words import clip, escape, on_day, plural

SEE_FOR_ME = "feedback_for_me"
"""Opens what is for somebody."""

TAKE_BACK_WAITING = "feedback_take_back_waiting"
OLDER, NEWER = "feedback_older", "feedback_newer"
FOR_ME, MINE, NEWS = "feedback_list", "feedback_my_list", "feedback_news_list"
"""What the windows are called by Slack; nothing in them is handed in."""

AT_ONCE = 20
"""Pieces of feedback on one page."""

_MOST_WAITING = 10
_SAID, _LATEST = 600, 3

_NONE_FOR_ME = (
    "Nothing is for you. What somebody gives you, a team you lead or (for admins) leadership stands here, and nobody"
    " else can read it."
)
_NONE_GIVEN = (
    "You gave nothing lately. It takes one line, and whoever it is for is asked for a word within two days."
)
_NO_NEWS = "You have read it all. When there is more, I tell you on the next working morning."


def build_for_me(found: Sequence[FeedbackSeen], now: datetime, turned: int = 0) -> View:
    """What is for somebody: first what is open, then what is answered, then what ended lately."""
    ordered = sorted(found, key=lambda item: _order(item.seen.loop.state))
    shown, turned = _page(ordered, turned)
    open_ = sum(item.seen.loop.state in IS_OPEN for item in ordered)
    head = f"*For you* · {f'{open_} open' if open_ else 'nothing is open'}"
    blocks = [section(head), *(_item(item, now) for item in shown)]
    if not found:
        blocks = [section(_NONE_FOR_ME)]
    blocks += _turns(len(ordered), turned, len(shown))
    return modal("Feedback for you", [*blocks, _ways_on(SEE_MINE)], callback_id=FOR_ME, close="Close")


def build_mine(mine: MyFeedback, now: datetime, turned: int = 0, done: str | None = None) -> View:
    """What somebody gave: what waits to be handed on, then what has news, is open, is over."""
    ordered = sorted(mine.given, key=lambda item: (not item.has_news, item.seen.loop.closed_at is not None))
    shown, turned = _page(ordered, turned)
    blocks: list[Block] = [section(done)] if done else []
    blocks += _waiting(mine.waiting, now) if not turned else []
    if shown:
        blocks += [section("*You gave*"), *(_item(item, now) for item in shown)]
    if mine.why_partly:
        partly = "What you gave with your name withheld can't be shown just now."
        blocks.append(context(f"{partly} {escape(mine.why_partly)}"))
    elif not (shown or mine.waiting):
        blocks.append(section(_NONE_GIVEN))
    blocks += _turns(len(ordered), turned, len(shown))
    return modal("What you gave", [*blocks, _ways_on(SEE_FOR_ME)], callback_id=MINE, close="Close")


def build_news_of_mine(news: Sequence[FeedbackSeen], now: datetime) -> View:
    """What there is to hear about what somebody gave, each with what was said last."""
    blocks = [_told(item) for item in news[:AT_ONCE]]
    if len(news) > AT_ONCE:
        blocks.append(context(f"…and {len(news) - AT_ONCE} more: “What I gave” lists them."))
    if not news:
        blocks = [section(_NO_NEWS)]
    mine = buttons("feedback_ways", button("What I gave", SEE_MINE, "news"))
    return modal("News for you", [*blocks, mine], callback_id=NEWS, close="Close")


def particulars(item: FeedbackSeen, now: datetime) -> str:
    """`From ana, for Checkout · Mon 23 Nov · waiting for a first word`."""
    seen = item.seen
    whose = f"{from_whom(seen, is_mine=item.is_mine)}, {for_whom(seen)}"
    given = on_day(seen.loop.raised_at.astimezone(now.tzinfo).date())
    parts = [whose[:1].upper() + whose[1:], given, standing(seen, now.date(), is_mine=item.is_mine)]
    if item.word_by is not None and item.word_by >= now.date():
        parts.append(f"goal: a first word by {on_day(item.word_by)}")
    return " · ".join(parts)


def line(item: FeedbackSeen, now: datetime) -> str:
    """One piece of feedback in a list."""
    new = "*News:* " if item.has_news else ""
    return f"{new}*{called(item.seen)}*\n{particulars(item, now)}"


def _item(item: FeedbackSeen, now: datetime) -> Block:
    return {
        **section(line(item, now)),
        "block_id": f"feedback_item:{item.seen.loop.id}",
        "accessory": open_button(item.seen).to_dict(),
    }


def _told(item: FeedbackSeen) -> Block:
    seen = item.seen
    since = [clip(happened(seen, told, is_mine=item.is_mine), _SAID) for told in _since_their_word(seen)]
    return {
        **section("\n".join([f"*{called(seen)}*, {for_whom(seen)}", *since])),
        "block_id": f"feedback_item:{seen.loop.id}",
        "accessory": open_button(seen).to_dict(),
    }


def _since_their_word(seen: LoopSeen) -> Sequence[Told]:
    """What was said and done since its giver said something, as much as is read at a glance."""
    since = takewhile(lambda told: not told.event.by_giver, reversed(seen.events))
    return [told for told in since if told.event.step is not Step.NUDGED][:_LATEST][::-1]


def _waiting(waiting: Sequence[WaitingFeedback], now: datetime) -> list[Block]:
    if not waiting:
        return []
    head = f"*Waiting to be handed on* · {plural(len(waiting), 'piece')} of feedback, your name withheld"
    return [section(head), *(_waits(each, now) for each in waiting[:_MOST_WAITING])]


def _waits(each: WaitingFeedback, now: datetime) -> Block:
    at = each.hand_on_at.astimezone(now.tzinfo)
    text = f"*{escape(each.title)}*\nFor {escape(each.to_name)} · handed on {on_day(at.date())} at {at:%H:%M}"
    sure = ConfirmObject(
        title="Take it back?", text="Nothing of it is left, anywhere.", confirm="Take it back", deny="Keep it"
    )
    press = button("Take back", TAKE_BACK_WAITING, each.id, confirm=sure)
    press.accessibility_label = clip(f"Take back {each.title}", LABEL)
    return {**section(text), "block_id": f"feedback_waits:{each.id}", "accessory": press.to_dict()}


def _order(state: LoopState) -> int:
    return 0 if state in IS_OPEN else 1 if state == LoopState.ANSWERED else 2


def _page(found: Sequence[FeedbackSeen], turned: int) -> tuple[Sequence[FeedbackSeen], int]:
    last = max(len(found) - 1, 0) // AT_ONCE
    turned = min(max(turned, 0), last)
    return found[turned * AT_ONCE :][:AT_ONCE], turned


def _turns(total: int, turned: int, shown: int) -> list[Block]:
    if total <= AT_ONCE:
        return []
    first = turned * AT_ONCE + 1
    turns = []
    if turned:
        turns.append(button("Back", NEWER, str(turned - 1)))
    if first + shown <= total:
        turns.append(button("More", OLDER, str(turned + 1)))
    return [buttons("feedback_turn", *turns), context(f"{first}–{first + shown - 1} of {total}")]


def _ways_on(other: str) -> Block:
    give = button("Give feedback", GIVE, "list")
    if other == SEE_MINE:
        return buttons("feedback_ways", give, button("What I gave", SEE_MINE, "list"))
    return buttons("feedback_ways", give, button("What is for me", SEE_FOR_ME, "list"))

"""Feedback on the Home tab: what is for me, and what I gave by name. What anybody gives with their name withheld is
not here, where Slack keeps it: "What I gave" opens it for them alone."""

from datetime import datetime

from bot.values.deliveries import Block
from bot.values.feedback import FeedbackSeen, HomeFeedback
from bot.views.feedback.buttons import for_news, likeliest_first, open_button
from bot.views.feedback.form import GIVE, SEE_MINE
from bot.views.feedback.listing import SEE_FOR_ME, line
from bot.views.parts import button, buttons, context, section

_MOST = 3


def build_home_feedback(feedback: HomeFeedback, now: datetime) -> list[Block]:
    """The section; where there is nothing, the one button."""
    give = button("Give feedback", GIVE, "home")
    see_mine = [button("What I gave", SEE_MINE, "home")] if feedback.given or feedback.may_be_more else []
    see_rest = [button("All for me", SEE_FOR_ME, "home")] if feedback.for_me_count > _MOST else []
    row = buttons("feedback", give, *see_mine, *see_rest)
    if feedback.is_nothing:
        return [row]
    blocks = [section("*Feedback*"), *_for_me(feedback, now)]
    for item in feedback.given[:_MOST]:
        blocks += _with_buttons(item, now, "gave") if item.has_news else [_item(item, now)]
    return [*blocks, row]


def _for_me(feedback: HomeFeedback, now: datetime) -> list[Block]:
    blocks: list[Block] = []
    for item in feedback.for_me[:_MOST]:
        blocks += _with_buttons(item, now, "for_me")
    more = feedback.for_me_count - len(feedback.for_me[:_MOST])
    return [*blocks, context(f"…and {more} more for you.")] if more > 0 else blocks


def _with_buttons(item: FeedbackSeen, now: datetime, part: str) -> list[Block]:
    row = buttons(f"feedback_{part}:{item.seen.loop.id}", *likeliest_first(for_news(item.seen)))
    return [section(line(item, now)), row]


def _item(item: FeedbackSeen, now: datetime) -> Block:
    accessory = open_button(item.seen).to_dict()
    block_id = f"feedback_gave:{item.seen.loop.id}"
    return {**section(line(item, now)), "block_id": block_id, "accessory": accessory}

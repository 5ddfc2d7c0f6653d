"""Feedback on the Home tab: what is for me, and what I gave by name. What anybody gives with their name withheld is
not here, where Slack keeps it: "What I gave" opens it for them alone."""

from datetime import datetime

from bot.values.deliveries import Block
from bot.values.feedback import FeedbackSeen, HomeFeedback
from bot.views.feedback.buttons import for_news, likeliest_first, open_button
from bot.views.feedback.form import GIVE, SEE_MINE
from bot.views.feedback.listing import SEE_FOR_ME, line
from bot.views.parts import button, buttons, context, section
from bot.views.words import plural

_MOST = 3
_INVITING = "A line to a colleague, a team or leadership: by name, or with your name withheld."


def build_home_feedback(feedback: HomeFeedback, now: datetime, *, room: int) -> list[Block]:
    """The section, in so many blocks at most; where there is nothing, the one button."""
    if feedback.is_nothing:
        return [section(f"*Feedback*\n{_INVITING}"), _row(feedback)][-room:]
    for build in (_in_full, _in_lines):
        blocks = [section("*Feedback*"), *build(feedback, now), *_more(feedback), _row(feedback)]
        if len(blocks) <= room:
            return blocks
    return [section(f"*Feedback*\n{_in_numbers(feedback)}"), _row(feedback, has_rest=True)]


def _in_full(feedback: HomeFeedback, now: datetime) -> list[Block]:
    blocks: list[Block] = []
    for item in feedback.for_me[:_MOST]:
        blocks += _with_buttons(item, now, "for_me")
    for item in feedback.given[:_MOST]:
        blocks += _with_buttons(item, now, "gave") if item.has_news else [_item(item, now, "gave")]
    return blocks


def _in_lines(feedback: HomeFeedback, now: datetime) -> list[Block]:
    for_me = [_item(item, now, "for_me") for item in feedback.for_me[:_MOST]]
    return [*for_me, *(_item(item, now, "gave") for item in feedback.given[:_MOST])]


def _in_numbers(feedback: HomeFeedback) -> str:
    given = plural(len(feedback.given), "piece")
    numbers = [
        f"{plural(feedback.for_me_count, 'piece')} for you" if feedback.for_me_count else "",
        f"{given} you gave" if feedback.given else "",
    ]
    return ", ".join(filter(None, numbers))


def _more(feedback: HomeFeedback) -> list[Block]:
    more = feedback.for_me_count - len(feedback.for_me[:_MOST])
    return [context(f"…and {more} more for you.")] if more > 0 else []


def _row(feedback: HomeFeedback, *, has_rest: bool = False) -> Block:
    give = button("Give feedback", GIVE, "home")
    see_mine = [button("What I gave", SEE_MINE, "home")] if feedback.given or feedback.may_be_more else []
    has_rest = feedback.for_me_count > (0 if has_rest else _MOST)
    see_rest = [button("What is for me", SEE_FOR_ME, "home")] if has_rest else []
    return buttons("feedback", give, *see_mine, *see_rest)


def _with_buttons(item: FeedbackSeen, now: datetime, part: str) -> list[Block]:
    row = buttons(f"feedback_{part}:{item.seen.loop.id}", *likeliest_first(for_news(item.seen)))
    return [section(line(item, now)), row]


def _item(item: FeedbackSeen, now: datetime, part: str) -> Block:
    accessory = open_button(item.seen).to_dict()
    block_id = f"feedback_{part}:{item.seen.loop.id}"
    return {**section(line(item, now)), "block_id": block_id, "accessory": accessory}

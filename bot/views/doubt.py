"""Asking a person what Slack does not say: whether a message stands in a channel."""

from bot.values.deliveries import Delivery, DeliveryKind, Message
from bot.views.parts import button, buttons, section
from bot.views.words import clip, escape

POST_AGAIN = "doubt_post_again"
IT_IS_THERE = "doubt_it_is_there"

_NAMES = {
    DeliveryKind.ROUND: "the message that opens a round",
    DeliveryKind.ANSWER: "an answer in a round's thread",
    DeliveryKind.WRAP_UP: "the wrap-up of a round",
    DeliveryKind.INTRODUCTION: "my introduction",
    DeliveryKind.DIGEST: "the weekly digest",
}


def build_doubt(delivery: Delivery) -> Message:
    """One message that may or may not stand in a channel; its owner looks and says."""
    what = _NAMES.get(delivery.kind, "a message")
    text = (
        f"I posted {what} in <#{delivery.channel}>, but Slack did not confirm it, and I would rather ask you than"
        " post it twice. Is it there?"
    )
    quote = "\n".join(f"> {line}" for line in clip(delivery.message.text, 300).splitlines())
    actions = buttons(
        "doubt",
        button("It is there", IT_IS_THERE, delivery.key),
        button("Post again", POST_AGAIN, delivery.key),
    )
    return Message(text=f"{text}\n{quote}", blocks=(section(text), section(quote), actions))


def build_settled(answer: str) -> Message:
    """What follows from the answer."""
    return Message(text=escape(answer), blocks=(section(escape(answer)),))

"""Asking a person what Slack does not say: whether a message stands in a channel."""

import json
from collections.abc import Mapping
from typing import Any

from bot.values.deliveries import Delivery, DeliveryKind, Message
from bot.values.ports import View
from bot.views.fields import link_field, read_words
from bot.views.parts import button, buttons, modal, note, section
from bot.views.words import clip, escape

POST_AGAIN = "doubt_post_again"
IT_IS_THERE = "doubt_it_is_there"
WHERE = "doubt_where"
_LINK = "link"

_NAMES = {
    DeliveryKind.ROUND: "the message that opens a round",
    DeliveryKind.ANSWER: "an answer in a round's thread",
    DeliveryKind.WRAP_UP: "the wrap-up of a round",
    DeliveryKind.INTRODUCTION: "my introduction",
    DeliveryKind.DIGEST: "the weekly digest",
    DeliveryKind.LOOP: "the card of a bottleneck",
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


def build_where(key: str, response_url: str | None) -> View:
    """Where the message stands, so that what belongs under it can go there."""
    link = link_field(
        _LINK,
        "Link to the message",
        placeholder="https://…/archives/…",
        hint="In Slack: the three dots beside the message, then Copy link. Without it, replies to it are left out.",
        optional=True,
    )
    return modal(
        "It is there",
        [
            section("Good. With its link I can put what belongs in its thread where it belongs."),
            link,
        ],
        callback_id=WHERE,
        submit="Save",
        metadata=json.dumps({"key": key, "url": response_url}),
    )


def read_where(private_metadata: str, values: Mapping[str, Any]) -> tuple[str, str | None]:
    """Which delivery it is about, and the link that was given."""
    return json.loads(private_metadata)["key"], read_words(values, _LINK)


def build_thanks(*, has_link: bool) -> View:
    """The doubt is settled."""
    more = "The rest goes into its thread." if has_link else "Without the link, replies to it are left out."
    return note("Thank you", f"Noted: it is there, and I won't post it again. {more}")

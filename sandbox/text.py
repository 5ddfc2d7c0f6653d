"""How Slack stores what people and apps write."""

import re
from collections.abc import Callable

# What may stand between angle brackets: mentions, specials and links
# (docs.slack.dev/messaging/formatting-message-text).
_CONTROL = re.compile(r"<(?:[@#!][^<>\s][^<>]*|(?:https?|mailto|tel|slack):[^<>]+)>")
_ENTITY = re.compile(r"&(?!(?:amp|lt|gt);)")
_MENTION = re.compile(r"(?<![\w<])@([\w.-]*\w)")
_CHANNEL = re.compile(r"(?<![\w<&])#([\w-]+)")


def escape(text: str) -> str:
    """Escape as a client does for what a person typed: only `&`, `<` and `>`."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unescape(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def stored(text: str) -> str:
    """The form in which Slack keeps text an app sent: control sequences stay, the rest is escaped once."""
    kept = _CONTROL.findall(text)
    plain = _CONTROL.split(text)
    parts = [_escape_once(plain[0])]
    for control, rest in zip(kept, plain[1:], strict=True):
        parts += [control, _escape_once(rest)]
    return "".join(parts)


def _escape_once(text: str) -> str:
    return _ENTITY.sub("&amp;", text).replace("<", "&lt;").replace(">", "&gt;")


def with_mentions(
    text: str,
    person: Callable[[str], str | None],
    channel: Callable[[str], str | None],
) -> str:
    """Replace `@name` and `#channel` by what the two lookups return; unknown names stay as typed."""

    def swap(lookup: Callable[[str], str | None]) -> Callable[[re.Match[str]], str]:
        return lambda match: lookup(match[1]) or match[0]

    return _CHANNEL.sub(swap(channel), _MENTION.sub(swap(person), text))

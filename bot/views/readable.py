"""What Slack puts between angle brackets, as people read it: names for ids, words for links."""

import html
import re
from collections.abc import Mapping

# Other things between angle brackets somebody has typed: those stay as they are.
_BRACKETS = re.compile(r"<((?:@[UW]|#[CG]|!)\w[^<>]*|(?:https?|mailto|tel|slack):[^<>]+)>")
_ADDRESS = re.compile(r"https?://", re.IGNORECASE)


def mentioned(text: str) -> list[str]:
    """The ids of the users who are mentioned, each once, in their order."""
    found = [inner[1:].partition("|")[0] for inner in _BRACKETS.findall(text) if inner.startswith("@")]
    return list(dict.fromkeys(found))


def first_link(text: str) -> str | None:
    """The first web address in a text."""
    for inner in _BRACKETS.findall(text):
        if _ADDRESS.match(inner):
            return html.unescape(inner.partition("|")[0])
    plain = re.search(r"https?://[^\s<>|]+", html.unescape(text))
    return plain[0].rstrip(".,;:!?)") if plain else None


def readable(text: str, names: Mapping[str, str]) -> str:
    """A text as Slack sends it, in words; `names` are those of users and channels, by id."""
    words = _BRACKETS.sub(lambda found: _in_words(found[1], names), text)
    return html.unescape(words).strip()


def _in_words(inner: str, names: Mapping[str, str]) -> str:
    what, _, label = inner.partition("|")
    if what.startswith("@"):
        return f"@{names.get(what[1:]) or label or 'somebody'}"
    if what.startswith("#"):
        name = names.get(what[1:]) or label
        return f"#{name}" if name else "a channel"
    if what.startswith("!"):
        return label or f"@{what[1:].partition('^')[0]}"
    return label or what.removeprefix("mailto:")

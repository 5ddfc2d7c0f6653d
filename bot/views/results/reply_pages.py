"""What is too long for one message continues in the next: nothing is cut."""

from collections.abc import Iterable, Sequence

from bot.values.deliveries import Message
from bot.views.parts import section
from bot.views.words import MESSAGE, SECTION, TEXT, pieces, whole

_PARAGRAPHS = 45
"""Paragraphs of one message; Slack takes 50 blocks (reference: slack-platform.md)."""

_NUMBER = len(" (100 of 100)")
_GOES_ON = "… (the rest is in the message itself)"

_APART = "\n\n"

NO_LONGER_NEEDED = "_This part is no longer needed: what it continued has become shorter._"


def paged(title: str, parts: Iterable[str], *, apart: str = _APART) -> tuple[Message, ...]:
    """A title and what belongs under it, as few messages as hold all of it; each of several says which it is.

    Parts that are `apart` by an empty line each get a paragraph of their own; others share one as far as they fit.
    """
    listed = [part for part in parts if part]
    paragraphs = [piece for part in _gathered(listed, apart) for piece in pieces(part)]
    found = _filled(paragraphs, MESSAGE - len(title) - _NUMBER)
    if len(found) == 1:
        return (_message(title, found[0], apart.join(listed)),)
    numbered = [f"{title} ({number} of {len(found)})" for number in range(1, len(found) + 1)]
    return tuple(_message(name, page, "\n".join(page)) for name, page in zip(numbered, found, strict=True))


def build_blank() -> Message:
    """What becomes of a page that an edit made superfluous."""
    return Message(text=NO_LONGER_NEEDED, blocks=(section(NO_LONGER_NEEDED),))


def _gathered(parts: Sequence[str], apart: str) -> list[str]:
    if apart == _APART:
        return list(parts)
    found: list[str] = []
    for part in parts:
        if found and len(found[-1]) + len(apart) + len(part) <= SECTION:
            found[-1] += apart + part
        else:
            found.append(part)
    return found


def _filled(paragraphs: Sequence[str], room: int) -> list[list[str]]:
    pages: list[list[str]] = [[]]
    used = 0
    for paragraph in paragraphs:
        if pages[-1] and (used + len(paragraph) > room or len(pages[-1]) == _PARAGRAPHS):
            pages.append([])
            used = 0
        pages[-1].append(paragraph)
        used += len(paragraph)
    return pages


def _message(title: str, paragraphs: Sequence[str], body: str) -> Message:
    text = f"{title}\n{body}" if body else title
    if len(text) > TEXT:
        text = text[: whole(text, TEXT - len(_GOES_ON))].rstrip() + _GOES_ON
    return Message(text=text, blocks=tuple(map(section, [title, *paragraphs])))

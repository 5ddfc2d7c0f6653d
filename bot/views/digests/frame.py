"""What every digest has, whoever it is for: its title, what it is not saying, and its thread in pages."""

from collections.abc import Iterable, Iterator, Sequence
from html import unescape
from itertools import groupby

from slack_sdk.models.blocks import ButtonElement, HeaderBlock

from bot.values.deliveries import Block, Message
from bot.views.digests.paragraphs import Paragraph
from bot.views.digests.rows import Row
from bot.views.digests.text import words
from bot.views.parts import button, buttons, context, sections
from bot.views.pictures import with_pictures

HOW_ACTION = "digest_how"

MOST_PAGES = 10
PAGE_LIMIT = 3_500
"""Characters of one page of details: its plain text is the same again, and Slack advises 4,000."""

MOST_ROWS = 15
"""Of those with something to press on one page: each is two blocks of the 50 a message takes."""

HOW = "How we compute"

Item = str | Row
"""What stands in a thread: a line, or one with something to press."""


def framed(title: str, head: Sequence[str], paragraphs: Sequence[Paragraph], unsaid: str) -> Message:
    """A digest: below its title a few lines in small print, its paragraphs, and last what is not said in it.

    `text` is the full equivalent of the blocks.
    """
    parts = [
        HeaderBlock(text=title).to_dict(),
        *(context(line) for line in head),
        *(part for paragraph in paragraphs for part in paragraph.parts),
        context(unsaid),
        _how(),
    ]
    texts = ["\n".join([title, *head]), *(paragraph.text for paragraph in paragraphs), unsaid]
    return with_pictures("\n\n".join(texts), parts)


def words_shown(message: Message) -> int:
    """How many words somebody reads who reads all of a message, buttons as well."""
    pressed = (element for block in message.blocks for element in block.get("elements", ()))
    beside = (block["accessory"] for block in message.blocks if "accessory" in block)
    labels = [each["text"]["text"] for each in [*pressed, *beside] if each.get("type") == "button"]
    return words(unescape(message.text)) + sum(map(words, labels))


def in_pages(items: Iterable[Item], where_the_rest_is: str) -> list[Message]:
    """The thread of a digest; where there is more than anybody reads, its last page says where the rest stands."""
    pages = _packed(items)
    shown = pages[:MOST_PAGES]
    if left := sum(len(_text(page).split("\n")) for page in pages[MOST_PAGES:]):
        shown[-1].append(f"… and {left} more lines, which stand {where_the_rest_is}.")
    return [_page(page, number, len(shown)) for number, page in enumerate(shown, start=1)]


def with_way_in(digest: Message, press: ButtonElement) -> Message:
    """A digest with one more button, before the one that says how it is computed."""

    def opened(blocks: Sequence[Block]) -> list[Block]:
        *others, last = blocks
        return [*others, {**last, "elements": [press.to_dict(), *last["elements"]]}]

    plain = None if digest.plain is None else opened(digest.plain)
    return Message(digest.text, opened(digest.blocks), plain)


def _packed(items: Iterable[Item]) -> list[list[Item]]:
    """In as few pages as they fit on, in their order; a heading stands on the page of what it is above."""
    pages: list[list[Item]] = []
    for item in items:
        if pages and _has_room(pages[-1], item):
            pages[-1].append(item)
        else:
            begins = [pages[-1].pop()] if pages and len(pages[-1]) > 1 and _is_heading(pages[-1][-1]) else []
            pages.append([*begins, item])
    return pages


def _has_room(page: Sequence[Item], item: Item) -> bool:
    rows = sum(isinstance(each, Row) for each in (*page, item))
    return rows <= MOST_ROWS and len(_text(page)) + 1 + len(_text([item])) <= PAGE_LIMIT


def _is_heading(item: Item) -> bool:
    return isinstance(item, str) and item[:1] == item[-1:] and item[:1] in ("_", "*")


def _text(page: Sequence[Item]) -> str:
    return "\n".join(item.line if isinstance(item, Row) else item for item in page)


def _page(page: Sequence[Item], number: int, total: int) -> Message:
    """A page; below the last one stands how its numbers are made."""
    heading = "Details" if total == 1 else f"Details, {number} of {total}"
    last = [_how()] if number == total else []
    return Message(f"{heading}\n{_text(page)}", [context(heading), *_blocks(page), *last])


def _blocks(page: Sequence[Item]) -> Iterator[Block]:
    """Lines that follow each other stand together."""
    for is_row, items in groupby(page, key=lambda item: isinstance(item, Row)):
        if is_row:
            yield from (block for item in items if isinstance(item, Row) for block in item.blocks())
        else:
            yield from sections(_text(list(items)))


def _how() -> Block:
    return buttons("digest", button(HOW, HOW_ACTION, "how"))

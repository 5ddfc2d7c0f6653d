"""What every digest has, whoever it is for: its title, what it is not saying, and its thread in pages."""

from collections.abc import Iterable, Sequence
from html import unescape

from slack_sdk.models.blocks import HeaderBlock

from bot.values.deliveries import Block, Message
from bot.views.digests.paragraphs import Paragraph
from bot.views.digests.text import packed, words
from bot.views.parts import button, buttons, context, sections
from bot.views.pictures import with_pictures

HOW_ACTION = "digest_how"

MOST_PAGES = 10
PAGE_LIMIT = 3_500
"""Characters of one page of details: its plain text is the same again, and Slack advises 4,000."""

HOW = "How we compute"


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


def in_pages(lines: Iterable[str], where_the_rest_is: str) -> list[Message]:
    """The thread of a digest; where there is more than anybody reads, it says where the rest stands."""
    pages = packed(lines, PAGE_LIMIT)
    shown = pages[:MOST_PAGES]
    if left := sum(page.count("\n") + 1 for page in pages[MOST_PAGES:]):
        shown[-1] += f"\n… and {left} more lines, which stand {where_the_rest_is}."
    return [_page(text, number, len(shown)) for number, text in enumerate(shown, start=1)]


def _page(text: str, number: int, total: int) -> Message:
    """A page; below the last one stands how its numbers are made."""
    heading = "Details" if total == 1 else f"Details, {number} of {total}"
    last = [_how()] if number == total else []
    return Message(f"{heading}\n{text}", [context(heading), *sections(text), *last])


def _how() -> Block:
    return buttons("digest", button(HOW, HOW_ACTION, "how"))

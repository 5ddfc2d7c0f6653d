"""A digest before it is out, for one pair of eyes; and, page by page, what will stand in its thread."""

from bot.values.deliveries import Block, Message
from bot.values.digests import Audience
from bot.values.facts import DigestFacts
from bot.views.digests import lines
from bot.views.digests.digest import build_details, build_digest
from bot.views.digests.frame import with_way_in
from bot.views.digests.rest import Rest
from bot.views.digests.text import first_bytes
from bot.views.parts import button, buttons, context

DETAILS, EARLIER, LATER = "digest_details", "digest_details_earlier", "digest_details_later"
"""Look at the details, at the page of them before this one, and at the next."""

BACK = "digest_details_back"
"""Look at the digest itself again."""

EPHEMERAL_BYTES = 3_900


def build_preview(facts: DigestFacts, note: str) -> Message:
    """The digest, with a line on when and where it will be posted, and the way to its details."""
    digest = build_digest(facts, Rest.DETAILS)
    if build_details(facts):
        digest = with_way_in(digest, button("Details", DETAILS, _value(facts, 0)))
    return _alone(f"Only you see this preview. {note}", digest)


def build_preview_details(facts: DigestFacts, note: str, page: int) -> Message:
    """A page of its details, with the ways on and back; the digest itself where there are none any more."""
    pages = build_details(facts)
    if not pages:
        return build_preview(facts, note)
    page = page if page < len(pages) else 0
    turns = [button("Back to the digest", BACK, _value(facts, 0))]
    if page:
        turns.append(button("Previous page", EARLIER, _value(facts, page - 1)))
    if page + 1 < len(pages):
        turns.append(button("Next page", LATER, _value(facts, page + 1)))
    title = lines.title(facts.period, facts.audience)
    first = f"Only you see these details. {title}, page {page + 1} of {len(pages)}"
    return _alone(first, pages[page], buttons("digest_details", *turns))


def read_turn(value: str) -> tuple[Audience, int]:
    """Whose digest it is, and which page of its details."""
    audience, _, page = value.partition("|")
    return Audience(audience), int(page) if page.isdecimal() else 0


def _value(facts: DigestFacts, page: int) -> str:
    return f"{facts.audience}|{page}"


def _alone(first: str, message: Message, *below: Block) -> Message:
    """The message below a line in small print, as long as what only one person sees may be."""
    return Message(
        first_bytes(f"{first}\n\n{message.text}", EPHEMERAL_BYTES),
        [context(first), *message.blocks, *below],
        plain=None if message.plain is None else [context(first), *message.plain, *below],
    )

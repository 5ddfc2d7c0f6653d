"""What somebody typed, or said in a message, as a form takes it: a line, the rest, a link, and whom they mention."""

import asyncio
import logging
from dataclasses import dataclass
from typing import Any

from bot.handlers.house import House
from bot.store import members
from bot.values.errors import SlackRefused
from bot.values.loops import Source
from bot.values.people import Member
from bot.views.loops.raise_form import split_title
from bot.views.readable import first_link, mentioned, readable

log = logging.getLogger(__name__)

PATIENCE = 1.0
"""Seconds Slack has to name a message's address: what opens the form is good for three."""

_PRIVATE = ("privategroup", "directmessage", "mpdm-")
"""How Slack names a conversation not everybody can read."""


@dataclass(frozen=True, slots=True)
class Typed:
    """A text in words: the first line, what else there is, a link in it, and colleagues who are mentioned. `words`
    is all of it."""

    title: str
    details: str
    link: str
    people: list[Member]
    words: str


async def read_typed(house: House, member: Member, text: str) -> Typed:
    """A text as Slack sends it, read."""
    async with house.store.reading() as tx:
        found = await members.by_slack_ids(tx, member.workspace_id, mentioned(text))
    words = readable(text, {each.slack_id: each.name for each in found})
    title, details = split_title(words)
    colleagues = [each for each in found if each.is_person and each.is_active and each.id != member.id]
    return Typed(title, details, first_link(text) or "", colleagues, words)


async def source_of(house: House, body: dict[str, Any]) -> Source:
    """Where the message stands on which a shortcut was used."""
    message, channel_id = body["message"], body["channel"]["id"]
    address = await _address_of(house, channel_id, message["ts"])
    # Slack takes answers to what began a thread, not to a reply in it.
    return Source(address, channel_id, message.get("thread_ts") or message["ts"])


def is_from_private(body: dict[str, Any]) -> bool:
    """Whether that message is one not everybody can read."""
    return str(body["channel"].get("name", "")).startswith(_PRIVATE)


async def _address_of(house: House, channel_id: str, ts: str) -> str | None:
    try:
        async with asyncio.timeout(PATIENCE):
            return await house.slack.permalink(channel_id, ts)
    except (SlackRefused, TimeoutError) as refusal:
        # A conversation we are not in: the message's words are worth keeping without its address.
        log.info("The address of a message could not be read: %s", refusal)
        return None

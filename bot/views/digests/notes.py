"""What somebody says above a week's digest: the line itself, the form it is written in, and what follows."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from bot.values.deliveries import Block, Message
from bot.values.digest_notes import Goes, NoteOffer
from bot.values.digests import LONGEST_NOTE, Audience, DigestNote, Week
from bot.values.facts import DigestFacts
from bot.values.ports import View
from bot.views.digests.frame import words_shown
from bot.views.digests.marks import MARK_WEEK
from bot.views.digests.text import bold, days, few_words, first_bytes
from bot.views.digests.words import due_at
from bot.views.fields import read_words, words_field
from bot.views.parts import button, buttons, context, modal, note, section
from bot.views.words import TEXT, escape

EDIT_NOTE = "digest_edit_note"
NOTE_FORM = "digest_note_form"
WORDS = "words"
MOST_WORDS = 32
"""Words of a note above the digest of leadership; its thread has the others."""

MOST_WITH_NOTE = 195
"""Words of a digest of leadership that was given a note later."""

_NAME = 3

_BLOCK = "digest_note"
_READ_AS = {
    Audience.TEAM: "Everybody reads it word for word and with your name.",
    Audience.LEADERSHIP: (
        f"Leadership reads its first {MOST_WORDS} words with your name, and the others in the thread."
    ),
    Audience.PARTNERS: "Your partners read it word for word and without your name.",
}


def text_of(note_: DigestNote | None) -> str:
    """`From Ana: …`, word for word; it tags nobody."""
    if note_ is None:
        return ""
    whom = f"From {bold(note_.by)}: " if note_.by else ""
    return f"{whom}{escape(note_.words.replace('```', chr(39) * 3))}"


def for_readers(note_: DigestNote | None, audience: Audience) -> DigestNote | None:
    """The note as these readers are told it: leadership its first words, partners nobody's name."""
    if note_ is None or audience is Audience.TEAM:
        return note_
    if audience is Audience.PARTNERS:
        return replace(note_, by="")
    return replace(note_, words=few_words(note_.words, MOST_WORDS), by=few_words(note_.by, _NAME))


def with_note(message: Message, note_: DigestNote | None) -> Message:
    """A digest with this note right below its title, in place of the one that stood there."""
    before = next((block["text"]["text"] for block in message.blocks if _is_note(block)), None)
    text = message.text.replace(f"\n{before}\n", "\n", 1) if before else message.text
    title, _, rest = text.partition("\n")
    new = text_of(note_)
    return replace(
        message,
        text=f"{title}\n{new}\n{rest}" if new else text,
        blocks=_with_block(message.blocks, new),
        plain=None if message.plain is None else _with_block(message.plain, new),
    )


def with_buttons(preview: Message, digest_id: int, facts: DigestFacts) -> Message:
    """A preview, with what whoever looks after the digest may do before it goes out."""
    about = f"{digest_id}:{facts.period.first}"
    is_marked = any(item.mark.monday == facts.period.first for item in facts.marks)
    row = buttons(
        "digest_preview",
        button("Change the note" if facts.note else "Add a note", EDIT_NOTE, about),
        button("Change the mark" if is_marked else "Mark this week", MARK_WEEK, about),
    )
    plain = None if preview.plain is None else [*preview.plain, row]
    return replace(preview, blocks=[*preview.blocks, row], plain=plain)


def read_about(value: str) -> tuple[int, Week]:
    """Which digest and week a button or a form is about."""
    digest_id, _, monday = value.partition(":")
    return int(digest_id), Week(date.fromisoformat(monday))


def build_note_form(offer: NoteOffer) -> View:
    """Where a note is written, changed or emptied; or why there is none."""
    title = f"Note on week {offer.week.number}"
    if offer.goes is Goes.IS_PAST:
        return note(
            title, f"{_named(offer)} is out and can no longer be changed, so a note would not appear."
        )
    field = words_field(
        WORDS,
        "What should readers know?",
        most=LONGEST_NOTE,
        initial=offer.note.words if offer.note else None,
        placeholder="We froze releases from Wednesday on, so fewer things moved than usual.",
        hint="Nobody is tagged, whatever it says. Empty the field to take the note away.",
        optional=True,
    )
    return modal(
        title,
        [context(_before(offer)), field],
        callback_id=NOTE_FORM,
        submit="Save",
        metadata=f"{offer.digest.id}:{offer.week.monday}",
    )


def read_note(values: Mapping[str, Any]) -> str | None:
    """What was written; None: the note is to go."""
    return read_words(values, WORDS)


def build_saved(offer: NoteOffer) -> View:
    """What follows; the note of the offer is what stands now."""
    return note("Saved" if offer.note else "No note", "\n\n".join(_after(offer)))


def changed(posted: Message, note_: DigestNote | None, audience: Audience) -> Message:
    """A posted digest with its note as it is now, as its readers are told it; leadership in so few words that all of
    it stays short."""
    told = for_readers(note_, audience)
    if told is not None and audience is Audience.LEADERSHIP:
        room = MOST_WITH_NOTE - words_shown(with_note(posted, replace(told, words="")))
        told = replace(told, words=few_words(told.words, max(room, 0)))
    message = with_note(posted, told)
    return replace(message, text=first_bytes(message.text, TEXT))


def _is_note(block: Block) -> bool:
    return block.get("block_id") == _BLOCK


def _with_block(blocks: Sequence[Block], text: str) -> list[Block]:
    others = [block for block in blocks if not _is_note(block)]
    below = next((place + 1 for place, block in enumerate(others) if block["type"] == "header"), 0)
    own = [{**section(text), "block_id": _BLOCK}] if text else []
    return [*others[:below], *own, *others[below:]]


def _before(offer: NoteOffer) -> str:
    read_as = _READ_AS[offer.digest.plan.audience]
    return f"It stands right below the title of {_named(offer, first=False)}. {_when(offer)} {read_as}"


def _after(offer: NoteOffer) -> list[str]:
    if offer.note is None:
        done = "The posted message changes in a moment." if offer.goes is Goes.IS_OUT else _when(offer)
        return [f"{_named(offer)} has no note any more. {done}"]
    shown = text_of(for_readers(offer.note, offer.digest.plan.audience))
    if offer.goes is Goes.IS_OUT:
        return [shown, "The posted message changes in a moment. Its thread stays as it is."]
    return [shown, f"{_when(offer)} `/digest` shows you how it will look."]


def _named(offer: NoteOffer, *, first: bool = True) -> str:
    monday = offer.week.monday
    week = f"week {offer.week.number} ({days(monday, monday.fromordinal(monday.toordinal() + 6))})"
    return f"{'The' if first else 'the'} digest of {week} in <#{offer.digest.plan.channel_id}>"


def _when(offer: NoteOffer) -> str:
    at = offer.digest.next_at
    if offer.goes is Goes.IS_OUT:
        return "That is out already: the posted message changes when you save."
    if offer.goes is Goes.BY_HAND or at is None:
        return "It is not posted by itself: `/digest post` in that channel posts it."
    return f"It goes out {due_at(offer.digest, at, offer.reader)}."

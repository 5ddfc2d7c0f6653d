"""Small words for digests: what people typed made harmless, cut visibly, and put into sentences."""

import re
from collections.abc import Sequence
from datetime import date

from bot.views.words import escape, listing, on_day

_WORD = re.compile(r"\w+")

NAME = 40
"""Characters of a name."""

_LONGEST_WORD = 20
"""Characters: what is longer is an address, or no word at all."""

PERCENT_FROM = 20
"""A percentage is given only where one person is at most five points of it."""


def clipped(text: str, room: int) -> str:
    """The text on one line, escaped, in at most `room` characters; "…" says that there is more."""
    return escape(shortened(text, room))


def shortened(text: str, room: int) -> str:
    """The text on one line, of at most `room` characters once it is escaped; "…" says that there is more."""
    line = " ".join(text.replace("```", "'''").split())
    if len(escape(line)) <= room:
        return line
    kept, used = [], 1
    for character in line:
        used += len(escape(character))
        if used > room:
            break
        kept.append(character)
    return _whole_words("".join(kept), line) + "…"


def _whole_words(cut: str, line: str) -> str:
    """What was cut, without a last word that is not whole; one longer than any word is cut inside it."""
    before, blank, part = cut.rpartition(" ")
    is_whole = line[len(cut) : len(cut) + 1] == " "
    return before.rstrip() if blank and not is_whole and len(part) < _LONGEST_WORD else cut.rstrip()


def words(text: str) -> int:
    """How many words somebody would count, whether they go by spaces or by punctuation; rather one too many."""
    return sum(max(1, len(_WORD.findall(token))) for token in text.split())


def few_words(text: str, most: int) -> str:
    """The text on one line, of at most so many words; "…" says that there is more."""
    kept, left = [], most
    for token in text.split():
        found = list(_WORD.finditer(token))
        if len(found) > left or not left:
            cut = token[: found[left].start()] if len(found) > left else ""
            kept.append(cut)
            return " ".join(filter(None, kept)).rstrip(" .,;:") + "…"
        kept.append(token)
        left -= max(1, len(found))
    return " ".join(kept)


def quote(text: str, room: int) -> str:
    """A person's own words in quotation marks."""
    return f"“{clipped(text, room)}”"


def bold(name: str) -> str:
    """A name, as plain bold text: nobody is tagged."""
    return f"*{clipped(name.replace('*', ''), NAME) or '?'}*"


def plain(name: str) -> str:
    """A name inside a sentence."""
    return clipped(name, NAME)


def names(every: Sequence[str], most: int) -> str:
    """`Ana, Ben and Chi`; at most `most`, the rest as a number."""
    shown = [plain(name) for name in every[:most]]
    return listing([*shown, f"{len(every) - most} more"] if len(every) > most else shown)


def day(on: date) -> str:
    """`3 Nov`."""
    return on_day(on).partition(" ")[2]


def days(first: date, last: date) -> str:
    """`16–22 Nov`, `28 Sep – 4 Oct`."""
    if first == last:
        return day(first)
    return f"{first.day}–{day(last)}" if first.month == last.month else f"{day(first)} – {day(last)}"


def share(part: int, whole: int) -> str:
    """`8 of 9`, `36 of 43 (84 %)`."""
    return (
        f"{part} of {whole} ({100 * part / whole:.0f} %)" if whole >= PERCENT_FROM else f"{part} of {whole}"
    )


def first_bytes(text: str, limit: int) -> str:
    """As many whole lines as fit into `limit` bytes, with a word about the rest."""
    if len(text.encode()) <= limit:
        return text
    note = "… the rest stands in the message itself."
    kept: list[str] = []
    room = limit - len(note.encode())
    for line in text.split("\n"):
        room -= len(line.encode()) + 1
        if room < 0:
            break
        kept.append(line)
    return "\n".join([*kept, note])

"""What a digest says about feedback: whether it is answered, and what came of it. Never a word of what was given."""

from collections.abc import Iterator

from bot.values.feedback import Note
from bot.values.told_back import ToldBack
from bot.views.digests.rest import Rest
from bot.views.digests.text import plain, quote
from bot.views.digests.waiting import within
from bot.views.words import plural

FEWEST_MATURED = 5
MOST_NOTES = 3
_NOTE = 120


def in_short(told: ToldBack, where: Rest) -> Iterator[str]:
    """What stands in the digest itself."""
    yield from _numbers(told)
    yield from map(note, told.notes[:MOST_NOTES])
    if (rest := len(told.notes) - MOST_NOTES) > 0:
        yield f"… and {plural(rest, 'more note')} {where}."


def in_full(told: ToldBack) -> Iterator[str]:
    """All of it."""
    yield from _numbers(told)
    yield from map(note, told.notes)


def in_detail(told: ToldBack) -> Iterator[str]:
    """What stands in its thread."""
    if len(told.notes) > MOST_NOTES:
        yield "_More of what was said and done_"
        yield from map(note, told.notes[MOST_NOTES:])


def note(item: Note) -> str:
    """`You said “too many syncs” → we did: “no meetings on Wednesdays” (Checkout)`."""
    return f"• You said {quote(item.said, _NOTE)} → we did: {quote(item.did, _NOTE)} ({plain(item.team)})"


def _numbers(told: ToldBack) -> Iterator[str]:
    if told.told or told.waiting or told.matured:
        yield " · ".join(_figures(told))


def _figures(told: ToldBack) -> Iterator[str]:
    yield f"Feedback: told {told.told}"
    if told.matured >= FEWEST_MATURED:
        yield f"{told.in_time} of {told.matured} told within 14 days"
    else:
        yield "too few to tell how soon"
    if not told.time.is_too_few:
        yield "more than half not told yet" if told.time.half is None else f"half {within(told.time.half)}"
    if told.waiting:
        yield f"waiting for more than 14 days: {told.waiting}"

"""Reading when a ritual asks from plain words: "every other Tuesday at 14:00", "daily except Friday".

A small grammar of our own, since every library that was tried drops what it does not know without saying so. Here
each word is read or refused; nothing is guessed.
"""

from dataclasses import dataclass, replace
from datetime import date, time, timedelta

from bot.rituals.schedules.dates import dates_of
from bot.rituals.spoken.cursor import Unclear
from bot.rituals.spoken.phrases import EXAMPLES
from bot.rituals.spoken.sentence import Reading, read_sentence
from bot.values.errors import Unusable
from bot.values.recurrences import Frequency, Recurrence, settled

LONGEST = 300


@dataclass(frozen=True, slots=True)
class Spoken:
    """What somebody said: the days, the time if they named one, and the date the days count from."""

    rrule: str
    at: time | None
    anchor: date


class NotUnderstood(Unusable):
    """Words that are no schedule. `problem` says which and why, in a short sentence."""

    def __init__(self, problem: str) -> None:
        tries = ", ".join(f"“{example}”" for example in EXAMPLES)
        super().__init__(f"{problem} You can write things like {tries}.")
        self.problem = problem


def read_words(text: str, *, today: date) -> Spoken:
    """The schedule these words say. Raises NotUnderstood for anything that is not clear."""
    if len(text) > LONGEST:
        raise NotUnderstood("That is too long for a schedule.")
    try:
        reading = read_sentence(text, today)
        return _spoken(reading, today)
    except Unclear as unclear:
        raise NotUnderstood(str(unclear)) from unclear


def _spoken(reading: Reading, today: date) -> Spoken:
    if reading.until is not None and reading.until < today:
        raise Unclear("That ended before today.")
    said = replace(reading.days, until=reading.until)
    anchor = _anchor(said, reading, today)
    found = settled(said, anchor)
    if _first(found, anchor) is None:
        raise Unclear("There is no such day.")
    return Spoken(found.rrule, reading.at, anchor)


def _anchor(said: Recurrence, reading: Reading, today: date) -> date:
    if reading.counted_from is not None:
        return reading.counted_from
    if said.interval == 1:
        # Yesterday: then today has begun in every zone.
        start = reading.start or today - timedelta(days=1)
        by_week = said.positions and said.frequency == Frequency.WEEKLY
        return start - timedelta(days=start.weekday()) if by_week else start
    # "Every other Tuesday" begins with the next Tuesday there is.
    start = reading.start or today
    first = _first(replace(said, interval=1), start)
    if first is None:
        raise Unclear("There is no such day.")
    return first


def _first(found: Recurrence, start: date) -> date | None:
    return next(dates_of(found.rrule, start, start), None)

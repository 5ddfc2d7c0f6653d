"""Telling the owner of an anonymous ritual that a round did not open, or that its key was lost."""

from bot.values.deliveries import Message
from bot.values.rituals import Ritual
from bot.values.rounds import Round
from bot.views.parts import section
from bot.views.words import escape, on_day


def build_not_opened(ritual: Ritual, why: str) -> Message:
    """Why a round did not open, and what happens next. `why` says what to do."""
    day = f" of {on_day(ritual.next_date)}" if ritual.next_date else ""
    text = (
        f"I did not open the round{day} of *{escape(ritual.name)}*, and nobody was asked. {why} I try again on its"
        " next date, and I won't repeat this until one has opened in between."
    )
    return Message(text=text, blocks=(section(text),))


def build_key_lost(round_: Round) -> Message:
    """What came back can never be opened, and how to ask again."""
    name = escape(round_.ritual_name)
    text = (
        f"The key of *{name}* of {on_day(round_.local_date)} was lost before it closed. What came back can't be"
        " opened by anybody any more, so I have deleted it, and there is no result. The next round opens on its date;"
        f" for one in between, type `/checkin run {name}` from tomorrow on. Please tell whoever runs me: `drumbeat"
        " doctor` says whether the place of the keys is sound."
    )
    return Message(text=text, blocks=(section(text),))

"""What is sent about feedback beside the news of loops: a word to a giver nobody names, and what a team is told."""

from bot.values.deliveries import Message
from bot.values.feedback import Note
from bot.views.parts import button, buttons, section
from bot.views.words import escape

SEE_NEWS = "feedback_news"
"""Opens what is new about feedback somebody gave."""

_NEWS = "There is news on feedback you gave."
_ONLY_YOU = "What it is opens for you alone, when you press."


def build_giver_news() -> Message:
    """That there is something new, the same for everybody: it says neither what it is about nor to whom it was."""
    see = buttons("feedback_news", button("See it", SEE_NEWS, "news"))
    return Message(text=_NEWS, blocks=(section(f"{_NEWS} {_ONLY_YOU}"), see))


def build_we_did(note: Note) -> Message:
    """What was said, and what came of it."""
    by = f"\n_{escape(note.author)}_" if note.author else ""
    said, did = _quoted(note.said), _quoted(note.did)
    told = f"*You said*\n{said}\n*We did*\n{did}{by}"
    return Message(text=f"You said: {note.said} We did: {note.did}", blocks=(section(told),))


def _quoted(text: str) -> str:
    return "\n".join(f">{line}" for line in escape(text).splitlines())

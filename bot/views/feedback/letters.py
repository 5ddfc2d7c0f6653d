"""What is sent about feedback beside the news of loops: a word to a giver nobody names, and what a team is told."""

from bot.values.deliveries import Message
from bot.values.feedback import Note
from bot.views.parts import button, buttons, context, section
from bot.views.words import escape

SEE_NEWS = "feedback_news"
"""Opens what is new about feedback somebody gave."""

_NEWS = "There is news on feedback you gave."
_MORE = "Thank you for saying it. Is there more? `/give-feedback` takes a line, by name or with your name withheld."
_ONLY_YOU = "What it is opens for you alone, when you press."


def build_giver_news() -> Message:
    """That there is something new, the same for everybody: it says neither what it is about nor to whom it was."""
    see = buttons("feedback_news", button("See it", SEE_NEWS, "news"))
    return Message(text=_NEWS, blocks=(section(f"{_NEWS} {_ONLY_YOU}"), see))


def build_we_did(note: Note) -> Message:
    """What was said, and what came of it; who said it is nobody's to know."""
    where = f" in *{escape(note.round)}*" if note.round else ""
    by = f" · {escape(note.author)}" if note.author else ""
    said, did = _quoted(note.said), _quoted(note.did)
    told = f"*You said, we did*{by}\nYou told us{where}:\n{said}\nWhat came of it:\n{did}"
    text = f"You said: {escape(note.said)} We did: {escape(note.did)}"
    return Message(text=text, blocks=(section(told), context(_MORE)))


def _quoted(text: str) -> str:
    return "\n".join(f">{line}" for line in escape(text).splitlines())

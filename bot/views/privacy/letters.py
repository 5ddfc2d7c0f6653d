"""What comes with the file somebody asked for, and what is said where it cannot come."""

from bot.values.deliveries import Message
from bot.views.parts import section
from bot.views.words import escape

FILE_TITLE = "Everything Drumbeat keeps about you"

_NO_SCOPE = (
    "I may not send files in this workspace yet: the permission `files:write` came with a newer version"
    " of me. Whoever"
    " installed me can add it (`drumbeat doctor` says how); then press [Send me everything] once more."
    " They can also"
    " write the file for you right now: `drumbeat export --member {member} --to FILE`."
)
_REFUSED = (
    "I could not send you the file: Slack says “{reason}”, and that does not pass by waiting. Whoever"
    " runs me can write"
    " it for you: `drumbeat export --member {member} --to FILE`."
)


def file_words() -> str:
    """What stands beside the file."""
    return (
        "Here is everything I keep about you, as you asked. It is a text file that programs can read,"
        " too; at its end it"
        " says what cannot be in it, and why. Nobody else was sent it. `/drumbeat erase` erases it all."
    )


def build_no_file(reason: str, slack_id: str) -> Message:
    """Why no file comes, and how to get it all the same."""
    words = _NO_SCOPE if reason == "missing_scope" else _REFUSED
    text = words.format(reason=escape(reason), member=slack_id)
    return Message(text=text, blocks=(section(text),))

"""Telling the owner of a ritual that its channel cannot be posted in, and how to mend it."""

from bot.values.deliveries import Message
from bot.views.parts import section
from bot.views.words import escape

_WHY = {
    "channel_not_found": "I can't see it any more: it was deleted, or it is private and I am not in it",
    "not_in_channel": "I am not in it any more",
    "is_archived": "it is archived",
    "restricted_action": "this workspace does not let me post there",
}
_HOW = {
    "is_archived": "Unarchive it",
    "restricted_action": "Ask a workspace admin to let apps post there",
}


def build_channel_trouble(ritual_name: str, channel_id: str, reason: str) -> Message:
    """What is wrong with a ritual's channel, and what to do. `reason` is Slack's error name."""
    why = _WHY.get(reason, f"Slack says “{escape(reason)}”")
    how = _HOW.get(reason, "Type `/invite @Drumbeat` in it")
    text = (
        f"I could not post *{escape(ritual_name)}* in <#{channel_id}>: {why}. People were asked all the same, and"
        f" their answers are safe. {how}, and the next round shows up there again; or start it elsewhere with"
        " `/checkin new`. I won't repeat this until it has worked in between."
    )
    return Message(text=text, blocks=(section(text),))

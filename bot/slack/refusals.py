"""What to tell a person when Slack says no: Slack's error name in, a sentence and what to do out."""

from bot.values.errors import SlackRefused

_SENTENCES = {
    "channel_not_found": "I can't see that channel. If it is private, invite me there first: type"
    " `/invite @Drumbeat` in it, then try again.",
    "not_in_channel": "I'm not in that channel yet. Type `/invite @Drumbeat` there, then try again.",
    "is_archived": "That channel is archived. Pick another one, or unarchive it first.",
    "missing_scope": "I lack a permission for that. Ask whoever installed me to run `drumbeat doctor`: it"
    " names the permission and how to add it.",
    "plan_upgrade_required": "This workspace's Slack plan has no user groups. Take the people from a"
    " channel instead.",
    "no_such_subteam": "I can't find that user group any more. Pick another one, or take the people from a channel.",
    "ratelimited": "Slack asked me to slow down. Please try again in a moment.",
    "expired_trigger_id": "That took too long and Slack closed the door. Please press it once more.",
    "exchanged_trigger_id": "That form was opened already. Please press it once more if you don't see it.",
    "user_not_found": "I can't find that person in this workspace.",
    "not_enabled": "My Home tab is switched off in this workspace.",
    "method_not_supported_for_channel_type": "I can't join that kind of channel by myself. Type"
    " `/invite @Drumbeat` there, then try again.",
}


def explain(reason: str) -> SlackRefused:
    """The refusal as an error that carries what to tell the person."""
    return SlackRefused(reason, _SENTENCES.get(reason, f"Slack refused that ({reason}). Please try again."))

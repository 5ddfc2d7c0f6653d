"""Whether Slack would take what we show, by the sandbox's own reading of Slack's rules."""

from hypothesis import HealthCheck, Phase, settings

from bot.values.deliveries import Message
from bot.values.ports import View
from sandbox.rules.blocks import check_message, check_view

# Shrinking these large values takes minutes and teaches nothing: the violation names its place.
unhurried = settings(
    deadline=None,
    max_examples=25,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def is_taken(message: Message) -> None:
    """Slack would take it as a post, as an update and through a response URL."""
    payload = {"text": message.text, "blocks": [dict(block) for block in message.blocks]}
    for surface in ("message", "update"):
        assert check_message(payload, surface=surface) == []


def is_shown(view: View) -> None:
    """Slack would show it."""
    assert check_view(view) == []

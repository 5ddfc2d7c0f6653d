"""Whether Slack would show it: a payload in, everything wrong with it out."""

from sandbox.rules.messages import check_message
from sandbox.rules.views import check_view

__all__ = ["check_message", "check_view"]

"""What follows from a broken rule: Slack refuses, under some name, or shows it anyway and we remember."""

from collections.abc import Iterable, Sequence

from sandbox.errors import SlackError
from sandbox.record import Record
from sandbox.rules.violation import Violation

# Bad manners that Slack lets pass: they are only recorded.
_SHOWN_ANYWAY = frozenset({"text_for_screen_readers", "no_broadcast"})
# What each way of sending lets pass on top: long posts are cut, response URLs know no sum over blocks
# (docs.slack.dev/reference/methods/chat.postMessage; github.com/slackapi/bolt-js issue 2509).
_SHOWN_BY = {"chat.postMessage": {"msg_too_long"}, "response_url": {"msg_blocks_too_long"}}
# Rules that have an error of their own name.
_NAMED = frozenset(
    {"no_text", "msg_too_long", "markdown_text_conflict", "msg_blocks_too_long", "view_too_large"}
)


def judge(record: Record, where: str, violations: Sequence[Violation], error: str) -> None:
    """Record what was broken; raise `error`, or the rule's own name, if Slack would refuse."""
    tolerated = _SHOWN_ANYWAY | _SHOWN_BY.get(where, set())
    refused = [each for each in violations if each.rule not in tolerated]
    record.broke(where, refused)
    record.broke(where, (each for each in violations if each.rule in tolerated), refused=False)
    if refused:
        raise SlackError(_name(refused) or error, messages=[str(each) for each in refused])


def _name(refused: Iterable[Violation]) -> str | None:
    return next((each.rule for each in refused if each.rule in _NAMED), None)

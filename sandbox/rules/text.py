"""Text objects, addresses, dates and times.

Limits: docs.slack.dev/reference/block-kit/composition-objects/text-object and the elements that take text.
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sandbox.rules.shape import Findings, Rule, at, every, flag, matching, string, tagged, typed, walk
from sandbox.rules.violation import Violation

BROADCAST = re.compile(r"<!(channel|here|everyone)(\|[^>]*)?>")


def plain(longest: str = "text.max_length") -> Rule:
    """A `plain_text` object of at most `longest` (name of a limit) characters."""
    return typed("plain_text", {"text": string(longest, "text.min_length")}, {"emoji": flag})


def mrkdwn(longest: str = "text.max_length") -> Rule:
    """A `mrkdwn` object of at most `longest` (name of a limit) characters."""
    return typed("mrkdwn", {"text": string(longest, "text.min_length")}, {"verbatim": flag})


def either(longest: str = "text.max_length") -> Rule:
    """A `plain_text` or a `mrkdwn` object of at most `longest` (name of a limit) characters."""
    return tagged({"plain_text": plain(longest), "mrkdwn": mrkdwn(longest)})


def web_address(longest: str) -> Rule:
    """An http or https address."""
    return every(string(longest), matching(r"https?://[^\s/]\S*", "an http or https URL"))


def link(longest: str) -> Rule:
    """An address that a click may open: the web, mail, a telephone or Slack itself."""
    return every(string(longest), matching(r"(https?://|mailto:|tel:|slack://)\S+", "a URL"))


def calendar_date(value: Any, pointer: str) -> Findings:
    """A date that exists, as YYYY-MM-DD (date picker)."""
    try:
        well_formed = re.fullmatch(r"\d{4}-\d{2}-\d{2}", value) is not None and bool(
            date.fromisoformat(value)
        )
    except (TypeError, ValueError):
        well_formed = False
    if not well_formed:
        yield Violation(pointer, "bad_format", "must be a date in the form YYYY-MM-DD")


def time_of_day(value: Any, pointer: str) -> Findings:
    """A 24-hour time as HH:mm (time picker)."""
    yield from matching(r"([01]\d|2[0-3]):[0-5]\d", "a time in the form HH:mm")(value, pointer)


def time_zone(value: Any, pointer: str) -> Findings:
    """The IANA name of a time zone."""
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, TypeError, ValueError, OSError):
        yield Violation(pointer, "bad_format", "must be an IANA time zone")


def broadcasts(value: Any, pointer: str) -> Findings:
    """Every place in blocks or attachments where a whole channel would be called."""
    for where, written in _marked_up(value, pointer):
        yield from no_broadcast(written, where)
    for where, node in walk(value, pointer):
        if node.get("type") == "broadcast":
            yield _calls_everyone(where)


def no_broadcast(written: Any, pointer: str) -> Findings:
    """Text that Slack would read as mrkdwn must not call a whole channel."""
    if isinstance(written, str) and BROADCAST.search(written):
        yield _calls_everyone(pointer)


def _marked_up(value: Any, pointer: str) -> Iterator[tuple[str, Any]]:
    for where, node in walk(value, pointer):
        if node.get("type") in ("mrkdwn", "markdown"):
            yield at(where, "text"), node.get("text")


def _calls_everyone(pointer: str) -> Violation:
    return Violation(pointer, "no_broadcast", "must not mention a whole channel")

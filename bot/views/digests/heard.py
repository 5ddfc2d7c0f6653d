"""What a digest says was heard outside: how many heard it, and one sentence as somebody noted it."""

from collections import Counter
from collections.abc import Iterator

from bot.values.signals import HeardOutside, Report, SignalKind, Told
from bot.views.digests.rest import Rest, more
from bot.views.digests.text import day, plain, quote
from bot.views.signals.words import KINDS, counted

MOST = 3
MOST_IN_DETAIL = 20
MOST_WORDS = 5
"""Of one signal in the thread."""

SHORT, WHOLE = 140, 500
"""Characters of a quote in the digest, and in its thread."""


def in_short(heard: HeardOutside, rest: Rest) -> Iterator[str]:
    """What stands in the digest itself."""
    if heard.is_quiet:
        return
    yield _by_kind(heard)
    for item in heard.signals[:MOST]:
        yield f"• {_about(item)}: {quote(item.words[0].heard.words, SHORT)}, {_who(item)}"
    yield from more(len(heard.signals) - MOST, rest)


def in_detail(heard: HeardOutside) -> Iterator[str]:
    """What stands in its thread."""
    if heard.is_quiet:
        return
    yield "_Heard outside_"
    for item in heard.signals[:MOST_IN_DETAIL]:
        yield f"• {_about(item)}: {_who(item)}"
        yield from (_word(report) for report in item.words[:MOST_WORDS])
        if (rest := len(item.words) - MOST_WORDS) > 0:
            yield f"    … and {rest} more times this week: `/signal list` has the words."
    if (rest := len(heard.signals) - MOST_IN_DETAIL) > 0:
        yield f"… and {rest} more: `/signal list` has them."


def _by_kind(heard: HeardOutside) -> str:
    """`Customer 2 · Competitor 1 · Market none`."""
    number = Counter(item.kind for item in heard.signals)
    return " · ".join(f"{KINDS[kind]} {number[kind] or 'none'}" for kind in SignalKind)


def _about(item: Told) -> str:
    return f"{KINDS[item.kind]}, {plain(item.area)}" if item.area else KINDS[item.kind]


def _who(item: Told) -> str:
    since = "new" if item.is_new else f"since {day(item.since.date())}"
    return f"heard by {counted(item.people, item.teams, item.times)}, {since}."


def _word(report: Report) -> str:
    source = f" {plain(report.heard.source)}," if report.heard.source else ""
    return f"    {quote(report.heard.words, WHOLE)}{source} {day(report.at.date())}"

"""How Drumbeat says things: escaping, plurals, dates, and text that fits without being cut silently."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

SECTION = 2900
"""Characters put into one section; Slack takes 3,000 (docs: blocks/section-block)."""

MESSAGE = 11_000
"""Characters over all blocks of one message; about 12,000 are refused (reference: slack-platform.md §1.1)."""

TEXT = 3600
"""Characters of a message's plain text; an update with 4,000 is refused (docs: methods/chat.update)."""

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def escape(text: str) -> str:
    """What a person typed, made safe for a message: no mention or link can be smuggled in."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def plural(number: int, one: str, many: str | None = None) -> str:
    """`1 answer`, `2 answers`; irregular plurals are given."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def listing(items: Sequence[str], last: str = "and") -> str:
    """`a`, `a and b`, `a, b and c`."""
    if len(items) <= 1:
        return "".join(items)
    return f"{', '.join(items[:-1])} {last} {items[-1]}"


def on_day(day: date) -> str:
    """`Mon 23 Nov`, without the machine's locale."""
    return f"{_DAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]}"


def round_title(ritual: str, team: str, day: date) -> str:
    """`*Daily check-in* · Checkout · Mon 23 Nov`; a team that the ritual's name tells already is not said twice."""
    parts = [f"*{escape(ritual)}*", escape(team), on_day(day)]
    return " · ".join(parts if team.casefold() not in ritual.casefold() else [parts[0], parts[2]])


def at_time(instant: datetime, zone: str, *, seen_from: date | None = None) -> str:
    """`17:30` in a zone, with the day when it is not the one it is seen from."""
    local = instant.astimezone(ZoneInfo(zone))
    clock = local.strftime("%H:%M")
    return clock if seen_from is None or local.date() == seen_from else f"{on_day(local.date())}, {clock}"


def happened_at(instant: datetime, zone: str, *, seen_from: date) -> str:
    """`at 17:30` in a zone, or `on Wed 18 Nov at 17:30` when it is not the day it is seen from."""
    local = instant.astimezone(ZoneInfo(zone))
    day = "" if local.date() == seen_from else f"on {on_day(local.date())} "
    return f"{day}at {local:%H:%M}"


def in_readers_time(instant: datetime) -> str:
    """An instant that Slack shows in each reader's own time."""
    fallback = f"{on_day(instant.date())}, {instant.strftime('%H:%M')} UTC"
    return f"<!date^{int(instant.timestamp())}^{{date_short_pretty}} at {{time}}|{fallback}>"


def clip(text: str, limit: int) -> str:
    """Text that fits; what does not fit is announced by an ellipsis."""
    return text if len(text) <= limit else text[: whole(text, limit - 1)].rstrip() + "…"


def whole(text: str, cut: int) -> int:
    """Where to cut at the latest so that no `&amp;` is taken apart."""
    start = text.rfind("&", max(0, cut - 4), cut)
    return cut if start < 0 or ";" in text[start:cut] else start


def pieces(text: str, limit: int = SECTION) -> list[str]:
    """Text in pieces that each fit, cut between lines where it can be, or else between words."""
    rest, found = text, []
    while len(rest) > limit:
        between = (rest.rfind("\n", 0, limit), rest.rfind(" ", 0, limit))
        cut = next((cut for cut in between if cut > limit // 2), whole(rest, limit))
        found.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return [*found, rest] if rest else found


def first_few(lines: Iterable[str], *, most: int, budget: int = SECTION, more: str = "more") -> str:
    """As many lines as fit, and `and N more` for the rest."""
    listed = list(lines)
    shown: list[str] = []
    for line in listed[:most]:
        if sum(map(len, shown)) + len(line) + len(shown) > budget - 40:
            break
        shown.append(line)
    left = len(listed) - len(shown)
    return "\n".join([*shown, f"…and {left} {more}"] if left else shown)

"""One signal: who heard it, in whose words, and what can be done about it."""

from collections.abc import Iterator
from datetime import tzinfo

from slack_sdk.models.blocks import ButtonElement

from bot.values.deliveries import Block
from bot.values.people import Team
from bot.values.ports import View
from bot.values.signals import PAGE, Noted, Report, SignalInFull, SignalSeen
from bot.views.parts import button, buttons, modal, note, section, sections
from bot.views.signals.words import KINDS, counted
from bot.views.turning import to_other_words
from bot.views.words import escape, on_day

HEARD_TOO = "signal_heard_too"
CHANGE = "signal_change"
EARLIER, LATER = "signal_earlier", "signal_later"

CHANGED = "Changed."
TAKEN_BACK = "Taken back. What others heard stays."
_ALL_GONE = "Your words are deleted. Nobody else had noted the same, so nothing is left of it."


def build_page(item: SignalInFull, zone: tzinfo, done: str | None = None) -> View:
    """Its newest words, or earlier ones; `done` is what was just done."""
    blocks: list[Block] = [section(done)] if done else []
    blocks.append(section(_head(item.seen, zone)))
    for report in item.reports:
        blocks += _words(report, zone, is_mine=report.id in item.mine)
    return modal("Signal", [*blocks, buttons("signal:next", *_presses(item))], close="Close")


def build_nothing_left() -> View:
    """Nobody else had heard it."""
    return note("Taken back", _ALL_GONE)


def done_words(noted: Noted, seen: SignalSeen, team: Team | None) -> str:
    """What came of noting it, and what happens next."""
    if team is not None and team.is_private:
        where = f"It stays with {escape(team.name)}, whose channel is private"
        return f"*Noted, thank you.* {where}; a digest there tells it."
    if noted.is_repeat:
        heard = counted(seen.people, seen.teams, seen.times)
        return f"*Counted, thank you.* Heard by {heard} by now; the weekly digest says so."
    return (
        "*Noted, thank you.* The next weekly digest counts it, and may quote a sentence of it. Whoever hears the same"
        " is asked whether it is this one."
    )


def _head(seen: SignalSeen, zone: tzinfo) -> str:
    kind = f"{KINDS[seen.kind]} · {escape(seen.area)}" if seen.area else KINDS[seen.kind]
    since = on_day(seen.first_at.astimezone(zone).date())
    return f"*{kind}*\nHeard by {counted(seen.people, seen.teams, seen.times)}, first on {since}."


def _words(report: Report, zone: tzinfo, *, is_mine: bool) -> list[Block]:
    heard = report.heard
    links = [
        f"<{escape(heard.link)}|link>" if heard.link else "",
        f"<{escape(heard.permalink)}|the message it came from>" if heard.permalink else "",
    ]
    by = escape(report.person or "Somebody")
    for_team = f" for {escape(report.team)}" if report.team else ""
    on = on_day(report.at.astimezone(zone).date())
    about = [escape(heard.source or ""), f"{by}{for_team}, {on}", *links]
    text = f"“{escape(heard.words)}”\n{' · '.join(filter(None, about))}"
    first, *rest = sections(text)
    if is_mine:
        first = {**first, "accessory": button("Change…", CHANGE, str(report.id)).to_dict()}
    return [first, *rest]


def _presses(item: SignalInFull) -> Iterator[ButtonElement]:
    seen = item.seen
    yield button("I heard it, too…", HEARD_TOO, str(seen.id))
    has_more = item.start + len(item.reports) < seen.times
    yield from to_other_words(seen.id, item.start, page=PAGE, has_more=has_more, earlier=EARLIER, later=LATER)

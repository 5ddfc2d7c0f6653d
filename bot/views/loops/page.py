"""The page of one loop: who waits on whom, where it stands, and everything that happened."""

from collections.abc import Sequence
from datetime import datetime

from bot.values.deliveries import Block
from bot.values.loops import LoopSeen
from bot.values.ports import View
from bot.views.loops.words import IMPACTS, age, happened, hits, named, standing, who_waits
from bot.views.parts import context, modal, section, sections
from bot.views.words import escape, first_few, on_day

OPEN_LOOP = "loop_open"
PAGE = "loop_page"

_MOST_EVENTS = 40
_STORY = 9000


def build_page(seen: LoopSeen, now: datetime, *, done: str | None = None) -> View:
    """One loop, for whoever it was read for; `now` in their zone. `done` says what they just did."""
    blocks: list[Block] = [*(sections(done) if done else ())]
    blocks += sections("\n".join(_head(seen, now)))
    if seen.loop.details:
        blocks += sections(escape(seen.loop.details))
    if line := _particulars(seen):
        blocks.append(context(line))
    blocks += _story(seen)
    return modal(
        f"Bottleneck #{seen.loop.id}", [dict(each) for each in blocks], callback_id=PAGE, close="Close"
    )


def _head(seen: LoopSeen, now: datetime) -> list[str]:
    waited = age(seen, now)
    since = f"raised {on_day(seen.loop.raised_at.astimezone(now.tzinfo).date())}"
    lines = [
        f"*{named(seen)}*",
        f"{who_waits(seen)} · {waited if waited != 'today' else 'since today'}, {since}",
    ]
    return [*lines, f"*Where it stands:* {standing(seen, now.date())}"]


def _particulars(seen: LoopSeen) -> str:
    loop = seen.loop
    parts = [
        escape(seen.category) if seen.category else "",
        IMPACTS[loop.impact] if loop.impact else "",
        hits(seen),
        f"<{loop.source.permalink}|the message it came from>" if loop.source.permalink else "",
        linked(loop.link) if loop.link else "",
    ]
    return " · ".join(part for part in parts if part)


def linked(link: str) -> str:
    """A link as people gave it, safe for a message; what is no web address is shown as it is."""
    is_address = link.startswith(("http://", "https://")) and not set(link) & set("<>| \n")
    return f"<{link.replace('&', '&amp;')}>" if is_address else escape(link)


def _story(seen: LoopSeen) -> Sequence[Block]:
    if not seen.events:
        return ()
    newest = [f"•  {on_day(told.event.at.date())}: {happened(told)}" for told in reversed(seen.events)]
    told = first_few(newest, most=_MOST_EVENTS, budget=_STORY, more="earlier")
    return (section("*What happened*, the newest first"), *sections(told))

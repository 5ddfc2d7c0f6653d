"""The page of one loop: who waits on whom, where it stands, what can be done now, and everything that happened."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from bot.values.deliveries import Block
from bot.values.loops import LoopSeen, Told
from bot.values.ports import View
from bot.views.loops.buttons import for_steps
from bot.views.loops.kept import Kept
from bot.views.loops.words import IMPACTS, age, happened, hits, named, standing, who_waits
from bot.views.parts import button, buttons, context, modal, section, sections
from bot.views.words import escape, on_day

OPEN_LOOP = "loop_open"
PAGE = "loop_page"
EARLIER, LATER = "loop_earlier", "loop_later"

AT_ONCE = 20
"""Steps of a story on one page, so that the longest words about each of them fit into a modal."""

_IN_A_ROW = 5


def build_page(
    seen: LoopSeen, now: datetime, *, kept: Kept | None = None, done: str | None = None, back: int = 0
) -> View:
    """One loop, for whoever it was read for; `now` is in their zone.

    `done` says what they just did, `back` how many of the newest steps are left out to show earlier ones, and `kept`
    where it was opened from.
    """
    blocks: list[Block] = [*(sections(done) if done else ())]
    blocks += sections("\n".join(_head(seen, now)))
    if seen.loop.details:
        blocks += sections(escape(seen.loop.details))
    if line := _particulars(seen):
        blocks.append(context(line))
    blocks += _actions(seen)
    blocks += _story(seen, now, back)
    return modal(
        f"Bottleneck #{seen.loop.id}",
        [dict(each) for each in blocks],
        callback_id=PAGE,
        close="Close",
        metadata=(kept or Kept(seen.loop.id)).written(),
    )


def read_turn(value: str) -> tuple[int, int]:
    """Which loop's steps are to be shown, and how many of the newest are left out."""
    loop_id, _, back = value.partition(":")
    return int(loop_id), int(back)


def linked(link: str) -> str:
    """A link as people gave it, safe for a message; what is no web address is shown as it is."""
    is_address = link.startswith(("http://", "https://")) and not set(link) & set("<>| \n")
    return f"<{link.replace('&', '&amp;')}>" if is_address else escape(link)


def _head(seen: LoopSeen, now: datetime) -> list[str]:
    raised = on_day(seen.loop.raised_at.astimezone(now.tzinfo).date())
    waited = age(seen, now)
    since = f"raised today, {raised}" if waited == "today" else f"{waited}, since {raised}"
    return [
        f"*{named(seen)}*",
        f"{who_waits(seen)} · {since}",
        f"*Where it stands:* {standing(seen, now.date())}.",
    ]


def _particulars(seen: LoopSeen) -> str:
    loop = seen.loop
    source = loop.source.permalink
    parts = [
        f"raised by {escape(seen.raiser)}" if seen.raiser else "",
        escape(seen.category) if seen.category else "",
        IMPACTS[loop.impact] if loop.impact else "",
        hits(seen),
        f"<{source.replace('&', '&amp;')}|the message it came from>" if source else "",
        linked(loop.link) if loop.link else "",
    ]
    line = " · ".join(part for part in parts if part)
    return line[:1].upper() + line[1:]


def _actions(seen: LoopSeen) -> list[Block]:
    pressable = for_steps(seen)
    merged_into = seen.loop.merged_into_id
    if merged_into is not None:
        pressable.append(button(f"Open #{merged_into}", OPEN_LOOP, str(merged_into)))
    rows = [pressable[first : first + _IN_A_ROW] for first in range(0, len(pressable), _IN_A_ROW)]
    return [buttons(f"loop:{seen.loop.id}:{number}", *row) for number, row in enumerate(rows)]


def _story(seen: LoopSeen, now: datetime, back: int) -> Sequence[Block]:
    if not seen.events:
        return ()
    end = max(len(seen.events) - back, 1)
    start = max(end - AT_ONCE, 0)
    lines = [_line(told, now) for told in seen.events[start:end]]
    return [section("*What happened*"), *sections("\n".join(lines)), *_turns(seen, start, end)]


def _line(told: Told, now: datetime) -> str:
    return f"•  {on_day(told.event.at.astimezone(now.tzinfo).date())}: {happened(told)}"


def _turns(seen: LoopSeen, start: int, end: int) -> Iterable[Block]:
    loop_id, every = seen.loop.id, len(seen.events)
    turns = []
    if start > 0:
        turns.append(button(f"{start} earlier", EARLIER, f"{loop_id}:{every - start}"))
    if end < every:
        turns.append(button(f"{every - end} later", LATER, f"{loop_id}:{max(every - end - AT_ONCE, 0)}"))
    if turns:
        yield buttons("story", *turns)

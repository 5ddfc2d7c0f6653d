"""The page of one loop: who waits on whom, where it stands, what can be done now, and everything that happened."""

from datetime import datetime

from slack_sdk.models.blocks import ButtonElement

from bot.values.deliveries import Block
from bot.values.ports import View
from bot.values.seen_loops import LoopSeen, Told
from bot.views.fields import is_address
from bot.views.loops.buttons import for_steps, in_a_row
from bot.views.loops.kept import Kept
from bot.views.loops.story import build_story
from bot.views.loops.words import (
    IMPACTS,
    TODAY,
    YESTERDAY,
    age,
    happened,
    hits,
    named,
    standing,
    who_waits,
)
from bot.views.parts import button, buttons, context, modal, sections
from bot.views.words import escape, on_day

OPEN_LOOP = "loop_open"
PAGE = "loop_page"
EARLIER, LATER = "loop_earlier", "loop_later"


def build_page(
    seen: LoopSeen, now: datetime, *, kept: Kept | None = None, done: str | None = None, turned: int = 0
) -> View:
    """One loop, for whoever it was read for; `now` is in their zone.

    `done` says what they just did, `turned` how often they turned back to earlier steps, and `kept` where it was
    opened from.
    """
    blocks: list[Block] = [*(sections(done) if done else ())]
    blocks += sections("\n".join(_head(seen, now)))
    if seen.loop.details:
        blocks += sections(escape(seen.loop.details))
    if line := _particulars(seen):
        blocks.append(context(line))
    if pressable := _pressable(seen):
        blocks.append(buttons(f"loop:{seen.loop.id}", *in_a_row(pressable)))
    lines = [_line(told, now) for told in seen.events]
    blocks += build_story(seen.loop.id, lines, turned, earlier=EARLIER, later=LATER)
    return modal(
        f"Bottleneck #{seen.loop.id}",
        [dict(each) for each in blocks],
        callback_id=PAGE,
        close="Close",
        metadata=(kept or Kept(seen.loop.id)).written(),
    )


def linked(link: str) -> str:
    """A link as people gave it, safe for a message; what is no web address is shown as it is."""
    return f"<{link.replace('&', '&amp;')}>" if is_address(link) else escape(link)


def _head(seen: LoopSeen, now: datetime) -> list[str]:
    raised = on_day(seen.loop.raised_at.astimezone(now.tzinfo).date())
    waited = age(seen, now)
    since = {TODAY: f"raised today, {raised}", YESTERDAY: f"raised yesterday, {raised}"}
    return [
        f"*{named(seen)}*",
        f"{who_waits(seen)} · {since.get(waited, f'{waited}, since {raised}')}",
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


def _pressable(seen: LoopSeen) -> list[ButtonElement]:
    merged_into = seen.loop.merged_into_id
    if merged_into is None:
        return for_steps(seen)
    return [button(f"Open #{merged_into}", OPEN_LOOP, str(merged_into)), *for_steps(seen)]


def _line(told: Told, now: datetime) -> str:
    return f"•  {on_day(told.event.at.astimezone(now.tzinfo).date())}: {happened(told)}"

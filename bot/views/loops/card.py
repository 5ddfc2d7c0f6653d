"""The card of a loop in the channel of the team that waits: it is changed in place, and people talk in its thread."""

from datetime import date

from bot.values.deliveries import Message
from bot.values.seen_loops import LoopSeen
from bot.views.loops.buttons import on_card
from bot.views.loops.page import OPEN_LOOP
from bot.views.loops.words import IMPACTS, hits, named, standing, who_waits
from bot.views.parts import button, buttons, context, section
from bot.views.words import escape, on_day


def build_card(seen: LoopSeen) -> Message:
    """Where a loop stands. It says days and no ages: nobody changes it just because a day has passed."""
    loop = seen.loop
    head = f"*{named(seen)}*\n{who_waits(seen)}; {standing(seen, loop.due_on or date.min)}."
    small = _small_print(seen)
    return Message(
        text=f"{head}\n{small}",
        blocks=(
            section(head),
            context(small),
            buttons(f"card:{loop.id}", *on_card(seen), button("More…", OPEN_LOOP, str(loop.id))),
        ),
    )


def _small_print(seen: LoopSeen) -> str:
    loop = seen.loop
    by = f" by {escape(seen.raiser)}" if seen.raiser else ""
    parts = [
        f"Raised{by} on {on_day(loop.raised_at.date())}",
        escape(seen.category) if seen.category else "",
        IMPACTS[loop.impact] if loop.impact else "",
        hits(seen),
    ]
    return " · ".join(part for part in parts if part)

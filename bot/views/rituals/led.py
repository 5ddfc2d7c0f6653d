"""The rituals somebody leads, at a glance: a section of their Home tab, and the answer to `/drumbeat rituals`."""

from collections.abc import Sequence
from datetime import datetime

from bot.values.deliveries import Block, Message
from bot.values.leading import LedRitual
from bot.values.rituals import RitualState
from bot.values.rounds import RoundState
from bot.views.parts import button, buttons, context, section
from bot.views.rituals.form_words import participation
from bot.views.rituals.set_up import START
from bot.views.schedule_words import schedule_in_words
from bot.views.words import escape, on_day

OPEN = "open_ritual"
_MOST = 10
_MOST_AT_HOME = 6


def build_led_rituals(led: Sequence[LedRitual], now: datetime) -> list[Block]:
    """Some rituals with their schedule, their next date and how their last round went, and a way on."""
    return _listed(led[:_MOST_AT_HOME], len(led) - _MOST_AT_HOME, "`/drumbeat rituals` shows them", now)


def build_rituals(led: Sequence[LedRitual], now: datetime) -> Message:
    """The same as a message, with room for more."""
    shown = led[: 2 * _MOST]
    blocks = _listed(shown, len(led) - len(shown), "`/drumbeat rituals NAME` opens any of them", now)
    lines = [_lines(item, now) for item in shown[:_MOST]]
    return Message(text="\n".join(lines or [_NONE_YET]), blocks=tuple(blocks))


def _listed(led: Sequence[LedRitual], more: int, way_on: str, now: datetime) -> list[Block]:
    blocks: list[Block] = [section("*Rituals you look after*" if led else _NONE_YET)]
    for item in led:
        opening = button("Open", OPEN, str(item.ritual.id))
        opening.accessibility_label = f"Open {item.ritual.name}"[:75]
        line = section(_lines(item, now))
        blocks.append({**line, "block_id": f"led:{item.ritual.id}", "accessory": opening.to_dict()})
    if more > 0:
        blocks.append(context(f"…and {more} more: {way_on}."))
    blocks.append(buttons("led:new", button("Start a new one", START, "led")))
    return blocks


_NONE_YET = "*Rituals you look after*\nNone yet. Start one for a channel you are in: it takes one field."


def _lines(item: LedRitual, now: datetime) -> str:
    ritual = item.ritual
    head = f"*{escape(ritual.name)}*  ·  {schedule_in_words(ritual.plan.schedule, ritual.plan.spread)}"
    return f"{head}\n{' · '.join(part for part in (_next(item, now), _last(item)) if part)}"


def _next(item: LedRitual, now: datetime) -> str:
    if item.ritual.state == RitualState.PAUSED:
        return "paused"
    next_at, next_date = item.ritual.next_opens_at, item.ritual.next_date
    if next_at is None or next_date is None:
        return "no date to come" if item.newest else "waiting for somebody to ask"
    # Not the hour: it opens where the day begins first, which is another one where the reader is.
    return f"next on {on_day(next_date)}" if next_at > now else "opening now"


def _last(item: LedRitual) -> str:
    if item.newest is None:
        return "no round yet"
    if item.count is None:
        known = "open" if item.newest.state == RoundState.OPEN else "nothing could be shown"
        return f"{on_day(item.newest.local_date)}: {known}"
    return f"{on_day(item.newest.local_date)}: {participation(item.count)}"

"""The rows of a digest that need somebody, with what can be done about each; and the same once it was done.

A row is built here, found again here in a digest that is posted, and changed there in place.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from slack_sdk.models.blocks import ButtonElement

from bot.values.deliveries import Block, Message
from bot.values.facts import Stuck
from bot.values.loops import LoopState, Step
from bot.values.seen_loops import LoopSeen, Told
from bot.views.digests.text import few_words, first_bytes, shortened
from bot.views.loops.buttons import on_digest
from bot.views.loops.page import OPEN_LOOP
from bot.views.loops.words import standing
from bot.views.parts import LABEL, Blocks, button, buttons, section
from bot.views.words import TEXT, clip, escape, on_day

RAISE_SAID = "digest_raise"

_ROW, _DO = "row:", "do:"
_TITLE, _NAME = 8, 3
"""Words of a title and of a name in a row that was changed: it is never longer than the row it takes the place of."""

_DONE_BY = {Step.RAISED: "raised", Step.DECLINED: "declined", Step.REOPENED: "reopened"}
_SAYS_NOTHING_NEW = frozenset({Step.JOINED, Step.CHANGED, Step.NUDGED, Step.ESCALATED})


@dataclass(frozen=True, slots=True)
class Row:
    """One line that needs somebody. `about` tells it from all others, where it can be changed later; `opens` is the
    bottleneck that can be opened beside it, `pressable` stands below it."""

    about: str
    line: str
    opens: int | None = None
    pressable: Sequence[ButtonElement] = ()

    def blocks(self, heading: str = "") -> Blocks:
        """The line, below the heading where it is the first one, and what can be pressed."""
        shown = section(f"{heading}\n{self.line}" if heading else self.line)
        if self.about:
            shown["block_id"] = f"{_ROW}{self.about}"
        if self.opens is not None:
            shown["accessory"] = _spoken(
                button("Open", OPEN_LOOP, str(self.opens)), f"#{self.opens}"
            ).to_dict()
        return [shown, *([buttons(f"{_DO}{self.about}", *self.pressable)] if self.pressable else [])]


def of_loop(seen: LoopSeen, line: str, today: date) -> Row:
    """A row about a bottleneck, with its next step."""
    which = f"#{seen.loop.id} {seen.loop.title}"
    pressable = [_spoken(each, which) for each in on_digest(seen, today)]
    return Row(f"loop:{seen.loop.id}", line, seen.loop.id, pressable)


def of_said(item: Stuck, line: str) -> Row:
    """A row about what was only said in a check-in: it can be raised, so that somebody owns it."""
    if item.prompt_id is None:
        return Row("", line)
    prompt_id = str(item.prompt_id)
    press = _spoken(button("Raise it", RAISE_SAID, prompt_id), item.text)
    return Row(f"said:{prompt_id}", line, pressable=[press])


def rows_in(message: Message) -> list[str]:
    """What the rows of a digest are about that can be changed in place."""
    ids = (str(block.get("block_id", "")) for block in message.blocks)
    return [each.removeprefix(_ROW) for each in ids if each.startswith(_ROW)]


def with_row(message: Message, about: str, seen: LoopSeen, zone: ZoneInfo) -> Message | None:
    """A posted digest with its row about this loop as it stands now; None where it has no such row."""
    was = next((_line_of(block) for block in message.blocks if block.get("block_id") == _ROW + about), None)
    if was is None:
        return None
    row = replace(_now(seen, zone), about=about)
    return Message(
        text=first_bytes(message.text.replace(was, row.line, 1), TEXT),
        blocks=_with(message.blocks, row),
        plain=None if message.plain is None else _with(message.plain, row),
    )


def _spoken(press: ButtonElement, which: str) -> ButtonElement:
    """The button, as a screen reader tells it apart from those of other rows."""
    label = press.text.text if press.text else ""
    press.accessibility_label = clip(f"{label.removesuffix('…')}: {' '.join(which.split())}", LABEL)
    return press


def _with(blocks: Sequence[Block], row: Row) -> tuple[Block, ...]:
    changed: list[Block] = []
    for block in blocks:
        block_id = block.get("block_id")
        if block_id == _ROW + row.about:
            heading = block["text"]["text"].rpartition("\n")[0]
            changed += row.blocks(heading)
        elif block_id != _DO + row.about:
            changed.append(block)
    return tuple(changed)


def _line_of(block: Mapping[str, Any]) -> str:
    return str(block["text"]["text"]).rpartition("\n")[2]


def _now(seen: LoopSeen, zone: ZoneInfo) -> Row:
    """What became of it, and what can be done now."""
    told = _newest(seen)
    today = told.event.at.astimezone(zone).date() if told else date.min
    line = f"• #{seen.loop.id} {_title(seen)}: {_became(seen, told, zone)}."
    return of_loop(seen, line, today)


def _newest(seen: LoopSeen) -> Told | None:
    """What happened last that whoever reads the digest wants to know."""
    telling = [each for each in seen.events if each.event.step not in _SAYS_NOTHING_NEW]
    return telling[-1] if telling else None


def _became(seen: LoopSeen, told: Told | None, zone: ZoneInfo) -> str:
    if told is None:
        return standing(seen, date.min)
    who, day = _name(told.actor), on_day(told.event.at.astimezone(zone).date())
    match told.event.step:
        case Step.ACKNOWLEDGED | Step.PROMISED:
            return _taken_on(told, who)
        case Step.ANSWERED:
            return f"answered by {who} on {day}; {_name(seen.raiser, 'whoever raised it')} says whether that helped"
        case Step.CONFIRMED:
            return f"unblocked by {_unblocker(seen, told)} on {day}"
        case Step.PRESUMED:
            return f"presumed to be unblocked since {day}"
        case Step.MERGED:
            return f"part of #{told.event.what.other_id} since {day}"
        case Step.HANDED_OVER:
            return f"handed to {_name(told.waits_on)} by {who} on {day}"
        case Step.ASKED:
            return f"{who} asked {_name(seen.owner)} for a day on {day}"
        case step:
            return f"{_DONE_BY.get(step, 'changed')} by {who} on {day}"


def _taken_on(told: Told, who: str) -> str:
    word = "next word" if told.event.step == Step.ACKNOWLEDGED else "promised for"
    due = f", {word} {on_day(told.event.what.on)}" if told.event.what.on else ""
    return f"{who} is on it{due}"


def _unblocker(seen: LoopSeen, confirmed: Told) -> str:
    """Whoever answered; where nobody did, whoever said that it is out of the way."""
    answers = [each for each in seen.events if each.event.step == Step.ANSWERED]
    is_answered = bool(answers) and seen.loop.state == LoopState.CONFIRMED
    return _name((answers[-1] if is_answered else confirmed).actor)


def _title(seen: LoopSeen) -> str:
    return escape(few_words(shortened(seen.loop.title, 60), _TITLE))


def _name(name: str | None, nobody: str = "somebody") -> str:
    return escape(few_words(shortened(name, 40), _NAME)) if name else nobody

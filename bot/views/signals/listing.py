"""Many signals, page by page, in a message only one person sees; what its menu and buttons carry is built and read
here."""

from datetime import tzinfo
from typing import Any

from bot.values.deliveries import Block, Message
from bot.values.signals import EVERYTHING, FIRST, Leaf, SignalKind, SignalList, SignalSeen, Wanted
from bot.views.digests.text import clipped
from bot.views.menus import choice, group, menu_of_groups
from bot.views.parts import LABEL, button, buttons, section
from bot.views.signals.words import KINDS, counted
from bot.views.words import TEXT, clip, escape, first_few, on_day

OPEN_SIGNAL = "signal_open"
FILTER, OLDER, NEWER = "signals_filter", "signals_older", "signals_newer"

_QUOTE = 150
_HEADS = {
    SignalKind.CUSTOMER: "What customers said",
    SignalKind.COMPETITOR: "What competitors did and said",
    SignalKind.MARKET: "What the market says",
}
_NONE = "Nothing was noted yet, as far as you may see. `/signal` and what was said notes it in three seconds."
_NONE_OF_THESE = "Nothing of this was noted, as far as you may see. `/signal list` shows everything."


def build_list(listing: SignalList, zone: tzinfo) -> Message:
    """A page, those first that were heard last."""
    head = f"*{escape(_title(listing.wanted))}*"
    items = [told(seen, zone) for seen in listing.items]
    empty = [] if items else [_NONE if listing.wanted == EVERYTHING else _NONE_OF_THESE]
    blocks: list[Block] = [section(head), buttons("signals:which", _which(listing))]
    blocks += [_item(seen, text) for seen, text in zip(listing.items, items, strict=True)]
    blocks += [section(text) for text in empty]
    lines = [head, *items, *empty]
    return Message(first_few(lines, most=len(lines), budget=TEXT), [*blocks, *_turning(listing)])


def told(seen: SignalSeen, zone: tzinfo) -> str:
    """`*“Guests need SSO”*`, and below it who said it and how many heard it."""
    kind = f"{KINDS[seen.kind]}, {escape(seen.area)}" if seen.area else KINDS[seen.kind]
    last = on_day(seen.last_at.astimezone(zone).date())
    who = f"heard by {counted(seen.people, seen.teams, seen.times)}"
    return f"*“{clipped(seen.words, _QUOTE)}”*\n{kind} · {who} · last on {last}"


def spoken(press: str, seen: SignalSeen) -> str:
    """A button beside a signal, as a screen reader tells it apart from the others."""
    return clip(f"{press}: {' '.join(seen.words.split())}", LABEL)


def write_wanted(wanted: Wanted) -> str:
    """What somebody wants to see, as a button carries it."""
    return f"{wanted.kind or ''}|{wanted.area or ''}"


def read_wanted(value: str) -> Wanted:
    """What somebody wants to see; everything where it cannot be read."""
    kind, _, area = value.partition("|")
    return Wanted(SignalKind(kind) if kind in list(SignalKind) else None, area or None)


def read_turn(value: str, *, newer: bool) -> tuple[Wanted, Leaf]:
    """Which list was turned over, and to which page."""
    place, _, wanted = value.partition("|")
    if not place.isdecimal():
        return read_wanted(wanted), FIRST
    return read_wanted(wanted), Leaf(before=int(place)) if newer else Leaf(after=int(place))


def _title(wanted: Wanted) -> str:
    if wanted.area is not None:
        return f"Signals about {wanted.area}"
    return _HEADS[wanted.kind] if wanted.kind is not None else "Signals"


def _which(listing: SignalList) -> dict[str, Any]:
    kinds = [choice("All of them", write_wanted(EVERYTHING))]
    kinds += [choice(name, write_wanted(Wanted(kind=kind))) for kind, name in KINDS.items()]
    named = [*listing.areas]
    if listing.wanted.area is not None and listing.wanted.area not in named:
        named.append(listing.wanted.area)
    areas = [choice(area, write_wanted(Wanted(area=area))) for area in named]
    groups = [group("Said by", kinds), *([group("About", areas)] if areas else [])]
    chosen = next(each for each in (*kinds, *areas) if each["value"] == write_wanted(listing.wanted))
    return menu_of_groups(FILTER, "Show…", groups, initial=chosen)


def _item(seen: SignalSeen, text: str) -> Block:
    press = button("Open", OPEN_SIGNAL, str(seen.id))
    press.accessibility_label = spoken("Open", seen)
    return {**section(text), "block_id": f"signal:{seen.id}", "accessory": press.to_dict()}


def _turning(listing: SignalList) -> list[Block]:
    items, wanted = listing.items, write_wanted(listing.wanted)
    turns = []
    if items and listing.has_newer:
        turns.append(button("Newer", NEWER, f"{items[0].place}|{wanted}"))
    if items and listing.has_older:
        turns.append(button("Older", OLDER, f"{items[-1].place}|{wanted}"))
    return [buttons("signals:turn", *turns)] if turns else []

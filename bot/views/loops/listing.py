"""Many bottlenecks, page by page: in a message only one person sees, or in a window. What the menu and the buttons
carry is built and read here."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from slack_sdk.models.blocks import ButtonElement

from bot.values.deliveries import Block, Message
from bot.values.portfolio import EVERYTHING, FIRST, Apart, Counts, Leaf, Listing, Side, Spot, Wanted, Which
from bot.values.ports import View
from bot.values.seen_loops import LoopSeen
from bot.views.loops.page import OPEN_LOOP
from bot.views.loops.raise_form import RAISE
from bot.views.loops.words import age, hits, named, standing, who_waits
from bot.views.menus import Choice, choice, group, menu_of_groups
from bot.views.parts import LABEL, button, buttons, context, modal, section
from bot.views.words import MESSAGE, TEXT, clip, escape, first_few

OPEN_LIST, FILTER = "loops_list", "loops_filter"
OLDER, NEWER = "loops_older", "loops_newer"
OPEN_MATRIX = "loops_matrix"
LISTING = "loops_listing"
"""What the window is called by Slack; nothing in it is handed in."""

_MOST_TEAMS = 90
"""Of the 100 options a menu holds (docs: block-elements/select-menu-element)."""

_OPTION = 40
"""Characters of a team's name in it: what is in a menu counts as text of the message, too."""

_MARGIN = 800
"""Characters for what is neither in the sections nor in the menu: buttons, and the line below."""
_SHORT_TITLE, _SHORT_NAME = 60, 30

_ALL = "Everything I may see"
_WHICH = {
    Which.ALL: _ALL,
    Which.TEAM: "What concerns my teams",
    Which.MINE: "What concerns me",
    Which.OLD: "Late, or over 14 days",
}
_HEADS = {
    Which.ALL: "Bottlenecks",
    Which.TEAM: "Bottlenecks that concern your teams",
    Which.MINE: "Bottlenecks that concern you",
    Which.OLD: "Bottlenecks past their day, or older than 14 days",
}
_EMPTY = {
    Which.ALL: "Nothing is open, as far as you may see. `/bottleneck` and a few words raise what is in your way.",
    Which.TEAM: "Your teams wait for nothing, and nothing waits on them. `/bottleneck list` shows what others have.",
    Which.MINE: "Nothing waits on you, nothing you raised is open, and nothing hits you. Is something in your way?"
    " `/bottleneck` and a few words raise it.",
    Which.OLD: "Nothing is past its day or older than 14 days. `/bottleneck list` shows what is open.",
}


def build_list(listing: Listing) -> Message:
    """A page, in a message only one person sees."""
    lines = [_head(listing), *(_plain(seen, listing.now) for seen in listing.items)]
    text = first_few(lines if listing.items else [*lines, _empty(listing)], most=len(lines) + 1, budget=TEXT)
    blocks = _blocks(listing)
    in_menu = _OPTION * min(len(listing.teams), _MOST_TEAMS)
    if _written(blocks) + in_menu > MESSAGE - _MARGIN:
        blocks = _blocks(replace(listing, items=[_shortened(seen) for seen in listing.items]))
    return Message(text=text, blocks=tuple(blocks))


def build_list_window(listing: Listing) -> View:
    """The same page in a window."""
    return modal("Bottlenecks", _blocks(listing), callback_id=LISTING, close="Close")


def write_wanted(wanted: Wanted) -> str:
    """What somebody wants to see, as a button carries it."""
    sides = ("" if side is None else str(side) for side in (wanted.waits, wanted.on))
    return ":".join((wanted.which, *sides))


def read_wanted(value: str) -> Wanted:
    """What somebody wants to see; everything where it cannot be read."""
    which, waits, on = (*value.split(":"), "", "", "")[:3]
    if which not in list(Which):
        return EVERYTHING
    return Wanted(Which(which), _to_side(waits), _to_side(on))


def read_turn(value: str, *, newer: bool) -> tuple[Wanted, Leaf]:
    """Which list was turned over, and to which page."""
    wanted, _, place = value.partition("|")
    at, _, number = place.partition("|")
    if not number.isdecimal():
        return read_wanted(wanted), FIRST
    spot = Spot(datetime.fromisoformat(at), int(number))
    return read_wanted(wanted), Leaf(after=spot) if newer else Leaf(before=spot)


def item(seen: LoopSeen, now: datetime, *, part: str = "loop") -> Block:
    """One bottleneck in a list, with a button that opens it. `part` tells the list apart from others beside it."""
    text = f"*{named(seen)}*\n{particulars(seen, now)}"
    return {
        **section(text),
        "block_id": f"{part}:{seen.loop.id}",
        "accessory": open_button(seen).to_dict(),
    }


def open_button(seen: LoopSeen) -> ButtonElement:
    """Opens the page of a bottleneck."""
    press = button("Open", OPEN_LOOP, str(seen.loop.id))
    press.accessibility_label = clip(f"Open #{seen.loop.id} {seen.loop.title}", LABEL)
    return press


def particulars(seen: LoopSeen, now: datetime) -> str:
    """`Checkout waits on Payments · 23 days · nobody is on it yet · hits 3 people in 2 teams`."""
    parts = (who_waits(seen), age(seen, now), standing(seen, now.date()), hits(seen))
    return " · ".join(filter(None, parts))


def counted(counts: Counts, *, only_open: bool = False) -> str:
    """`12 open: 3 past their day, 4 with nobody on them; 2 answered, waiting for a word`."""
    late = [
        f"{counts.overdue} past {'its' if counts.overdue == 1 else 'their'} day" if counts.overdue else "",
        f"{counts.untaken} with nobody on {'it' if counts.untaken == 1 else 'them'}"
        if counts.untaken
        else "",
    ]
    of_them = ", ".join(filter(None, late))
    said = f"{counts.open} open{f': {of_them}' if of_them else ''}"
    if only_open or not counts.answered:
        return said
    return f"{said}; {counts.answered} answered, waiting for a word"


def _blocks(listing: Listing) -> list[Block]:
    now, items = listing.now, listing.items
    blocks: list[Block] = [section(_head(listing)), _choices(listing)]
    blocks += [item(seen, now) for seen in items] if items else [section(_empty(listing))]
    if not items:
        blocks.append(buttons("loops:next", button("Raise a bottleneck", RAISE, "list")))
    return [*blocks, *_turning(listing)]


def _head(listing: Listing) -> str:
    counts = counted(listing.counts, only_open=listing.wanted.only_open) if listing.total else "none is open"
    return f"*{escape(_title(listing))}* · {counts}"


def _title(listing: Listing) -> str:
    waits, on = listing.waits, listing.on
    if waits and on:
        return f"What {waits} waits for from {on}" if waits != on else f"What waits inside {on}"
    if waits:
        return f"What {waits} waits for"
    return f"What waits on {on}" if on else _HEADS[listing.wanted.which]


def _empty(listing: Listing) -> str:
    if listing.on is None and listing.waits is None:
        return _EMPTY[listing.wanted.which]
    return "Nothing open, as far as you may see. `/bottleneck list` shows what waits elsewhere."


def _written(blocks: Sequence[Block]) -> int:
    return sum(len(each["text"]["text"]) for each in blocks if each["type"] == "section")


def _shortened(seen: LoopSeen) -> LoopSeen:
    """With names that fit even where every letter has to be escaped."""
    return replace(
        seen,
        loop=replace(seen.loop, title=clip(seen.loop.title, _SHORT_TITLE)),
        raiser=clip(seen.raiser or "", _SHORT_NAME),
        team=clip(seen.team or "", _SHORT_NAME),
        waits_on=clip(seen.waits_on or "", _SHORT_NAME),
        owner=clip(seen.owner or "", _SHORT_NAME),
    )


def _plain(seen: LoopSeen, now: datetime) -> str:
    return f"•  {named(seen)}: {particulars(seen, now)}"


def _choices(listing: Listing) -> Block:
    lists, sides = _offered(listing)
    wanted = write_wanted(listing.wanted)
    chosen = next(each for each in (*lists, *sides) if each["value"] == wanted)
    groups = [group("Show", lists), group("What waits on", sides)]
    which = menu_of_groups(FILTER, "Show…", groups, initial=chosen)
    return buttons("loops:which", which, button("Who waits on whom", OPEN_MATRIX, "list"))


def _offered(listing: Listing) -> tuple[list[Choice], list[Choice]]:
    lists = [_choice(text, Wanted(which)) for which, text in _WHICH.items()]
    sides = [_choice(clip(team.name, _OPTION), Wanted(on=team.side)) for team in listing.teams[:_MOST_TEAMS]]
    sides.append(_choice("Somebody outside", Wanted(on=Apart.OUTSIDE)))
    wanted = write_wanted(listing.wanted)
    if all(each["value"] != wanted for each in (*lists, *sides)):
        lists.append(_choice(_title(listing), listing.wanted))
    return lists, sides


def _choice(text: str, wanted: Wanted) -> Choice:
    return choice(text, write_wanted(wanted))


def _turning(listing: Listing) -> list[Block]:
    items, wanted = listing.items, write_wanted(listing.wanted)
    if not items or len(items) >= listing.total:
        return []
    first, last = listing.earlier + 1, listing.earlier + len(items)
    turns = []
    if listing.earlier:
        turns.append(button("Older", OLDER, f"{wanted}|{_place(items[0])}"))
    if last < listing.total:
        turns.append(button("Newer", NEWER, f"{wanted}|{_place(items[-1])}"))
    where = (
        f"{first}–{last} of {listing.total}, the oldest first"
        if first < last
        else f"{last} of {listing.total}"
    )
    return [buttons("loops:turn", *turns), context(where)]


def _place(seen: LoopSeen) -> str:
    return f"{seen.loop.raised_at.isoformat()}|{seen.loop.id}"


def _to_side(text: str) -> Side | None:
    if text in list(Apart):
        return Apart(text)
    return int(text) if text.isdecimal() else None

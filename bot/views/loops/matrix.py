"""Who waits on whom, in a window: the longest waiting first, in sentences; then every team, in the order of the
alphabet. What one waits for from another is ordered by time, teams never are.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from slack_sdk.models.blocks import ButtonElement

from bot.values.deliveries import Block
from bot.values.portfolio import EVERYTHING, Apart, Balance, Edge, Matrix, Named, Side, Wanted
from bot.values.ports import View
from bot.views.loops.listing import OPEN_LIST, OPEN_MATRIX, write_wanted
from bot.views.loops.words import age, named
from bot.views.menus import Choice, choice, group, menu, menu_of_groups
from bot.views.parts import LABEL, button, buttons, context, modal, section, sections
from bot.views.words import clip, escape, plural

CHOOSE = "matrix_team"
EARLIER, LATER = "matrix_earlier", "matrix_later"
MATRIX = "loops_matrix_view"
"""What the window is called by Slack; nothing in it is handed in."""

TEAMS = 25
"""Teams on one page."""

_MOST_EDGES = 20
"""Of a kind: a window holds 100 blocks (docs: surfaces/modals)."""

_LOOK = "Look at one team"
_MOST_OPTIONS = 100
_MOST_GROUPS = 100
_DAY = timedelta(days=1)
_QUIET = (
    "Nobody waits on anybody, as far as you may see, and nobody did in the last 4 weeks. `/bottleneck` and a few"
    " words raise what is in your way."
)
_NOTHING_HEAVY = "No team has waited 3 days or more on another one in the last 4 weeks."


def build_matrix(matrix: Matrix, start: int = 0) -> View:
    """The whole picture, from its team number `start` on; or the side that is chosen, in full."""
    blocks = _one_side(matrix, matrix.chosen) if matrix.chosen else _everybody(matrix, start)
    return modal("Who waits on whom", blocks, callback_id=MATRIX, close="Close")


def read_start(value: str) -> int:
    """The page that was turned to, by its first team."""
    return int(value) if value.isdecimal() else 0


def read_side(value: str) -> Side | None:
    """The side that was chosen."""
    if value in list(Apart):
        return Apart(value)
    return int(value) if value.isdecimal() else None


def days(time: timedelta) -> str:
    """`31 days`; what is no whole one yet is `less than a day`."""
    whole = time // _DAY
    return plural(whole, "day") if whole else "less than a day" if time else "0 days"


def _everybody(matrix: Matrix, start: int) -> list[Block]:
    if not matrix.balances and not matrix.unnamed:
        return [section(_QUIET), *_ways_out()]
    start = start if start < len(matrix.balances) else 0
    blocks: list[Block] = [section("*What waits longest*" if matrix.heaviest else _NOTHING_HEAVY)]
    blocks += [_edge(edge, matrix.now, "heavy") for edge in matrix.heaviest]
    if matrix.unnamed:
        ones, wait = ("one", "waits") if matrix.unnamed == 1 else ("ones", "wait")
        blocks.append(context(f"{matrix.unnamed} open {ones} {wait} on nobody in particular yet."))
    if matrix.balances:
        blocks += [{"type": "divider"}, _menu(matrix.balances), *_teams(matrix.balances, start)]
    blocks.append(context("Days of waiting in the last 4 weeks, over all bottlenecks you may see."))
    return [*blocks, *_ways_out()]


def _teams(balances: Sequence[Balance], start: int) -> list[Block]:
    shown = balances[start : start + TEAMS]
    blocks: list[Block] = [*sections("\n".join(map(_balance, shown)))]
    turns: list[ButtonElement] = []
    if start:
        turns.append(button("Earlier teams", EARLIER, str(max(start - TEAMS, 0))))
    if start + TEAMS < len(balances):
        turns.append(button("More teams", LATER, str(start + TEAMS)))
    if not turns:
        return blocks
    where = f"{start + 1}–{start + len(shown)} of {len(balances)}, by name"
    return [*blocks, context(where), buttons("matrix:turn", *turns)]


def _balance(each: Balance) -> str:
    name, is_team = each.who.name, isinstance(each.who.side, int)
    sides = (
        (f"{_waits(each.who)} for others", each.waits),
        (f"others wait for {'it' if is_team else 'them'}", each.is_waited_on),
        ("inside it" if is_team else "among them", each.within),
    )
    told = " · ".join(f"{what} {days(count)}" for what, count in sides if count)
    return f"*{_name(name[:1].upper() + name[1:])}*: {told or 'no waiting'}"


def _waits(who: Named) -> str:
    return "wait" if who.side is Apart.ALONE else "waits"


def _one_side(matrix: Matrix, chosen: Balance) -> list[Block]:
    name = _name(chosen.who.name)
    blocks: list[Block] = [section(_balance(chosen))]
    if chosen.within:
        inside = Wanted(waits=chosen.who.side, on=chosen.who.side)
        press = button("Show", OPEN_LIST, write_wanted(inside))
        line = f"Its people waited for each other for {days(chosen.within)} in the last 4 weeks."
        blocks.append({**section(line), "block_id": "inside", "accessory": press.to_dict()})
    blocks += _edges(f"*What {name} waits for*", matrix.waits_for, matrix.now, "for")
    blocks += _edges(f"*Who waits on {name}*", matrix.waited_on_by, matrix.now, "on")
    return [*blocks, _menu(matrix.balances), buttons("matrix:back", button("All teams", OPEN_MATRIX, "all"))]


def _edges(head: str, edges: Sequence[Edge], now: datetime, part: str) -> list[Block]:
    if not edges:
        return [section(f"{head}\nNobody: nothing is open, and nothing was in the last 4 weeks.")]
    blocks: list[Block] = [section(head), *(_edge(edge, now, part) for edge in edges[:_MOST_EDGES])]
    if rest := edges[_MOST_EDGES:]:
        together = sum((edge.blocked for edge in rest), timedelta(0))
        blocks.append(context(f"…and {len(rest)} more, {days(together)} together."))
    return blocks


def _edge(edge: Edge, now: datetime, part: str) -> Block:
    waits, on = _name(edge.waits.name), _name(edge.on.name)
    text = f"*{waits}* {_waits(edge.waits)} on *{on}*: {edge.open} open, {days(edge.blocked)} in the last 4 weeks"
    if edge.oldest is not None:
        text += f"; oldest: {named(edge.oldest)}, {age(edge.oldest, now)}"
    block: Block = {**section(text), "block_id": f"{part}:{edge.waits.side}:{edge.on.side}"}
    if not edge.open:
        return block
    press = button("Show", OPEN_LIST, write_wanted(Wanted(waits=edge.waits.side, on=edge.on.side)))
    press.accessibility_label = clip(f"Show what {edge.waits.name} waits for from {edge.on.name}", LABEL)
    return {**block, "accessory": press.to_dict()}


def _menu(balances: Sequence[Balance]) -> Block:
    teams = [choice(each.who.name, str(each.who.side)) for each in balances]
    if len(teams) <= _MOST_OPTIONS:
        return buttons("matrix:team", menu(CHOOSE, _LOOK, teams))
    starts = range(0, min(len(teams), _MOST_OPTIONS * _MOST_GROUPS), _MOST_OPTIONS)
    groups = [_group(teams[at : at + _MOST_OPTIONS], at) for at in starts]
    return buttons("matrix:team", menu_of_groups(CHOOSE, _LOOK, groups))


def _group(teams: Sequence[Choice], start: int) -> dict[str, Any]:
    return group(f"{start + 1}–{start + len(teams)}", teams)


def _ways_out() -> list[Block]:
    return [buttons("matrix:list", button("All bottlenecks", OPEN_LIST, write_wanted(EVERYTHING)))]


def _name(name: str) -> str:
    return escape(clip(name, LABEL))

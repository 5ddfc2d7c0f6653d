"""Bottlenecks on the Home tab: what waits on me, what I raised, and for who leads what is open around their teams."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from slack_sdk.models.blocks import ButtonElement

from bot.values.deliveries import Block
from bot.values.home import Me
from bot.values.loops import LoopState
from bot.values.people import Role
from bot.values.portfolio import EVERYTHING, HomeLoops, Wanted, Which
from bot.values.seen_loops import LoopSeen
from bot.views.loops.buttons import answer, confirm, on_it, reopen
from bot.views.loops.listing import (
    OPEN_LIST,
    OPEN_MATRIX,
    counted,
    item,
    open_button,
    particulars,
    write_wanted,
)
from bot.views.loops.raise_form import RAISE
from bot.views.loops.words import named
from bot.views.parts import button, buttons, context, section

_QUIET = "*Bottlenecks*\nNothing waits on you, and nothing you raised is open."


def build_my_bottlenecks(loops: HomeLoops, me: Me, now: datetime) -> list[Block]:
    """What waits on this person and what they raised, each with what they can do about it."""
    blocks: list[Block] = []
    mine = [replace(seen, for_member=me.member.id) for seen in loops.waits_on_me]
    if mine:
        blocks.append(section("*Waits on you*"))
        for seen in mine:
            blocks += _with_buttons(seen, now, "mine", on_it(seen), answer(seen), open_button(seen))
        blocks += _more(len(mine), loops.waiting)
    if loops.raised_by_me:
        blocks.append(section("*You raised*"))
        for seen in loops.raised_by_me:
            blocks += _raised(seen, now)
        blocks += _more(len(loops.raised_by_me), loops.raised)
    return [*(blocks or [section(_QUIET)]), _ways_on(me)]


def build_portfolio(loops: HomeLoops, me: Me, now: datetime) -> list[Block]:
    """For who leads: how much is open around their teams, or everywhere, and the oldest of it."""
    if loops.counts is None:
        return []
    is_admin = me.member.role == Role.ADMIN
    head = "*All bottlenecks*" if is_admin else "*Bottlenecks around your teams*"
    if not loops.counts.total:
        return [section(f"{head}\nNothing is open.")]
    blocks: list[Block] = [section(f"{head}\n{counted(loops.counts)}")]
    blocks += [item(seen, now, part="oldest") for seen in loops.oldest]
    wanted = EVERYTHING if is_admin else Wanted(Which.TEAM)
    rest = [button("See them all", OPEN_LIST, write_wanted(wanted))] if _is_longer(loops) else []
    return [*blocks, buttons("portfolio", *rest, button("Who waits on whom", OPEN_MATRIX, "home"))]


def _raised(seen: LoopSeen, now: datetime) -> Sequence[Block]:
    if seen.loop.state == LoopState.ANSWERED:
        return _with_buttons(seen, now, "raised", confirm(seen), reopen(seen), open_button(seen))
    return [item(seen, now, part="raised")]


def _with_buttons(seen: LoopSeen, now: datetime, part: str, *presses: ButtonElement) -> Sequence[Block]:
    text = f"*{named(seen)}*\n{particulars(seen, now)}"
    return section(text), buttons(f"{part}:{seen.loop.id}", *presses)


def _more(shown: int, total: int) -> list[Block]:
    return [context(f"…and {total - shown} more: `/bottleneck mine` shows them.")] if total > shown else []


def _ways_on(me: Me) -> Block:
    every = button("All bottlenecks", OPEN_LIST, write_wanted(EVERYTHING))
    if me.member.role == Role.OBSERVER:
        return buttons("bottlenecks", every)
    return buttons("bottlenecks", button("Raise a bottleneck", RAISE, "home"), every)


def _is_longer(loops: HomeLoops) -> bool:
    return loops.counts is not None and loops.counts.total > len(loops.oldest)

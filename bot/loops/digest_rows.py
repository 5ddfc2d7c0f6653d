"""The row of a posted digest about a loop: changed in place at each step, wherever that was taken, so that nobody
acts on what no longer holds."""

from datetime import datetime

from bot.loops.wording import Wording
from bot.store import posted_digests, seen_loops
from bot.store.engine import Transaction
from bot.store.posted_digests import Told
from bot.values.loops import Loop
from bot.values.seen_loops import LoopSeen


def about_loop(loop_id: int) -> str:
    """What a row about a bottleneck is about."""
    return f"loop:{loop_id}"


def about_answer(prompt_id: int) -> str:
    """What a row about something that was said in a check-in is about."""
    return f"said:{prompt_id}"


async def show(tx: Transaction, wording: Wording, loop: Loop, now: datetime) -> None:
    """Posted digests say of this loop where it stands now. Of what is kept out of channels they say nothing."""
    if loop.is_quiet:
        return
    about = [about_loop(loop.id)]
    if loop.source.prompt_id is not None:
        about.append(about_answer(loop.source.prompt_id))
    rows = await posted_digests.telling_of(tx, loop.workspace_id, about, now)
    if not rows:
        return
    [seen] = await seen_loops.seen(tx, [loop], with_events=True)
    for row in rows:
        await _show_in(tx, wording, row, seen, now)


async def _show_in(tx: Transaction, wording: Wording, row: Told, seen: LoopSeen, now: datetime) -> None:
    says = await posted_digests.says(tx, seen.loop.workspace_id, row.key)
    changed = wording.digest_row(says, row.about, seen, row.zone) if says else None
    if changed is not None and changed != says:
        await posted_digests.change(tx, seen.loop.workspace_id, row.key, changed, now)

"""Raising what somebody only said in a check-in, so that somebody owns it: once, whoever presses first."""

from dataclasses import dataclass

from bot.loops import seeing
from bot.store import loops, quotes, teams
from bot.store.engine import Store, Transaction
from bot.store.quotes import Spoken
from bot.values.errors import NotThere, NotYours
from bot.values.loops import Source
from bot.values.people import Member
from bot.values.questions import STUCK
from bot.values.seen_loops import LoopSeen


@dataclass(frozen=True, slots=True)
class Unraised:
    """What was said, where it is raised from, and what it was raised as, where somebody did. Under the same `key` it
    is raised once."""

    spoken: Spoken
    source: Source
    key: str
    raised: LoopSeen | None = None


async def to_raise(store: Store, member: Member, prompt_id: int) -> Unraised:
    """What somebody of the team wants to raise. Raises NotThere or NotYours."""
    async with store.reading() as tx:
        said = await quotes.spoken(tx, member.workspace_id, prompt_id, STUCK)
        if said is None:
            raise NotThere("These words are not kept any more. `/bottleneck` raises it in yours.")
        if said.team_id not in {team.id for team in await teams.own_of(tx, member)}:
            raise NotYours(
                f"This was said in {said.team}: somebody of that team, or whoever leads it, can raise it. You can ask"
                " them. Is it in your way, too? `/bottleneck` raises it for your own team."
            )
        source = Source(prompt_id=prompt_id, question_key=STUCK)
        raised = await _raised(tx, member, prompt_id)
    return Unraised(said, source, f"said:{prompt_id}", raised)


async def _raised(tx: Transaction, member: Member, prompt_id: int) -> LoopSeen | None:
    found = [each for each in await loops.raised_in(tx, [prompt_id]) if each.source.question_key == STUCK]
    seen = await seeing.for_member(tx, member, found[:1])
    return seen[0] if seen else None

"""Bottleneck polls: what can be picked, what the votes come to, and what follows when one closes."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from itertools import groupby

from bot.loops import lifecycle
from bot.loops.wording import Wording
from bot.store import members, prompts, rituals, seen_loops, votes
from bot.store.engine import Transaction
from bot.values.deliveries import Message
from bot.values.loops import Impact, Loop, LoopEvent, NewStep, Step
from bot.values.people import Team
from bot.values.polls import Cast, Ranked, Ranking, Tally, label
from bot.values.questions import QuestionType
from bot.values.rituals import TO_TEAM, Ritual
from bot.values.rounds import Round
from bot.values.seen_loops import LoopSeen

MOST_OFFERED = 100
"""What Slack takes in one menu (Block Kit: multi static select)."""

_BADNESS = (*Impact, None)

FIRST = 3
"""So many of the ranking are for leads to see to."""


def rank(cast: Iterable[Cast], raised_at: Mapping[int, datetime]) -> list[Tally]:
    """What the votes come to: who holds most people back first, then most teams, then what has waited longest.

    A member counts once for a bottleneck, however many of their votes are for it.
    """
    once = {(each.loop_id, each.member_id): each for each in _mildest_first(cast)}
    in_order = sorted(once.values(), key=lambda each: each.loop_id)
    tallies = [_tally(loop_id, list(of)) for loop_id, of in groupby(in_order, lambda each: each.loop_id)]
    return sorted(
        tallies, key=lambda each: (-each.people, -each.teams, raised_at[each.loop_id], each.loop_id)
    )


async def options_from(
    tx: Transaction, ritual: Ritual, its_teams: Sequence[Team], now: datetime
) -> list[str]:
    """The open bottlenecks that everybody who is asked, and everybody who reads what came back, may see."""
    alone = its_teams[0] if len(its_teams) == 1 else None
    stays = alone is not None and ritual.plan.report in (TO_TEAM, alone.channel_id)
    private_team = alone.id if alone is not None and stays else None
    found = await votes.to_pick(tx, ritual.workspace_id, private_team=private_team, limit=MOST_OFFERED)
    return [label(loop_id, title) for loop_id, title in found]


async def on_close(
    wording: Wording, tx: Transaction, round_: Round, channels: Mapping[str, Collection[int]], now: datetime
) -> dict[str, Sequence[Message]]:
    """Whoever picked a bottleneck is hit by it from now on, the first ones are for leads to see to, and each channel
    is told the ranking of what it may know."""
    if all(question.type != QuestionType.BOTTLENECKS for question in round_.questions):
        return {}
    cast = await votes.of_round(tx, round_.id)
    stands = await join(tx, round_.workspace_id, cast, now)
    resolved = [Cast(stands[each.loop_id].id, each.member_id, each.team_id, each.impact) for each in cast]
    by_id = {each.id: each for each in stands.values()}
    tallies = rank(resolved, {each.id: each.raised_at for each in by_id.values()})
    await votes.pick(tx, [each.loop_id for each in tallies[:FIRST] if by_id[each.loop_id].is_open], at=now)
    seen = await seen_loops.seen(tx, [by_id[each.loop_id] for each in tallies])
    ranked = [Ranked(each, tally) for each, tally in zip(seen, tallies, strict=True)]
    return await _told(tx, wording, round_, ranked, channels, now)


async def join(tx: Transaction, workspace_id: int, cast: Sequence[Cast], now: datetime) -> dict[int, Loop]:
    """Whoever picked a bottleneck is hit by it, too. How those that were picked stand after it, by their number; one
    that has become part of another counts as that one."""
    counts_as = await votes.what_became_of(tx, {each.loop_id for each in cast})
    stands = {each.id: each for each in await votes.lock(tx, workspace_id, set(counts_as.values()))}
    for loop_id in sorted(stands):
        picked = [each for each in cast if counts_as[each.loop_id] == loop_id]
        stands[loop_id] = await _join(tx, stands[loop_id], picked, now)
    return {picked_id: stands[loop_id] for picked_id, loop_id in counts_as.items()}


async def _join(tx: Transaction, before: Loop, picked: Iterable[Cast], now: datetime) -> Loop:
    """All of them in one go: a poll of a large company must not hold up whoever presses a button meanwhile."""
    known = await votes.whom_it_hits(tx, before.id)
    new = {each.member_id: each for each in _mildest_first(picked) if each.member_id not in known}
    if not new or not lifecycle.fits(before, Step.JOINED):
        return before
    events = [
        LoopEvent(seq, now, NewStep(Step.JOINED, team_id=each.team_id, impact=each.impact), each.member_id)
        for seq, each in enumerate(new.values(), start=before.version + 1)
    ]
    after = lifecycle.replay(before, events)
    await votes.join(tx, after, events)
    return after


def _mildest_first(cast: Iterable[Cast]) -> list[Cast]:
    """Of two votes that come to be for the same one, the worse counts: it is the last."""
    return sorted(cast, key=lambda each: -_BADNESS.index(each.impact))


async def _told(
    tx: Transaction,
    wording: Wording,
    round_: Round,
    ranked: Sequence[Ranked],
    channels: Mapping[str, Collection[int]],
    now: datetime,
) -> dict[str, Sequence[Message]]:
    owner = await members.by_id(tx, (await rituals.by_id(tx, round_.ritual_id)).owner_id)
    private = await votes.private_places(tx, round_.workspace_id)
    count = await prompts.count(tx, round_.id)
    told = {}
    for channel in channels:
        known = [each for each in ranked if _is_known_in(channel, each.seen, private)]
        told[channel] = wording.ranking(Ranking(known, count, now.astimezone(owner.tz)))
    return told


def _is_known_in(channel: str, seen: LoopSeen, private: Mapping[int, str]) -> bool:
    """What a private team waits for stays in its own channel."""
    team_id = seen.loop.team_id
    return team_id is None or private.get(team_id, channel) == channel


def _tally(loop_id: int, cast: Sequence[Cast]) -> Tally:
    impacts = Counter(each.impact for each in cast if each.impact is not None)
    return Tally(loop_id, len(cast), len({each.team_id for each in cast}), impacts)

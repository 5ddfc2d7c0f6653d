"""Loops with names in place of ids, as people read them."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Column, func, select

from bot.store import loops as store
from bot.store.engine import Transaction
from bot.store.tables import category, loop, loop_hit, member, team
from bot.values.loops import LEADERSHIP, Loop, LoopEvent, WaitsOn
from bot.values.seen_loops import LoopSeen, Told


async def seen(tx: Transaction, loops: Sequence[Loop], *, with_events: bool = False) -> list[LoopSeen]:
    """These loops in the same order, with names; with their whole story where it is to be told.

    What a person may do about them is not known here: `for_member` and `may` stay empty.
    """
    if not loops:
        return []
    events = await store.events_of(tx, [each.id for each in loops]) if with_events else {}
    names = await _Names.of(tx, loops, [event for told in events.values() for event in told])
    hits = await _hits(tx, [each.id for each in loops])
    return [_with_names(each, names, hits.get(each.id, (1, 1)), events.get(each.id, [])) for each in loops]


class _Names:
    """What members, teams, categories and other loops are called, by id."""

    def __init__(
        self,
        members: dict[int, str],
        teams: dict[int, str],
        categories: dict[int, str],
        titles: dict[int, str],
    ) -> None:
        self.members, self.teams, self.categories, self.titles = members, teams, categories, titles

    @staticmethod
    async def of(tx: Transaction, loops: Sequence[Loop], events: Sequence[LoopEvent]) -> "_Names":
        parties = [each.waits_on for each in loops] + [event.what.waits_on for event in events]
        people = {each.raiser_id for each in loops} | {each.owner_id for each in loops}
        people |= {party.member_id for party in parties} | {event.actor_id for event in events}
        own = {each.team_id for each in loops} | {event.what.team_id for event in events}
        others = {each.merged_into_id for each in loops} | {event.what.other_id for event in events}
        return _Names(
            await _named(tx, member.c.id, member.c.name, people),
            await _named(tx, team.c.id, team.c.name, own | {party.team_id for party in parties}),
            await _named(tx, category.c.id, category.c.name, {each.category_id for each in loops}),
            await _named(tx, loop.c.id, loop.c.title, others),
        )

    def party(self, waits_on: WaitsOn) -> str | None:
        """What whoever is waited on is called."""
        if waits_on.team_id is not None:
            return self.teams.get(waits_on.team_id)
        if waits_on.member_id is not None:
            return self.members.get(waits_on.member_id)
        return LEADERSHIP if waits_on.leadership else waits_on.outside


async def _named(
    tx: Transaction, key: Column[Any], name: Column[Any], ids: Collection[int | None]
) -> dict[int, str]:
    wanted = [each for each in ids if each is not None]
    if not wanted:
        return {}
    return {row[0]: row[1] for row in await tx.execute(select(key, name).where(key.in_(wanted)))}


async def _hits(tx: Transaction, loop_ids: Sequence[int]) -> dict[int, tuple[int, int]]:
    query = (
        select(loop_hit.c.loop_id, func.count(), func.count(loop_hit.c.team_id.distinct()))
        .where(loop_hit.c.loop_id.in_(list(loop_ids)))
        .group_by(loop_hit.c.loop_id)
    )
    return {row[0]: (row[1], row[2]) for row in await tx.execute(query)}


def _with_names(each: Loop, names: _Names, hits: tuple[int, int], events: Sequence[LoopEvent]) -> LoopSeen:
    people, teams = hits
    return LoopSeen(
        loop=each,
        raiser=names.members.get(each.raiser_id or 0),
        team=names.teams.get(each.team_id or 0),
        waits_on=names.party(each.waits_on),
        owner=names.members.get(each.owner_id or 0),
        category=names.categories.get(each.category_id or 0),
        people=people,
        teams=teams,
        events=[_told(event, names) for event in events],
    )


def _told(event: LoopEvent, names: _Names) -> Told:
    what = event.what
    return Told(
        event,
        actor=names.members.get(event.actor_id or 0),
        waits_on=names.party(what.waits_on),
        team=names.teams.get(what.team_id or 0),
        other=names.titles.get(what.other_id or 0),
    )

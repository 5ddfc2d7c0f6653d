"""A loop as people see it: with names in place of ids, and what each of them has to do with it."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.values.loops import Loop, LoopEvent, Step


@dataclass(frozen=True, slots=True)
class Stake:
    """What one person has to do with a loop.

    `is_waited_on`: they are the member it waits for, are in the team it waits for, or took it on. `leads_waited_on`
    and `leads_waiting`: they lead that team, or one that member is in, or the one that waits. `may_see`: it is theirs
    to know about.
    """

    member_id: int
    is_raiser: bool = False
    is_hit: bool = False
    is_waited_on: bool = False
    leads_waited_on: bool = False
    leads_waiting: bool = False
    is_admin: bool = False
    raiser_is_gone: bool = False
    may_see: bool = True


@dataclass(frozen=True, slots=True)
class Told:
    """One event, with names in place of ids, as people read it."""

    event: LoopEvent
    actor: str | None = None
    waits_on: str | None = None
    team: str | None = None
    other: str | None = None


@dataclass(frozen=True, slots=True)
class LoopSeen:
    """A loop with names in place of ids, as one person (`for_member`) sees it.

    `people` and `teams` count whom it hits, whoever raised it included. `events` are all of them, the oldest first,
    where the whole story is shown; else empty. `may` are the steps this person can take now.
    """

    loop: Loop
    raiser: str | None = None
    team: str | None = None
    waits_on: str | None = None
    owner: str | None = None
    category: str | None = None
    people: int = 1
    teams: int = 1
    events: Sequence[Told] = ()
    may: frozenset[Step] = frozenset()
    for_member: int | None = None

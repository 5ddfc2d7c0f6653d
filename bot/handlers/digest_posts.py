"""Owing Slack a digest: composed for its audience, with its thread, and its rows known so that they can change.

It is composed aside, where nobody waits for it, and owed in a short transaction. What people add to it in between (a
note, a mark, a step on what it has rows about) is in it all the same: then it is composed again.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import TypeVar
from zoneinfo import ZoneInfo

from bot.handlers.house import House
from bot.store import digests, outbox, posted_digests, trends
from bot.store.digest_stamps import Stamp, stamp_of
from bot.store.engine import Transaction
from bot.trends import week
from bot.trends.facts import gather
from bot.trends.scope import Scope
from bot.trends.visible import MayShow, sight_from
from bot.values.deliveries import Message
from bot.values.digests import Digest
from bot.values.facts import Period
from bot.values.people import Team
from bot.views.digests.digest import build_details, build_digest
from bot.views.digests.letters import letters_of
from bot.views.digests.rows import rows_in

T = TypeVar("T")

TIMES_ASIDE = 3
"""So often a digest is composed aside. Where each time somebody added to it, it is composed while nobody can."""

Teams = Sequence[tuple[Team, str | None]]
"""Each with its lead's name, if it has one."""

PeriodOf = Callable[[Digest], Period]
"""Which days a digest covers that goes out now."""


class Outdated(Exception):
    """A digest was composed before something that belongs in it."""


@dataclass(frozen=True, slots=True)
class Composed:
    """A digest in Slack's words, and what it was composed from that people change."""

    period: Period
    post: Message
    pages: Sequence[Message]
    stamp: Stamp

    @property
    def messages(self) -> Sequence[Message]:
        """All of it, the post first."""
        return [self.post, *self.pages]


@dataclass(frozen=True, slots=True)
class Draft:
    """A digest that is to go out, what its channel's readers may see, and what was composed of it so far."""

    digest: Digest
    may_show: MayShow
    now: datetime
    composed: Composed | None = None

    async def owe(self, tx: Transaction, digest: Digest, period: Period, key: str) -> None:
        """Post the digest, which this transaction read, under this key, once. Raises Outdated."""
        if self.composed is not None and not await self._holds(tx, self.composed, digest, period):
            raise Outdated
        composed = self.composed or await _composed(tx, replace(self, digest=digest), period)
        for letter in letters_of(digest, composed.post, composed.pages, key, self.now):
            await outbox.put(tx, digest.workspace_id, letter)
            about = rows_in(letter.message)
            await posted_digests.remember(tx, digest.workspace_id, digest.id, period.first, letter.key, about)

    async def _holds(self, tx: Transaction, composed: Composed, digest: Digest, period: Period) -> bool:
        """Whether it would be composed like this now; if so, it stays like this until the end of the transaction."""
        if (digest.plan, period) != (self.digest.plan, composed.period):
            return False
        return composed.stamp == await _stamp(tx, digest, period, composed.messages, hold=True)


Write = Callable[[Transaction, Draft], Awaitable[T]]
"""What is to be done in the transaction in which a draft is owed."""


async def issue(house: House, digest: Digest, period_of: PeriodOf, now: datetime, write: Write[T]) -> T:
    """Compose a digest, and owe it in the short transaction in which this is written. Where the draft turns out to be
    outdated, that is taken back and done again."""
    for _ in range(TIMES_ASIDE):
        draft = await _drafted(house, digest, period_of, now)
        try:
            return await _written(house, draft, write)
        except Outdated:
            continue
    draft, _teams = await _begun(house, digest, now)
    return await _written(house, draft, write)


async def _written(house: House, draft: Draft, write: Write[T]) -> T:
    async with house.store.transaction() as tx:
        return await write(tx, draft)


async def _drafted(house: House, digest: Digest, period_of: PeriodOf, now: datetime) -> Draft:
    draft, teams = await _begun(house, digest, now)
    period = period_of(draft.digest)
    composed = await house.store.aside(partial(_composed, draft=draft, period=period))
    # Those of which was asked what may be shown: one that became private since then has another stamp.
    return replace(draft, composed=replace(composed, stamp=replace(composed.stamp, teams=teams)))


async def _begun(house: House, digest: Digest, now: datetime) -> tuple[Draft, Teams]:
    """A draft of the digest as it is now, with nothing composed yet; and the workspace's teams just before that."""
    async with house.store.reading() as tx:
        digest = await digests.find(tx, digest.workspace_id, digest.id) or digest
        teams = await trends.teams(tx, digest.workspace_id)
    may_show = await sight_from(house.store, house.slack, digest.workspace_id, digest.plan.channel_id)
    return Draft(digest, may_show, now), teams


async def _composed(tx: Transaction, draft: Draft, period: Period) -> Composed:
    facts = await gather(tx, _scope(draft, period))
    post, pages = build_digest(facts), build_details(facts)
    return Composed(period, post, pages, await _stamp(tx, draft.digest, period, [post, *pages]))


async def _stamp(
    tx: Transaction, digest: Digest, period: Period, messages: Sequence[Message], *, hold: bool = False
) -> Stamp:
    about = [row for message in messages for row in rows_in(message)]
    return await stamp_of(tx, digest, week.up_to(period), about, hold=hold)


def _scope(draft: Draft, period: Period) -> Scope:
    digest, plan = draft.digest, draft.digest.plan
    return Scope(
        digest.workspace_id,
        plan.channel_id,
        period,
        draft.now,
        ZoneInfo(plan.zone),
        draft.may_show,
        digest.id,
        plan.audience,
    )

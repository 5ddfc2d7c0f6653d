"""Post the digests that are due, and tell somebody when one cannot be posted."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.handlers import digest_posts
from bot.handlers.house import House
from bot.store import digests, members, outbox
from bot.store.engine import Transaction
from bot.trends.scope import Scope
from bot.trends.visible import sight_from
from bot.trends.week import covered
from bot.values.deliveries import Delivery
from bot.values.digests import Digest, Week
from bot.views.digests.letters import STALE, key_of, mend_letter, read_key
from bot.views.digests.mend import Problem, Trouble, trouble_of


async def post_digests(house: House, now: datetime) -> int:
    """Owe Slack every digest that is due by `now`; how many.

    One that fails does not hold up the others: what went wrong is raised together at the end.
    """
    posted, failures = 0, []
    async with house.store.transaction() as tx:
        waiting = await digests.due(tx, now=now)
    for digest in waiting:
        try:
            posted += await _post(house, digest, now)
        except Exception as error:
            error.add_note(f"while composing digest {digest.id}")
            failures.append(error)
    if failures:
        raise ExceptionGroup("Digests that could not be composed", failures)
    return posted


async def digest_failed(tx: Transaction, delivery: Delivery, reason: str, now: datetime) -> None:
    """Slack will never take this delivery: tell whoever can mend the digest. `reason` is Slack's error name."""
    known = read_key(delivery.key)
    digest = await digests.find(tx, delivery.workspace_id, known[0]) if known else None
    if known is None or digest is None:
        return
    problem = Problem(digest, trouble_of(reason), Week(known[1]), reason=reason)
    await _tell(tx, problem, delivery.key, now)


async def _post(house: House, digest: Digest, now: datetime) -> bool:
    may_show = await sight_from(house.store, house.slack, digest.workspace_id, digest.plan.channel_id)
    async with house.store.transaction() as tx:
        locked = await digests.take(tx, digest.id, now=now)
        if locked is None or locked.next_at is None:
            return False
        await digests.schedule_next(tx, locked, now=now)
        if now - locked.next_at > STALE:
            return False
        zone = ZoneInfo(locked.plan.zone)
        period = covered(locked.next_at, zone)
        scope = Scope(
            locked.workspace_id,
            locked.plan.channel_id,
            period,
            now,
            zone,
            may_show,
            locked.id,
            locked.plan.audience,
        )
        return await _issue(tx, locked, scope)


async def _issue(tx: Transaction, digest: Digest, scope: Scope) -> bool:
    week, now = scope.period.week, scope.now
    if not await digests.claim_issue(tx, digest.id, week.monday, now=now):
        return False
    key = key_of(digest.id, week.monday)
    await digest_posts.owe(tx, digest, scope, key)
    await _tell_if_owner_left(tx, digest.id, digest.workspace_id, week, now)
    return True


async def _tell_if_owner_left(
    tx: Transaction, digest_id: int, workspace_id: int, week: Week, now: datetime
) -> None:
    digest = await digests.find(tx, workspace_id, digest_id)
    owner = await members.by_id(tx, digest.owner_id) if digest else None
    if digest and owner and not owner.is_active:
        problem = Problem(digest, Trouble.OWNER_LEFT, week, owner=owner.name)
        await _tell(tx, problem, f"{key_of(digest.id, week.monday)}:owner", now)


async def _tell(tx: Transaction, problem: Problem, key: str, now: datetime) -> None:
    mender = await digests.mender(tx, problem.digest)
    if mender:
        await outbox.put(tx, problem.digest.workspace_id, mend_letter(problem, mender, key, now))

"""Post the digests that are due, and tell somebody when one cannot be posted."""

from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from bot.handlers import digest_posts
from bot.handlers.digest_posts import Draft
from bot.handlers.house import House
from bot.store import digests, members, outbox
from bot.store.engine import Transaction
from bot.trends.week import covered
from bot.values.deliveries import Delivery
from bot.values.digests import Digest, Week
from bot.values.facts import Period
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
    if await _goes_out(house, digest, now):
        return await digest_posts.issue(house, digest, partial(_period, now=now), now, _issue)
    async with house.store.transaction() as tx:
        return await _pass_over(tx, digest, now)


async def _goes_out(house: House, digest: Digest, now: datetime) -> bool:
    if digest.next_at is None or now - digest.next_at > STALE:
        return False
    async with house.store.reading() as tx:
        return not await digests.was_issued(tx, digest.id, _period(digest, now).week.monday)


async def _pass_over(tx: Transaction, digest: Digest, now: datetime) -> bool:
    """It is too late for this one, or it was posted by hand: the next one is posted when it is due."""
    locked = await digests.take(tx, digest.id, now=now)
    if locked is not None:
        await digests.schedule_next(tx, locked, now=now)
    return False


async def _issue(tx: Transaction, draft: Draft) -> bool:
    now = draft.now
    digest = await digests.take(tx, draft.digest.id, now=now)
    if digest is None:
        return False
    await digests.schedule_next(tx, digest, now=now)
    period = _period(digest, now)
    if not await digests.claim_issue(tx, digest.id, period.week.monday, now=now):
        return False
    await draft.owe(tx, digest, period, key_of(digest.id, period.week.monday))
    await _tell_if_owner_left(tx, digest.id, digest.workspace_id, period.week, now)
    return True


def _period(digest: Digest, now: datetime) -> Period:
    """The days of the digest that is due; however late it is, those it was due for."""
    return covered(digest.next_at or now, ZoneInfo(digest.plan.zone))


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

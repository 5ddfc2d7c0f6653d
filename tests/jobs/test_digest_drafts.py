"""A digest is composed aside, before the transaction that owes it: nobody is held up, and whatever people do in
between is in it all the same."""

import asyncio
import threading
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, text

from bot.handlers import digest_by_hand, digest_posts
from bot.jobs.post_digests import post_digests
from bot.loops import raising, stepping
from bot.privacy.erasing import erase
from bot.store import digest_notes, digests, members, posted_digests
from bot.store.engine import Store, Transaction, open_store
from bot.store.keys import NoKeys
from bot.store.tables import prompt
from bot.values.deliveries import DeliveryKind, Message
from bot.values.digests import Audience, MarkKind, WeekMark
from bot.values.facts import DigestFacts
from bot.values.loops import NewLoop, NewStep, Source, Step
from bot.values.people import Member
from bot.views.digests.digest import build_digest
from bot.wiring import LOOP_WORDING, GivenWithheld
from tests.jobs.test_post_digests import DUE, FRIDAY, PLAN, Fixed, house, letters
from tests.trends.company import MONDAY, NEXT_MONDAY, Company

PATIENCE = 30.0

Happening = Callable[[], Awaitable[Any]]


class Office:
    """A company whose digest is due: Ben leads Checkout, and Ana said twice that something is in her way."""

    def __init__(self, company: Company, ana: Member, ben: Member, team: int, loop: int) -> None:
        self.company, self.store, self.ana, self.ben = company, company.store, ana, ben
        self.team, self.loop = team, loop

    @classmethod
    async def found(cls, store: Store) -> "Office":
        """It."""
        company = await Company.found(store)
        ana, ben = await company.person("Ana"), await company.person("Ben")
        team = await company.team("Checkout", lead=ben)
        ritual = await company.ritual("Check-in", [team], ana)
        for day in (MONDAY, MONDAY + timedelta(days=1)):
            given = {"progress": "Shipped the refund flow", "stuck": "No test cards"}
            await company.day(ritual, team, day, {ana: given})
        loop = await company.bottleneck(
            "Legal review", team, ana, escalated_at=NEXT_MONDAY - timedelta(days=2)
        )
        await company.turns(loop, (10, team))
        async with store.transaction() as tx:
            await digests.create(tx, company.workspace_id, ben, PLAN, now=FRIDAY)
            first, second = [await members.by_id(tx, each) for each in (ana, ben)]
        return cls(company, first, second, team, loop)

    async def note(self, words: str) -> None:
        """Ben writes above the digest."""
        async with self.store.transaction() as tx:
            await digest_notes.hold(tx, 1)
            await digest_notes.put_note(tx, 1, MONDAY, words, self.ben.id, at=DUE)

    async def mark(self) -> None:
        """Ben marks the week."""
        marked = WeekMark(self.team, MONDAY, MarkKind.LAUNCH, "Checkout 2.0")
        async with self.store.transaction() as tx:
            await digest_notes.mark(tx, self.company.workspace_id, [marked], self.ben.id, at=DUE)

    async def confirm(self) -> None:
        """Ana says that the bottleneck is out of the way."""
        step = NewStep(Step.CONFIRMED)
        await stepping.take(self.store, LOOP_WORDING, self.ana, self.loop, step, DUE)

    async def raise_what_was_said(self) -> None:
        """Somebody presses *Raise it*."""
        async with self.store.transaction() as tx:
            newest = (await tx.execute(select(func.max(prompt.c.id)))).scalar_one()
        new = NewLoop("No test cards", source=Source(prompt_id=newest, question_key="stuck"))
        await raising.raise_one(self.store, LOOP_WORDING, self.ana, None, new, DUE)

    async def erase_ana(self) -> None:
        """Ana is erased."""
        await erase(self.store, NoKeys(), GivenWithheld(self.store, NoKeys()), self.ana, DUE)

    async def plan(self, **other: Any) -> None:
        """Ben changes the digest."""
        async with self.store.transaction() as tx:
            await digests.change(tx, 1, replace(PLAN, **other), now=DUE - timedelta(minutes=1))

    async def posts(self) -> list[Any]:
        """The digests that are owed, without the pages of their threads."""
        every = await letters(self.company)
        return [row for row in every if row.kind == DeliveryKind.DIGEST and row.target_key is None]


@pytest.fixture
async def office(store: Store) -> Office:
    """It."""
    return await Office.found(store)


def after_composing(store: Store, monkeypatch: pytest.MonkeyPatch, *happenings: Happening) -> None:
    """Each time something was composed aside, the next of these happens before it goes on."""
    aside, left = store.aside, list(happenings)

    async def and_then(work: Callable[[Transaction], Awaitable[Any]]) -> Any:
        composed = await aside(work)
        if left:
            await left.pop(0)()
        return composed

    monkeypatch.setattr(store, "aside", and_then)


async def by_hand(office: Office, minutes: int) -> str:
    """What whoever posts it by hand, so many minutes after it was due, is told."""
    async with office.store.reading() as tx:
        digest = await digests.find(tx, office.company.workspace_id, 1)
    assert digest is not None
    later = replace(house(office.company), calendar=Fixed(DUE + timedelta(minutes=minutes)))
    return (await digest_by_hand.post(later, digest, again=True)).text


async def test_people_are_served_while_it_is_composed_and_what_they_add_then_is_in_it(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, saved, here = asyncio.Event(), threading.Event(), asyncio.get_running_loop()

    def takes_long(facts: DigestFacts) -> Message:
        here.call_soon_threadsafe(begun.set)
        # In the event loop, or with the only writer of SQLite, nobody could save anything.
        assert saved.wait(PATIENCE)
        return build_digest(facts)

    monkeypatch.setattr(digest_posts, "build_digest", takes_long)
    posting = asyncio.create_task(post_digests(house(office.company), DUE))
    await asyncio.wait_for(begun.wait(), PATIENCE)
    await office.note("Releases are frozen")
    saved.set()
    assert await posting == 1
    [post] = await office.posts()
    assert "From *Ben*: Releases are frozen" in post.body["text"]
    assert "Shipped the refund flow" in post.body["text"]


async def test_a_mark_that_is_set_between_composing_and_owing_is_in_it(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    await by_hand(office, 0)
    after_composing(office.store, monkeypatch, office.mark)
    assert "on its way" in await by_hand(office, 1)
    before, after = [row.body["text"] for row in await office.posts()]
    assert "Marked as a launch: Checkout 2.0" not in before
    assert "Marked as a launch: Checkout 2.0" in after


async def test_a_step_and_a_raise_between_leave_no_row_behind_that_no_longer_holds(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    await by_hand(office, 0)
    after_composing(office.store, monkeypatch, office.confirm, office.raise_what_was_said)
    await by_hand(office, 1)
    before, after = [str(row.body) for row in await office.posts()]
    assert "row:loop:1" in before
    assert "Raise it" in before
    assert "row:loop:1" not in after, "it is out of the way"
    assert "Raise it" not in after, "it was raised"


@pytest.mark.parametrize("times", [1, 3, 5])
async def test_however_often_somebody_adds_to_it_it_goes_out_once_with_the_last_word(
    office: Office, monkeypatch: pytest.MonkeyPatch, times: int
) -> None:
    words = [f"Word {number}" for number in range(times)]
    after_composing(office.store, monkeypatch, *(lambda each=each: office.note(each) for each in words))
    assert await post_digests(house(office.company), DUE) == 1
    [post] = await office.posts()
    # The last time it is composed while nobody can add to it: what comes after that changes the post.
    assert f"From *Ben*: Word {min(times, digest_posts.TIMES_ASIDE) - 1}" in post.body["text"]


async def test_what_is_no_longer_to_be_told_is_not(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as meanwhile:
        after_composing(office.store, meanwhile, office.erase_ana)
        await by_hand(office, 0)
    with monkeypatch.context() as meanwhile:
        # The last time aside: it is composed inside the transaction after that.
        notes = [lambda: office.note("First"), lambda: office.note("Second")]
        after_composing(office.store, meanwhile, *notes, lambda: office.company.goes_private(office.team))
        await by_hand(office, 1)
    erased, private = [str(row.body) for row in await office.posts()]
    assert "Legal review" in erased
    assert "Ana" not in erased
    assert "Legal review" not in private


async def test_a_digest_that_moves_or_is_stopped_meanwhile_is_not_posted_as_it_was(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def pause() -> None:
        async with office.store.transaction() as tx:
            await digests.pause(tx, 1)

    with monkeypatch.context() as meanwhile:
        after_composing(office.store, meanwhile, pause)
        assert await post_digests(house(office.company), DUE) == 0
    assert await office.posts() == []
    async with office.store.transaction() as tx:
        [digest] = await digests.of_workspace(tx, office.company.workspace_id)
        await digests.resume(tx, digest, now=FRIDAY)
    moved = {"channel_id": "CCHECKOUT", "audience": Audience.PARTNERS}
    after_composing(office.store, monkeypatch, lambda: office.plan(**moved))
    assert await post_digests(house(office.company), DUE) == 1
    [post] = await office.posts()
    assert post.channel == "CCHECKOUT"
    assert "Shipped" not in str(post.body), "partners are not told what people said"


async def test_posted_by_hand_while_it_is_composed_it_is_not_posted_on_schedule(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    after_composing(office.store, monkeypatch, lambda: by_hand(office, 0))
    assert await post_digests(house(office.company), DUE) == 0
    assert [row.key for row in await office.posts()] == ["digest:1:2026-11-16"]
    async with office.store.transaction() as tx:
        digest = await digests.find(tx, office.company.workspace_id, 1)
    assert digest is not None
    assert digest.next_at == DUE + timedelta(weeks=1)


async def test_a_crash_between_composing_and_owing_leaves_nothing_and_it_is_posted_at_the_next_beat(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def crash(*_: Any, **__: Any) -> None:
        raise RuntimeError("the power is out")

    with monkeypatch.context() as before:
        after_composing(office.store, before, crash)
        with pytest.raises(ExceptionGroup):
            await post_digests(house(office.company), DUE)
    with monkeypatch.context() as within:
        # When this is done, claim and post are written down.
        within.setattr(posted_digests, "remember", crash)
        with pytest.raises(ExceptionGroup):
            await post_digests(house(office.company), DUE)
    assert await office.posts() == []
    assert await post_digests(house(office.company), DUE) == 1
    assert len(await office.posts()) == 1


async def test_of_two_replicas_that_compose_it_at_the_same_time_one_posts_it(
    office: Office, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = open_store(database_url)
    both = asyncio.Barrier(2)

    async def wait_for_each_other() -> None:
        await asyncio.wait_for(both.wait(), PATIENCE)

    replicas = [office.company, Company(other, office.company.workspace_id)]
    try:
        for each in replicas:
            after_composing(each.store, monkeypatch, wait_for_each_other)
        posted = await asyncio.gather(*(post_digests(house(each), DUE) for each in replicas))
    finally:
        await other.close()
    assert sorted(posted) == [0, 1]
    assert [row.key for row in await office.posts()] == ["digest:1:2026-11-16"]


async def test_a_step_under_way_is_waited_for(
    postgresql_database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = open_store(postgresql_database_url)
    office, taken, left = await Office.found(store), asyncio.Event(), asyncio.Event()

    async def step() -> None:
        async with store.transaction() as tx:
            await stepping.take_in(tx, LOOP_WORDING, office.ana, office.loop, NewStep(Step.CONFIRMED), DUE)
            taken.set()
            await asyncio.wait_for(left.wait(), PATIENCE)

    async def begin() -> None:
        steps.append(asyncio.create_task(step()))
        await taken.wait()

    steps: list[asyncio.Task[None]] = []
    after_composing(store, monkeypatch, begin)
    try:
        posting = asyncio.create_task(post_digests(house(office.company), DUE))
        await taken.wait()
        while not await somebody_waits(store):
            assert not posting.done(), "it did not wait for the step"
        left.set()
        assert await posting == 1
        await asyncio.gather(*steps)
        [post] = await office.posts()
        assert "row:loop:1" not in str(post.body)
    finally:
        left.set()
        await store.close()


async def somebody_waits(store: Store) -> bool:
    """Whether a transaction waits for another one's end."""
    async with store.reading() as tx:
        found = await tx.execute(text("SELECT count(*) FROM pg_locks WHERE NOT granted"))
        return bool(found.scalar_one())

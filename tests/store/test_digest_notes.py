"""Notes above digests and marked weeks, as they are kept."""

from dataclasses import dataclass
from datetime import timedelta

import pytest

from bot.store import digest_notes, digests, outbox
from bot.store.engine import Store
from bot.store.trends import Weeks
from bot.values.deliveries import DeliveryKind, Letter, Message
from bot.values.digests import DigestNote, MarkKind, WeekMark
from tests.store.test_digests import PLAN
from tests.trends.company import MONDAY, NEXT_MONDAY, Company

WEEKS = Weeks(MONDAY - timedelta(weeks=25), count=26, last=MONDAY + timedelta(days=6))


@dataclass(frozen=True)
class Office:
    """A company with a digest, its owner and two teams."""

    company: Company
    ana: int
    digest: int
    checkout: int
    growth: int


@pytest.fixture
async def office(store: Store) -> Office:
    """It."""
    company = await Company.found(store)
    ana = await company.person("Ana")
    async with store.transaction() as tx:
        digest_id = await digests.create(tx, company.workspace_id, ana, PLAN, now=NEXT_MONDAY)
    return Office(company, ana, digest_id, await company.team("Checkout"), await company.team("Growth"))


async def test_the_newest_words_above_a_week_stand_until_they_are_taken_away(
    store: Store, office: Office
) -> None:
    ben, this = await office.company.person("Ben"), office.digest
    async with store.transaction() as tx:
        await digest_notes.put_note(tx, this, MONDAY, "First", office.ana, at=NEXT_MONDAY)
        await digest_notes.put_note(tx, this, MONDAY, "Second", ben, at=NEXT_MONDAY)
        assert await digest_notes.note_of(tx, this, MONDAY) == DigestNote("Second", by="Ben")
        assert await digest_notes.note_of(tx, this, MONDAY - timedelta(weeks=1)) is None
        assert await digest_notes.note_of(tx, this + 1, MONDAY) is None
        await digest_notes.take_note_away(tx, this, MONDAY)
        assert await digest_notes.note_of(tx, this, MONDAY) is None


async def test_marks_are_a_teams_own_and_the_newest_word_counts(store: Store, office: Office) -> None:
    here = office.company.workspace_id
    both = [WeekMark(team, MONDAY, MarkKind.HOLIDAY) for team in (office.checkout, office.growth)]
    launch = WeekMark(office.checkout, MONDAY, MarkKind.LAUNCH, "Checkout 2.0")
    long_ago = WeekMark(office.checkout, WEEKS.first - timedelta(weeks=1), MarkKind.OTHER)
    async with store.transaction() as tx:
        await digest_notes.mark(tx, here, [*both, long_ago], office.ana, at=NEXT_MONDAY)
        await digest_notes.mark(tx, here, [launch], office.ana, at=NEXT_MONDAY)
        assert await digest_notes.marks_of(tx, here, WEEKS) == [launch, both[1]]
        assert await digest_notes.marks_of(tx, here + 1, WEEKS) == []
        assert await digest_notes.unmark(tx, [office.checkout, office.growth], MONDAY) == 2
        assert await digest_notes.unmark(tx, [office.checkout], MONDAY) == 0
        assert await digest_notes.marks_of(tx, here, WEEKS) == []


async def test_only_posts_that_are_there_or_on_their_way_can_be_changed(store: Store, office: Office) -> None:
    here, key = office.company.workspace_id, "digest:1:2026-11-16"
    again, page = f"{key}:again:20261123-0900", f"{key}:page:01"
    async with store.transaction() as tx:
        for each in (key, again, f"{key}:so-far"):
            post = Letter(each, DeliveryKind.DIGEST, Message("The week"), "CPRODUCT", NEXT_MONDAY)
            await outbox.put(tx, here, post)
        details = Letter(page, DeliveryKind.DIGEST, Message("Details"), None, NEXT_MONDAY, target=key)
        await outbox.put(tx, here, details)
        assert await digest_notes.posts(tx, here, key) == dict.fromkeys((key, again), Message("The week"))
        assert await digest_notes.posts(tx, here + 1, key) == {}
        await outbox.cancel(tx, here, [key])
        assert list(await digest_notes.posts(tx, here, key)) == [again]

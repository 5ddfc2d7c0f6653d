"""A digest goes out when its time has come, once, about the week it was due for."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, cast

import pytest
from sqlalchemy import select

from bot.handlers import digest_posts
from bot.handlers.house import House
from bot.jobs.post_digests import digest_failed, post_digests
from bot.store import digests
from bot.store.engine import Store
from bot.store.keys import NoKeys
from bot.store.tables import delivery
from bot.values.deliveries import Delivery, DeliveryKind, Message, Method
from bot.values.digests import DigestPlan
from bot.values.keeping import Keep
from bot.values.people import Channel
from bot.values.ports import Slack
from bot.wiring import LOOP_WORDING, WORDING, GivenWithheld, ports
from tests.trends.company import MONDAY, Company
from tests.trends.slack import Workspace

FRIDAY = datetime(2026, 11, 20, 12, tzinfo=UTC)
DUE = datetime(2026, 11, 23, 8, tzinfo=UTC)
PLAN = DigestPlan("Weekly digest", "CPRODUCT", 0, time(9), "Europe/Berlin")


@dataclass(frozen=True)
class Fixed:
    """A calendar that stands still."""

    at: datetime

    def now(self) -> datetime:
        """The instant it stands at."""
        return self.at


def house(company: Company, *channels: Channel) -> House:
    """A house whose Slack knows these channels."""
    known = channels or (Channel("CCHECKOUT", "checkout"), Channel("CPRODUCT", "product"))
    return House(
        company.store,
        Fixed(DUE),
        cast(Slack, Workspace(*known)),
        lambda: None,
        WORDING,
        LOOP_WORDING,
        ports(NoKeys()),
        NoKeys(),
        GivenWithheld(company.store, NoKeys()),
        Keep(),
    )


async def letters(company: Company) -> list[Any]:
    """What is owed, in the order of the keys."""
    async with company.store.transaction() as tx:
        rows = await tx.execute(select(delivery).order_by(delivery.c.key))
        return list(rows)


@pytest.fixture
async def company(store: Store) -> Company:
    """A company with a check-in, answered in week 47, and a digest on Mondays at nine in Berlin."""
    company = await Company.found(store)
    ana = await company.person("Ana")
    team = await company.team("Checkout", lead=ana)
    ritual = await company.ritual("Check-in", [team], ana)
    await company.day(ritual, team, MONDAY, {ana: {"progress": "Shipped the refund flow"}})
    async with store.transaction() as tx:
        await digests.create(tx, company.workspace_id, ana, PLAN, now=FRIDAY)
    return company


async def test_a_digest_is_owed_to_its_channel_when_its_time_has_come(company: Company) -> None:
    assert await post_digests(house(company), DUE - timedelta(seconds=1)) == 0
    assert await post_digests(house(company), DUE) == 1
    post, page = await letters(company)
    assert (post.key, post.channel, post.kind) == ("digest:1:2026-11-16", "CPRODUCT", DeliveryKind.DIGEST)
    assert "Shipped the refund flow" in post.body["text"]
    assert (page.target_key, page.channel) == (post.key, None)


async def test_it_is_owed_once_however_often_the_heart_beats(company: Company) -> None:
    assert [await post_digests(house(company), DUE) for _ in range(3)] == [1, 0, 0]
    assert len(await letters(company)) == 2


async def test_a_digest_that_comes_days_late_is_still_about_the_week_it_was_due_for(company: Company) -> None:
    await post_digests(house(company), DUE + timedelta(days=4))
    post, _page = await letters(company)
    assert post.key == "digest:1:2026-11-16"
    assert "so far" not in post.body["text"]


async def test_one_that_is_more_than_six_days_late_gives_way_to_the_next(company: Company) -> None:
    late = DUE + timedelta(days=6, minutes=1)
    assert await post_digests(house(company), late) == 0
    assert await letters(company) == []
    async with company.store.transaction() as tx:
        digest = await digests.find(tx, company.workspace_id, 1)
    assert digest is not None
    assert digest.next_at == DUE + timedelta(weeks=1)


async def test_a_week_that_was_posted_by_hand_is_not_posted_again(company: Company) -> None:
    async with company.store.transaction() as tx:
        await digests.claim_issue(tx, 1, date(2026, 11, 16), now=DUE)
    assert await post_digests(house(company), DUE) == 0


async def test_what_is_said_in_a_private_channel_stays_there(company: Company) -> None:
    await company.goes_private(1)
    await post_digests(house(company), DUE)
    (post,) = await letters(company)
    assert "Shipped" not in str(post.body)
    assert "1 team in channels that are private or that I cannot see" in post.body["text"]


async def test_one_digest_that_fails_does_not_hold_up_the_others(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with company.store.transaction() as tx:
        ana = (await digests.of_workspace(tx, company.workspace_id))[0].owner_id
        await digests.create(tx, company.workspace_id, ana, PLAN, now=FRIDAY)

    async def breaks_once(*_: Any) -> Any:
        monkeypatch.undo()
        raise RuntimeError("a bug")

    monkeypatch.setattr(digest_posts, "gather", breaks_once)
    with pytest.raises(ExceptionGroup):
        await post_digests(house(company), DUE)
    assert {row.key.split(":")[1] for row in await letters(company)}.isdisjoint({"1"})
    assert await post_digests(house(company), DUE) == 1


async def test_when_its_owner_left_the_lead_is_asked_to_look_after_it(company: Company) -> None:
    lee = await company.person("Lee")
    await company.team("Product", lead=lee, channel="CPRODUCT")
    async with company.store.transaction() as tx:
        digest = (await digests.of_workspace(tx, company.workspace_id))[0]
    await company.leaves(digest.owner_id)
    await post_digests(house(company), DUE)
    (notice,) = [row for row in await letters(company) if row.kind == DeliveryKind.NOTICE]
    assert (notice.channel, notice.member_id) == ("ULEE", lee)
    assert "Ana, who set up the weekly digest" in notice.body["text"]


def refused(key: str) -> Delivery:
    """A digest's delivery that Slack will never take."""
    return Delivery("d", 1, key, DeliveryKind.DIGEST, Method.POST, "CPRODUCT", Message("…"), 1, 1)


async def test_when_slack_says_never_the_owner_is_told_once_how_to_mend_it(company: Company) -> None:
    async with company.store.transaction() as tx:
        for _ in range(2):
            await digest_failed(tx, refused("digest:1:2026-11-16"), "is_archived", DUE)
    (notice,) = await letters(company)
    assert notice.channel == "UANA"
    assert "is archived" in notice.body["text"]


async def test_a_page_of_the_thread_or_a_change_that_fails_bothers_nobody(company: Company) -> None:
    async with company.store.transaction() as tx:
        await digest_failed(tx, refused("digest:1:2026-11-16:page:01"), "is_archived", DUE)
        await digest_failed(tx, refused("state:digest:1:2026-11-16"), "message_not_found", DUE)
        await digest_failed(tx, refused("digest:99:2026-11-16"), "is_archived", DUE)
    assert await letters(company) == []

"""Posted digests are found by what their rows are about, and changed by one after the other."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.store import digests, outbox, posted_digests
from bot.store.changing import state_key
from bot.store.engine import Store
from bot.values.deliveries import DeliveryKind, DeliveryState, Letter, Message
from bot.values.digests import DigestPlan
from tests.trends.company import Company

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
MONDAY = date(2026, 11, 16)
KEY = "digest:1:2026-11-16"
ROWS = ["loop:17", "said:45"]


def message(text: str) -> Message:
    return Message(text, [{"type": "section", "text": {"type": "mrkdwn", "text": text}}])


@pytest.fixture
async def company(store: Store) -> Company:
    """A company with a digest that was posted in Berlin."""
    company = await Company.found(store)
    ana = await company.person("Ana")
    plan = DigestPlan("Weekly digest", "CPRODUCT", 0, time(9), "Europe/Berlin")
    async with store.transaction() as tx:
        await digests.create(tx, company.workspace_id, ana, plan, now=NOW)
        letter = Letter(KEY, DeliveryKind.DIGEST, message("posted"), "CPRODUCT", NOW)
        await outbox.put(tx, company.workspace_id, letter)
        await posted_digests.remember(tx, company.workspace_id, 1, MONDAY, KEY, ROWS)
    return company


async def test_a_row_is_found_by_what_it_is_about_as_long_as_its_digest_is_not_old(company: Company) -> None:
    async with company.store.transaction() as tx:
        here = company.workspace_id
        [told] = await posted_digests.telling_of(tx, here, ["loop:17", "loop:1"], NOW)
        assert (told.about, told.key, str(told.zone)) == ("loop:17", KEY, "Europe/Berlin")
        assert await posted_digests.telling_of(tx, here + 1, ROWS, NOW) == []
        assert await posted_digests.telling_of(tx, here, ROWS, NOW + timedelta(weeks=4)) == []
        # It is remembered once, and forgotten when a later one is posted.
        await posted_digests.remember(tx, here, 1, MONDAY, KEY, ROWS)
        assert len(await posted_digests.telling_of(tx, here, ROWS, NOW)) == 2
        await posted_digests.remember(tx, here, 1, MONDAY + timedelta(weeks=5), "digest:1:2026-12-21", [])
        assert await posted_digests.telling_of(tx, here, ROWS, NOW) == []


async def test_whoever_changes_a_post_goes_on_from_what_it_says_by_now(company: Company) -> None:
    here = company.workspace_id
    for before, after in (("posted", "first"), ("first", "second")):
        async with company.store.transaction() as tx:
            says = await posted_digests.says(tx, here, KEY)
            assert says is not None
            assert says.text == before
            await posted_digests.change(tx, here, KEY, message(after), NOW)
    async with company.store.transaction() as tx:
        states = await outbox.owed(tx, here, [KEY, state_key(KEY)])
        assert states[KEY].message.text == "posted"
        assert states[state_key(KEY)].state is DeliveryState.PENDING
        assert await posted_digests.says(tx, here, "digest:9:2026-11-16") is None

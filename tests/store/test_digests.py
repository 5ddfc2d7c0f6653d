"""When a digest is posted next, and which digest a channel has."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.store import digests
from bot.store.engine import Store
from bot.values.digests import Digest, DigestPlan, DigestState
from bot.values.people import Role
from tests.trends.company import Company

PLAN = DigestPlan("Weekly digest", "CPRODUCT", 0, time(9), "Europe/Berlin")
FRIDAY = datetime(2026, 11, 20, 12, tzinfo=UTC)
MONDAY_AT_NINE = datetime(2026, 11, 23, 8, tzinfo=UTC)


def due(plan: DigestPlan, after: str) -> str:
    """The next post, told in the digest's own zone."""
    instant = digests.next_after(plan, datetime.fromisoformat(after))
    return instant.astimezone(ZoneInfo(plan.zone)).isoformat()


def test_the_next_post_is_the_next_such_weekday_at_its_local_time() -> None:
    assert digests.next_after(PLAN, FRIDAY) == MONDAY_AT_NINE


def test_on_the_day_itself_it_is_today_before_the_hour_and_a_week_later_from_the_hour_on() -> None:
    just_before = MONDAY_AT_NINE - timedelta(microseconds=1)
    assert digests.next_after(PLAN, just_before) == MONDAY_AT_NINE
    assert digests.next_after(PLAN, MONDAY_AT_NINE) == MONDAY_AT_NINE + timedelta(weeks=1)


def test_the_hour_stays_the_same_through_both_clock_changes() -> None:
    assert due(PLAN, "2026-03-24T12:00+00:00") == "2026-03-30T09:00:00+02:00"
    assert due(PLAN, "2026-10-20T12:00+00:00") == "2026-10-26T09:00:00+01:00"


def test_an_hour_that_the_clock_skips_is_shifted_forward() -> None:
    sunday = replace(PLAN, weekday=6, at=time(2, 30))
    assert due(sunday, "2026-03-28T12:00+00:00") == "2026-03-29T03:30:00+02:00"


def test_of_an_hour_that_comes_twice_the_first_is_taken_and_the_second_is_not_another_post() -> None:
    sunday = replace(PLAN, weekday=6, at=time(2, 30))
    assert due(sunday, "2026-10-24T12:00+00:00") == "2026-10-25T02:30:00+02:00"
    assert due(sunday, "2026-10-25T00:30+00:00") == "2026-11-01T02:30:00+01:00"


@settings(max_examples=300)
@given(
    st.sampled_from(sorted(available_timezones() - {"Factory", "localtime"})),
    st.integers(0, 6),
    st.times(),
    st.integers(0, 365 * 24 * 60),
)
def test_everywhere_there_is_one_post_a_week_on_its_weekday(
    zone: str, weekday: int, at: time, minutes: int
) -> None:
    plan = replace(PLAN, zone=zone, weekday=weekday, at=at.replace(second=0, microsecond=0, tzinfo=None))
    after = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    first = digests.next_after(plan, after)
    second = digests.next_after(plan, first)
    local = first.astimezone(ZoneInfo(zone))
    assert after < first < second
    assert local.weekday() == weekday
    assert second.astimezone(ZoneInfo(zone)).date() - local.date() == timedelta(weeks=1)
    assert (
        timedelta(0)
        <= local.replace(tzinfo=None) - datetime.combine(local.date(), plan.at)
        <= timedelta(hours=2)
    )


@pytest.fixture
async def company(store: Store) -> Company:
    """A workspace."""
    return await Company.found(store)


async def make(company: Company, owner: int, plan: DigestPlan = PLAN) -> Digest:
    """A stored digest."""
    async with company.store.transaction() as tx:
        digest_id = await digests.create(tx, company.workspace_id, owner, plan, now=FRIDAY)
        found = await digests.find(tx, company.workspace_id, digest_id)
    assert found is not None
    return found


async def test_what_is_stored_comes_back(company: Company) -> None:
    owner = await company.person("Ana")
    digest = await make(company, owner)
    assert (digest.plan, digest.owner_id, digest.state) == (PLAN, owner, DigestState.ACTIVE)
    assert digest.next_at == MONDAY_AT_NINE


async def test_a_name_that_is_taken_gets_a_number(company: Company) -> None:
    owner = await company.person("Ana")
    names = [(await make(company, owner)).plan.name for _ in range(3)]
    assert names == ["Weekly digest", "Weekly digest 2", "Weekly digest 3"]


async def test_another_workspace_does_not_see_it(company: Company) -> None:
    digest = await make(company, await company.person("Ana"))
    elsewhere = company.workspace_id + 1
    async with company.store.transaction() as tx:
        assert await digests.find(tx, elsewhere, digest.id) is None
        assert await digests.in_channel(tx, elsewhere, "CPRODUCT") is None
        assert await digests.by_name(tx, elsewhere, "Weekly digest") is None
        assert await digests.of_workspace(tx, elsewhere) == []


async def test_it_is_found_by_its_channel_and_by_its_name(company: Company) -> None:
    digest = await make(company, await company.person("Ana"))
    async with company.store.transaction() as tx:
        assert await digests.in_channel(tx, company.workspace_id, "CPRODUCT") == digest
        assert await digests.by_name(tx, company.workspace_id, "Weekly digest") == digest
        assert await digests.in_channel(tx, company.workspace_id, "COTHER") is None


async def test_another_plan_moves_the_next_post_and_keeps_the_name(company: Company) -> None:
    digest = await make(company, await company.person("Ana"))
    plan = DigestPlan("Other", "COTHER", 4, time(16), "UTC")
    async with company.store.transaction() as tx:
        await digests.change(tx, digest.id, plan, now=FRIDAY)
        changed = await digests.find(tx, company.workspace_id, digest.id)
    assert changed is not None
    assert changed.plan == replace(plan, name="Weekly digest")
    assert changed.next_at == datetime(2026, 11, 20, 16, tzinfo=UTC)


async def test_a_paused_digest_is_not_due_until_it_is_resumed(company: Company) -> None:
    digest = await make(company, await company.person("Ana"))
    a_year_on = FRIDAY + timedelta(days=365)
    async with company.store.transaction() as tx:
        await digests.pause(tx, digest.id)
        await digests.change(tx, digest.id, PLAN, now=FRIDAY)
        assert await digests.due(tx, now=a_year_on) == []
        assert await digests.resume(tx, digest, now=FRIDAY) == MONDAY_AT_NINE
        assert [item.id for item in await digests.due(tx, now=a_year_on)] == [digest.id]


async def test_it_is_due_from_its_time_on_and_then_a_week_later(company: Company) -> None:
    digest = await make(company, await company.person("Ana"))
    async with company.store.transaction() as tx:
        assert await digests.take(tx, digest.id, now=MONDAY_AT_NINE - timedelta(seconds=1)) is None
        assert await digests.take(tx, digest.id, now=MONDAY_AT_NINE) == digest
        await digests.schedule_next(tx, digest, now=MONDAY_AT_NINE)
        assert await digests.take(tx, digest.id, now=MONDAY_AT_NINE) is None


async def test_a_weeks_issue_is_claimed_once(company: Company) -> None:
    digest = await make(company, await company.person("Ana"))
    async with company.store.transaction() as tx:
        claims = [await digests.claim_issue(tx, digest.id, date(2026, 11, 16), now=FRIDAY) for _ in range(2)]
        next_week = await digests.claim_issue(tx, digest.id, date(2026, 11, 23), now=FRIDAY)
    assert (claims, next_week) == ([True, False], True)


async def test_its_owner_mends_a_digest_while_they_are_active(company: Company) -> None:
    owner, lead = await company.person("Ana"), await company.person("Lee")
    await company.person("Root", role=Role.ADMIN)
    await company.team("Product", lead=lead, channel="CPRODUCT")
    digest = await make(company, owner)
    async with company.store.transaction() as tx:
        mender = await digests.mender(tx, digest)
    assert mender is not None
    assert mender.name == "Ana"


async def test_then_whoever_leads_the_channels_team_and_then_an_admin(company: Company) -> None:
    owner, lead = await company.person("Ana", is_active=False), await company.person("Lee")
    await company.person("Root", role=Role.ADMIN)
    await company.team("Product", lead=lead, channel="CPRODUCT")
    digest = await make(company, owner)
    async with company.store.transaction() as tx:
        first = await digests.mender(tx, digest)
    await company.leaves(lead)
    async with company.store.transaction() as tx:
        second = await digests.mender(tx, digest)
    assert [mender and mender.name for mender in (first, second)] == ["Lee", "Root"]


async def test_where_nobody_is_left_nobody_is_told(company: Company) -> None:
    digest = await make(company, await company.person("Ana", is_active=False))
    async with company.store.transaction() as tx:
        assert await digests.mender(tx, digest) is None


async def test_a_digest_changes_hands(company: Company) -> None:
    digest, ben = await make(company, await company.person("Ana")), await company.person("Ben")
    async with company.store.transaction() as tx:
        await digests.hand_over(tx, digest.id, ben)
        changed = await digests.find(tx, company.workspace_id, digest.id)
    assert changed is not None
    assert changed.owner_id == ben

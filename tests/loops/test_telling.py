"""Who is told of which step, and how little it takes: one message for all that is new, true as long as it is read."""

import asyncio
from collections.abc import AsyncIterator
from datetime import date, timedelta

import pytest_asyncio

from bot.loops import news
from bot.store.engine import Store, open_store
from bot.values.deliveries import DeliveryState
from bot.values.loops import Step, WaitsOn
from bot.wiring import LOOP_WORDING
from tests.loops.company import Company, found

SOON = date(2026, 11, 27)


@pytest_asyncio.fixture
async def company(store: Store) -> Company:
    """A company on each database."""
    return await found(store)


@pytest_asyncio.fixture
async def small_company(sqlite_database_url: str) -> AsyncIterator[Company]:
    """The same on SQLite alone: for what does not depend on the database."""
    opened = open_store(sqlite_database_url)
    yield await found(opened)
    await opened.close()


async def said(company: Company, who: str) -> str:
    """The newest message of somebody, or what it was changed to."""
    return str((await company.letters(who))[-1].body["text"])


async def test_each_step_is_told_to_those_it_concerns_and_never_to_who_took_it(company: Company) -> None:
    loop = await company.raise_one("ben")
    steps = [
        ("ana", None, {"ben"}),
        ("ben", Step.ACKNOWLEDGED, {"ana"}),
        ("chi", Step.PROMISED, {"ana"}),
        ("eve", Step.JOINED, {"chi"}),
        ("ben", Step.HANDED_OVER, {"ana", "chi", "dev"}),
        ("dev", Step.ANSWERED, {"ana", "eve"}),
        ("eve", Step.REOPENED, {"dev"}),
        ("dev", Step.ANSWERED, {"ana", "eve"}),
        ("ana", Step.CONFIRMED, {"dev"}),
        ("ana", Step.REOPENED, {"dev"}),
        ("chi", Step.DECLINED, {"ana", "dev", "eve"}),
    ]
    for who, step, readers in steps:
        if step is not None:
            day = SOON if step in (Step.ACKNOWLEDGED, Step.PROMISED) else None
            to_dev = (
                {"waits_on": WaitsOn(member_id=company.people["dev"].id)} if step == Step.HANDED_OVER else {}
            )
            await company.take(who, loop, step, day, **to_dev)
        await company.tell()
        posts = {each for each in company.people for row in await company.letters(each) if _is_new(row)}
        assert posts == readers, (who, step)
        await company.send()


def _is_new(row: object) -> bool:
    return getattr(row, "method", "") == "post" and getattr(row, "state", "") == "pending"


async def test_a_team_is_told_through_its_lead_and_without_one_a_few_of_it(company: Company) -> None:
    await company.raise_one("Payments")
    assert await company.told() == {"chi"}
    await company.send()
    await company.raise_one("Payments", by="chi")
    assert await company.told() == {"ben", "dev"}, "whoever raised it knows"
    await company.send()
    await company.change("chi", is_deactivated=True)
    await company.raise_one("Payments")
    assert await company.told() == {"ben", "dev"}
    await company.send()
    await company.raise_one(WaitsOn(outside="The bank"))
    await company.raise_one(None)
    assert await company.told() == set(), "nobody inside is waited on"


async def test_the_lead_speaks_for_those_who_wait_when_whoever_raised_it_has_left(company: Company) -> None:
    loop = await company.raise_one("ben")
    await company.change("ana", is_deactivated=True)
    await company.take("ben", loop, Step.ANSWERED, words="Done.")
    assert "eve" in await company.told()
    assert await company.letters("ana") == []
    assert "Not yet" in str((await company.letters("eve"))[-1].body["blocks"])


async def test_what_is_new_joins_the_message_that_has_not_left_and_changes_the_one_that_has(
    company: Company,
) -> None:
    refund = await company.raise_one("ben", title="Refund API")
    await company.tell()
    await company.raise_one("ben", title="A second currency")
    await company.tell()
    (waiting,) = await company.letters("ben")
    assert "Refund API" in waiting.body["text"]
    assert "A second currency" in waiting.body["text"]

    # Claimed, and not over the fence yet: it takes the newest text along.
    await company.set_state("ben", DeliveryState.CLAIMED)
    await company.raise_one("ben", title="Quotas")
    await company.tell()
    assert "Quotas" in await said(company, "ben")
    assert len(await company.letters("ben")) == 1

    # On the wire: a new one, for the next free hour; and what it showed follows where the loop stands.
    await company.set_state("ben", DeliveryState.SENDING)
    await company.raise_one("ben", title="A logo")
    await company.tell()
    await company.take("ana", refund, Step.DECLINED, words="Solved without it.")
    await company.tell()
    first, second, change = sorted(await company.letters("ben"), key=lambda row: (row.method, row.key))
    assert ("A logo" in first.body["text"], "A logo" in second.body["text"]) == (False, True)
    assert (change.method, change.target_key, change.urgent) == ("update", first.key, False)
    assert "declined it. “Solved without it.”" in change.body["text"]


async def test_what_is_over_before_anybody_heard_of_it_is_no_news(company: Company) -> None:
    logo = await company.raise_one("ben", title="A logo")
    refund = await company.raise_one("ben", title="Refund API")
    await company.tell()
    await company.take("ana", logo, Step.DECLINED)
    await company.tell()
    assert "logo" not in await said(company, "ben")
    await company.take("ana", refund, Step.HANDED_OVER, waits_on=WaitsOn(member_id=company.people["dev"].id))
    assert await company.told() == {"dev"}
    (gone,) = await company.letters("ben")
    assert gone.state == DeliveryState.CANCELLED
    await company.take("ana", refund, Step.HANDED_OVER, waits_on=WaitsOn(member_id=company.people["ben"].id))
    assert await company.told() == {"ben"}, "it has come back, in a message of its own"
    assert [row.state for row in await company.letters("ben")] == ["cancelled", "pending"]


async def test_two_replicas_and_a_crowd_write_one_message_for_each_person(company: Company) -> None:
    raised = await asyncio.gather(
        *(company.raise_one("ben", title=f"Thing {number}") for number in range(10))
    )
    await asyncio.gather(*(company.tell() for _ in range(4)))
    (dm,) = await company.letters("ben")
    assert "#1 " in dm.body["text"]
    assert "And 2 more bottlenecks: open my Home tab." in str(dm.body["blocks"])
    await asyncio.gather(
        *(company.take("ben", loop, Step.ACKNOWLEDGED, SOON) for loop in raised),
        *(company.tell() for _ in range(3)),
    )
    await company.tell()
    assert len(await company.letters("ana")) == 1
    assert await company.told() == {"ana"}, "what waited for Ben is not to be told any more"


async def test_a_crowd_that_joins_knocks_once_a_day(small_company: Company) -> None:
    company = small_company
    loop = await company.raise_one("ben")
    await company.tell()
    await company.send()
    for who in ("dev", "eve", "fay"):
        await company.take(who, loop, Step.JOINED)
        await company.tell()
        await company.send()
    assert len(await company.letters("ben")) == 2
    company.now += timedelta(hours=25)
    await company.take("chi", loop, Step.JOINED)
    assert await company.told() == {"ben"}


async def test_whoever_wants_no_messages_gets_none_and_what_was_on_its_way_is_taken_back(
    company: Company,
) -> None:
    await company.raise_one("ben")
    assert await company.told() == {"ben"}
    await news.hear(company.store, company.people["ben"], False)
    await company.raise_one("ben")
    assert await company.told() == set()
    assert [row.state for row in await company.letters("ben")] == [DeliveryState.CANCELLED]
    await news.hear(company.store, company.people["ben"], True)
    await company.raise_one("ben")
    assert await company.told() == {"ben"}


async def test_nothing_hangs_when_slack_will_not_take_a_message(small_company: Company) -> None:
    company = small_company
    loop = await company.raise_one("ben")
    await company.tell()
    await company.set_state("ben", DeliveryState.FAILED)
    await company.take("ana", loop, Step.DECLINED)
    assert await company.told() == set()
    await company.raise_one("ben")
    assert await company.told() == {"ben"}


async def test_what_was_told_two_weeks_ago_is_left_as_it_is(small_company: Company) -> None:
    company = small_company
    loop = await company.raise_one("ben")
    await company.tell()
    await company.send()
    company.now += timedelta(days=15)
    await company.take("ana", loop, Step.DECLINED)
    assert await company.told() == set()


async def test_a_press_is_shown_where_it_was_made_and_the_heartbeat_has_nothing_to_add(
    small_company: Company,
) -> None:
    company = small_company
    loop = await company.raise_one("ben")
    await company.tell()
    await company.send()
    (dm,) = await company.letters("ben")
    await company.take("ben", loop, Step.ACKNOWLEDGED, SOON)
    await news.show_pressed(
        company.store, LOOP_WORDING, company.people["ben"], dm.key, "https://slack/response", company.now
    )
    shown = next(row for row in await company.letters("ben") if row.method == "update")
    assert (shown.response_url, shown.urgent, shown.revision) == ("https://slack/response", True, 1)
    await company.tell()
    assert next(row for row in await company.letters("ben") if row.method == "update").revision == 1

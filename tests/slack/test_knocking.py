"""When a message may knock at somebody's door, by their calendar and by what else wants the hour."""

from datetime import date, datetime, timedelta

import pytest_asyncio
from sqlalchemy import insert, update

from bot.slack.knocking import leaves
from bot.store import absences, claiming, members, outbox
from bot.store.engine import Store
from bot.store.tables import member, team, team_member
from bot.values.deliveries import DeliveryKind
from bot.values.rest import Rest
from tests.slack.post_office import NOON, SECOND, PostOffice, open_post_office

ANA = "UANA"
SATURDAY = datetime.fromisoformat("2026-11-28T11:00+00:00")
MONDAY = datetime.fromisoformat("2026-11-30T06:00+00:00")
NEXT_HOUR = NOON + timedelta(hours=1)


@pytest_asyncio.fixture
async def office(store: Store) -> PostOffice:
    """A workspace with two people."""
    return await open_post_office(store, ANA, "UBEN")


async def owe(office: PostOffice, key: str, kind: DeliveryKind, due_at: datetime = NOON) -> None:
    """Owe Ana a message of this kind."""
    await office.owe(office.letter(key, to=ANA, kind=kind, due_at=due_at))


async def leaves_at(office: PostOffice, key: str, now: datetime) -> datetime | None:
    """When this message may leave, tried now; it waits until then."""
    owed = await office.row(key)
    async with office.store.transaction() as tx:
        (item,) = await claiming.take(tx, [owed.id], owner="one", until=SECOND + 15)
        await claiming.fence(tx, item.delivery.id, owner="one", until=SECOND + 15, calendar_now=now)
        at = await leaves(tx, item, now)
        if at is not None and at > now:
            await claiming.postpone(tx, item.delivery.id, due_at=at)
        return at


async def test_what_was_not_planned_waits_for_a_working_day_and_what_was_does_not(office: PostOffice) -> None:
    for kind in (DeliveryKind.LOOP_NEWS, DeliveryKind.NOTICE):
        await owe(office, kind, kind)
        assert await leaves_at(office, kind, SATURDAY) == MONDAY, kind
    await owe(office, "asks", DeliveryKind.PROMPT)
    assert await leaves_at(office, "asks", SATURDAY) == SATURDAY


async def test_it_waits_for_the_end_of_a_holiday_of_do_not_disturb_and_of_an_absence(
    office: PostOffice,
) -> None:
    saint_nicholas = datetime.fromisoformat("2026-12-25T11:00+00:00")
    await owe(office, "news", DeliveryKind.LOOP_NEWS)
    async with office.store.transaction() as tx:
        values = {"workspace_id": 1, "name": "Checkout", "channel_id": "C1", "channel_name": "checkout"}
        row = insert(team).values(**values, listed=True, country="DE").returning(team.c.id)
        team_id = (await tx.execute(row)).scalar_one()
        await tx.execute(insert(team_member).values(team_id=team_id, member_id=office.people[ANA]))
        await members.leave_undisturbed(tx, 1, {ANA: NOON + timedelta(minutes=95)})
    assert await leaves_at(office, "news", saint_nicholas) == datetime.fromisoformat("2026-12-28T06:00+00:00")
    assert await leaves_at(office, "news", NOON) == NOON + timedelta(minutes=95)
    async with office.store.transaction() as tx:
        ana = await members.by_id(tx, office.people[ANA])
        away = await absences.add(tx, ana, date(2026, 11, 20), date(2026, 11, 29))
    assert await leaves_at(office, "news", NOON) == MONDAY

    # Back sooner, or with other working days: it is looked at again at once.
    async with office.store.transaction() as tx:
        await absences.remove(tx, ana.id, away.id)
        await members.leave_in_peace(tx, ana.id, Rest())
        await tx.execute(update(member).values(undisturbed_until=None))
        await outbox.try_again(tx, ana.id, NOON)
    assert (await office.row("news")).due_at == NOON
    assert await leaves_at(office, "news", NOON) == NOON


async def test_of_those_that_want_an_hour_who_asks_goes_first_then_who_reminds_then_who_tells(
    office: PostOffice,
) -> None:
    await owe(office, "news", DeliveryKind.LOOP_NEWS)
    await owe(office, "reminder", DeliveryKind.REMINDER)
    await owe(office, "question", DeliveryKind.PROMPT)
    assert await leaves_at(office, "news", NOON) == NEXT_HOUR
    assert await leaves_at(office, "reminder", NOON) == NEXT_HOUR
    assert await leaves_at(office, "question", NOON) == NOON
    assert await leaves_at(office, "news", NEXT_HOUR) == NEXT_HOUR + timedelta(hours=1)
    assert await leaves_at(office, "reminder", NEXT_HOUR) == NEXT_HOUR
    assert await leaves_at(office, "news", NEXT_HOUR + timedelta(hours=1)) == NEXT_HOUR + timedelta(hours=1)

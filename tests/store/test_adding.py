"""Adding to a DM that asks: whatever becomes of it meanwhile, each prompt stands in exactly one, and none is lost."""

import asyncio
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

import pytest
import pytest_asyncio
from sqlalchemy import select

from bot.rituals import answering, asking
from bot.rituals.publishing import publish
from bot.slack.knocking import leaves
from bot.store import claiming, members, prompts, recording, rituals, rounds, showing, teams
from bot.store.engine import Store
from bot.store.keys import NoKeys
from bot.store.prompts import NewPrompt
from bot.store.tables import delivery, prompt
from bot.values.deliveries import Delivery, DeliveryKind, DeliveryState, Message, Method, Sent
from bot.values.people import Channel
from bot.values.questions import Question, QuestionType
from bot.values.rituals import Kind, RitualPlan
from bot.values.rounds import Asked, PromptState
from bot.values.schedules import MEMBER_ZONE, Schedule
from bot.values.teams import TeamPlan
from bot.wiring import WORDING, ports
from tests.slack.post_office import NOON, SECOND, PostOffice, open_post_office

QUARTER_PAST, HALF_PAST = NOON + timedelta(minutes=15), NOON + timedelta(minutes=30)
CLOSE = NOON + timedelta(hours=4)
THERE = Sent("D1", "1.000001")
WORDS = replace(WORDING, prompt=lambda asked: Message(" and ".join(_name(item) for item in asked)))


def _name(item: Asked) -> str:
    is_done = item.prompt.state in (PromptState.ANSWERED, PromptState.SKIPPED)
    return f"({item.round.ritual_name})" if is_done else item.round.ritual_name


@dataclass(slots=True)
class Day:
    """Ana's day: what asks her, in the order it falls due, and the DMs that carry it."""

    office: PostOffice
    team_id: int

    @property
    def ana(self) -> int:
        """Her id."""
        return self.office.people["UANA"]

    async def plan(self, name: str, at: datetime = NOON, *, closes_at: datetime = CLOSE) -> int:
        """A ritual asks Ana at this instant; the prompt's id."""
        schedule = Schedule("FREQ=DAILY", time(13), MEMBER_ZONE, date(2026, 11, 23))
        question = Question("moved", "What moved?", QuestionType.TEXT)
        plan = RitualPlan(name, Kind.CHECK_IN, None, (question,), schedule, timedelta(hours=4), None)
        async with self.office.store.transaction() as tx:
            here = self.office.workspace_id
            ritual_id = await rituals.create(tx, here, self.ana, plan, [self.team_id], now=NOON)
            ritual = await rituals.by_id(tx, ritual_id)
            round_id = await rounds.open_one(tx, ritual, date(2026, 11, 23), opens_at=NOON, closes_at=CLOSE)
            assert round_id is not None
            await showing.add_teams(tx, round_id, [await teams.by_id(tx, self.team_id)], publish_at=NOON)
            member = await members.by_id(tx, self.ana)
            new = NewPrompt(member, self.team_id, at, at, None, closes_at, member.zone, PromptState.PLANNED)
            await prompts.plan(tx, await rounds.by_id(tx, round_id), [new])
            found = await tx.execute(select(prompt.c.id).where(prompt.c.round_id == round_id))
            return int(found.scalar_one())

    async def ask(self, now: datetime = NOON) -> None:
        """The heartbeat sees to what falls due."""
        await asking.ask_due(self.office.store, WORDS, [self.ana], now)

    async def bring(self, key: str, state: DeliveryState) -> Delivery | None:
        """Move a DM on its way to this state, having taken the clock hour of noon past the fence."""
        if state == DeliveryState.PENDING:
            return None
        (item,) = await self.office.claim()
        assert item.delivery.key == key
        if state == DeliveryState.CLAIMED:
            return None
        fenced = await self.office.fence(item)
        assert fenced is not None
        async with self.office.store.transaction() as tx:
            assert await leaves(tx, item, NOON) == NOON
            if state == DeliveryState.DOUBTFUL:
                await recording.doubtful(tx, fenced, look_at=SECOND + 2, reason="no answer")
            elif state == DeliveryState.FAILED:
                await recording.never(tx, fenced, reason="user_disabled")
                await asking.prompt_never_arrives(tx, fenced, NOON)
            elif state == DeliveryState.CANCELLED:
                await recording.expired(tx, fenced)
                await asking.prompt_comes_too_late(tx, fenced, NOON)
        if state == DeliveryState.SENT:
            await self.sent(fenced)
        return fenced

    async def sent(self, item: Delivery, *, at: datetime = HALF_PAST) -> None:
        """Slack has it."""
        async with self.office.store.transaction() as tx:
            if await recording.sent(tx, item, THERE, at=at, machine_now=SECOND):
                await asking.prompt_was_sent(tx, item, at)

    async def send(self) -> Delivery:
        """The one thing that can leave now leaves."""
        (item,) = await self.office.claim(now=HALF_PAST)
        fenced = await self.office.fence(item)
        assert fenced is not None
        await self.sent(fenced)
        return fenced

    async def stands(self, prompt_id: int) -> PromptState:
        """Where a prompt stands."""
        async with self.office.store.transaction() as tx:
            found = await tx.execute(select(prompt.c.state).where(prompt.c.id == prompt_id))
            return PromptState(found.scalar_one())

    async def dms(self) -> list[str]:
        """The keys of the DMs that were ever owed, without changes of them."""
        async with self.office.store.transaction() as tx:
            is_dm = (delivery.c.method == Method.POST) & (delivery.c.member_id == self.ana)
            return list((await tx.execute(select(delivery.c.key).where(is_dm))).scalars())


@pytest_asyncio.fixture
async def day(store: Store) -> Day:
    """Ana and her team, nothing planned."""
    office = await open_post_office(store, "UANA")
    async with store.transaction() as tx:
        plan = TeamPlan("Checkout", Channel("C1", "checkout"))
        team_id = await teams.create(tx, office.workspace_id, plan)
        await teams.set_members(tx, team_id, [office.people["UANA"]])
    return Day(office, team_id)


@pytest.mark.parametrize("state", [DeliveryState.PENDING, DeliveryState.CLAIMED])
async def test_a_dm_that_has_not_left_leaves_with_what_fell_due_meanwhile(
    day: Day, state: DeliveryState
) -> None:
    first = await day.plan("Daily")
    await day.ask()
    dm = f"prompt:{first}"
    await day.bring(dm, state)
    second = await day.plan("Launch", QUARTER_PAST)
    await day.ask(QUARTER_PAST)
    assert await day.dms() == [dm]
    if state == DeliveryState.CLAIMED:
        async with day.office.store.transaction() as tx:
            await claiming.release_own(tx, owner="one")
    item = await day.send()
    assert item.message.text == "Daily and Launch"
    assert await day.stands(first) == await day.stands(second) == PromptState.SENT


@pytest.mark.parametrize("state", [DeliveryState.SENDING, DeliveryState.DOUBTFUL, DeliveryState.SENT])
async def test_a_dm_that_has_left_is_changed_and_what_was_added_counts_as_sent_with_the_change(
    day: Day, state: DeliveryState
) -> None:
    first = await day.plan("Daily")
    await day.ask()
    dm = f"prompt:{first}"
    on_the_wire = await day.bring(dm, state)
    second = await day.plan("Launch", QUARTER_PAST)
    await day.ask(QUARTER_PAST)
    assert await day.dms() == [dm]
    assert await day.stands(second) == PromptState.PLANNED
    if state != DeliveryState.SENT:
        assert on_the_wire is not None
        assert await day.office.claim(now=HALF_PAST) == [], "the change waits until the DM is there"
        await day.sent(on_the_wire)
    assert [await day.stands(first), await day.stands(second)] == [PromptState.SENT, PromptState.PLANNED]
    change = await day.send()
    assert (change.method, change.message.text) == (Method.UPDATE, "Daily and Launch")
    assert await day.stands(second) == PromptState.SENT
    assert await day.office.claim(now=HALF_PAST) == []


async def test_a_dm_in_doubt_that_was_not_there_leaves_again_and_each_prompt_is_sent_with_what_says_it(
    day: Day,
) -> None:
    first = await day.plan("Daily")
    await day.ask()
    in_doubt = await day.bring(f"prompt:{first}", DeliveryState.DOUBTFUL)
    assert in_doubt is not None
    second = await day.plan("Launch", QUARTER_PAST)
    await day.ask(QUARTER_PAST)
    async with day.office.store.transaction() as tx:
        await recording.later(tx, in_doubt, not_before=0.0, reason="it was not there")
    third = await day.plan("Support", QUARTER_PAST)
    await day.ask(QUARTER_PAST)
    again = await day.send()
    assert (again.method, again.message.text) == (Method.POST, "Daily and Launch and Support")
    assert [await day.stands(one) for one in (first, third)] == [PromptState.SENT] * 2
    change = await day.send()
    assert change.method == Method.UPDATE
    assert await day.stands(second) == PromptState.SENT
    assert await day.dms() == [f"prompt:{first}"]


async def test_of_two_copies_the_older_one_may_stay_and_what_it_does_not_say_is_asked_again(day: Day) -> None:
    first = await day.plan("Daily")
    await day.ask()
    frozen = await day.bring(f"prompt:{first}", DeliveryState.DOUBTFUL)
    assert frozen is not None
    async with day.office.store.transaction() as tx:
        await recording.later(tx, frozen, not_before=0.0, reason="it was not there")
    second = await day.plan("Launch", QUARTER_PAST)
    await day.ask(QUARTER_PAST)
    await day.sent(frozen)
    assert [await day.stands(first), await day.stands(second)] == [PromptState.SENT, PromptState.PLANNED]
    await day.ask(HALF_PAST)
    change = await day.send()
    assert (change.method, change.message.text) == (Method.UPDATE, "Daily and Launch")
    assert await day.stands(second) == PromptState.SENT


@pytest.mark.parametrize("state", [DeliveryState.FAILED, DeliveryState.CANCELLED])
async def test_a_dm_that_never_left_excuses_its_own_and_the_next_one_waits_for_a_free_hour(
    day: Day, state: DeliveryState
) -> None:
    first = await day.plan("Daily")
    await day.ask()
    await day.bring(f"prompt:{first}", state)
    assert await day.stands(first) == PromptState.EXCUSED
    second = await day.plan("Launch", QUARTER_PAST)
    await day.ask(QUARTER_PAST)
    (item,) = await day.office.claim(now=QUARTER_PAST)
    assert item.delivery.key == f"prompt:{second}"
    async with day.office.store.transaction() as tx:
        assert await leaves(tx, item, QUARTER_PAST) == NOON + timedelta(hours=1)


async def test_an_hour_that_went_to_something_else_brings_another_dm_in_the_next_one(day: Day) -> None:
    first = await day.plan("Daily")
    await day.ask()
    await day.office.owe(day.office.letter("notice", to="UANA", kind=DeliveryKind.NOTICE))
    items = {item.delivery.key: item for item in await day.office.claim()}
    async with day.office.store.transaction() as tx:
        assert await leaves(tx, items["notice"], NOON) == NOON
        assert await leaves(tx, items[f"prompt:{first}"], NOON) == NOON + timedelta(hours=1)
    second = await day.plan("Launch", QUARTER_PAST)
    await day.ask(QUARTER_PAST)
    assert sorted(await day.dms()) == ["notice", f"prompt:{first}"], "it joins the one that waits"
    assert (await day.office.row(f"prompt:{first}")).body["text"] == "Daily and Launch"
    assert await day.stands(second) == PromptState.PLANNED


async def test_a_change_slack_refuses_is_not_tried_again_and_the_next_hour_brings_another_dm(
    day: Day,
) -> None:
    first = await day.plan("Daily")
    await day.ask()
    await day.bring(f"prompt:{first}", DeliveryState.SENT)
    second = await day.plan("Launch", QUARTER_PAST)
    await day.ask(QUARTER_PAST)
    (item,) = await day.office.claim(now=HALF_PAST)
    change = await day.office.fence(item)
    assert change is not None
    async with day.office.store.transaction() as tx:
        assert await recording.never(tx, change, reason="edit_window_closed")
        await asking.prompt_never_arrives(tx, change, HALF_PAST)
    assert await day.stands(first) == PromptState.SENT
    await day.ask(HALF_PAST)
    assert set(await day.dms()) == {f"prompt:{first}", f"prompt:{second}"}


async def test_two_replicas_at_once_write_one_dm(day: Day) -> None:
    names = [f"Ritual {number}" for number in range(6)]
    planned = [await day.plan(name) for name in names]
    await asyncio.gather(*(day.ask() for _ in range(6)))
    (dm,) = await day.dms()
    assert (await day.office.row(dm)).body["text"] == " and ".join(names)
    await day.send()
    assert {await day.stands(one) for one in planned} == {PromptState.SENT}


async def test_whoever_answers_while_something_is_added_loses_neither(day: Day) -> None:
    first = await day.plan("Daily")
    await day.ask()
    second = await day.plan("Launch", QUARTER_PAST)
    await answering.skip(day.office.store, ports(NoKeys()), first, day.ana, reason=None, now=QUARTER_PAST)
    await asyncio.gather(day.ask(QUARTER_PAST), publish(day.office.store, WORDS, QUARTER_PAST))
    await day.ask(QUARTER_PAST)
    asking_dms = [key for key in await day.dms() if await day.office.state(key) == DeliveryState.PENDING]
    (dm,) = asking_dms
    assert (await day.office.row(dm)).body["text"] in ("(Daily) and Launch", "Launch")
    assert await day.stands(second) == PromptState.PLANNED


async def test_what_closed_before_its_dm_left_is_excused_and_the_others_are_asked(day: Day) -> None:
    first = await day.plan("Daily", closes_at=QUARTER_PAST)
    second = await day.plan("Launch")
    await day.ask()
    await day.send()
    assert [await day.stands(first), await day.stands(second)] == [PromptState.EXCUSED, PromptState.SENT]

"""The outbox: what is owed is sent once, whoever sends it, dies, freezes or comes back late."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
import pytest_asyncio

from bot.store import claiming, dm_hours, outbox, recording, under_way
from bot.store import pacing as lanes
from bot.store.changing import state_key
from bot.store.engine import Store
from bot.store.pacing import Lane
from bot.values.deliveries import Delivery, DeliveryState, Message, Method, Sent
from tests.slack.post_office import NOON, SECOND, PostOffice, open_post_office, waiting

LATER = SECOND + 60
THERE = Sent("D1", "1.000001")
HOUR = NOON.replace(minute=0)


@pytest_asyncio.fixture
async def office(store: Store) -> PostOffice:
    """A workspace with two people."""
    return await open_post_office(store, "UANA", "UBEN")


async def sent(office: PostOffice, item: Delivery, where: Sent = THERE) -> bool:
    """Record that Slack has it."""
    async with office.store.transaction() as tx:
        return await recording.sent(tx, item, where, at=NOON, machine_now=SECOND)


async def later(office: PostOffice, item: Delivery, *, not_before: float = 0.0) -> None:
    """Record that Slack did not take it."""
    async with office.store.transaction() as tx:
        await recording.later(tx, item, not_before=not_before, reason="ratelimited")


async def doubtful(office: PostOffice, item: Delivery, *, look_at: float | None = SECOND + 2) -> bool:
    """Record that nobody knows."""
    async with office.store.transaction() as tx:
        return await recording.doubtful(tx, item, look_at=look_at, reason="no answer")


async def taken_in_doubt(office: PostOffice, *, second: float, owner: str = "two") -> list[Delivery]:
    """What this replica takes to read back."""
    async with office.store.transaction() as tx:
        return await claiming.take_doubtful(tx, machine_now=second, owner=owner, until=second + 15, limit=10)


async def is_busy(office: PostOffice) -> bool:
    """Whether anything is due or in flight."""
    async with office.store.transaction() as tx:
        return await under_way.is_busy(tx, calendar_now=NOON)


async def test_the_same_key_is_owed_once(office: PostOffice) -> None:
    await office.owe(office.letter("hello"), office.letter("hello", message=Message(text="newer")))
    claimed = await office.claim()
    assert [item.delivery.message.text for item in claimed] == ["newer"]


async def test_what_is_owed_together_with_what_it_answers_is_owed_and_without_it_never(
    office: PostOffice,
) -> None:
    first, second = office.letter("page"), replace(office.letter("page/2"), channel=None, target="page")
    alone = replace(office.letter("lost/2"), channel=None, target="lost")
    async with office.store.transaction() as tx:
        await outbox.put_all(tx, office.workspace_id, [second, first, alone])
        states = [
            await outbox.state_of(tx, office.workspace_id, each) for each in ("page", "page/2", "lost/2")
        ]
    assert states == [DeliveryState.PENDING, DeliveryState.PENDING, DeliveryState.CANCELLED]


async def test_the_same_key_from_two_replicas_at_once_is_owed_once(office: PostOffice) -> None:
    await asyncio.gather(*(office.owe(office.letter("hello")) for _ in range(8)))
    assert len(await office.claim()) == 1


async def test_two_replicas_never_claim_the_same_letter(office: PostOffice) -> None:
    await office.owe(*(office.letter(f"letter {number}") for number in range(40)))
    halves = await asyncio.gather(*(office.claim(f"replica {number}", limit=7) for number in range(10)))
    ids = [item.delivery.id for half in halves for item in half]
    assert len(ids) == len(set(ids)) > 0


async def test_a_claimed_letter_is_not_offered_again(office: PostOffice) -> None:
    await office.owe(office.letter("hello"))
    await office.claim()
    assert await office.claim("two") == []


async def test_urgent_letters_leave_first_and_then_those_due_longest(office: PostOffice) -> None:
    await office.owe(
        office.letter("late", due_at=NOON - timedelta(minutes=1)),
        office.letter("later", due_at=NOON - timedelta(hours=1)),
        office.letter("reply", urgent=True),
        office.letter("tomorrow", due_at=NOON + timedelta(days=1)),
    )
    async with office.store.transaction() as tx:
        found = await waiting(tx)
    keys = {(await office.row(key)).id: key for key in ("late", "later", "reply", "tomorrow")}
    assert [keys[one] for one in found] == ["reply", "later", "late"]


async def test_only_the_replica_that_claimed_it_passes_the_fence(office: PostOffice) -> None:
    await office.owe(office.letter("hello"))
    (item,) = await office.claim("one")
    assert await office.fence(item, "two") is None
    assert await office.fence(item, "one") is not None


async def test_nobody_passes_the_fence_twice(office: PostOffice) -> None:
    await office.owe(office.letter("hello"))
    (item,) = await office.claim()
    assert await office.fence(item) is not None
    assert await office.fence(item) is None


async def test_the_fence_hands_out_the_newest_text(office: PostOffice) -> None:
    await office.owe(office.letter("hello"))
    (item,) = await office.claim()
    await office.owe(office.letter("hello", message=Message(text="changed on the way")))
    fenced = await office.fence(item)
    assert fenced is not None
    assert fenced.message.text == "changed on the way"


async def test_what_was_taken_back_does_not_pass_the_fence(office: PostOffice) -> None:
    await office.owe(office.letter("hello"))
    (item,) = await office.claim()
    async with office.store.transaction() as tx:
        await outbox.cancel(tx, office.workspace_id, ["hello"])
    assert await office.fence(item) is None
    assert await office.state("hello") == DeliveryState.CANCELLED


async def test_what_is_on_the_wire_cannot_be_taken_back(office: PostOffice) -> None:
    await office.on_the_wire(office.letter("hello"))
    async with office.store.transaction() as tx:
        await outbox.cancel(tx, office.workspace_id, ["hello"])
    assert await office.state("hello") == DeliveryState.SENDING


async def test_a_claim_whose_holder_died_is_free_again_when_its_lease_is_over(office: PostOffice) -> None:
    await office.owe(office.letter("hello"))
    (item,) = await office.claim()
    async with office.store.transaction() as tx:
        assert await claiming.release_expired(tx, machine_now=SECOND + 14) == 0
        assert await claiming.release_expired(tx, machine_now=SECOND + 16) == 1
    assert await office.claim("two") != []
    assert await office.fence(item, "one") is None


async def test_what_was_on_the_wire_when_its_sender_died_is_read_back_and_never_just_sent_again(
    office: PostOffice,
) -> None:
    item = await office.on_the_wire(office.letter("hello"))
    async with office.store.transaction() as tx:
        assert await claiming.release_expired(tx, machine_now=LATER) == 0
    assert await office.claim("two") == []
    assert [one.id for one in await taken_in_doubt(office, second=LATER)] == [item.id]


async def test_only_one_replica_reads_a_doubtful_letter_back(office: PostOffice) -> None:
    await office.on_the_wire(office.letter("hello"))
    takers = (taken_in_doubt(office, second=LATER, owner=f"replica {number}") for number in range(5))
    taken = await asyncio.gather(*takers)
    assert sum(len(one) for one in taken) == 1


async def test_a_letter_whose_owner_was_asked_is_not_read_back_by_itself(office: PostOffice) -> None:
    item = await office.on_the_wire(office.letter("hello", owner_id=office.people["UANA"]))
    await doubtful(office, item, look_at=None)
    assert await taken_in_doubt(office, second=LATER) == []
    assert not await is_busy(office)
    async with office.store.transaction() as tx:
        mine = await claiming.doubtful_of(tx, office.workspace_id, office.people["UANA"], "hello")
        not_mine = await claiming.doubtful_of(tx, office.workspace_id, office.people["UBEN"], "hello")
    assert mine is not None
    assert not_mine is None


async def test_sent_is_recorded_once(office: PostOffice) -> None:
    item = await office.on_the_wire(office.letter("hello"))
    assert await sent(office, item)
    assert not await sent(office, item)
    row = await office.row("hello")
    assert (row.state, row.sent_channel, row.ts) == (DeliveryState.SENT, "D1", "1.000001")


async def test_a_letter_that_was_sent_is_not_sent_again_when_it_is_owed_again(office: PostOffice) -> None:
    await sent(office, await office.on_the_wire(office.letter("hello")))
    await office.owe(office.letter("hello", message=Message(text="again?")))
    assert await office.claim() == []


async def test_what_slack_refused_for_now_waits_for_as_long_as_slack_said(office: PostOffice) -> None:
    item = await office.on_the_wire(office.letter("hello"))
    await later(office, item, not_before=SECOND + 30)
    assert await office.claim(second=SECOND + 29) == []
    assert len(await office.claim(second=SECOND + 31)) == 1


async def test_a_replica_that_was_frozen_cannot_send_back_what_another_has_on_the_wire(
    office: PostOffice,
) -> None:
    first_attempt = await office.on_the_wire(office.letter("hello"), "frozen")
    (in_doubt,) = await taken_in_doubt(office, second=LATER, owner="awake")
    await later(office, in_doubt)
    (item,) = await office.claim("awake", second=LATER)
    await office.fence(item, "awake", second=LATER)
    await later(office, first_attempt)
    await doubtful(office, first_attempt)
    async with office.store.transaction() as tx:
        assert not await recording.never(tx, first_attempt, reason="invalid_blocks")
    assert await office.state("hello") == DeliveryState.SENDING


async def test_two_replicas_that_read_the_same_letter_back_give_it_out_once(office: PostOffice) -> None:
    await office.on_the_wire(office.letter("hello"))
    (first,) = await taken_in_doubt(office, second=LATER, owner="slow")
    (second,) = await taken_in_doubt(office, second=LATER + 60, owner="quick")
    await later(office, second)
    (item,) = await office.claim("quick", second=LATER + 60)
    await office.fence(item, "quick", second=LATER + 60)
    await later(office, first)
    assert await office.state("hello") == DeliveryState.SENDING


async def test_a_message_that_turns_out_to_be_there_keeps_the_next_attempt_from_leaving(
    office: PostOffice,
) -> None:
    first_attempt = await office.on_the_wire(office.letter("hello"), "frozen")
    (in_doubt,) = await taken_in_doubt(office, second=LATER, owner="awake")
    await later(office, in_doubt)
    (item,) = await office.claim("awake", second=LATER)
    assert await sent(office, first_attempt)
    assert await office.fence(item, "awake", second=LATER) is None
    assert await office.state("hello") == DeliveryState.SENT


async def test_a_replica_that_was_frozen_before_the_fence_changes_nothing_any_more(
    office: PostOffice,
) -> None:
    await office.owe(office.letter("hello"))
    (item,) = await office.claim("frozen")
    async with office.store.transaction() as tx:
        await claiming.release_expired(tx, machine_now=LATER)
    (again,) = await office.claim("awake", second=LATER)
    fenced = await office.fence(again, "awake", second=LATER)
    assert fenced is not None
    await sent(office, fenced)
    async with office.store.transaction() as tx:
        await recording.expired(tx, item.delivery)
    assert await office.state("hello") == DeliveryState.SENT


async def test_what_stops_in_good_order_gives_its_claims_back_at_once(office: PostOffice) -> None:
    await office.owe(office.letter("hello"), office.letter("world"))
    claimed = await office.claim("one")
    await office.fence(claimed[0], "one")
    async with office.store.transaction() as tx:
        await claiming.release_own(tx, owner="one")
    states = sorted([await office.state("hello"), await office.state("world")])
    assert states == [DeliveryState.PENDING, DeliveryState.SENDING]


async def test_what_slack_never_takes_cancels_what_hangs_on_it(office: PostOffice) -> None:
    await office.owe(office.letter("parent"))
    await office.owe(office.reply("reply", to="parent"), office.update("change", of="parent"))
    (item,) = await office.claim()
    fenced = await office.fence(item)
    assert fenced is not None
    async with office.store.transaction() as tx:
        assert await recording.never(tx, fenced, reason="channel_not_found")
    assert await office.state("reply") == await office.state("change") == DeliveryState.CANCELLED
    assert not await is_busy(office)


@pytest.mark.parametrize("how", ["expired", "taken back"])
async def test_a_letter_that_is_not_sent_any_more_leaves_nothing_waiting_for_it(
    office: PostOffice, how: str
) -> None:
    await office.owe(office.letter("parent", expires_at=NOON))
    await office.owe(office.reply("reply", to="parent"))
    (item,) = await office.claim()
    fenced = await office.fence(item) if how == "expired" else None
    async with office.store.transaction() as tx:
        if fenced is not None:
            assert await recording.expired(tx, fenced)
        else:
            await outbox.cancel(tx, office.workspace_id, ["parent"])
    assert await office.state("reply") == DeliveryState.CANCELLED
    assert not await is_busy(office)


async def test_a_reply_waits_for_its_parent_and_then_knows_its_thread(office: PostOffice) -> None:
    await office.owe(office.letter("parent"))
    await office.owe(office.reply("reply", to="parent"))
    (item,) = await office.claim()
    fenced = await office.fence(item)
    assert fenced is not None
    assert await office.claim() == []
    await sent(office, fenced, Sent("C1", "5.5"))
    (reply,) = await office.claim()
    assert (reply.delivery.channel, reply.delivery.thread_ts, reply.delivery.ts) == ("C1", "5.5", None)


async def test_pages_leave_one_after_the_other_and_a_page_that_never_leaves_holds_up_none(
    office: PostOffice,
) -> None:
    await office.owe(
        office.letter("one"), office.letter("two", after="one"), office.letter("three", after="two")
    )
    (one,) = await office.claim()
    assert one.delivery.key == "one"
    fenced = await office.fence(one)
    assert fenced is not None
    assert await office.claim() == []
    await doubtful(office, fenced, look_at=None)
    assert not await is_busy(office), "a person is asked, and the pages wait for them"
    await sent(office, fenced)
    (two,) = await office.claim()
    assert two.delivery.key == "two"
    await office.fence(two)
    async with office.store.transaction() as tx:
        await outbox.cancel(tx, office.workspace_id, ["two"])
    assert await office.claim() == [], "it is on the wire"
    await sent(office, two.delivery)
    assert [item.delivery.key for item in await office.claim()] == ["three"]


async def test_an_update_finds_the_message_it_changes(office: PostOffice) -> None:
    await sent(office, await office.on_the_wire(office.letter("parent", to="UANA")), Sent("D7", "7.7"))
    await office.owe(office.update("change", of="parent"))
    (change,) = await office.claim()
    assert (change.delivery.channel, change.delivery.ts, change.delivery.thread_ts) == ("D7", "7.7", None)


@pytest.mark.parametrize("target", ["never owed", "failed", "there without a place"])
async def test_what_has_nothing_to_hang_on_is_cancelled_at_once(office: PostOffice, target: str) -> None:
    item = await office.on_the_wire(office.letter("failed"))
    async with office.store.transaction() as tx:
        await recording.never(tx, item, reason="is_archived")
    await sent(office, await office.on_the_wire(office.letter("there without a place")), Sent("C1", ""))
    await office.owe(office.reply("reply", to=target))
    assert await office.state("reply") == DeliveryState.CANCELLED


async def test_the_newest_state_of_a_message_wins(office: PostOffice) -> None:
    await sent(office, await office.on_the_wire(office.letter("parent")))
    change = await office.on_the_wire(office.update("change", of="parent"))
    await office.owe(office.update("change", of="parent", message=Message(text="newer still")))
    await sent(office, change)
    (again,) = await office.claim()
    assert again.delivery.message.text == "newer still"


async def test_what_was_put_down_while_its_post_was_just_leaving_is_shown_by_a_change_of_it(
    office: PostOffice,
) -> None:
    """Somebody looked, saw that it had not left, and put down what it should say by now: a moment too late."""
    for key, answer_was_lost in (("heard", False), ("read back", True)):
        post = await office.on_the_wire(office.letter(key, to="C1"))
        await office.owe(office.letter(key, to="C1", message=Message(text="newer")))
        if answer_was_lost:
            (post,) = await taken_in_doubt(office, second=LATER)
        assert await sent(office, post, Sent("C1", f"{key}.1"))
        (change,) = await office.claim(second=LATER)
        assert (change.delivery.key, change.delivery.ts) == (state_key(key), f"{key}.1")
        fenced = await office.fence(change, second=LATER)
        assert fenced is not None
        assert fenced.message.text == "newer"
        assert await sent(office, fenced)


async def test_a_post_that_was_sent_says_what_it_says_whatever_is_put_down_later(office: PostOffice) -> None:
    await sent(office, await office.on_the_wire(office.letter("hello")))
    await office.owe(office.letter("hello", message=Message(text="never shown")))
    row = await office.row("hello")
    assert (row.body["text"], row.revision) == ("hello", 1)


async def test_a_newer_text_of_what_slack_refused_is_tried(office: PostOffice) -> None:
    refused = await office.on_the_wire(office.letter("hello"))
    await office.owe(office.letter("hello", message=Message(text="shorter")))
    async with office.store.transaction() as tx:
        assert not await recording.never(tx, refused, reason="msg_too_long")
    (again,) = await office.claim()
    assert again.delivery.message.text == "shorter"
    fenced = await office.fence(again)
    assert fenced is not None
    async with office.store.transaction() as tx:
        assert await recording.never(tx, fenced, reason="msg_too_long")
    assert await office.state("hello") == DeliveryState.FAILED


async def test_what_is_not_owed_any_more_gives_its_hour_back(office: PostOffice) -> None:
    item = await office.on_the_wire(office.letter("hello", to="UANA"))
    async with office.store.transaction() as tx:
        ana = office.people["UANA"]
        assert await dm_hours.claim(tx, member_id=ana, hour=HOUR, delivery_id=item.id)
        await recording.later(tx, item, not_before=0.0, reason="ratelimited")
        await outbox.forget(tx, office.workspace_id, ["hello"])
    await office.owe(office.letter("another", to="UANA"))
    another = (await office.row("another")).id
    async with office.store.transaction() as tx:
        assert await dm_hours.claim(tx, member_id=ana, hour=HOUR, delivery_id=another)


async def test_what_was_changed_often_waits_no_longer_after_a_kill_than_what_was_not(
    office: PostOffice,
) -> None:
    """How long it waits grows with the attempts it took: those before it was there last are none of them."""
    await sent(office, await office.on_the_wire(office.letter("parent")))
    for number in range(6):
        change = office.update("change", of="parent", message=Message(text=str(number)))
        item = await office.on_the_wire(change)
        assert item.attempts == 1
        await later(office, item)
        (again,) = await office.claim()
        tried_again = await office.fence(again)
        assert tried_again is not None
        assert tried_again.attempts == 2, "while Slack has not got it, each attempt counts"
        await sent(office, tried_again)


async def test_a_message_is_changed_no_more_often_than_its_gap_allows(office: PostOffice) -> None:
    await sent(office, await office.on_the_wire(office.letter("parent")))
    await sent(office, await office.on_the_wire(office.update("change", of="parent", min_gap=15.0)))
    await office.owe(office.update("change", of="parent", min_gap=15.0))
    assert await office.claim(second=SECOND + 14) == []
    assert len(await office.claim(second=SECOND + 16)) == 1

    await office.owe(office.letter("first", to="UANA"), office.letter("second", to="UANA"))
    ids = [(await office.row(key)).id for key in ("first", "second")]

    async def claim(one: str, hour_later: int = 0) -> bool:
        hour = HOUR + timedelta(hours=hour_later)
        async with office.store.transaction() as tx:
            return await dm_hours.claim(tx, member_id=office.people["UANA"], hour=hour, delivery_id=one)

    assert await claim(ids[0])
    assert not await claim(ids[1])
    assert await claim(ids[0]), "the same letter may try again in its hour"
    assert await claim(ids[1], hour_later=1)


async def test_of_many_letters_at_once_exactly_one_gets_the_hour(office: PostOffice) -> None:
    await office.owe(*(office.letter(f"letter {number}", to="UANA") for number in range(6)))
    ids = [(await office.row(f"letter {number}")).id for number in range(6)]

    async def claim(one: str) -> bool:
        async with office.store.transaction() as tx:
            return await dm_hours.claim(tx, member_id=office.people["UANA"], hour=HOUR, delivery_id=one)

    assert sum(await asyncio.gather(*(claim(one) for one in ids))) == 1


async def test_hours_that_are_long_over_are_forgotten(office: PostOffice) -> None:
    await office.owe(office.letter("first", to="UANA"), office.letter("second", to="UANA"))
    first, second = [(await office.row(key)).id for key in ("first", "second")]
    async with office.store.transaction() as tx:
        await dm_hours.claim(tx, member_id=office.people["UANA"], hour=HOUR, delivery_id=first)
        await dm_hours.forget(tx, before=HOUR + timedelta(hours=1))
        assert await dm_hours.claim(tx, member_id=office.people["UANA"], hour=HOUR, delivery_id=second)


async def test_a_throttled_channel_hides_its_own_letters_only(office: PostOffice) -> None:
    await office.owe(
        office.letter("there", to="C1"), office.letter("elsewhere", to="C2"), office.letter("dm", to="UANA")
    )
    async with office.store.transaction() as tx:
        await lanes.save(tx, {(office.workspace_id, "C1"): Lane(free_at=SECOND + 30, gap=2.0)})
    assert {item.delivery.key for item in await office.claim()} == {"elsewhere", "dm"}


async def test_a_throttled_method_hides_the_letters_of_that_method_only(office: PostOffice) -> None:
    await sent(office, await office.on_the_wire(office.letter("parent")))
    await office.owe(office.update("change", of="parent"), office.letter("post"))
    async with office.store.transaction() as tx:
        await lanes.save(tx, {(office.workspace_id, str(Method.POST)): Lane(free_at=SECOND + 30, gap=0.2)})
    assert [item.delivery.key for item in await office.claim()] == ["change"]

"""Giving feedback: by name at once, with the name withheld in the next morning's batch, and never too much."""

from datetime import timedelta
from pathlib import Path

import pytest
import pytest_asyncio

from bot.loops.feedback import giving, taking
from bot.store.engine import Store
from bot.store.keys import NoKeys
from bot.values.deliveries import DeliveryKind
from bot.values.errors import NoPlaceForKeys, NotThere, Unusable
from bot.values.feedback import NewFeedback
from bot.values.loops import LoopState, Source, Step, WaitsOn
from tests.loops.feedback.company import BATCH, LEADERSHIP, Company, found


@pytest_asyncio.fixture
async def company(store: Store, tmp_path: Path) -> Company:
    return await found(store, tmp_path)


async def test_by_name_it_is_there_at_once_and_whoever_it_is_for_is_told(company: Company) -> None:
    given = await company.named("ana", "ben", details="Four a week.")
    assert (given.raiser_id, given.is_withheld, given.state) == (
        company.people["ana"].id,
        False,
        LoopState.RAISED,
    )
    await company.beat()
    [letter] = await company.letters("ben", DeliveryKind.LOOP_NEWS)
    assert "Too many syncs" in letter.body["text"]
    for nobody in ("ana", "chi", "dev", "eve", "fay", "gus"):
        assert not await company.letters(nobody, DeliveryKind.LOOP_NEWS)


async def test_with_the_name_withheld_it_waits_in_a_box_until_the_morning(company: Company) -> None:
    given = await company.give("ana", "ben", withheld=True)
    assert (given.loop, given.hand_on_at) == (None, BATCH)
    assert not await company.all()
    [waiting] = (await company.mine("ana")).waiting
    assert (waiting.title, waiting.to_name, waiting.hand_on_at) == ("Too many syncs", "Ben", BATCH)
    assert not (await company.mine("ben")).waiting
    await company.next_morning()
    [handed_on] = await company.all()
    assert (handed_on.raiser_id, handed_on.raised_at, handed_on.is_withheld) == (None, BATCH, True)
    assert await company.for_me("ben") == ["Too many syncs"]
    assert [each.seen.loop.id for each in (await company.mine("ana")).given] == [handed_on.id]
    assert not (await company.mine("eve")).given


async def test_what_was_given_just_before_the_morning_round_waits_for_the_next_one(company: Company) -> None:
    await company.give("ana", "ben", withheld=True, title="Given the day before")
    company.now = BATCH - timedelta(minutes=2)
    late = await company.give("chi", "ben", withheld=True, title="Given minutes before")
    assert late.hand_on_at == BATCH + timedelta(days=1)
    await company.next_morning()
    assert (company.now, await company.for_me("ben")) == (BATCH, ["Given the day before"])
    await company.next_morning()
    assert company.now == BATCH + timedelta(days=1)
    assert sorted(await company.for_me("ben")) == ["Given minutes before", "Given the day before"]


@pytest.mark.parametrize("withheld", [False, True])
async def test_a_form_that_is_handed_in_twice_gives_once_also_after_the_batch(
    company: Company, withheld: bool
) -> None:
    assert (await company.give(withheld=withheld, key="form")).is_new
    assert not (await company.give(withheld=withheld, key="form")).is_new
    await company.wait(days=1)
    assert not (await company.give(withheld=withheld, key="form")).is_new
    assert len(await company.all()) == 1


async def test_what_waits_can_be_taken_back_by_whoever_gave_it_and_leaves_nothing(company: Company) -> None:
    await company.give(withheld=True)
    [waiting] = (await company.mine("ana")).waiting
    with pytest.raises(NotThere):
        await taking.take_back_waiting(company.store, company.keys, company.people["ben"], waiting.id)
    await taking.take_back_waiting(company.store, company.keys, company.people["ana"], waiting.id)
    assert not await company.keys.names("feedback-")
    await company.next_morning()
    assert not await company.all()
    with pytest.raises(NotThere):
        await taking.take_back_waiting(company.store, company.keys, company.people["ana"], waiting.id)


@pytest.mark.parametrize(
    ("who", "to"), [("ana", "ana"), ("eve", "Checkout"), ("ana", "nobody"), ("ana", "outside")]
)
async def test_what_would_reach_nobody_else_is_not_taken(company: Company, who: str, to: str) -> None:
    party = {"nobody": WaitsOn(), "outside": WaitsOn(outside="The bank")}.get(to) or company.to(to)
    for withheld in (False, True):
        new = NewFeedback("Too many syncs", party, is_withheld=withheld)
        with pytest.raises(Unusable) as refused:
            await giving.give(company.store, company.keys, company.people[who], new, company.now)
        assert refused.value.field == "to"


async def test_a_team_is_read_by_its_lead_and_without_one_by_the_admins(company: Company) -> None:
    await company.named("ana", "Payments")
    assert (await company.for_me("chi"), await company.for_me("ben")) == (["Too many syncs"], [])
    assert not await company.for_me("fay")
    await company.lose_lead("Payments")
    assert (await company.for_me("fay"), await company.for_me("chi")) == (["Too many syncs"], [])
    await company.named("ana", LEADERSHIP, title="Where do we go")
    assert await company.for_me("gus") == ["Too many syncs", "Where do we go"]


async def test_five_a_day_three_of_them_withheld_and_tomorrow_again(company: Company) -> None:
    for _ in range(3):
        await company.give(withheld=True)
    offer = await giving.offer(company.store, company.keys, company.people["ana"], company.now)
    assert (offer.can_withhold, bool(offer.why_not)) == (False, True)
    with pytest.raises(Unusable) as refused:
        await company.give(withheld=True)
    assert refused.value.field == "name"
    for _ in range(2):
        await company.give()
    with pytest.raises(Unusable) as refused:
        await company.give()
    assert refused.value.field == "title"
    assert "tomorrow" in refused.value.user_message
    await company.give("ben", "ana")
    await company.next_morning()
    await company.give(withheld=True)
    assert (await giving.offer(company.store, company.keys, company.people["ana"], company.now)).can_withhold


async def test_ten_withheld_can_be_open_at_a_time(company: Company) -> None:
    for number in range(10):
        await company.give(withheld=True, title=f"Point {number}")
        if number % 3 == 2:
            company.now += timedelta(days=1)
            await company.next_morning()
    company.now += timedelta(days=1)
    with pytest.raises(Unusable, match="still open"):
        await company.give(withheld=True)
    [first, *_] = [each.seen.loop for each in (await company.mine("ana")).given]
    await company.take("ana", first, Step.DECLINED)
    assert (await company.give(withheld=True)).is_new


async def test_without_keys_a_name_can_be_given_but_not_withheld(store: Store) -> None:
    company = await found(store, None)
    assert (await company.give()).loop is not None
    offer = await giving.offer(store, company.keys, company.people["ana"], company.now)
    assert not offer.can_withhold
    assert "DRUMBEAT_KEYS" in (offer.why_not or "")
    with pytest.raises(NoPlaceForKeys):
        await company.give(withheld=True)
    assert [each.seen.raiser for each in (await company.mine("ana")).given] == ["Ana"]


async def test_where_the_keys_are_gone_what_was_given_by_name_is_still_shown(company: Company) -> None:
    await company.named()
    await company.withheld()
    company.keys = NoKeys()
    mine = await company.mine("ana")
    assert [each.seen.raiser for each in mine.given] == ["Ana"]
    assert "DRUMBEAT_KEYS" in (mine.why_partly or "")
    await company.give("dev", "eve")
    await company.next_morning()
    assert len(await company.all()) == 3


async def test_where_two_talked_is_not_told_of_somebody_who_withholds_their_name(company: Company) -> None:
    source = Source("https://slack.test/archives/D1/p1", "D1", "1.0")
    given = await company.withheld(source=source)
    assert given.source == Source()
    assert (await company.named(source=source)).source == source

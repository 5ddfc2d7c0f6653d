"""The life of feedback: asked back, answered, told, closed from both sides; and nobody else has a part in it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import pytest_asyncio

from bot.jobs.verdicts import Verdicts
from bot.loops import raising, stepping
from bot.loops import seeing as seeing_bottlenecks
from bot.loops.feedback import seeing, taking
from bot.store.engine import Store
from bot.store.keys import KeyFolder
from bot.values.deliveries import Delivery, DeliveryKind, DeliveryState, Message, Method, Sent
from bot.values.errors import DrumbeatError, NotThere, NotYours, Overtaken, Unusable
from bot.values.loops import LoopState, NewStep, Step, WaitsOn
from bot.wiring import LOOP_WORDING
from tests.loops.feedback.company import LEADERSHIP, NAMES, Company, day, found


@dataclass(frozen=True)
class Calendar:
    """The company's calendar."""

    at: datetime

    def now(self) -> datetime:
        """The present instant."""
        return self.at


@pytest_asyncio.fixture
async def company(store: Store, tmp_path: Path) -> Company:
    return await found(store, tmp_path)


async def test_asked_back_answered_and_confirmed_with_the_name_withheld(company: Company) -> None:
    given = await company.withheld("ana", "ben", details="Four a week.")
    await company.take("ben", given, Step.ACKNOWLEDGED, on=day(27))
    await company.take("ben", given, Step.ASKED, "Which of them?")
    await company.next_morning()
    [letter] = await company.letters("ana", DeliveryKind.GIVER_NEWS)
    assert "There is news on feedback you gave" in letter.body["text"]
    assert "syncs" not in str(letter.body)
    [news] = await seeing.news_of_mine(company.store, company.keys, company.people["ana"], company.now)
    assert [told.event.step for told in news.seen.events] == [Step.RAISED, Step.ACKNOWLEDGED, Step.ASKED]
    await company.take("ana", given, Step.REPLIED, "Those on Fridays.")
    assert not await seeing.news_of_mine(company.store, company.keys, company.people["ana"], company.now)
    await company.take("ben", given, Step.ANSWERED, "No more syncs on Fridays.")
    await company.send()
    await company.next_morning()
    assert (await company.stands(given)).told_at is None
    answered_on = company.now
    await company.send()
    await company.next_morning()
    assert (await company.stands(given)).told_at == answered_on
    after = await company.take("ana", given, Step.CONFIRMED)
    assert (after.state, await company.keys.names("giver-")) == (LoopState.CONFIRMED, [])
    told = await company.events(given)
    assert [
        (event.by_giver, event.actor_id) for event in told if event.step in (Step.REPLIED, Step.CONFIRMED)
    ] == [
        (True, None),
        (True, None),
    ]


async def test_one_word_a_morning_whatever_happened_and_the_outbox_forgets_it(company: Company) -> None:
    first = await company.withheld("ana", "ben")
    second = await company.withheld("ana", "dev", title="Demos")
    for loop, owner in ((first, "ben"), (second, "dev")):
        await company.take(owner, loop, Step.ASKED, "Which?")
        await company.take(owner, loop, Step.PROMISED, on=day(30))
    await company.next_morning()
    assert len(await company.letters("ana", DeliveryKind.GIVER_NEWS)) == 1
    await company.take("ben", first, Step.ANSWERED, "Fewer.")
    await company.next_morning()
    assert len(await company.letters("ana", DeliveryKind.GIVER_NEWS)) == 1, "the first has not left yet"
    await company.send()
    await company.next_morning()
    assert not await company.letters("ana", DeliveryKind.GIVER_NEWS)


async def test_by_name_the_giver_is_told_by_the_usual_news_and_counts_as_told_when_it_was_sent(
    company: Company,
) -> None:
    given = await company.named("ana", "ben")
    await company.take("ben", given, Step.ANSWERED, "No more syncs on Fridays.")
    await company.beat()
    [letter] = await company.letters("ana", DeliveryKind.LOOP_NEWS)
    assert letter.state == DeliveryState.PENDING
    page = await company.page("ben", given)
    assert (await company.stands(given)).told_at is None
    assert page.is_for_me
    await company.page("ana", given)
    assert (await company.stands(given)).told_at == company.now


async def test_a_giver_was_told_when_the_message_that_says_so_arrived_and_not_before(
    company: Company,
) -> None:
    given = await company.named("ana", "ben")
    await company.beat()
    await company.take("ben", given, Step.ACKNOWLEDGED, on=day(27))
    await company.beat()
    await _arrives(company, "ana")
    assert (await company.stands(given)).told_at is None, "that somebody is on it is no outcome"
    await company.send()
    await company.take("ben", given, Step.DECLINED, "We need them.")
    await company.beat()
    await _arrives(company, "ben")
    assert (await company.stands(given)).told_at is None, "that was somebody else's message"
    await _arrives(company, "ana")
    assert (await company.stands(given)).told_at == company.now
    await company.take("ana", given, Step.REOPENED, "Do we?")
    assert (await company.stands(given)).told_at is None


async def _arrives(company: Company, who: str) -> None:
    letter = (await company.letters(who, DeliveryKind.LOOP_NEWS))[-1]
    delivery = Delivery(
        id=letter.id,
        workspace_id=letter.workspace_id,
        key=letter.key,
        kind=DeliveryKind.LOOP_NEWS,
        method=Method.POST,
        channel="D1",
        message=Message("News"),
        revision=1,
        attempts=1,
        member_id=letter.member_id,
    )
    async with company.store.transaction() as tx:
        await Verdicts(Calendar(company.now), lambda: None).sent(tx, delivery, Sent("D1", "1.0"))


async def test_what_each_side_can_do(company: Company) -> None:
    given = await company.withheld("ana", "ben")
    assert (await company.page("ben", given)).seen.may == {
        Step.ACKNOWLEDGED,
        Step.ASKED,
        Step.PROMISED,
        Step.ANSWERED,
        Step.DECLINED,
        Step.HANDED_OVER,
        Step.TAKEN_DOWN,
    }
    assert (await company.page("ana", given)).seen.may == {Step.REPLIED, Step.CHANGED, Step.DECLINED}
    with pytest.raises(NotYours):
        await company.take("ben", given, Step.CONFIRMED)
    with pytest.raises(Overtaken):
        await company.take("ana", given, Step.CONFIRMED)
    await company.take("ben", given, Step.ANSWERED, "Fewer.")
    assert (await company.page("ana", given)).seen.may == {
        Step.REPLIED,
        Step.CONFIRMED,
        Step.REOPENED,
    }
    assert (await company.page("ben", given)).seen.may == {Step.ASKED, Step.NOTED, Step.TAKEN_DOWN}
    await company.take("ana", given, Step.REOPENED, "It is as it was.")
    assert (await company.stands(given)).reopened == 1


@pytest.mark.parametrize(
    ("to", "withheld"), [("ben", True), ("ben", False), ("Payments", True), (LEADERSHIP, True)]
)
async def test_nobody_else_finds_it_whatever_they_try_and_whatever_their_role(
    company: Company, to: str, withheld: bool
) -> None:
    given = await (company.withheld if withheld else company.named)("ana", to)
    bottleneck = await company.bottleneck("ana")
    reads = {"ben": {"ben"}, "Payments": {"chi"}, LEADERSHIP: {"fay", "gus"}}[to]
    for who in NAMES:
        may = who in reads | {"ana"}
        assert await _sees(company, who, given.id) == may, who
        member = company.people[who]
        with pytest.raises(NotThere, match="I can't find that one"):
            await seeing_bottlenecks.page_of(company.store, member, given.id)
        for step in Step:
            if not may:
                with pytest.raises(NotThere, match="I can't find that one"):
                    await company.take(who, given, step, "Words.")
            what = NewStep(step, other_id=bottleneck.id)
            with pytest.raises(NotThere, match="I can't find that one"):
                await stepping.take(company.store, LOOP_WORDING, member, given.id, what, company.now)
        with pytest.raises(NotThere, match="I can't find that one"):
            await raising.join(company.store, LOOP_WORDING, member, given.id, company.now)
        part_of = NewStep(Step.MERGED, other_id=given.id)
        with pytest.raises(NotThere, match="I can't find that one"):
            await stepping.take(company.store, LOOP_WORDING, member, bottleneck.id, part_of, company.now)


async def _sees(company: Company, who: str, loop_id: int) -> bool:
    try:
        await seeing.page_of(company.store, company.keys, company.people[who], loop_id, company.now)
    except NotThere:
        return False
    return True


async def test_handed_over_it_is_theirs_and_no_longer_ours(company: Company) -> None:
    given = await company.withheld("ana", "ben")
    for nobody_else in (company.to("ben"), WaitsOn(), WaitsOn(outside="The bank")):
        with pytest.raises(Unusable) as refused:
            await company.take("ben", given, Step.HANDED_OVER, waits_on=nobody_else)
        assert refused.value.field == "waits_on"
    await company.take("ben", given, Step.HANDED_OVER, "Eve decides that.", waits_on=company.to("eve"))
    assert (await company.for_me("ben"), await company.for_me("eve")) == ([], ["Too many syncs"])
    with pytest.raises(NotThere):
        await company.take("ben", given, Step.ANSWERED, "Fewer.")
    # Whoever it is handed to may be who gave it: not even that is said.
    await company.take("eve", given, Step.HANDED_OVER, waits_on=company.to("ana"))
    named = await company.named("dev", "ben")
    with pytest.raises(Unusable, match="They gave it"):
        await company.take("ben", named, Step.HANDED_OVER, waits_on=company.to("dev"))


async def test_what_needs_words_is_not_taken_without(company: Company) -> None:
    given = await company.named("ana", "ben")
    for step in (Step.ASKED, Step.ANSWERED, Step.DECLINED, Step.TAKEN_DOWN):
        with pytest.raises(Unusable) as refused:
            await company.take("ben", given, step, " ")
        assert refused.value.field == "words"


async def test_the_same_step_handed_in_twice_is_one(company: Company) -> None:
    for given in (await company.named("ana", "ben"), await company.withheld("ana", "ben")):
        for _ in range(2):
            await company.take("ben", given, Step.ASKED, "Which?")
        for _ in range(2):
            await company.take("ana", given, Step.REPLIED, "All.")
        steps = [event.step for event in await company.events(given)]
        assert steps == [Step.RAISED, Step.ASKED, Step.REPLIED]


async def test_in_other_words_while_it_is_open_and_nothing_of_the_old_ones_is_left(company: Company) -> None:
    given = await company.withheld("ana", "ben", title="You are awful")
    args = company.store, company.keys, company.people["ana"], given.id
    await taking.change(*args, "Fewer syncs", "Please", company.now)
    await taking.change(*args, "Fewer syncs", "Please", company.now)
    events = await company.events(given)
    assert [event.step for event in events] == [Step.RAISED, Step.CHANGED]
    assert events[1].by_giver
    assert "awful" not in str(events)
    await company.take("ben", given, Step.ANSWERED, "Yes.")
    with pytest.raises(Overtaken):
        await taking.change(*args, "Another", None, company.now)


@pytest.mark.parametrize("withheld", [False, True])
async def test_taken_back_its_words_are_gone_and_its_giver_with_them(
    company: Company, withheld: bool
) -> None:
    given = await (company.withheld if withheld else company.named)("ana", "ben", details="Four a week.")
    await company.take("ben", given, Step.ASKED, "Which?")
    await company.take("ana", given, Step.REPLIED, "The long ones.")
    await company.take("ana", given, Step.DECLINED)
    page = await company.page("ben", given)
    assert (page.seen.loop.title, page.seen.loop.details, page.ended_by_giver) == ("Taken back", None, True)
    assert "The long ones" not in str(await company.events(given))
    assert not page.seen.may
    assert not await company.keys.names("giver-")
    if withheld:
        with pytest.raises(NotThere):
            await company.page("ana", given)


async def test_taken_down_its_words_are_gone_and_its_giver_reads_why_for_a_week(company: Company) -> None:
    given = await company.withheld("ana", "ben", title="You are awful")
    await company.take("ben", given, Step.TAKEN_DOWN, "That is no feedback.", mute=True)
    page = await company.page("ana", given)
    assert (page.seen.loop.title, page.is_taken_down, page.has_news) == ("Taken down", True, True)
    assert page.seen.raiser is None
    assert "That is no feedback." in str(page.seen.events)
    assert not page.seen.may
    with pytest.raises(Unusable, match="until 25 December") as refused:
        await company.give("ana", "ben", withheld=True)
    assert refused.value.field == "name"
    await company.give("ana", "ben")
    await company.give("ana", "dev", withheld=True)
    await company.give("dev", "ben", withheld=True)
    await company.wait(days=8)
    with pytest.raises(NotThere):
        await company.page("ana", given)
    with pytest.raises(Unusable):
        await company.give("ana", "ben", withheld=True)
    await company.wait(days=31)
    assert (await company.give("ana", "ben", withheld=True)).is_new
    assert not await company.keys.names("muted-")


async def test_declined_it_can_be_reopened_for_a_week_and_then_nobody_can_be_found(company: Company) -> None:
    given = await company.withheld("ana", "ben")
    await company.take("ben", given, Step.DECLINED, "We need them.")
    await company.wait(days=2)
    await company.take("ana", given, Step.REOPENED, "Do we?")
    await company.wait(days=9)
    await company.page("ana", given)
    await company.take("ben", given, Step.DECLINED, "We do.")
    await company.wait(days=9)
    assert not await company.keys.names("giver-")
    with pytest.raises(NotThere):
        await company.page("ana", given)


class CountedKeys(KeyFolder):
    """Counts the boxes that are opened."""

    opened = 0

    async def read(self, name: str) -> bytes | None:
        self.opened += 1
        return await super().read(name)


async def test_of_what_is_over_only_boxes_their_givers_may_still_read_are_opened(
    store: Store, tmp_path: Path
) -> None:
    company = await found(store, tmp_path)
    for who in ("ana", "dev"):
        over = await company.withheld(who, "ben", title="Over")
        await company.take("ben", over, Step.DECLINED, "No.")
    await company.withheld("chi", "ben")
    lately = await company.withheld("ana", "ben", title="Lately")
    await company.take("ben", lately, Step.DECLINED, "No.")
    await company.withheld("ana", "ben", title="Open")
    company.now += timedelta(days=3)
    company.keys = keys = CountedKeys(tmp_path)
    mine = await company.mine("ana")
    assert {each.seen.loop.title for each in mine.given} == {"Lately", "Open"}
    assert keys.opened == 3, "one of them somebody else's"
    assert len(await company.keys.names("giver-")) == 5, "the next morning destroys what is over"


async def test_silence_after_an_answer_counts_and_ends_the_key(company: Company) -> None:
    given = await company.withheld("ana", "ben")
    await company.take("ben", given, Step.ANSWERED, "Fewer.")
    await company.wait(days=15)
    assert (await company.stands(given)).state == LoopState.PRESUMED
    assert not await company.keys.names("giver-")
    assert not (await company.mine("ana")).given


async def test_whom_it_is_for_is_nudged_once_after_two_working_days_and_nobody_else_ever_told(
    company: Company,
) -> None:
    company.now = company.now.replace(day=26)
    given = await company.named("ana", "ben")
    await company.wait(days=3)
    assert (await company.stands(given)).nudged_at is None, "a weekend is no time to answer"
    await company.wait(days=1)
    nudged = (await company.stands(given)).nudged_at
    assert nudged is not None
    await company.wait(days=20)
    assert (await company.stands(given)).nudged_at == nudged
    await company.take("ben", given, Step.ACKNOWLEDGED, on=company.now.date())
    await company.wait(days=4)
    steps = [event.step for event in await company.events(given)]
    assert steps == [Step.RAISED, Step.NUDGED, Step.ACKNOWLEDGED, Step.NUDGED]
    for nobody in ("chi", "dev", "eve", "fay", "gus"):
        assert not await company.letters(nobody, DeliveryKind.LOOP_NEWS)
    assert not await company.posted()


async def test_an_admin_who_gave_leadership_something_is_told_like_every_admin(company: Company) -> None:
    given = await company.withheld("fay", LEADERSHIP)
    await company.beat()
    for admin in ("fay", "gus"):
        assert len(await company.letters(admin, DeliveryKind.LOOP_NEWS)) == 1, admin
    page = await company.page("fay", given)
    assert (page.is_mine, page.is_for_me) == (True, True)
    with pytest.raises(DrumbeatError):
        await company.take("gus", given, Step.REPLIED, "Me.")
    declined = await company.take("fay", given, Step.DECLINED, "We will not.")
    assert (declined.state, (await company.events(given))[-1].by_giver) == (LoopState.DECLINED, False)

"""Taking steps where they are kept: whose they are, what follows, and two people in the same instant."""

import asyncio
from dataclasses import replace
from datetime import date

import pytest
import pytest_asyncio
from sqlalchemy import update

from bot.loops import seeing, stepping
from bot.store import outbox
from bot.store.engine import Store
from bot.store.tables import team
from bot.values.deliveries import DeliveryState
from bot.values.errors import DrumbeatError, NotThere, NotYours, Overtaken, Unusable
from bot.values.loops import Loop, LoopState, NewStep, Particulars, Step, WaitsOn
from bot.wiring import LOOP_WORDING
from tests.loops.founding import MONDAY
from tests.loops.office import Office, open_office

FRIDAY = date(2026, 11, 27)


@pytest_asyncio.fixture
async def office(store: Store) -> Office:
    return await open_office(store)


async def test_whoever_is_waited_on_works_it_and_whoever_raised_it_confirms(office: Office) -> None:
    loop = await office.raise_one()
    await office.take("Dev", loop, NewStep(Step.ACKNOWLEDGED, on=FRIDAY))
    await office.take("Dev", loop, NewStep(Step.ANSWERED, words="https://example.com/42"))
    confirmed = await office.take("Ana", loop, Step.CONFIRMED)
    assert (confirmed.state, confirmed.owner_id) == (LoopState.CONFIRMED, office.people["Dev"].id)
    assert [event.step for event in await office.events(loop)] == [
        Step.RAISED,
        Step.ACKNOWLEDGED,
        Step.ANSWERED,
        Step.CONFIRMED,
    ]


async def test_whoever_may_not_is_told_who_can(office: Office) -> None:
    loop = await office.raise_one()
    with pytest.raises(NotYours, match="waits on Payments"):
        await office.take("Cleo", loop, NewStep(Step.ANSWERED, words="Here"))
    with pytest.raises(NotYours, match="Only Ana"):
        await office.take("Dev", loop, Step.CONFIRMED)
    nobody_inside = await office.raise_one(waits_on=WaitsOn(outside="The bank"))
    with pytest.raises(NotYours, match="can be moved by Ana, those it hits"):
        await office.take("Cleo", nobody_inside, NewStep(Step.DECLINED, words="No"))
    assert len(await office.events(loop)) == 1


async def test_a_second_press_finds_it_done_and_changes_nothing(office: Office) -> None:
    loop = await office.raise_one()
    assert (await office.press("Cleo", loop, Step.JOINED)).is_new
    assert not (await office.press("Cleo", loop, Step.JOINED)).is_new
    assert not (await office.press("Ana", loop, Step.JOINED)).is_new, (
        "whoever raised it is counted from the start"
    )
    await office.take("Dev", loop, NewStep(Step.ANSWERED, words="Here"))
    assert (await office.press("Ana", loop, Step.CONFIRMED)).is_new
    assert not (await office.press("Ana", loop, Step.CONFIRMED)).is_new
    with pytest.raises(Overtaken, match="it is done"):
        await office.press("Dev", loop, Step.CONFIRMED)
    assert await office.hit(loop) == {"Ana", "Cleo"}
    assert (await office.now(loop)).version == 4


async def test_two_in_the_same_instant_never_lose_a_step(office: Office) -> None:
    loop = await office.raise_one()
    done = await asyncio.gather(
        office.take("Dev", loop, NewStep(Step.ANSWERED, words="Here")),
        office.take("Eve", loop, NewStep(Step.DECLINED, words="Never")),
        *(office.press("Cleo", loop, Step.JOINED) for _ in range(3)),
        return_exceptions=True,
    )
    refused = [each for each in done if isinstance(each, BaseException)]
    assert all(isinstance(each, DrumbeatError) for each in refused)
    events = await office.events(loop)
    assert [event.seq for event in events] == list(range(1, len(events) + 1))
    steps = [event.step for event in events]
    assert len({Step.ANSWERED, Step.DECLINED} & set(steps)) == 1, "one of them came first, the other was told"
    pressed = [each for each in done if isinstance(each, stepping.Pressed)]
    assert steps.count(Step.JOINED) == sum(each.is_new for each in pressed) <= 1
    assert (await office.now(loop)).version == len(events)


async def test_handed_over_it_is_the_others_to_work(office: Office) -> None:
    loop = await office.raise_one()
    legal = WaitsOn(team_id=office.teams["Legal"])
    handed = await office.take("Dev", loop, NewStep(Step.HANDED_OVER, words="A contract", waits_on=legal))
    assert (handed.waits_on, handed.state) == (legal, LoopState.RAISED)
    with pytest.raises(NotYours, match="waits on Legal"):
        await office.take("Dev", loop, NewStep(Step.ACKNOWLEDGED, on=FRIDAY))
    with pytest.raises(Unusable, match="waits on Legal already"):
        await office.take("Cleo", loop, NewStep(Step.HANDED_OVER, waits_on=legal))
    with pytest.raises(Unusable, match="Pick a team or a person"):
        await office.take("Cleo", loop, NewStep(Step.HANDED_OVER))
    ana = WaitsOn(member_id=office.people["Ana"].id)
    with pytest.raises(Unusable, match="Ana raised it, and would wait on themselves"):
        await office.take("Cleo", loop, NewStep(Step.HANDED_OVER, waits_on=ana))
    taken = await office.take("Cleo", loop, NewStep(Step.PROMISED, on=FRIDAY))
    assert taken.owner_id == office.people["Cleo"].id


async def test_a_merged_loop_takes_its_people_along_and_no_two_become_part_of_each_other(
    office: Office,
) -> None:
    first, second = await office.raise_one(), await office.raise_one("Cleo", title="The same API")
    await office.press("Dev", second, Step.JOINED)
    merged = await office.take("Cleo", second, NewStep(Step.MERGED, other_id=first.id))
    assert (merged.state, merged.merged_into_id) == (LoopState.MERGED, first.id)
    assert await office.hit(first) == {"Ana", "Cleo", "Dev"}
    joined = [event for event in await office.events(first) if event.step == Step.JOINED]
    assert {event.what.other_id for event in joined} == {second.id}
    for other in (first, merged):
        with pytest.raises(DrumbeatError, match=r"itself|is over"):
            await office.take("Ana", first, NewStep(Step.MERGED, other_id=other.id))


async def test_two_who_merge_two_loops_into_each_other_wait_for_one_another(office: Office) -> None:
    one, other = await office.raise_one(), await office.raise_one(title="The same")
    done = await asyncio.gather(
        office.take("Ana", one, NewStep(Step.MERGED, other_id=other.id)),
        office.take("Eve", other, NewStep(Step.MERGED, other_id=one.id)),
        return_exceptions=True,
    )
    assert len([each for each in done if isinstance(each, Loop)]) == 1
    assert len([each for each in done if isinstance(each, DrumbeatError)]) == 1
    states = {(await office.now(each)).state for each in (one, other)}
    assert states == {LoopState.MERGED, LoopState.RAISED}


async def test_whoever_raised_it_says_it_otherwise_and_its_story_knows_how_it_was(office: Office) -> None:
    loop = await office.raise_one()
    to = Particulars("The refund API", link="https://example.com/1")
    changed = await stepping.change(office.store, LOOP_WORDING, office.people["Ana"], loop.id, to, MONDAY)
    assert (changed.title, changed.link, changed.version) == ("The refund API", "https://example.com/1", 2)
    again = await stepping.change(office.store, LOOP_WORDING, office.people["Ana"], loop.id, to, MONDAY)
    assert again.version == 2, "nothing was different"
    assert (await office.events(loop))[-1].what.words == "the title (it was: API) and the link"
    with pytest.raises(NotYours, match="Only Ana"):
        await stepping.change(
            office.store, LOOP_WORDING, office.people["Dev"], loop.id, replace(to, title="X"), MONDAY
        )


async def test_what_a_private_team_raised_is_there_for_those_it_concerns_alone(office: Office) -> None:
    secret = await office.raise_one(title="A secret")
    known = await office.raise_one("Cleo", title="Known to all")
    async with office.store.transaction() as tx:
        await tx.execute(update(team).where(team.c.id == office.teams["Checkout"]).values(is_private=True))
    with pytest.raises(NotThere):
        await office.take("Cleo", secret, Step.JOINED)
    with pytest.raises(NotThere):
        await seeing.page_of(office.store, office.people["Cleo"], secret.id)
    assert (await seeing.page_of(office.store, office.people["Dev"], secret.id)).waits_on == "Payments"
    with pytest.raises(NotThere):
        await office.take("Cleo", known, NewStep(Step.MERGED, other_id=secret.id))
    offered = await seeing.others_like(office.store, office.people["Cleo"], "", loop_id=known.id)
    assert offered == []
    await office.take("Dev", known, NewStep(Step.MERGED, other_id=secret.id))
    for who, title in (("Cleo", "A secret"), ("Dev", "A secret")):
        page = await seeing.page_of(office.store, office.people[who], known.id)
        assert page.events[-1].other == title, "Cleo is hit by it now, and may know"


async def test_a_loop_is_found_by_its_number_or_by_words(office: Office) -> None:
    loop = await office.raise_one(title="Refund API")
    other = await office.raise_one(title="Legal review")
    ana = office.people["Ana"]

    async def found(typed: str) -> list[int]:
        return [each.loop.id for each in await seeing.others_like(office.store, ana, typed, loop_id=loop.id)]

    assert await found("") == [other.id]
    assert await found("LEGAL") == await found(f"#{other.id}") == await found(str(other.id)) == [other.id]
    assert await found("nothing like it") == await found(f"#{loop.id}") == await found("9" * 30) == []


async def test_a_loop_has_one_card_that_shows_its_newest_state(office: Office) -> None:
    loop = await office.raise_one()
    await office.take("Dev", loop, NewStep(Step.ACKNOWLEDGED, on=FRIDAY))
    async with office.store.transaction() as tx:
        owed = (await outbox.owed(tx, loop.workspace_id, [f"loop:{loop.id}"]))[f"loop:{loop.id}"]
    assert owed.state == DeliveryState.PENDING
    assert "Dev is on it, next word Fri 27 Nov" in owed.message.text

"""You said, we did: who may tell a team, where it stands, and what the week's digest says of it."""

from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import pytest_asyncio

from bot.loops.feedback import we_did
from bot.store.engine import Store
from bot.trends.facts import gather
from bot.trends.scope import Scope
from bot.trends.week import covered
from bot.values.deliveries import DeliveryKind
from bot.values.errors import NotThere, NotYours, Unusable
from bot.values.feedback import LONGEST_SAID, NewNote, Note
from bot.values.loops import Step
from bot.values.told_back import ToldBack
from bot.wiring import LOOP_WORDING
from tests.loops.feedback.company import Company, found


@pytest_asyncio.fixture
async def company(store: Store, tmp_path: Path) -> Company:
    return await found(store, tmp_path)


async def tell(company: Company, who: str, team: str, loop_id: int | None = None, **words: str) -> Note:
    said, did = words.get("said", "Too many calls"), words.get("did", "None on Fridays")
    new = NewNote(company.teams[team], said, did, loop_id)
    return await we_did.note(company.store, LOOP_WORDING, company.people[who], new, company.now)


async def test_whoever_answered_feedback_tells_the_team_and_the_giver_hears_of_it(company: Company) -> None:
    loop = await company.withheld("ana", "Payments")
    with pytest.raises(Unusable, match="Answer it first"):
        await tell(company, "chi", "Payments", loop.id)
    await company.take("chi", loop, Step.ANSWERED, "None on Fridays.")
    offered = await we_did.offer(company.store, company.people["chi"], loop_id=loop.id)
    assert (offered.teams[0][1], offered.said) == ("Payments", ""), "nobody is quoted by accident"
    note = await tell(company, "chi", "Payments", loop.id)
    assert await tell(company, "chi", "Payments", loop.id) == note
    [letter] = await company.posted()
    assert (letter.kind, letter.channel) == (DeliveryKind.WE_DID, "CPAYMENTS")
    assert "Too many calls" in letter.body["text"]
    assert "None on Fridays" in letter.body["text"]
    assert [event.step for event in await company.events(loop)][-1] == Step.NOTED
    await company.next_morning()
    assert await company.letters("ana", DeliveryKind.GIVER_NEWS)


async def test_who_may_tell_which_team(company: Company) -> None:
    await tell(company, "chi", "Payments")
    await tell(company, "fay", "Checkout")
    for who, team in (("chi", "Checkout"), ("ben", "Payments")):
        with pytest.raises(Unusable) as refused:
            await tell(company, who, team)
        assert refused.value.field == "team"
    with pytest.raises(NotYours):
        await we_did.offer(company.store, company.people["ben"])
    loop = await company.named("ana", "ben")
    with pytest.raises(NotThere):
        await tell(company, "fay", "Payments", loop.id)
    with pytest.raises(NotThere):
        await we_did.offer(company.store, company.people["fay"], round_id=17)
    await company.take("ben", loop, Step.ANSWERED, "Fewer.")
    offered = await we_did.offer(company.store, company.people["ben"], loop_id=loop.id)
    assert ([name for _, name in offered.teams], offered.said) == (["Payments"], "Too many syncs")


@pytest.mark.parametrize("field", ["said", "did"])
@pytest.mark.parametrize("words", [" ", "x" * (LONGEST_SAID + 1)])
async def test_what_cannot_be_read_is_not_taken(company: Company, field: str, words: str) -> None:
    with pytest.raises(Unusable) as refused:
        await tell(company, "chi", "Payments", None, **{field: words})
    assert refused.value.field == field


async def test_a_digest_counts_who_was_told_and_quotes_the_weeks_notes(company: Company) -> None:
    await tell(company, "chi", "Payments")
    await tell(company, "eve", "Checkout", said="Late demos")
    for number in range(5):
        loop = await company.named("ana", "Payments", title=f"Point {number}")
        await company.take("chi", loop, Step.ANSWERED, "Yes.")
        if number:
            await company.page("ana", loop)
    back = await company.named("dev", "Payments")
    await company.take("dev", back, Step.DECLINED)
    other = await company.named("dev", "ana")
    here = await told(company, "CPRODUCT")
    assert (here.told, here.matured, here.time.n) == (4, 0, 7)
    assert [note.said for note in here.notes] == ["Too many calls", "Late demos"]
    at_home = await told(company, "CPAYMENTS")
    assert (at_home.told, [note.said for note in at_home.notes]) == (4, ["Too many calls"])
    company.now += timedelta(days=20)
    matured = await told(company, "CPRODUCT")
    assert (matured.matured, matured.in_time, matured.told, matured.waiting) == (6, 4, 0, 2)
    assert not matured.notes
    assert (await told(company, "CPAYMENTS")).waiting == 1
    assert other.raiser_id == company.people["dev"].id


async def told(company: Company, channel: str) -> ToldBack:
    zone = ZoneInfo("Europe/Berlin")
    now = company.now + timedelta(days=3)
    scope = Scope(company.people["ana"].workspace_id, channel, covered(now, zone), now, zone, lambda *_: True)
    async with company.store.transaction() as tx:
        return (await gather(tx, scope)).loops

"""`/digest`: what it previews, sets up, pauses and posts, and who may."""

from datetime import UTC, datetime, time, timedelta
from typing import Any, cast

import pytest
from sqlalchemy import select

from bot.handlers.digest import answer_digest, save_setup
from bot.handlers.house import Asker, Command, House
from bot.store import digests, members
from bot.store.engine import Store
from bot.store.keys import NoKeys
from bot.store.tables import delivery
from bot.values.deliveries import Message
from bot.values.digests import Digest, DigestPlan, DigestState
from bot.values.errors import DrumbeatError, NotThere, NotYours, Unusable
from bot.values.keeping import Keep
from bot.values.people import Channel, Role, Workspace
from bot.values.ports import Slack
from bot.views.digests.setup import CHANNEL, SetUp
from bot.wiring import LOOP_WORDING, WORDING, GivenWithheld, ports
from tests.jobs.test_post_digests import Fixed
from tests.trends import slack
from tests.trends.company import MONDAY, Company

MONDAY_MORNING = datetime(2026, 11, 23, 9, tzinfo=UTC)
THURSDAY = datetime(2026, 11, 26, 9, tzinfo=UTC)
PLAN = DigestPlan("Weekly digest", "CPRODUCT", 0, time(9), "Europe/Berlin")
PUBLIC = (Channel("CPRODUCT", "product", has_bot=True), Channel("CCHECKOUT", "checkout", has_bot=True))


class Door:
    """Somebody at `/digest`."""

    def __init__(self, company: Company, *channels: Channel, at: datetime = MONDAY_MORNING) -> None:
        self.company = company
        self.slack = slack.Workspace(*(channels or PUBLIC))
        self.house = House(
            company.store,
            Fixed(at),
            cast(Slack, self.slack),
            lambda: None,
            WORDING,
            LOOP_WORDING,
            ports(NoKeys()),
            NoKeys(),
            GivenWithheld(company.store, NoKeys()),
            Keep(),
        )

    async def who(self, member_id: int) -> Asker:
        """A member as they come in."""
        async with self.company.store.transaction() as tx:
            member = await members.by_id(tx, member_id)
        return Asker(Workspace(self.company.workspace_id, "T1", "Acme", "UBOT", "BBOT"), member)

    async def says(self, member_id: int, text: str = "", channel: str = "CPRODUCT") -> str:
        """What a member reads after `/digest text`."""
        message = await self.ask(member_id, text, channel)
        return message.text if message else ""

    async def ask(self, member_id: int, text: str, channel: str) -> Message | None:
        """The answer itself."""
        command = Command("digest", text, channel, "trigger", await self.who(member_id))
        answer = await answer_digest(self.house, command)
        return await answer() if callable(answer) else answer

    async def saves(self, member_id: int, form: SetUp) -> None:
        """A member sends the form."""
        await save_setup(self.house, await self.who(member_id), form)

    async def digests(self) -> list[Digest]:
        """What is stored."""
        async with self.company.store.transaction() as tx:
            return await digests.of_workspace(tx, self.company.workspace_id)

    async def letters(self) -> list[Any]:
        """What is owed."""
        async with self.company.store.transaction() as tx:
            return list(await tx.execute(select(delivery).order_by(delivery.c.key)))


@pytest.fixture
async def company(store: Store) -> Company:
    """Ana (1) leads Checkout, which answered in week 47; Ben (2) is a member, Root (3) an admin."""
    company = await Company.found(store)
    ana = await company.person("Ana")
    await company.person("Ben")
    await company.person("Root", role=Role.ADMIN)
    await company.person("Olga", role=Role.OBSERVER)
    team = await company.team("Checkout", lead=ana)
    ritual = await company.ritual("Check-in", [team], ana)
    await company.day(ritual, team, MONDAY, {ana: {"progress": "Shipped the refund flow"}})
    return company


ANA, BEN, ROOT, OLGA = 1, 2, 3, 4


async def with_digest(company: Company, owner: int = ANA, plan: DigestPlan = PLAN) -> Door:
    """A door in a workspace that has a digest."""
    async with company.store.transaction() as tx:
        await digests.create(tx, company.workspace_id, owner, plan, now=MONDAY_MORNING)
    return Door(company)


async def test_a_preview_shows_the_week_and_when_it_is_posted(company: Company) -> None:
    door = await with_digest(company)
    text = await door.says(BEN)
    assert "Only you see this preview. The next digest is posted here on Mon 30 Nov at 09:00" in text
    assert "Shipped the refund flow" in text
    assert await door.letters() == []


async def test_a_preview_without_a_digest_says_how_to_set_one_up(company: Company) -> None:
    assert "`/digest setup` puts one on a schedule" in await Door(company).says(BEN)


async def test_a_preview_elsewhere_does_not_show_what_a_private_channel_said(company: Company) -> None:
    await company.goes_private(1)
    door = Door(company)
    assert "Shipped" not in await door.says(BEN)
    assert "Shipped" in await door.says(BEN, channel="CCHECKOUT")


async def test_setup_opens_the_form(company: Company) -> None:
    door = Door(company)
    assert await door.says(BEN, "setup") == ""
    assert [view["callback_id"] for view in door.slack.opened] == ["digest_setup"]


async def test_an_unknown_word_is_answered_with_usage(company: Company) -> None:
    assert "/digest setup" in await Door(company).says(BEN, "nonsense")


async def test_a_new_digest_is_stored_confirmed_and_introduced(company: Company) -> None:
    door = Door(company)
    await door.saves(BEN, SetUp(None, PLAN, pause=False))
    (digest,) = await door.digests()
    assert (digest.owner_id, digest.plan.name) == (BEN, "Weekly digest · #product")
    introduction, confirmation = await door.letters()
    assert (introduction.channel, confirmation.channel) == ("CPRODUCT", "UBEN")
    assert "Ben set it up" in introduction.body["text"]
    assert "on Mon 30 Nov at 09:00" in confirmation.body["text"]


async def test_drumbeat_joins_a_public_channel_it_is_not_in(company: Company) -> None:
    door = Door(company, Channel("CPRODUCT", "product"))
    await door.saves(BEN, SetUp(None, PLAN, pause=False))
    assert door.slack.joined == ["CPRODUCT"]


@pytest.mark.parametrize(
    ("channel", "words"),
    [
        (Channel("CPRODUCT", "product", is_archived=True), "archived"),
        (Channel("CPRODUCT", "product", is_private=True), "Invite me"),
        (Channel("CPRODUCT", "product", is_private=True, has_bot=True), "You are not in this channel"),
        (Channel("COTHER", "other"), "I cannot see this channel"),
    ],
)
async def test_a_channel_that_cannot_be_posted_in_is_refused_beside_the_field(
    company: Company, channel: Channel, words: str
) -> None:
    door = Door(company, channel)
    with pytest.raises(Unusable, match=words) as refused:
        await door.saves(BEN, SetUp(None, PLAN, pause=False))
    assert refused.value.field == CHANNEL
    assert await door.digests() == []


async def test_a_channel_has_one_digest(company: Company) -> None:
    door = await with_digest(company)
    with pytest.raises(Unusable, match="has a weekly digest already"):
        await door.saves(ANA, SetUp(None, PLAN, pause=False))


async def test_the_form_pauses_and_resumes(company: Company) -> None:
    door = await with_digest(company)
    await door.saves(ANA, SetUp(1, PLAN, pause=True))
    assert [digest.state for digest in await door.digests()] == [DigestState.PAUSED]
    await door.saves(ANA, SetUp(1, PLAN, pause=False))
    assert [digest.state for digest in await door.digests()] == [DigestState.ACTIVE]


@pytest.mark.parametrize("who", [ANA, ROOT])
async def test_its_owner_and_an_admin_may_change_it(company: Company, who: int) -> None:
    door = await with_digest(company)
    assert "is paused" in await door.says(who, "pause")
    assert "again, on Mon 30 Nov" in await door.says(who, "resume")


@pytest.mark.parametrize("words", ["setup", "pause", "resume", "post"])
async def test_others_are_told_who_can(company: Company, words: str) -> None:
    door = await with_digest(company)
    with pytest.raises(NotYours, match="set up by Ana"):
        await door.says(BEN, words)


async def test_whoever_leads_the_channels_team_may_change_it(company: Company) -> None:
    door = await with_digest(company, ROOT)
    await company.team("Product", lead=BEN, channel="CPRODUCT")
    assert "is paused" in await door.says(BEN, "pause")


async def test_an_observer_reads_and_sets_nothing_up(company: Company) -> None:
    door = Door(company)
    assert "Shipped" in await door.says(OLGA)
    with pytest.raises(NotYours, match="observer"):
        await door.says(OLGA, "setup")


async def test_elsewhere_the_only_digest_one_may_change_is_meant(company: Company) -> None:
    door = await with_digest(company)
    assert "is paused" in await door.says(ANA, "pause", channel="COTHER")
    with pytest.raises(NotThere):
        await door.says(BEN, "pause", channel="COTHER")


async def test_posting_now_is_done_once_a_week_unless_confirmed(company: Company) -> None:
    door = await with_digest(company)
    assert "on its way" in await door.says(ANA, "post")
    assert "Post it once more?" in await door.says(ANA, "post")
    assert [row.key for row in await door.letters()] == ["digest:1:2026-11-16", "digest:1:2026-11-16:page:01"]


async def test_a_look_at_the_first_days_does_not_take_the_place_of_the_whole_week(company: Company) -> None:
    await with_digest(company)
    door = Door(company, at=THURSDAY)
    await door.says(ANA, "post")
    assert "Post it once more?" in await door.says(ANA, "post")
    (post, *_pages) = await door.letters()
    assert post.key == "digest:1:2026-11-23:so-far"
    async with company.store.transaction() as tx:
        assert not await digests.was_issued(tx, 1, MONDAY + timedelta(weeks=1))


async def test_a_digest_of_another_workspace_is_not_there(company: Company) -> None:
    door = await with_digest(company)
    with pytest.raises(DrumbeatError):
        await door.saves(ANA, SetUp(99, DigestPlan("x", "CCHECKOUT", 0, time(9), "UTC"), pause=False))

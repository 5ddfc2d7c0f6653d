"""When prompts came and who was asked, as it is read for trends."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import insert, select, update

from bot.store import people_asked
from bot.store.arrivals import arrivals, in_named_rounds
from bot.store.engine import Store
from bot.store.tables import delivery, member, prompt, round_
from bot.store.trends import Weeks, counts_as_asked
from bot.values.rituals import TO_LEAD, Tier
from bot.values.rounds import PromptState
from tests.store.letters import asking_dm
from tests.trends.company import MONDAY, Company

WEEK = Weeks(MONDAY, count=1, last=MONDAY + timedelta(days=6))
LATER = datetime(2026, 12, 1, tzinfo=UTC)
EIGHT = datetime(2026, 11, 16, 8, tzinfo=UTC)
"""When prompts of the first day are due."""


async def letter(company: Company, key: str, sent_at: datetime | None) -> None:
    """A DM that left, or did not."""
    values = asking_dm(company.workspace_id, key, due_at=EIGHT, sent_at=sent_at)
    async with company.store.transaction() as tx:
        await tx.execute(insert(delivery).values(values))


async def carried(company: Company, member_id: int, dm: str, by: str) -> None:
    """Somebody's prompt stands in this DM, brought by this letter."""
    values = {"delivery_key": dm, "letter_key": by, "answered_at": EIGHT + timedelta(hours=2)}
    async with company.store.transaction() as tx:
        await tx.execute(update(prompt).where(prompt.c.member_id == member_id).values(**values))


async def test_a_prompt_came_when_its_dm_left_or_when_it_was_due_to_be_added_to_one(store: Store) -> None:
    company = await Company.found(store)
    first, second, third = [await company.person(name) for name in ("Ana", "Ben", "Chi")]
    team = await company.team("Checkout")
    ritual = await company.ritual("Check-in", [team], first)
    answers: dict[str, str | int] = {"confidence": 4}
    await company.day(ritual, team, MONDAY, {first: answers, second: answers, third: PromptState.SKIPPED})
    await letter(company, "dm:1", EIGHT + timedelta(minutes=5))
    await letter(company, "dm:2", EIGHT - timedelta(minutes=30))
    await carried(company, first, "dm:1", "dm:1")
    await carried(company, second, "dm:2", "dm:2:change")
    await carried(company, third, "dm:gone", "dm:gone")
    async with store.reading() as tx:
        found = await arrivals(tx, in_named_rounds([team], [ritual], WEEK, LATER))
    assert [each.arrived_at for each in found] == [EIGHT + timedelta(minutes=5), EIGHT, EIGHT]
    answered = EIGHT + timedelta(hours=2)
    assert [each.answered_at for each in found] == [answered, answered, None], "skipping is no answer"


async def test_only_closed_prompts_of_named_rounds_of_those_who_were_asked_are_read(store: Store) -> None:
    company = await Company.found(store)
    people = {state: await company.person(state.name.title()) for state in PromptState}
    team = await company.team("Checkout")
    owner = people[PromptState.SENT]
    named = await company.ritual("Check-in", [team], owner)
    quiet = await company.ritual("Pulse", [team], owner, tier=Tier.CONFIDENTIAL)
    for ritual in (named, quiet):
        await company.day(ritual, team, MONDAY, {person: state for state, person in people.items()})
        await company.day(ritual, team, MONDAY - timedelta(days=1), {owner: PromptState.MISSED})
    async with store.reading() as tx:
        which = in_named_rounds([team], [named, quiet], WEEK, LATER)
        found = (
            await tx.execute(select(prompt.c.member_id).join(round_).where(which, counts_as_asked()))
        ).scalars()
        came = await arrivals(tx, which)
        before = await arrivals(tx, in_named_rounds([team], [named, quiet], WEEK, EIGHT))
        by_team = await people_asked.by_team(tx, [team], WEEK, now=LATER)
        none = await people_asked.by_team(tx, [team], WEEK, now=LATER, ritual_ids=[quiet])
    asked = {PromptState.SENT, PromptState.ANSWERED, PromptState.SKIPPED, PromptState.MISSED}
    assert {*found} == {people[state] for state in asked}
    assert len(came) == len(asked)
    assert before == []
    assert (by_team, none) == ({team: (4, 1)}, {})


async def test_people_are_counted_once_where_they_live(store: Store) -> None:
    company = await Company.found(store)
    ana, ben, chi = [await company.person(name) for name in ("Ana", "Ben", "Chi")]
    async with store.transaction() as tx:
        await tx.execute(update(member).where(member.c.id == chi).values(zone="Asia/Tokyo"))
    team = await company.team("Checkout")
    ritual = await company.ritual("Check-in", [team], ana)
    for day in range(3):
        answers: dict[str, str | int] = {"confidence": 3}
        on = MONDAY + timedelta(days=day)
        await company.day(ritual, team, on, {ana: answers, ben: PromptState.MISSED, chi: PromptState.MISSED})
    async with store.reading() as tx:
        found = await people_asked.by_zone(tx, people_asked.openly(company.workspace_id, WEEK, LATER))
    assert found == {"Europe/Berlin": (2, 1), "Asia/Tokyo": (1, 0)}


async def test_what_only_some_may_know_of_is_not_counted_where_everybody_reads(store: Store) -> None:
    company = await Company.found(store)
    ana, ben, chi = [await company.person(name) for name in ("Ana", "Ben", "Chi")]
    public, private = await company.team("Checkout"), await company.team("Board", is_private=True)
    told = await company.ritual("Check-in", [public, private], ana)
    to_a_lead = await company.ritual("One to one", [public], ana)
    to_a_channel = await company.ritual("Elsewhere", [public], ana)
    to_theirs = await company.ritual("In Checkout", [public], ana)
    quiet = await company.ritual("Pulse", [public], ana, tier=Tier.CONFIDENTIAL)
    company.reports = {to_a_lead: TO_LEAD, to_a_channel: "CBOARD", to_theirs: "CCHECKOUT"}
    for ritual, team, who in (
        (told, public, ana),
        (told, private, ben),
        (to_a_lead, public, chi),
        (to_a_channel, public, chi),
        (quiet, public, chi),
    ):
        on = MONDAY + timedelta(days=team == private)
        await company.day(ritual, team, on, {who: PromptState.MISSED})
    which = people_asked.openly(company.workspace_id, WEEK, LATER)
    async with store.reading() as tx:
        assert await people_asked.by_zone(tx, which) == {"Europe/Berlin": (1, 0)}
    await company.day(to_theirs, public, MONDAY, {chi: {"confidence": 3}})
    async with store.reading() as tx:
        assert await people_asked.by_zone(tx, which) == {"Europe/Berlin": (2, 1)}

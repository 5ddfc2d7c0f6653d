"""Sixty teams with long names: each audience's digest is posted once, and within what Slack takes."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest_asyncio
from sqlalchemy import insert, select

from bot.store.tables import goal, member, workspace
from bot.values.digests import Audience
from bot.values.goals import GoalState
from sandbox.company import ChannelSeed, small_company
from sandbox.company import Company as AnyCompany
from sandbox.model import Message
from sandbox.person import Person
from tests.scenarios.conftest import Scene, at, play
from tests.scenarios.living import settle, words_of
from tests.trends.company import Company

TEAMS = 60
LONG = "Cross-border payments & <ledger> reconciliation for partners number {} of the northern markets"
THURSDAY = date(2026, 11, 19)
NOW = datetime(2026, 11, 23, 7, tzinfo=UTC)


async def found(scene: Scene) -> Company:
    """The company as Drumbeat knows it."""
    store = scene.drumbeat.house.store
    async with store.transaction() as tx:
        workspace_id = (await tx.execute(select(workspace.c.id))).scalar_one()
    return Company(store, workspace_id)


async def people_of(scene: Scene) -> list[int]:
    async with scene.drumbeat.house.store.transaction() as tx:
        return list(
            (await tx.execute(select(member.c.id).where(member.c.is_person).order_by("id"))).scalars()
        )


def sixty_channels() -> AnyCompany:
    """The small company with a channel for each team."""
    company = small_company()
    names = tuple(ChannelSeed(f"team-{number}", ("ana", "eve"), with_app=True) for number in range(TEAMS))
    return replace(company, channels=(*company.channels, *names))


@pytest_asyncio.fixture
async def sixty(sqlite_database_url: str) -> AsyncIterator[Scene]:
    """Drumbeat among them, on a Monday morning."""
    async with play(sqlite_database_url, one_by_one=True, company=sixty_channels()) as playing:
        yield playing


async def fill(scene: Scene, company: Company, people: list[int]) -> None:
    """Each team answers, waits for another one and for somebody outside, and has a goal."""
    dice = Random(1)
    for number in range(TEAMS):
        lead = people[number % len(people)]
        team = await company.team(
            LONG.format(number), lead=lead, channel=scene.slack.channel(f"team-{number}").id
        )
        ritual = await company.ritual(f"Daily check-in of {LONG.format(number)}", [team], lead)
        said: dict[str, str | int] = {
            "progress": "The ledger " * 12,
            "stuck": LONG.format(number),
            "confidence": dice.randint(1, 5),
        }
        await company.day(ritual, team, THURSDAY, dict.fromkeys(people, said))
        for party in (f"Bank {number} of {LONG}", None):
            waits = {"waits_on_outside": party} if party else {}
            await company.bottleneck(LONG.format(number), team, lead, at=NOW, days=9 + number, **waits)
        values = {"workspace_id": company.workspace_id, "team_id": team, "owner_id": lead}
        async with company.store.transaction() as tx:
            aim = {
                "title": LONG.format(number),
                "state": GoalState.OPEN,
                "created_at": NOW - timedelta(days=30),
            }
            await tx.execute(insert(goal).values(**values, **aim))


def digests(person: Person, channel: str) -> list[Message]:
    return [each for each in person.sees(channel) if each.text.startswith("Weekly digest")]


async def test_sixty_teams_are_told_to_each_audience_once_and_nothing_is_too_long(sixty: Scene) -> None:
    slack = sixty.slack
    eve = slack.person("eve")
    await slack.invite("app", "leads")
    audiences = {"product": "The team", "leads": "Leadership", "general": "Partners"}
    for channel, whom in audiences.items():
        await eve.command("/digest", "setup", channel=channel)
        assert (await eve.submit({"Written for": whom})).errors == {}
    await settle(sixty)
    await fill(sixty, await found(sixty), await people_of(sixty))

    await slack.wind(to=at("2026-11-23 08:05"))
    for channel in audiences:
        (digest,) = digests(eve, channel)
        assert "week 47 (16–22 Nov)" in digest.text
        details = [page.text for page in eve.sees_thread(digest) if page.text.startswith("Details, ")]
        assert len(details) > 1
        # One after the other, as they are to be read.
        assert [int(page.split()[1]) for page in details] == list(range(1, len(details) + 1))
    assert "60 teams" in digests(eve, "product")[0].text
    (leadership,) = digests(eve, "leads")
    assert len(words_of(leadership).split()) < 200
    assert slack.violations == []
    assert [call.error for call in slack.calls if call.error in ("msg_too_long", "invalid_blocks")] == []

    for audience in Audience:
        shown = await eve.command("/digest", audience, channel="general")
        assert "Only you see this preview" in shown.messages[-1].text
    shown = await eve.command("/trends", "", channel="general")
    assert "More teams" in words_of(shown.messages[-1])
    assert slack.violations == []

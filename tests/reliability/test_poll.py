"""A poll over four teams and sixty people: each is asked once, and each channel gets one ranking through kill -9."""

import asyncio
import random
import re
from collections import Counter, defaultdict
from pathlib import Path

from bot.app import running
from bot.views.answering import tapping
from sandbox.company import ChannelSeed, Company, PersonSeed
from sandbox.elements import elements
from sandbox.model import Message
from sandbox.server import Sandbox
from tests.reliability.crowd import MANIFEST, MONDAY, PATIENCE
from tests.reliability.replica import Replica, environment
from tests.reliability.storm import until_quiet
from tests.scenarios.conftest import Scene, at, settings_for
from tests.scenarios.living import apply_rituals, boards, settle, texts

TEAMS = ("red", "green", "blue", "grey")
PEOPLE = {team: [f"{team}{number:02}" for number in range(15)] for team in TEAMS}
EVERYBODY = [name for names in PEOPLE.values() for name in names]
WAITED_FOR = ("Refund API", "Legal review", "Staging is down", "Design of the basket", "Vendor contract")
LEAD = "eve"
TEN = at("2026-11-23 09:00")
CLOSE = at("2026-11-23 13:00")
HOLDS_BACK = "What holds you back most right now?"
RITUALS = (
    "teams:\n"
    + "".join(
        f'  - {{name: {team.title()}, lead: "@{LEAD}", channel: "#{team}", without: ["@{LEAD}"]}}\n'
        for team in TEAMS
    )
    + """
rituals:
  - name: What is in our way
    template: bottleneck-poll
    audience: everyone
    schedule: {days: [mon], at: "10:00"}
    window: 4h
"""
)
_PICKED = re.compile(r"#(\d+) ")
_RANKED = re.compile(r"^\d+\. \*#(\d+) .*?\*: (\d+) (?:person|people) in (\d+) teams?\b", re.MULTILINE)


async def test_four_teams_are_asked_once_and_each_reads_one_ranking_through_kills(
    postgresql_database_url: str, tmp_path: Path
) -> None:
    company = Company(
        name="Four teams",
        people=(
            PersonSeed(LEAD, "Eve Evans", admin=True, owner=True),
            *(PersonSeed(name, f"Person {name}") for name in EVERYBODY),
        ),
        channels=tuple(ChannelSeed(team, (LEAD, *PEOPLE[team])) for team in TEAMS),
    )
    async with Sandbox(MANIFEST, company, clock=MONDAY, limits=False) as slack:
        # Where channels may be read, a post in doubt is settled by itself.
        slack.workspace.app.scopes |= {"channels:history"}
        async with running(settings_for(slack, postgresql_database_url)) as drumbeat:
            scene = Scene(slack, drumbeat)
            await apply_rituals(scene, RITUALS)
            await _raise_them(slack)
            await slack.wind(to=TEN)
            assert [len(_polls(slack, name)) for name in EVERYBODY] == [1] * len(EVERYBODY)
            await _answer(slack)
            await settle(scene)
        slack.clock.followers.clear()
        expected = _counted(slack)
        await _close_through_kills(slack, postgresql_database_url, tmp_path)
        for team in TEAMS:
            (ranking,) = _rankings(slack, team)
            found = [tuple(map(int, line)) for line in _RANKED.findall(ranking)]
            assert sorted(found) == sorted((loop_id, *count) for loop_id, count in expected.items())
            assert [line[1:] for line in found] == sorted((line[1:] for line in found), reverse=True)
        assert [len(_polls(slack, name)) for name in EVERYBODY] == [1] * len(EVERYBODY)
        assert slack.violations == []


async def _raise_them(slack: Sandbox) -> None:
    for title, name in zip(WAITED_FOR, EVERYBODY[::13], strict=True):
        person = slack.person(name)
        await person.command("/bottleneck", title, channel=name[:-2])
        assert (await person.submit()).ok
        await person.close_modal()


async def _answer(slack: Sandbox) -> None:
    """Some tap, some change their mind, some pick two in the form, some have nothing, some say nothing."""
    dice = random.Random(4)
    for name in EVERYBODY:
        person, mood = slack.person(name), dice.random()
        (poll,) = _polls(slack, name)
        offered = [each for each in elements(poll.blocks) if each.action_id.startswith(f"{tapping.TAP}:#")]
        for button in dice.choices(offered, weights=[8, 4, 2, 1], k=2 if mood < 0.2 else int(mood < 0.7)):
            assert (await person.press(button.action_id)).ok
        if 0.7 <= mood < 0.8:
            assert (await person.press("Nothing holds me back")).ok
        elif 0.8 <= mood < 0.92:
            await person.press(tapping.SOMETHING_ELSE)
            await person.choose(HOLDS_BACK, dice.sample(["#0", "#2", "#4"], 2))
            assert (await person.submit()).ok


def _polls(slack: Sandbox, name: str) -> list[Message]:
    """The messages that ask somebody in a poll."""
    asks = tapping.SOMETHING_ELSE
    return [
        each
        for each in slack.person(name).direct_messages
        if any(element.action_id == asks for element in elements(each.blocks))
    ]


def _counted(slack: Sandbox) -> dict[int, tuple[int, int]]:
    """How many people in how many teams say in their own direct message that they picked it, by its number."""
    people: Counter[int] = Counter()
    teams: defaultdict[int, set[str]] = defaultdict(set)
    for team, names in PEOPLE.items():
        for name in names:
            (poll,) = _polls(slack, name)
            for number in _PICKED.findall(poll.text if "you answered" in poll.text else ""):
                people[int(number)] += 1
                teams[int(number)].add(team)
    assert len(people) >= 4, "a poll worth the name"
    return {number: (count, len(teams[number])) for number, count in people.items()}


async def _close_through_kills(slack: Sandbox, database_url: str, folder: Path) -> None:
    """The poll closes while its only replica is killed three times, each time a little later in its work."""
    replica = Replica(environment(slack, database_url, pacing=False), folder / "replica.log")
    slack.latency, landed = 0.1, 0
    slack.clock.set(CLOSE)
    try:
        for survived in (0.05, 0.3, 0.6):
            await replica.start()
            assert await slack.socket.until_connected(1, PATIENCE), replica.said()
            await asyncio.sleep(survived)
            await replica.kill()
            landed += not all(_rankings(slack, team) for team in TEAMS)
        await replica.start()
        assert await slack.until(lambda: all(_rankings(slack, team) for team in TEAMS), PATIENCE)
        assert await until_quiet(database_url, at=CLOSE), replica.said()
        assert landed, "no kill came while a ranking was missing"
    finally:
        await replica.kill()


def _rankings(slack: Sandbox, team: str) -> list[str]:
    """The rankings in a team's channel, wherever they stand."""
    reader = slack.person(PEOPLE[team][0])
    threads = [texts(reader.sees_thread(board)) for board in boards(reader, team)]
    return [text for thread in threads for text in thread if "What holds us back most" in text]

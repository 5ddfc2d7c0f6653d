"""A company in which a team is asked anonymously, and what its people do with that."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType
from typing import Any

from sqlalchemy import select

from bot.store.tables import ballot, metadata
from sandbox.company import ChannelSeed, Company, PersonSeed, small_company
from sandbox.model import Message
from sandbox.person import Person
from sandbox.result import Result
from tests.scenarios.conftest import Scene, at
from tests.scenarios.living import settle, words_of

TEAM = ("ana", "hal", "ida", "jon", "kim", "lea", "max", "nia", "oto", "pia")
"""Ana leads; they all live in Berlin."""

OPENS, REMINDED, CLOSED = at("2026-11-24 09:00"), at("2026-11-24 13:00"), at("2026-11-24 17:01")
"""Tuesday at ten, at two and a minute past six in Berlin."""

MOOD, WORDS = "How was your week?", "What should we change?"

PULSE = """
teams:
  - {name: Payments, function: engineering, lead: "@ana", channel: "#payments"}
rituals:
  - name: Team pulse
    kind: pulse
    tier: anonymous
    team: Payments
    schedule: {days: [tue], at: "10:00", zone: member}
    window: 8h
    remind: 4h before close
    questions:
      - {key: mood, ask: "How was your week?", type: scale, of: 5}
      - {key: words, ask: "What should we change?", type: long-text, required: false}
"""


def company(team: Sequence[str] = TEAM) -> Company:
    """The small company, with a team of ten in it; with fewer, nobody is asked for words."""
    small = small_company()
    people = tuple(PersonSeed(name, f"{name.title()} Person") for name in team if name != "ana")
    channels = (*small.channels, ChannelSeed("payments", tuple(team), with_app=True))
    return replace(small, people=(*small.people, *people), channels=channels)


async def answer_pulse(
    scene: Scene, who: str, mood: int = 4, words: str = "", *, button: str = "Answer"
) -> Result:
    """Somebody answers by the newest message that asks, or changes what they said in the window that is open."""
    person = scene.slack.person(who)
    pressed = await person.press(button)
    assert pressed.ok, pressed
    return await person.submit({MOOD: str(mood), WORDS: words})


async def everybody_answers(scene: Scene, *, but: tuple[str, ...] = (), words: str = "") -> None:
    """Everybody else answers and closes the window."""
    for number, name in enumerate(TEAM):
        if name not in but:
            assert (await answer_pulse(scene, name, 3 + number % 3, words and f"{words} {number}")).ok
            await scene.slack.person(name).close_modal()
    await settle(scene)


def pulses(person: Person) -> list[Message]:
    """The DMs that asked somebody anonymously."""
    return [message for message in person.direct_messages if "Anonymous." in words_of(message)]


async def ballots(scene: Scene) -> int:
    """How many ballots there are."""
    async with scene.drumbeat.house.store.reading() as tx:
        return len((await tx.execute(select(ballot.c.slot))).all())


async def everything(scene: Scene, *, but: tuple[str, ...] = ("ballot",)) -> Mapping[str, list[Any]]:
    """Every row of every table but these."""
    async with scene.drumbeat.house.store.reading() as tx:
        found = {
            table.name: sorted(map(repr, (await tx.execute(select(table))).all()))
            for table in metadata.sorted_tables
            if table.name not in but
        }
    return MappingProxyType(found)


async def until(scene: Scene, instant: datetime) -> None:
    """Wind on."""
    await scene.slack.wind(to=instant)

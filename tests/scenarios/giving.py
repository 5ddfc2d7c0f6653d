"""Two teams that give each other feedback, and what people do with it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any

from sandbox.model import Message
from sandbox.person import Person
from sandbox.result import Result
from tests.scenarios.conftest import Scene, at
from tests.scenarios.living import settle, start_check_in, words_of

ABOUT, DETAILS, WHOM, NAME = "What is it about, in a line?", "Details", "Who is it for?", "Your name"
WITHHELD = "Withhold my name"

BATCH = at("2026-11-23 09:00")
"""Nine in the morning in London, where most people of the small company live, on the first day."""


async def two_teams(scene: Scene) -> None:
    """Checkout, which Ana leads, and Product, which Eve leads."""
    await start_check_in(scene)
    await start_check_in(scene, "product", by="eve")


async def give(
    scene: Scene,
    who: str,
    whom: str,
    about: str = "Too many syncs",
    *,
    withheld: bool = False,
    fields: Mapping[str, Any] = MappingProxyType({}),
) -> Result:
    """Somebody gives feedback by the command, and leaves the window open that thanks them."""
    person = scene.slack.person(who)
    await person.command("/give-feedback", about, channel="checkout")
    await person.choose(WHOM, whom)
    name = {NAME: WITHHELD} if withheld else {}
    result = await person.submit({**name, **fields})
    await settle(scene)
    return result


async def hand_in(scene: Scene, person: Person, values: Mapping[str, Any]) -> Result:
    """Somebody hands in the form that is open, and everything that follows happens."""
    result = await person.submit(dict(values))
    await settle(scene)
    return result


@contextmanager
def keys_out_of_reach(scene: Scene) -> Iterator[None]:
    """The folder of the keys is not where it was, and is back afterwards."""
    keys = Path(scene.keys)
    elsewhere = keys.rename(f"{keys}-elsewhere")
    keys.write_text("This is no folder.")
    yield
    keys.unlink()
    elsewhere.rename(keys)


def news(person: Person) -> list[Message]:
    """The DMs that tell of feedback, whatever they say of it."""
    return [each for each in person.direct_messages if "feedback" in words_of(each)]


async def until(scene: Scene, instant: datetime) -> None:
    """Wind on."""
    await scene.slack.wind(to=instant)

"""A company with as many people as a test wants, all asked at nine in Berlin, and what became of them."""

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from sandbox.company import ChannelSeed, Company, PersonSeed
from sandbox.elements import elements
from sandbox.errors import Json
from sandbox.model import Message
from sandbox.server import Sandbox

MANIFEST = Path(__file__).parents[2] / "manifest.json"
MONDAY = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
"""Seven in the morning in Berlin."""
NINE = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
"""When everybody is asked."""
CLOSE = datetime(2026, 11, 23, 16, 0, tzinfo=UTC)
"""When their window closes."""

CHANNEL = "everybody"
LEAD = "eve"
PATIENCE = 60.0
"""Real seconds a test waits for something that takes a moment on an idle machine."""


def names(count: int) -> list[str]:
    """The short names of a crowd."""
    return [f"p{number:03}" for number in range(count)]


def crowd(count: int) -> Company:
    """So many people in one channel; their lead set it up and is not among them."""
    people = names(count)
    return Company(
        name="Crowd",
        people=(
            PersonSeed(LEAD, "Eve Evans", admin=True, owner=True),
            *(PersonSeed(name, f"Person {name}") for name in people),
        ),
        channels=(ChannelSeed("general", (LEAD, *people)), ChannelSeed(CHANNEL, tuple(people))),
    )


async def start_check_in(slack: Sandbox) -> None:
    """The lead starts a check-in for everybody; when it is planned, their channel is told."""
    lead = slack.person(LEAD)
    opened = await lead.command("/checkin", "new")
    assert opened.ok, opened
    done = await lead.submit({"Channel": CHANNEL})
    assert done.ok, done
    await lead.close_modal()
    assert await slack.until(lambda: bool(lead.sees(CHANNEL)), PATIENCE), "the channel was not told"


def is_prompt(message: Message) -> bool:
    """Whether this message asks: it has the button that opens the form."""
    return any(element.action_id == "prompt_answer" for element in elements(message.blocks))


def asked(slack: Sandbox, people: list[str]) -> Counter[str]:
    """How often each person was asked."""
    return Counter({name: sum(map(is_prompt, slack.person(name).direct_messages)) for name in people})


def all_asked(slack: Sandbox, people: list[str]) -> Callable[[], bool]:
    """Whether nobody is left who was never asked."""
    return lambda: all(any(map(is_prompt, slack.person(name).direct_messages)) for name in people)


def to_a_person(args: Json) -> bool:
    """A fault's match: a post to a person, not to a channel."""
    return str(args.get("channel", "")).startswith(("U", "W", "D"))

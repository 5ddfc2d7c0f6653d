"""A workspace that lives up to its first digest, and that digest as people see it."""

from collections.abc import Iterable

from sandbox.model import Message
from sandbox.person import Person
from tests.scenarios.conftest import Scene, at
from tests.scenarios.living import MOVED, NEXT, STUCK, settle, start_check_in, words_of


def digest_of(person: Person, channel: str = "checkout") -> Message:
    """The newest digest in a channel."""
    return [each for each in person.sees(channel) if each.text.startswith("Weekly digest")][-1]


def row_about(message: Message, about: str) -> str:
    """The line of what needs somebody that is about this."""
    return next(line for line in words_of(message).split("\n") if line.startswith("• ") and about in line)


async def modal_says(scene: Scene, person: Person, words: str) -> None:
    """Somebody reads this in a window, and closes it."""
    assert words in words_of(person.modal)
    await person.close_modal()
    await settle(scene)


async def raised_and_stuck(scene: Scene, titles: Iterable[str]) -> None:
    """Ben raises what waits on Product, and nobody says a word; chi says twice that something is in the way."""
    slack = scene.slack
    ben, chi = slack.person("ben"), slack.person("chi")
    await start_check_in(scene, fields={"Weekly digest": ["yes"]})
    await start_check_in(scene, "product", by="eve")
    for title in titles:
        await ben.command("/bottleneck", title, channel="checkout")
        await ben.choose("Who are you waiting for?", "Product")
        await ben.submit({})
        await ben.close_modal()
    for day in (24, 25):
        await slack.wind(to=at(f"2026-11-{day} 10:00"))
        await chi.press("Answer")
        await chi.submit({MOVED: "Receipts", NEXT: "Refunds", STUCK: "A designer for the new page"})
        await settle(scene)

"""What people do and see in a scene, in their words."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from bot.rituals.as_code.applying import apply_file
from bot.rituals.as_code.file import read_file
from bot.rituals.as_code.resolving import resolve
from bot.slack.gateway import Gateway
from bot.store import workspaces
from sandbox.elements import words
from sandbox.model import Message, View
from sandbox.person import Person
from sandbox.result import Result
from tests.scenarios.conftest import Scene

MOVED = "What moved since last time?"
NEXT = "What will you move next?"
STUCK = "What are you waiting for, if anything?"
ONLY_REMINDER = "This is the only reminder."


def texts(messages: Iterable[Message]) -> list[str]:
    """What messages say to a screen reader."""
    return [message.text for message in messages]


def words_of(shown: Message | View | None) -> str:
    """Every word of a message, a modal or a Home tab."""
    assert shown is not None, "nothing is shown"
    return "\n".join(words(shown.blocks))


def posted_at(message: Message) -> datetime:
    """When a message appeared, by the calendar."""
    return datetime.fromtimestamp(float(message.ts), UTC)


def hours(messages: Iterable[Message], person: Person) -> list[str]:
    """When messages appeared, as `Mon 09:00` on a person's own clock."""
    zone = person.user.timezone
    assert zone is not None
    return [posted_at(message).astimezone(ZoneInfo(zone)).strftime("%a %H:%M") for message in messages]


def asked(person: Person) -> list[Message]:
    """The DMs that asked a person something, without replies, notices and what only they see."""
    return [message for message in person.direct_messages if _asks(message)]


def _asks(message: Message) -> bool:
    return any(str(block.get("block_id")).startswith("prompt:") for block in message.blocks)


async def settle(scene: Scene) -> None:
    """Let everything that is due happen, without a second passing."""
    await scene.slack.wind(hours=0)


async def start_check_in(
    scene: Scene,
    channel: str = "checkout",
    fields: Mapping[str, Any] = MappingProxyType({}),
    *,
    by: str = "ana",
) -> Result:
    """Somebody starts a check-in with one field, or more, and reads what follows."""
    lead = scene.slack.person(by)
    await lead.command("/checkin", "new")
    result = await lead.submit({"Channel": channel, "Weekly digest": [], **fields})
    if lead.modal is not None and lead.modal.title == "Does this fit?":
        # Another schedule than the one offered is shown as dates first.
        result = await lead.submit()
    if result.ok:
        await lead.close_modal()
        await settle(scene)
    return result


async def apply_rituals(scene: Scene, text: str) -> list[str]:
    """Apply a RITUALS.yaml, after inviting the app; what came of it, in sentences."""
    house = scene.drumbeat.house
    assert isinstance(house.slack, Gateway)
    resolved = await resolve(read_file(text, source="RITUALS.yaml"), house.slack)
    for team in resolved.teams:
        if not team.channel.has_bot:
            await house.slack.join(team.channel.slack_id)
    async with house.store.transaction() as tx:
        workspace = await workspaces.by_slack_id(tx, scene.slack.workspace.id)
    assert workspace is not None
    changes = await apply_file(house.store, workspace.id, resolved, now=house.now())
    await settle(scene)
    return [change.sentence for change in changes]


async def answer(
    scene: Scene,
    who: str,
    moved: str = "The refund API",
    plan: str = "Its tests",
    stuck: str = "",
    *,
    button: str = "Answer",
) -> Result:
    """Somebody answers the newest DM that asks, or edits what they said."""
    person = scene.slack.person(who)
    await person.press(button)
    result = await person.submit({MOVED: moved, NEXT: plan, STUCK: stuck})
    await settle(scene)
    return result


async def skip(scene: Scene, who: str, reason: str = "", *, button: str = "Skip today") -> Result:
    """Somebody skips the newest DM that asks."""
    person = scene.slack.person(who)
    await person.press(button)
    result = await person.submit({"Want to say why?": reason})
    await settle(scene)
    return result


def boards(person: Person, channel: str = "checkout") -> list[Message]:
    """The parent messages of a channel's rounds, oldest first."""
    return [message for message in person.sees(channel) if " · " in message.text]


def thread(person: Person, channel: str = "checkout", *, back: int = 0) -> list[str]:
    """The replies under a channel's newest round, or one of those before it."""
    board = boards(person, channel)[-1 - back]
    return texts(person.sees_thread(board)[1:])

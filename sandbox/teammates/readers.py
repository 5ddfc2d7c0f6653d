"""For whom else a week is written up, and what is said about one before it goes out.

Where the app writes for readers such as leadership or partners, somebody sets that up in their channel. Whoever set
the first channel up once marks a week that was out of the ordinary, and once says what readers should know.
"""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sandbox.elements import Element, elements, text_of
from sandbox.errors import NotVisible
from sandbox.model import View
from sandbox.person import Person
from sandbox.teammates.companies import READERS
from sandbox.teammates.filling import can_be_submitted, opened, put_away
from sandbox.teammates.forms import fill_required
from sandbox.teammates.phrases import phrases
from sandbox.teammates.topics import mentions

if TYPE_CHECKING:
    from sandbox.server import Sandbox

_SET_UP, _LOOK = "setup", "preview"
"""What the hint of such a command says, and what the description of the one that shows a week early says."""

_SHOWN_WITHIN = 3.0
"""Real seconds an app may take to show it."""

_MARK, _NOTE = ("mark this",), ("add a note",)
_BEFORE_IT_GOES_OUT = time(16, 0)
_FRIDAY_BEFORE, _FRIDAY_OF_THE_LAUNCH = timedelta(days=3), timedelta(days=17)


def words_about_weeks(
    lead: Person, end: datetime
) -> list[tuple[datetime, Callable[["Sandbox", str, Person], Awaitable[None]]]]:
    """What is said about which week, and when: about the last whole one, and about one a fortnight before."""
    zone = ZoneInfo(lead.user.timezone or "UTC")
    local = end.astimezone(zone)
    monday = datetime.combine(
        local.date() - timedelta(days=local.weekday()), _BEFORE_IT_GOES_OUT, local.tzinfo
    )
    return [(monday - _FRIDAY_OF_THE_LAUNCH, mark_a_launch), (monday - _FRIDAY_BEFORE, add_a_note)]


async def set_up_for_readers(sandbox: "Sandbox") -> None:
    """Have a week written up for each kind of readers that has a channel; an app that knows none is left alone."""
    commands = sandbox.workspace.app.manifest.commands.items()
    command = next((name for name, one in commands if mentions(one.get("usage_hint", ""), _SET_UP)), None)
    there = {channel.name for channel in sandbox.workspace.channels.values()}
    for channel, (whom, who) in READERS.items():
        if command is not None and channel in there:
            await _set_up(sandbox, sandbox.person(who), command, channel, whom)


async def mark_a_launch(sandbox: "Sandbox", channel: str, lead: Person) -> None:
    """Say of this week that something was launched in it."""
    form = await _form_behind(sandbox, channel, lead, _MARK)
    if form is not None:
        said = {**_lines(form, "launch"), **_picked(form, "launch")}
        await lead.submit(said)
        await put_away(lead)


async def add_a_note(sandbox: "Sandbox", channel: str, lead: Person) -> None:
    """Say what readers should know of this week."""
    form = await _form_behind(sandbox, channel, lead, _NOTE)
    if form is not None:
        await lead.submit(_lines(form, "note"))
        await put_away(lead)


async def _set_up(sandbox: "Sandbox", person: Person, command: str, channel: str, whom: str) -> None:
    await person.command(command, _SET_UP, channel=channel)
    form = await opened(sandbox, person)
    if form is not None and can_be_submitted(form) and (picked := _picked(form, whom)):
        required = fill_required(form.definition, channel, sandbox.clock.now().date())
        await person.submit({**required, **picked})
    if person.modal is not None:
        await put_away(person)


async def _form_behind(
    sandbox: "Sandbox", channel: str, person: Person, signs: tuple[str, ...]
) -> View | None:
    """The form that opens with a button below what the app shows of a week before it goes out."""
    commands = sandbox.workspace.app.manifest.commands.items()
    command = next((name for name, one in commands if mentions(one.get("description", ""), _LOOK)), None)
    if command is None:
        return None
    shown = await person.command(command, "", channel=channel)
    await sandbox.until(lambda: bool(shown.messages), _SHOWN_WITHIN)
    buttons = (each for message in shown.messages for each in elements(message.blocks))
    name = next(
        (each.name for each in buttons if each.type == "button" and mentions(each.name, *signs)), None
    )
    if name is None:
        return None
    try:
        await person.press(name, channel=channel)
    except NotVisible:
        return None
    form = await opened(sandbox, person)
    return form if form is not None and can_be_submitted(form) else None


def _picked(form: View, sign: str) -> Mapping[str, str]:
    """The choice of a form that is called so."""
    asked = (each for each in elements(form.blocks) if each.type == "radio_buttons")
    told = ((each, text_of(option["text"])) for each in asked for option in each.options)
    return next(({each.block_id: text} for each, text in told if mentions(text, sign)), {})


def _lines(form: View, kind: str) -> Mapping[str, str]:
    """What is written in the first line of a form."""
    line: Element | None = next(
        (each for each in elements(form.blocks) if each.type == "plain_text_input"), None
    )
    words = phrases("weeks", kind)
    return {line.block_id: words[0]} if line is not None and words else {}

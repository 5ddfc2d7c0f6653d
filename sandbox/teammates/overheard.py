"""What people hear from customers and competitors, and note where the app has a command for it: once a week in each
channel, and every other week the same as somebody of another one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sandbox.elements import elements, text_of
from sandbox.model import View
from sandbox.person import Person
from sandbox.teammates.filling import can_be_submitted, opened, put_away
from sandbox.teammates.forms import fill_required
from sandbox.teammates.phrases import dealt, phrases
from sandbox.teammates.topics import mentions

if TYPE_CHECKING:
    from sandbox.server import Sandbox

OUTSIDE = ("customer", "competitor")
"""What the description of such a command says."""

SAME = ("this one", "the same")
"""What a button says that counts it with what was heard before."""

_AT, _WEDNESDAY = time(14, 20), 2
_MOST_PAGES = 2


@dataclass(frozen=True)
class Overheard:
    """At this time somebody in a channel notes what was said."""

    at: datetime
    person: str
    channel: str
    what: str


def overheard(sandbox: "Sandbox", channels: Sequence[str], begin: datetime, end: datetime) -> list[Overheard]:
    """Everything that is noted from `begin` until `end`, the earliest first."""
    found = []
    for place, channel in enumerate(channels):
        people = _people(sandbox, channel)
        for week, day in enumerate(_wednesdays(begin, end)):
            person = people[(week + place) % len(people)]
            zone = ZoneInfo(sandbox.person(person).user.timezone or "UTC")
            at = datetime.combine(day + timedelta(days=place % 3), _AT, zone)
            found.append(Overheard(at, person, channel, _said(week, place, len(channels))))
    return sorted((each for each in found if begin < each.at < end), key=lambda each: each.at)


async def note(sandbox: "Sandbox", heard: Overheard) -> None:
    """Type the command for it, and say that it is the same where the app asks; an app without one hears nothing."""
    command = command_for(sandbox)
    if command is None:
        return
    person = sandbox.person(heard.person)
    await person.command(command, heard.what, channel=heard.channel)
    form = await opened(sandbox, person)
    for _ in range(_MOST_PAGES):
        if form is None or await _is_the_same(person, form) or not can_be_submitted(form):
            break
        today = sandbox.clock.now().date()
        await person.submit(
            {**fill_required(form.definition, heard.channel, today), **_by_whom(form, heard.what)}
        )
        form = person.modal
    await put_away(person)


def command_for(sandbox: "Sandbox") -> str | None:
    """The command whose description speaks of what is heard outside."""
    declared = sandbox.workspace.app.manifest.commands.items()
    return next((name for name, one in declared if mentions(one.get("description", ""), *OUTSIDE)), None)


async def _is_the_same(person: Person, form: View) -> bool:
    buttons = [each.name for each in elements(form.blocks) if each.type == "button"]
    same = next((name for name in buttons if mentions(name, *SAME)), None)
    if same is not None:
        await person.press(same)
    return same is not None


def _by_whom(form: View, what: str) -> Mapping[str, str]:
    """The choice that stands in what was said, as in "a competitor cut its fees"."""
    told: dict[str, str] = {}
    for menu in (each for each in elements(form.blocks) if each.type == "radio_buttons"):
        for option in menu.options:
            said = text_of(option["text"])
            if mentions(what, said.split()[-1]):
                told.setdefault(menu.block_id, said)
    return told


def _said(week: int, place: int, channels: int) -> str:
    deck = phrases("common", "heard")
    if place and week % 2 == 0:
        return f"same here: {dealt(deck, week * channels, 'overheard')}"
    return str(dealt(deck, week * channels + place, "overheard"))


def _people(sandbox: "Sandbox", channel: str) -> list[str]:
    users = [sandbox.workspace.users[each] for each in sandbox.workspace.channel(channel).members]
    return [user.name for user in users if not (user.bot or user.guest or user.deactivated)]


def _wednesdays(begin: datetime, end: datetime) -> list[date]:
    day = begin.date() + timedelta(days=(_WEDNESDAY - begin.weekday()) % 7)
    return [day + timedelta(weeks=week) for week in range((end.date() - day).days // 7 + 1)]

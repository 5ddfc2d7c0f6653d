"""What one team needs from another or from somebody outside, and who says so: its lead, where the app has a command
for it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sandbox.teammates.filling import can_be_submitted, look_up, opened, put_away
from sandbox.teammates.forms import fill_required, party_fields
from sandbox.teammates.phrases import dealt, phrases
from sandbox.teammates.topics import mentions

if TYPE_CHECKING:
    from sandbox.server import Sandbox

IN_THE_WAY = ("in the way", "in your way", "blocked", "waiting for")
"""What the hint of such a command says."""

_AT, _DAYS = time(10, 30), (1, 2, 3)
_MOST_PAGES = 2


@dataclass(frozen=True)
class Need:
    """At this time the lead of a channel says what its team needs from that of another one."""

    at: datetime
    lead: str
    channel: str
    other: str
    what: str


def needs(sandbox: "Sandbox", leads: Mapping[str, str], begin: datetime, end: datetime) -> list[Need]:
    """Everything teams need from each other from `begin` until `end`, the earliest first; of one team nothing."""
    channels = list(leads)
    found = []
    for place, channel in enumerate(channels):
        zone = ZoneInfo(sandbox.person(leads[channel]).user.timezone or "UTC")
        other = channels[(place + 1) % len(channels)]
        for week, at in enumerate(_mornings(begin, end, _DAYS[place % len(_DAYS)], zone)):
            what = dealt(phrases("common", "between_teams"), week * len(channels) + place, "between teams")
            found.append(Need(at, leads[channel], channel, other, what))
    return sorted(found, key=lambda need: need.at) if len(channels) > 1 else []


def needs_from_outside(
    sandbox: "Sandbox", leads: Mapping[str, str], begin: datetime, end: datetime
) -> list[Need]:
    """What teams need from those they work with outside, from `begin` until `end`."""
    found = []
    for channel, whom, what, weeks in phrases("weeks", "outside"):
        if channel in leads:
            zone = ZoneInfo(sandbox.person(leads[channel]).user.timezone or "UTC")
            day = (end - timedelta(weeks=weeks)).astimezone(zone).date()
            found.append(Need(datetime.combine(day, _AT, zone), leads[channel], channel, whom, what))
    return [need for need in found if begin < need.at < end]


async def say(sandbox: "Sandbox", need: Need) -> None:
    """Type the command for it, and fill in its form; an app without one hears nothing."""
    command = command_for(sandbox)
    if command is None:
        return
    person = sandbox.person(need.lead)
    await person.command(command, need.what, channel=need.channel)
    form = await opened(sandbox, person)
    for _ in range(_MOST_PAGES):
        if form is None or not can_be_submitted(form):
            break
        await look_up(person, [(field, need.other.title()) for field in party_fields(form.definition)])
        await person.submit(fill_required(form.definition, need.channel, sandbox.clock.now().date()))
        form = person.modal
    await put_away(person)


def command_for(sandbox: "Sandbox") -> str | None:
    """The command whose hint speaks of what is in the way."""
    declared = sandbox.workspace.app.manifest.commands.items()
    return next((name for name, one in declared if mentions(one.get("usage_hint", ""), *IN_THE_WAY)), None)


def _mornings(begin: datetime, end: datetime, weekday: int, zone: ZoneInfo) -> Iterator[datetime]:
    day = begin.astimezone(zone).date()
    while day.weekday() != weekday:
        day += timedelta(days=1)
    while (at := datetime.combine(day, _AT, zone)) < end:
        if at > begin:
            yield at
        day += timedelta(weeks=1)

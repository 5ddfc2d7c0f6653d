"""What teams want to reach: their leads add it where the app keeps such a list, and say who looks after it."""

import re
from typing import TYPE_CHECKING

from sandbox.elements import elements, words
from sandbox.errors import NotVisible
from sandbox.model import View
from sandbox.person import Person
from sandbox.teammates.filling import can_be_submitted, opened, put_away
from sandbox.teammates.phrases import phrases
from sandbox.teammates.topics import mentions

if TYPE_CHECKING:
    from sandbox.server import Sandbox

_IN_THE_HELP = re.compile(r"(/[a-z-]+) (goals)\b")
_ADD = ("add", "new")
_CHANGES_WITHIN = 3.0
"""Real seconds a form may take to open over another one."""


async def add_aims(sandbox: "Sandbox", channel: str, lead: str) -> None:
    """Add what the people of a channel want to reach; an app without such a list is left alone."""
    person = sandbox.person(lead)
    mine = [(owner, title) for place, owner, title, _ in phrases("goals", "aims") if place == channel]
    found = await _command_for(sandbox, person, channel) if mine else None
    if found is None:
        return
    for owner, title in mine:
        await person.command(*found, channel=channel)
        await _add(sandbox, person, title, _owner(sandbox, channel, owner, lead))
        await put_away(person)


async def _command_for(sandbox: "Sandbox", person: Person, channel: str) -> tuple[str, str] | None:
    """The command that opens the list, as the app's own help names it."""
    commands = sandbox.workspace.app.manifest.commands
    # What an app is called stands last: that one knows of all others.
    for name in reversed(
        [each for each, one in commands.items() if mentions(one.get("usage_hint", ""), "help")]
    ):
        result = await person.command(name, "help", channel=channel)
        shown = "\n".join([result.text or "", *(" ".join(words(each.blocks)) for each in result.messages)])
        found = _IN_THE_HELP.search(shown)
        if found:
            return found[1], found[2]
    return None


async def _add(sandbox: "Sandbox", person: Person, title: str, owner: str) -> None:
    listing = await opened(sandbox, person)
    if listing is None or not await _press_add(person, listing):
        return
    await sandbox.until(lambda: person.modal is not None and person.modal is not listing, _CHANGES_WITHIN)
    form = person.modal
    if form is not None and can_be_submitted(form):
        await person.submit(_filled_in(form, title, owner))


async def _press_add(person: Person, listing: View) -> bool:
    buttons = [each.name for each in elements(listing.blocks) if each.type == "button"]
    add = next((name for name in buttons if mentions(name, *_ADD)), None)
    if add is None:
        return False
    try:
        await person.press(add)
    except NotVisible:
        return False
    return True


def _filled_in(form: View, title: str, owner: str) -> dict[str, str]:
    """The words in the first line, and who looks after it where a person is asked for."""
    fields = [each for each in elements(form.blocks) if each.is_input]
    line = next((each for each in fields if each.type == "plain_text_input"), None)
    who = next((each for each in fields if each.type == "users_select"), None)
    told = {line.block_id: title} if line is not None else {}
    return {**told, who.block_id: owner} if who is not None else told


def _owner(sandbox: "Sandbox", channel: str, wanted: str, lead: str) -> str:
    """Whoever is meant, if they are in the channel; else its lead."""
    users = [sandbox.workspace.users[each] for each in sandbox.workspace.channel(channel).members]
    return next((user.name for user in users if user.name == wanted), lead)

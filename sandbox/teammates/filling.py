"""Filling in whatever form opens after a button was pressed."""

from collections.abc import Callable, Iterable
from contextlib import suppress
from random import Random
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sandbox.elements import elements
from sandbox.errors import NotVisible
from sandbox.model import View
from sandbox.person import Person
from sandbox.teammates.answers import Storyline
from sandbox.teammates.forms import Respondent, fill, looked_up, opening

if TYPE_CHECKING:
    from sandbox.server import Sandbox

# Real seconds. Apps open a form while the press is being acknowledged, on a busy machine a little later; a
# placeholder may stand there first.
_FORM_APPEARS_WITHIN = 3.0
_FORM_IS_READY_WITHIN = 3.0
_FORM_CHANGES_WITHIN = 3.0
_MOST_PAGES = 4


class Filler:
    """One person's way with forms."""

    def __init__(self, sandbox: "Sandbox", story: Storyline) -> None:
        self._sandbox = sandbox
        self._story = story

    async def fill_in(
        self, person: Person, dice: Random, *, again: bool = False, is_answered: Callable[[], bool]
    ) -> bool:
        """Fill in and submit the form that has opened, page by page; True unless it was refused.

        Nothing opening at all is fine too: some buttons answer by themselves, which `is_answered` tells.
        """
        view = await opened(self._sandbox, person, or_else=is_answered)
        for _ in range(_MOST_PAGES):
            if view is None or not can_be_submitted(view):
                break
            await self._submit(person, view, self._respondent(person, dice, again))
            view = person.modal
        return await put_away(person)

    async def _submit(self, person: Person, view: View, respondent: Respondent) -> None:
        before = view.definition
        for box, value in opening(before, respondent):
            await person.choose(box, value)
            await self._sandbox.until(lambda: view.definition is not before, _FORM_CHANGES_WITHIN)
        await look_up(person, looked_up(view.definition, respondent))
        result = await person.submit(fill(view.definition, respondent))
        if result.errors:
            # A second look: now everything is filled in, the optional too.
            await person.submit(fill(view.definition, respondent, eager=True))

    def _respondent(self, person: Person, dice: Random, again: bool) -> Respondent:
        zone = ZoneInfo(person.user.timezone or "UTC")
        today = self._sandbox.clock.now().astimezone(zone).date()
        return Respondent(self._story, self._story.on(today), dice, again)


async def look_up(person: Person, names: Iterable[tuple[str, str]]) -> None:
    """Type names into fields that find what one means; where nothing fits they stay empty."""
    for field, name in names:
        with suppress(NotVisible):
            await person.choose(field, name)


async def opened(
    sandbox: "Sandbox", person: Person, or_else: Callable[[], bool] = lambda: False
) -> View | None:
    """The form on somebody's screen once it is ready; None when none appears, or something happens instead."""
    if await sandbox.until(lambda: person.modal is not None or or_else(), _FORM_APPEARS_WITHIN):
        await sandbox.until(lambda: _is_ready(person.modal), _FORM_IS_READY_WITHIN)
    return person.modal


async def put_away(person: Person) -> bool:
    """Close what is left on somebody's screen; False when it shows that something was refused."""
    left = person.modal
    if left is not None:
        await person.close_modal(everything=True)
    return left is None or not left.errors


def can_be_submitted(view: View) -> bool:
    """Whether a form takes answers."""
    return "submit" in view.definition


def _is_ready(view: View | None) -> bool:
    """Whether a form is more than a placeholder: there is something to fill in, to press, or to send."""
    return (
        view is None or can_be_submitted(view) or any(True for _ in elements(view.blocks)) or _says_done(view)
    )


def _says_done(view: View) -> bool:
    return view.definition.get("close") is not None

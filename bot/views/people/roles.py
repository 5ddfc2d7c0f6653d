"""Who may do what: everybody with a role, and the form in which an admin gives one. Built here, read here."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.values.deliveries import Block
from bot.values.errors import Unusable
from bot.values.people import Member, Role
from bot.values.ports import View
from bot.views.fields import block_under, choice_field, read_choice, read_user, user_field
from bot.views.parts import button, buttons, context, modal, section
from bot.views.words import escape

ROLE_FORM = "role_form"
OPEN_PEOPLE = "open_people"
CHOOSE_PERSON = "role_person"
PERSON, ROLE = "person", "role"
_MOST = 40

FIRST_ADMIN = (
    "Nobody was an admin of Drumbeat here yet, so now you are: you can change every ritual and team, and say who else"
    " may (`/drumbeat people`)."
)
"""Told to whoever sets the first thing up."""

_MEANINGS: dict[str, tuple[str, str]] = {
    Role.ADMIN: ("Admin", "May change every ritual, team and digest, and say who may what"),
    Role.LEAD: ("Lead", "Looks after the teams and rituals they lead, and may change digests"),
    Role.MEMBER: ("Member", "Is asked, answers, and may start a ritual of their own"),
    Role.OBSERVER: ("Observer", "Reads results and is never asked anything"),
}
_ADMINS, _LEADS, _OBSERVERS = "Admins", "Leads", "Observers"


def build_people(people: Sequence[Member], chosen: Member | None = None, *, kept: str = "") -> View:
    """Everybody with a role, and a form for one person; `chosen` is whose role is shown."""
    blocks = [*roles_at_a_glance(people), {"type": "divider"}, _person(chosen), _roles(chosen)]
    return modal(
        "People and roles", blocks, callback_id=ROLE_FORM, submit="Save", close="Done", metadata=kept
    )


def build_people_for_others(people: Sequence[Member]) -> View:
    """The same for whoever only looks."""
    admins = [person for person in people if person.role == Role.ADMIN]
    who = _names(admins) if admins else "nobody yet: whoever sets the first thing up becomes one"
    return modal(
        "People and roles",
        [*roles_at_a_glance(people), context(f"Admins change roles: {who}.")],
        close="Close",
    )


def read_role_form(values: Mapping[str, Any]) -> tuple[str, Role]:
    """Whose role it is to be, by Slack id, and which. Raises Unusable beside the field."""
    person, role = read_person(values), read_choice(values, block_under(values, ROLE))
    if person is None:
        raise Unusable("Pick a person.", field=PERSON)
    if role is None:
        raise Unusable("Pick a role.", field=ROLE)
    return person, Role(role)


def read_person(values: Mapping[str, Any]) -> str | None:
    """Whom somebody picked, before they save."""
    return read_user(values, PERSON)


def build_role_given(person: Member) -> View:
    """What somebody may do from now on."""
    title, meaning = _MEANINGS[person.role]
    text = f"*{escape(person.name)}* is {_article(title)} {title.lower()} now: {meaning[0].lower()}{meaning[1:]}."
    if person.role == Role.OBSERVER:
        text += " What was open for them is excused; they count as missing nowhere."
    return modal("People and roles", [section(text)], close="Done")


def roles_at_a_glance(people: Sequence[Member]) -> list[Block]:
    """Admins, leads and observers, a line each."""
    lines = [
        _line(_ADMINS, [person for person in people if person.role == Role.ADMIN]),
        _line(_LEADS, [person for person in people if person.role == Role.LEAD]),
        _line(_OBSERVERS, [person for person in people if person.role == Role.OBSERVER]),
    ]
    return [section("\n".join(lines))]


def build_home_people(people: Sequence[Member]) -> list[Block]:
    """People and roles on an admin's Home."""
    return [
        section("*People and roles*"),
        *roles_at_a_glance(people),
        buttons("people", button("Change a role", OPEN_PEOPLE, "home")),
    ]


def _line(title: str, people: Sequence[Member]) -> str:
    return f"*{title}:* {_names(people) if people else 'nobody'}"


def _names(people: Sequence[Member]) -> str:
    shown = ", ".join(escape(person.name) for person in people[:_MOST])
    return f"{shown} and {len(people) - _MOST} more" if len(people) > _MOST else shown


def _person(chosen: Member | None) -> Block:
    return user_field(PERSON, "Person", chosen.slack_id if chosen else None, tells=CHOOSE_PERSON)


def _roles(chosen: Member | None) -> Block:
    # A block of its own for each person: the role shown is theirs, not what was picked for another one.
    block_id = f"{ROLE}:{chosen.id}" if chosen else ROLE
    return choice_field(block_id, "Role", _MEANINGS, chosen.role if chosen else None)


def _article(title: str) -> str:
    return "an" if title[0] in "AO" else "a"

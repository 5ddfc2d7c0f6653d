"""The fields of the form that notes a signal, built here and read here."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bot.values.deliveries import Block
from bot.values.people import Team
from bot.values.signals import (
    LONGEST_AREA,
    LONGEST_SOURCE,
    LONGEST_WORDS,
    Heard,
    NoteChoices,
    SignalKind,
)
from bot.views.fields import (
    choice_field,
    link_field,
    lookup_field,
    menu_field,
    option,
    read_choice,
    read_line,
    read_link,
    read_needed_words,
    words_field,
)

WORDS, KIND, SOURCE, AREA, LINK, TEAM = "words", "kind", "source", "area", "link", "team"

OFFER_AREAS = "signal_area"
"""The field asks for what it offers under this action."""

_MOST_TEAMS = 100
_OFFERED: dict[str, str] = {
    SignalKind.CUSTOMER: "A customer",
    SignalKind.COMPETITOR: "A competitor",
    SignalKind.MARKET: "The market",
}


def build_fields(
    heard: Heard, kind: SignalKind | None, team_id: int | None, choices: NoteChoices
) -> Iterator[Block]:
    """One field is needed. Without a `kind` it is settled already."""
    yield words_field(
        WORDS,
        "What was said?",
        most=LONGEST_WORDS,
        initial=heard.words or None,
        placeholder="We would roll it out tomorrow if our guests could use their own sign-in",
    )
    if kind is not None:
        yield choice_field(KIND, "Who said it?", _OFFERED, kind)
    yield words_field(
        SOURCE,
        "Name or source",
        most=LONGEST_SOURCE,
        initial=heard.source,
        placeholder="Acme, a fair, an article",
        optional=True,
        one_line=True,
    )
    yield _area(heard.area)
    yield link_field(LINK, "Link", heard.link, optional=True)
    if len(choices.own) > 1:
        yield _team(choices.own, team_id)


def read_heard(values: Mapping[str, Any], permalink: str | None = None) -> Heard:
    """What was filled in. Raises Unusable beside the field."""
    words = read_needed_words(values, WORDS, "Say in a few words what was said.")
    area = read_choice(values, AREA)
    return Heard(
        words=words,
        source=read_line(values, SOURCE) or None,
        area=area[:LONGEST_AREA] if area else None,
        link=read_link(values, LINK),
        permalink=permalink,
    )


def read_kind(values: Mapping[str, Any]) -> SignalKind | None:
    """Who said it; None where that is not asked."""
    picked = read_choice(values, KIND)
    return SignalKind(picked) if picked else None


def read_team(values: Mapping[str, Any], otherwise: int | None) -> int | None:
    """The team that was picked; `otherwise` where that is not asked."""
    picked = read_choice(values, TEAM)
    return int(picked) if picked else otherwise


def build_areas(offered: Sequence[str]) -> dict[str, Any]:
    """What is offered for what was typed, in the form Slack asks for."""
    return {"options": [option(area, area).to_dict() for area in offered]}


def _area(chosen: str | None) -> Block:
    return lookup_field(
        AREA,
        "Part of the product",
        OFFER_AREAS,
        placeholder="Type one, or pick one that was named before",
        chosen=option(chosen, chosen) if chosen else None,
        optional=True,
    )


def _team(own: Sequence[Team], team_id: int | None) -> Block:
    offered = {str(team.id): team.name for team in own[:_MOST_TEAMS]}
    chosen = str(team_id) if str(team_id) in offered else next(iter(offered))
    return menu_field(TEAM, "Heard for which of your teams?", offered, chosen)

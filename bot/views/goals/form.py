"""The forms: what a goal is, and how confident whoever looks after it is. Built here, and read here."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bot.values.deliveries import Block
from bot.values.errors import Unusable
from bot.values.goal_pages import GoalChoices, GoalDraft, Word
from bot.values.goals import LONGEST_TITLE, LONGEST_WHY, GoalSeen
from bot.values.ports import View
from bot.views.fields import (
    link_field,
    menu_field,
    read_choice,
    read_link,
    read_user,
    read_words,
    user_field,
    words_field,
)
from bot.views.goals.words import confidence_labels, latest_word, title_of
from bot.views.parts import modal, section

GOAL_FORM, CONFIDENCE_FORM = "goal_form", "goal_confidence_form"
TITLE, OWNER, TEAM, LINK = "title", "owner", "team", "link"
VALUE, WHY = "value", "why"

_EVERYBODY = "everybody"
_MOST_TEAMS = 99


@dataclass(frozen=True, slots=True)
class Kept:
    """What a form comes back with: the goal it is about, or the key under which a new one is added once; and where it
    was opened from."""

    goal_id: int | None = None
    key: str = ""
    kept: str = ""


def build_goal_form(choices: GoalChoices, kept: Kept, before: GoalSeen | None = None) -> View:
    """What a goal is: a new one, or one that is there."""
    return modal(
        "Change the goal" if before else "Add a goal",
        list(_fields(choices, before)),
        callback_id=GOAL_FORM,
        submit="Save" if before else "Add it",
        metadata=_written(kept),
    )


def read_goal_form(values: Mapping[str, Any]) -> GoalDraft:
    """What was filled in. Raises Unusable beside the field."""
    team = read_choice(values, TEAM)
    return GoalDraft(
        title=read_words(values, TITLE) or "",
        owner=read_user(values, OWNER) or "",
        team_id=int(team) if team and team != _EVERYBODY else None,
        link=read_link(values, LINK),
    )


def build_confidence_form(seen: GoalSeen, kept: Kept) -> View:
    """How confident whoever looks after it is; once picked, the number is enough."""
    last = f"Last: {latest_word(seen)}." if seen.latest else "Nobody has said a word about it yet."
    return modal(
        "How confident are you?",
        [
            section(f"{title_of(seen.goal)}\n{last}"),
            confidence_field(VALUE, "How confident are you that it will be reached?"),
            words_field(
                WHY,
                "Why?",
                most=LONGEST_WHY,
                optional=True,
                placeholder="The tracking is broken, so we don't see who comes back",
                hint="In a few words. Colleagues read it, and the digest may quote it.",
            ),
        ],
        callback_id=CONFIDENCE_FORM,
        submit="Say it",
        metadata=_written(kept),
    )


def read_confidence_form(values: Mapping[str, Any]) -> Word:
    """The number, and why. Raises Unusable beside the field."""
    picked = read_choice(values, VALUE)
    if picked is None:
        raise Unusable("Pick a number from 0 to 10.", field=VALUE)
    return Word(int(picked), read_words(values, WHY))


def confidence_field(block_id: str, label: str, *, optional: bool = False) -> Block:
    """A number from 0 to 10, with words at both ends."""
    return menu_field(block_id, label, confidence_labels(), placeholder="From 0 to 10", optional=optional)


def read_kept(private_metadata: str) -> Kept:
    """What the form was opened with."""
    return Kept(**json.loads(private_metadata))


def _written(kept: Kept) -> str:
    return json.dumps({"goal_id": kept.goal_id, "key": kept.key, "kept": kept.kept})


def _fields(choices: GoalChoices, before: GoalSeen | None) -> Iterator[Block]:
    yield words_field(
        TITLE,
        "What is to be reached?",
        most=LONGEST_TITLE,
        initial=before.goal.title if before else None,
        placeholder="Half of all new teams invite a colleague in their first week",
        one_line=True,
    )
    yield user_field(
        OWNER,
        "Who looks after it?",
        choices.owner,
        hint="They alone say how confident they are, and are told that they look after it.",
    )
    yield _team(choices, before)
    yield link_field(
        LINK,
        "Link",
        before.goal.link if before else None,
        hint="The page, board or document in which it is planned.",
        optional=True,
    )


def _team(choices: GoalChoices, before: GoalSeen | None) -> Block:
    offered = {str(team.id): team.name for team in choices.teams[:_MOST_TEAMS]} | {_EVERYBODY: "Everybody"}
    chosen = str(before.goal.team_id or _EVERYBODY) if before else next(iter(offered))
    return menu_field(TEAM, "Whose goal is it?", offered, chosen)

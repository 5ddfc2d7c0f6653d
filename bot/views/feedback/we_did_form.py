"""The form of "you said, we did": which team is told, what was said, and what came of it."""

import json
from collections.abc import Mapping
from typing import Any

from bot.values.deliveries import Block
from bot.values.errors import Unusable
from bot.values.feedback import LONGEST_SAID, FeedbackSeen, NewNote, Note, NoteOffer
from bot.values.ports import View
from bot.views.fields import menu_field, read_choice, read_words, words_field
from bot.views.loops.kept import Kept
from bot.views.parts import context, modal, note
from bot.views.words import escape

TELL_OF_ROUND = "round_we_did"
"""A button under the report of a round that opens the form."""

OF_FEEDBACK_FORM, OF_ROUND_FORM = "feedback_we_did_form", "round_we_did_form"
TEAM, SAID, DID = "team", "said", "did"
_MOST_TEAMS = 100

_IN_YOUR_WORDS = (
    "*Don't quote:* whoever gave this withholds their name, and how somebody writes gives them away. Say what it was"
    " about in your own words."
)
_POSTED = "It is posted in the team's channel with your name, and counted in the digest. Nobody who said it is named."


def build_of_feedback(item: FeedbackSeen, offer: NoteOffer, kept: Kept) -> View:
    """What came of a piece of feedback."""
    hint = [context(_IN_YOUR_WORDS)] if item.seen.loop.is_withheld else []
    return modal(
        "You said, we did",
        [*hint, *_fields(offer)],
        callback_id=OF_FEEDBACK_FORM,
        submit="Tell the team",
        close=kept.way_back,
        metadata=kept.written(),
    )


def build_of_round(offer: NoteOffer, round_id: int) -> View:
    """What came of a round."""
    return modal(
        "You said, we did",
        _fields(offer),
        callback_id=OF_ROUND_FORM,
        submit="Tell the team",
        metadata=json.dumps({"round": round_id}),
    )


def read_of_feedback(values: Mapping[str, Any], loop_id: int) -> NewNote:
    """What a team is told of feedback. Raises Unusable beside the field."""
    team_id, said, did = _read(values)
    return NewNote(team_id, said, did, loop_id=loop_id)


def read_of_round(values: Mapping[str, Any], private_metadata: str) -> NewNote:
    """What a team is told of a round. Raises Unusable beside the field."""
    team_id, said, did = _read(values)
    return NewNote(team_id, said, did, round_id=int(json.loads(private_metadata)["round"]))


def told_words(kept: Note) -> str:
    """What came of telling."""
    return f"{escape(kept.team)} reads it in its channel in a moment."


def build_told(kept: Note) -> View:
    """The same in a window."""
    return note("Told", told_words(kept))


def _fields(offer: NoteOffer) -> list[Block]:
    teams = {str(team_id): name for team_id, name in offer.teams[:_MOST_TEAMS]}
    return [
        menu_field(TEAM, "Which team?", teams, next(iter(teams))),
        words_field(
            SAID,
            "You said",
            most=LONGEST_SAID,
            initial=offer.said or None,
            placeholder="Planning takes a whole day, and half of us are not needed",
        ),
        words_field(
            DID,
            "We did",
            most=LONGEST_SAID,
            placeholder="From December on we plan in two hours, each team by itself",
            hint="What changed, or what does not and why.",
        ),
        context(_POSTED),
    ]


def _read(values: Mapping[str, Any]) -> tuple[int, str, str]:
    team, said, did = read_choice(values, TEAM), read_words(values, SAID), read_words(values, DID)
    if team is None:
        raise Unusable("Pick the team that is told.", field=TEAM)
    if said is None:
        raise Unusable("Say in a line what they told you.", field=SAID)
    if did is None:
        raise Unusable("Say in a line what came of it.", field=DID)
    return int(team), said, did

"""Giving feedback: one line, to whom, and whether one's name stands with it. Built and read here.

What withholding a name means stands beside the choice, true to the letter; it is never called more than it is.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.values.deliveries import Block
from bot.values.errors import Unusable
from bot.values.feedback import Given, NewFeedback, Offer
from bot.values.loops import LONGEST_TITLE, NOBODY_YET, Source, WaitsOn
from bot.values.ports import View
from bot.views.feedback.buttons import OPEN
from bot.views.fields import (
    MOST_LINK,
    boxes_field,
    choice_field,
    is_ticked,
    read_choice,
    read_link,
    read_needed_words,
    words_field,
)
from bot.views.help import meant_instead
from bot.views.loops.party_field import build_reader, read_party
from bot.views.loops.raise_form import build_details, read_details
from bot.views.parts import button, buttons, context, modal, section
from bot.views.words import escape, on_day

GIVE = "feedback_give"
"""A button that opens the form, wherever it stands."""

GIVE_FORM, THANKS = "feedback_form", "feedback_thanks"
SEE_MINE = "feedback_mine"
"""Opens what somebody gave."""

TITLE, TO, NAME, LINK, SOURCE = "title", "to", "name", "link", "source"
_WITH, _WITHHELD = "with", "withheld"
_KEEP = "keep"

_NO_TITLE = "Say in a line what it is about."
_TO_WHOM = "Pick a colleague, a team or leadership."

_PROMISE = (
    "*Withheld:* whoever it is for never sees your name, and can still ask you back and tell you what came of it. It"
    " reaches them {when}, together with whatever others gave by then, in mixed order.",
    "*This is less than anonymous,* so I don't call it that. Until it is closed (after a no, a week longer, so that"
    " you can read why), whoever runs this bot's server could look up who gave it; then that is deleted for good."
    " Slack carries what you type. How you write can give you away: leave out what only you know.",
)
_NOT_NOW = "*Withholding your name is not possible now.* {why} What you give here carries your name."
_FROM_PRIVATE = (
    "This comes from a conversation not everybody can read. Whoever it is for reads all that you leave in these"
    " fields, so take out what is not theirs to know."
)
_OWN = (
    "You wrote this message yourself. Whoever has read it knows whose words these are, also with your name withheld:"
    " say it in other words."
)


@dataclass(frozen=True, slots=True)
class GiveDraft:
    """The form as it stands. `to_name` is what whoever it is for is called. `from_private`: it comes from a message
    not everybody can read, `is_own`: its author fills this in; `from_home`: Home shows what becomes of it."""

    key: str
    title: str = ""
    details: str = ""
    to: WaitsOn = NOBODY_YET
    to_name: str | None = None
    link: str = ""
    source: Source = field(default_factory=Source)
    from_private: bool = False
    is_own: bool = False
    from_home: bool = False


def build_give_form(draft: GiveDraft, offer: Offer, now: datetime) -> View:
    """The form; `now` is in the zone of whoever fills it in."""
    fields = [
        words_field(
            TITLE,
            "What is it about, in a line?",
            most=LONGEST_TITLE,
            initial=draft.title or None,
            placeholder="Our planning takes a whole day, and half of us are not needed",
            one_line=True,
        ),
        *build_details(draft.details),
        build_reader(
            TO,
            "Who is it for?",
            chosen=draft.to,
            name=draft.to_name,
            hint="A team's lead reads what is for a team, the admins here what is for leadership. Nobody else.",
        ),
        *_name(offer, now),
        words_field(LINK, "Link", draft.link, most=MOST_LINK, optional=True, one_line=True),
        *_source(draft),
    ]
    meant = [] if draft.source.ts else meant_instead("give-feedback", draft.title)
    return modal(
        "Give feedback",
        [*_warnings(draft), *meant, *fields],
        callback_id=GIVE_FORM,
        submit="Give it",
        metadata=_kept(draft),
    )


def read_give_form(values: Mapping[str, Any], private_metadata: str) -> NewFeedback:
    """What somebody gives. Raises Unusable beside the field."""
    title, to = read_needed_words(values, TITLE, _NO_TITLE), read_party(values, TO)
    if not to.is_known:
        raise Unusable(_TO_WHOM, field=TO)
    kept = json.loads(private_metadata)
    keeps_source = is_ticked(values, SOURCE)
    return NewFeedback(
        title=" ".join(title.split()),
        to=to,
        details=read_details(values) or None,
        is_withheld=read_choice(values, NAME) == _WITHHELD,
        link=read_link(values, LINK),
        source=Source(*kept["source"]) if keeps_source else Source(),
        key=kept["key"],
    )


def is_from_home(private_metadata: str) -> bool:
    """Whether Home is to show what became of the form."""
    return bool(json.loads(private_metadata)["home"])


def build_thanks(given: Given, to_name: str, now: datetime) -> View:
    """What happens next, and when; `to_name` is what whoever it is for is called."""
    whom = escape(to_name)
    mine = button("What I gave", SEE_MINE, "thanks")
    if given.loop is not None:
        words = (
            f"*Thank you.* {whom} hears of it in the next message from me, on a working day. The goal is a first word"
            " within two working days. You are told of every step, and you say whether that settles it."
        )
        pressable = [button("Open it", OPEN, str(given.loop.id)), mine]
    else:
        assert given.hand_on_at is not None
        words = (
            f"*Thank you.* It waits, locked away, and goes to {whom} {_when(given.hand_on_at, now)}: without your"
            " name, in mixed order with what others gave. Until then you can take it back, and nothing of it is left."
            " When there is news, I say so the next working morning, and not what about: that opens for you alone."
        )
        pressable = [mine]
    return modal(
        "Thank you",
        [section(words), buttons("feedback_thanks", *pressable)],
        callback_id=THANKS,
        close="Close",
    )


def _warnings(draft: GiveDraft) -> list[Block]:
    told = ((draft.from_private, _FROM_PRIVATE), (draft.is_own, _OWN))
    return [context(words) for holds, words in told if holds]


def _name(offer: Offer, now: datetime) -> list[Block]:
    if not offer.can_withhold:
        return [context(_NOT_NOW.format(why=escape(offer.why_not or "")))]
    choice = choice_field(NAME, "Your name", {_WITH: "With my name", _WITHHELD: "Withhold my name"}, _WITH)
    return [choice, *(context(part.format(when=_when(offer.hand_on_at, now))) for part in _PROMISE)]


def _source(draft: GiveDraft) -> list[Block]:
    """Whether a link to the message stays with it: where that could tell too much, it has to be asked for."""
    if draft.source.permalink is None:
        return []
    offered = {_KEEP: ("Keep a link to the message", "It tells whoever can open it where this comes from.")}
    tells_too_much = draft.from_private or draft.is_own
    return [boxes_field(SOURCE, "The message", offered, [] if tells_too_much else [_KEEP])]


def _kept(draft: GiveDraft) -> str:
    source = draft.source
    return json.dumps(
        {
            "key": draft.key,
            "source": [source.permalink, source.channel_id, source.ts],
            "home": draft.from_home,
        }
    )


def _when(at: datetime, now: datetime) -> str:
    local = at.astimezone(now.tzinfo)
    return f"on {on_day(local.date())} at {local:%H:%M}"

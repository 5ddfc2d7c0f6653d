"""Raising something in three seconds: one field is needed, the rest is for whoever knows it. Built and read here.

Where it may be there already the same form asks first: "is it one of these?". Whatever was typed stays in its field.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import astuple, replace
from datetime import datetime
from typing import Any

from bot.values.deliveries import Block
from bot.values.errors import Unusable
from bot.values.loops import LONGEST_TITLE, Impact, Source
from bot.values.ports import View
from bot.values.raising import Choices, RaiseDraft
from bot.values.seen_loops import LoopSeen
from bot.views.fields import (
    boxes_field,
    choice_field,
    is_ticked,
    link_field,
    menu_field,
    read_choice,
    read_choice_called,
    read_line,
    read_link,
    read_words,
    words_field,
)
from bot.views.help import meant_instead
from bot.views.loops.party_field import build_party, read_party
from bot.views.loops.raise_similar import build_similar
from bot.views.loops.words import IMPACTS
from bot.views.parts import context, modal
from bot.views.words import clip, pieces

RAISE = "raise_bottleneck"
"""A button that opens the form, wherever it stands."""

RAISE_FORM = "raise_form"
TITLE, WAITS_ON, TEAM, CATEGORY, IMPACT = "title", "waits_on", "team", "category", "impact"
LINK, DETAILS, QUIET = "link", "details", "quiet"
_MOST_DETAILS = 3000
_MOST_TEAMS = 100
_FROM_PRIVATE = (
    "This comes from a conversation not everybody can read. What you leave in these fields is read by whoever sees"
    " the bottleneck."
)


def build_raise_form(
    draft: RaiseDraft, choices: Choices, similar: Sequence[LoopSeen] = (), *, now: datetime
) -> View:
    """The form; with those that may be the same on top of it, as they stand `now`."""
    fields = [
        _title(draft),
        build_party(
            WAITS_ON,
            "Who are you waiting for?",
            chosen=draft.waits_on,
            name=draft.party,
            hint="They hear of it. Nobody yet? Leave it open; it can be handed on later.",
            optional=True,
        ),
        *_teams(draft, choices),
        *_impacts(draft),
        *_categories(draft, choices),
        _link(draft),
        *build_details(draft.details),
        *_quiet(draft, choices),
    ]
    warning = [context(_FROM_PRIVATE)] if draft.from_private else []
    meant = [] if draft.source.ts else meant_instead("bottleneck", draft.title)
    return modal(
        "Is it one of these?" if similar else "Raise a bottleneck",
        [*build_similar(similar, now), *warning, *meant, *fields],
        callback_id=RAISE_FORM,
        submit="No, raise mine" if similar else "Raise it",
        metadata=_kept(draft, similar),
    )


def read_draft(values: Mapping[str, Any], private_metadata: str, choices: Choices) -> RaiseDraft:
    """A form as it stands, finished or not."""
    kept = json.loads(private_metadata)
    team, category, impact = (read_choice(values, block_id) for block_id in (TEAM, CATEGORY, IMPACT))
    first = choices.own[0].id if choices.own else None
    return RaiseDraft(
        key=kept["key"],
        title=read_line(values, TITLE),
        details=read_details(values),
        waits_on=read_party(values, WAITS_ON),
        party=read_choice_called(values, WAITS_ON),
        team_id=int(team) if team else first,
        category_id=int(category) if category else None,
        impact=Impact(impact) if impact else None,
        link=read_words(values, LINK) or "",
        is_quiet=is_ticked(values, QUIET),
        source=Source(*kept["source"]),
        from_private=kept["private"],
        from_home=kept["home"],
        similar=tuple(kept["similar"]),
    )


def read_raise_form(values: Mapping[str, Any], private_metadata: str, choices: Choices) -> RaiseDraft:
    """A finished form. Raises Unusable beside the field."""
    draft = read_draft(values, private_metadata, choices)
    if not draft.title:
        raise Unusable("Say in a few words what you are waiting for.", field=TITLE)
    return replace(draft, link=read_link(values, LINK) or "")


def split_title(text: str) -> tuple[str, str]:
    """What fits into a title, and what goes into the details so that nothing is lost."""
    first, _, rest = text.strip().partition("\n")
    title = " ".join(first.split())
    if len(title) <= LONGEST_TITLE:
        return title, rest.strip()
    cut = title.rfind(" ", 0, LONGEST_TITLE)
    return clip(title[: cut if cut > LONGEST_TITLE // 2 else None] + "…", LONGEST_TITLE), text.strip()


def _title(draft: RaiseDraft) -> Block:
    return words_field(
        TITLE,
        "What are you waiting for?",
        draft.title,
        most=LONGEST_TITLE,
        placeholder="The refund API, so that we can test the checkout",
        one_line=True,
        focus=not draft.title,
    )


def _teams(draft: RaiseDraft, choices: Choices) -> list[Block]:
    if len(choices.own) < 2:
        return []
    offered = {str(team.id): team.name for team in choices.own[:_MOST_TEAMS]}
    chosen = str(draft.team_id) if str(draft.team_id) in offered else next(iter(offered))
    return [menu_field(TEAM, "Which of your teams waits?", offered, chosen)]


def _impacts(draft: RaiseDraft) -> list[Block]:
    offered = {str(impact): words for impact, words in IMPACTS.items()}
    return [choice_field(IMPACT, "How much does it hold you up?", offered, draft.impact, optional=True)]


def _categories(draft: RaiseDraft, choices: Choices) -> list[Block]:
    offered = {str(each.id): each.name for each in choices.categories}
    chosen = str(draft.category_id) if draft.category_id else None
    if not offered:
        return []
    return [menu_field(CATEGORY, "What kind of cause is it?", offered, chosen, optional=True)]


def _link(draft: RaiseDraft) -> Block:
    hint = "To Jira, Linear, GitHub or wherever it is tracked."
    return link_field(LINK, "Link", draft.link, hint=hint, optional=True)


def build_details(details: str) -> list[Block]:
    """One field, and more only where what somebody typed is too long for one."""
    return [
        words_field(
            DETAILS if number == 0 else f"{DETAILS}:{number}",
            "Details" if number == 0 else "More details",
            piece,
            most=_MOST_DETAILS,
            optional=True,
        )
        for number, piece in enumerate(pieces(details, _MOST_DETAILS) or [""])
    ]


def read_details(values: Mapping[str, Any]) -> str:
    """What stands in them."""
    found = [block_id for block_id in values if block_id.partition(":")[0] == DETAILS]
    in_order = sorted(found, key=lambda block_id: int(block_id.partition(":")[2] or 0))
    return "\n".join(filter(None, (read_words(values, block_id) for block_id in in_order)))


def _quiet(draft: RaiseDraft, choices: Choices) -> list[Block]:
    if not choices.own:
        return []
    offered = {QUIET: ("Keep it out of the channel", "Whoever it waits on hears of it all the same.")}
    return [boxes_field(QUIET, "Your team's channel", offered, [QUIET] if draft.is_quiet else [])]


def _kept(draft: RaiseDraft, similar: Sequence[LoopSeen]) -> str:
    source = draft.source
    return json.dumps(
        {
            "key": draft.key,
            "source": list(astuple(source)),
            "private": draft.from_private,
            "home": draft.from_home,
            "similar": [each.loop.id for each in similar],
        }
    )

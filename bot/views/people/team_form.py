"""A team's form: new or changed. It changes while it is open; built here, read here."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from slack_sdk.models.blocks.basic_components import ConfirmObject

from bot.values.deliveries import Block
from bot.values.errors import Unusable
from bot.values.people import Usergroup
from bot.values.ports import View
from bot.values.teams import FUNCTIONS, MOST_FUNCTION, MOST_NAME, Source, TeamDraft, TeamSaved, TeamSeen
from bot.views.fields import (
    channel_field,
    choice_field,
    menu_field,
    read_channel,
    read_choice,
    read_user,
    read_users,
    read_words,
    user_field,
    users_field,
    words_field,
)
from bot.views.parts import button, buttons, context, modal, section
from bot.views.people.country_field import Places, country_fields, read_country
from bot.views.people.patience_field import patience_field, read_patience
from bot.views.people.roles import FIRST_ADMIN
from bot.views.people.team_list import where_from
from bot.views.words import escape, first_few, listing, plural

TEAM_FORM = "team_form"
DISBAND = "disband_team"
CHANGED = {"team_source", "team_function", "team_country"}
"""Choosing one of these changes what else the form asks."""

NAME, CHANNEL, LEAD, FUNCTION, OWN, SOURCE = "name", "channel", "lead", "function", "function_own", "source"
USERGROUP, LISTED, LEFT_OUT = "usergroup", "listed", "left_out"
_NOTHING, _OWN_WORDS = "none", "own"
_SOURCES: dict[str, str] = {
    Source.CHANNEL: "Everybody in the channel",
    Source.USERGROUP: "Everybody in a user group",
    Source.LISTED: "People I list by hand",
}
_MOST_GROUPS = 100
_MOST_PEOPLE = 200


@dataclass(frozen=True, slots=True)
class Offer:
    """What the form can offer: countries, user groups, and for a team that is there what asks it."""

    places: Places
    usergroups: Sequence[Usergroup]
    rituals: Sequence[str] = ()


def build_team_form(draft: TeamDraft, offer: Offer, *, kept: str = "") -> View:
    """The form; `kept` comes back with it."""
    is_new = draft.team_id is None
    blocks = [
        channel_field(
            CHANNEL, "Channel", draft.channel_id, here=True, hint="Where the team reads its rounds."
        ),
        *_sources(draft, offer.usergroups),
        words_field(
            NAME,
            "Name",
            draft.name,
            most=MOST_NAME,
            one_line=True,
            optional=is_new,
            hint="Empty: the channel's name." if is_new else None,
        ),
        user_field(LEAD, "Lead", draft.lead, hint=_LEADS),
        *_functions(draft),
        *country_fields(
            draft.country,
            offer.places,
            none="None: public holidays are days like any other",
            hint="Nobody is asked on its public holidays. People can choose their own in their settings.",
            action_id="team_country",
        ),
        patience_field(draft.escalate_days),
        *([] if is_new else _ending(draft, offer.rituals)),
    ]
    return modal(
        "New team" if is_new else "Team",
        blocks,
        callback_id=TEAM_FORM,
        submit="Create" if is_new else "Save",
        metadata=json.dumps({"team": draft.team_id, "kept": kept, "country": draft.country}),
    )


def read_kept(private_metadata: str) -> str:
    """What the form was opened with."""
    return str(json.loads(private_metadata)["kept"])


def read_draft(values: Mapping[str, Any], private_metadata: str) -> TeamDraft:
    """A form as it stands, finished or not."""
    source = read_choice(values, SOURCE) or Source.CHANNEL
    function = read_choice(values, FUNCTION)
    own = function == _OWN_WORDS
    return TeamDraft(
        team_id=json.loads(private_metadata)["team"],
        name=read_words(values, NAME) or "",
        channel_id=read_channel(values, CHANNEL),
        lead=read_user(values, LEAD),
        function=read_words(values, OWN) if own else None if function == _NOTHING else function,
        own_function=own,
        country=read_country(values),
        source=Source(source),
        usergroup_id=read_choice(values, USERGROUP),
        listed=read_users(values, LISTED),
        left_out=read_users(values, LEFT_OUT),
        escalate_days=read_patience(values),
    )


def read_team_form(values: Mapping[str, Any], private_metadata: str) -> TeamDraft:
    """A finished form. Raises Unusable beside the field."""
    draft = read_draft(values, private_metadata)
    if not draft.channel_id:
        raise Unusable("Pick the channel where the team reads its rounds.", field=CHANNEL)
    if draft.source == Source.USERGROUP and not draft.usergroup_id:
        raise Unusable("Pick the user group its members come from.", field=SOURCE)
    if draft.source == Source.LISTED and not draft.listed:
        raise Unusable("Pick at least one person.", field=LISTED)
    if draft.own_function and not draft.function:
        raise Unusable("Say in a word or two what the team does, or pick from the list.", field=OWN)
    return replace(draft, left_out=() if draft.source == Source.LISTED else draft.left_out)


def build_team_saved(saved: TeamSaved) -> View:
    """What happens now."""
    seen = saved.seen
    name, lead = escape(seen.team.name), escape(seen.lead_name or "Nobody")
    lines = [
        f"*{name}* is {'set up' if saved.is_new else 'saved'}: {plural(seen.size, 'person', 'people')},"
        f" {where_from(seen.team)}. {lead} leads it.",
        first_few((f"•  {escape(person)}" for person in seen.people), most=30),
        _came_and_went(saved),
        _left_out(seen),
        _asked_by(seen),
        FIRST_ADMIN if saved.first_admin else "",
    ]
    return modal("All set", [section(line) for line in lines if line], close="Done")


_LEADS = "The lead can change the team and its rituals, and reads what goes to the lead alone."


def _came_and_went(saved: TeamSaved) -> str:
    if saved.is_new:
        return ""
    came = f"New: {_people(saved.joined)}." if saved.joined else ""
    went = (
        f"No longer in it: {_people(saved.gone)}; the team's rituals ask them no more." if saved.gone else ""
    )
    return " ".join(filter(None, (came, went)))


def _left_out(seen: TeamSeen) -> str:
    if not seen.left_out:
        return ""
    return f"Left out: {_people(seen.left_out)}. They are not asked, and they are missing nowhere."


def _asked_by(seen: TeamSeen) -> str:
    if seen.rituals:
        return f"Asked by {_people(seen.rituals)}, from the next round on."
    return "Nothing asks it yet. `/checkin new` starts a check-in in its channel."


def _people(names: Sequence[str]) -> str:
    shown = [escape(name) for name in names[:10]]
    return listing([*shown, f"{len(names) - 10} more"] if len(names) > 10 else shown)


def _sources(draft: TeamDraft, usergroups: Sequence[Usergroup]) -> list[Block]:
    offered = {
        source: words for source, words in _SOURCES.items() if usergroups or source != Source.USERGROUP
    }
    chosen = draft.source if draft.source in offered else Source.CHANNEL
    blocks: list[Block] = [choice_field(SOURCE, "Members", offered, chosen, tells="team_source")]
    if chosen == Source.USERGROUP:
        blocks.append(_groups(draft, usergroups))
    if chosen == Source.LISTED:
        return [*blocks, users_field(LISTED, "These people", draft.listed, most=_MOST_PEOPLE)]
    hint = "Who joins or leaves later is noticed. Guests and bots are never asked."
    leave_out = users_field(
        LEFT_OUT, "Leave out", draft.left_out, most=_MOST_PEOPLE, optional=True, hint=hint
    )
    return [*blocks, leave_out]


def _groups(draft: TeamDraft, usergroups: Sequence[Usergroup]) -> Block:
    named = sorted(usergroups, key=lambda group: group.handle)
    # The one that is chosen is always among those that fit.
    named.sort(key=lambda group: group.slack_id != draft.usergroup_id)
    offered = {group.slack_id: f"@{group.handle} ({group.name})" for group in named[:_MOST_GROUPS]}
    return menu_field(USERGROUP, "User group", offered, draft.usergroup_id)


def _functions(draft: TeamDraft) -> list[Block]:
    offered = {
        _NOTHING: "Not set",
        **{name: name.capitalize() for name in FUNCTIONS},
        _OWN_WORDS: "Something else…",
    }
    is_own = draft.own_function or (draft.function is not None and draft.function not in FUNCTIONS)
    chosen = _OWN_WORDS if is_own else draft.function or _NOTHING
    blocks: list[Block] = [menu_field(FUNCTION, "What the team does", offered, chosen, tells="team_function")]
    if is_own:
        blocks.append(
            words_field(OWN, "In your own words", draft.function, most=MOST_FUNCTION, one_line=True)
        )
    return blocks


def _ending(draft: TeamDraft, rituals: Sequence[str]) -> list[Block]:
    if rituals:
        return [
            context(f"Asked by {_people(rituals)}. A team that nothing asks any more can be deleted here.")
        ]
    confirm = ConfirmObject(
        title="Delete this team?",
        text="Its history stays. A new team with its name goes on from there.",
        confirm="Delete",
        deny="Keep it",
    )
    return [
        buttons(
            "team:end", button("Delete team", DISBAND, str(draft.team_id), style="danger", confirm=confirm)
        )
    ]

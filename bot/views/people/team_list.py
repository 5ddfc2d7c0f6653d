"""Teams at a glance: a section of Home, and the window behind `/drumbeat teams`; one in full for who only looks."""

from collections.abc import Sequence

from bot.values.deliveries import Block
from bot.values.people import Team
from bot.values.ports import View
from bot.values.teams import TeamSeen
from bot.views.parts import button, buttons, context, modal, section
from bot.views.words import escape, first_few, listing, plural

OPEN_TEAM = "open_team"
NEW_TEAM = "new_team"
LIST = "list"
_MOST = 30
_MOST_AT_HOME = 4
_NONE = (
    "*Teams*\nNone yet. A team is a group of people with a channel: rituals ask it, and its answers come together"
    " there."
)


def build_teams(seen: Sequence[TeamSeen]) -> View:
    """Every team, as many as one can oversee."""
    blocks = _listed(seen, _MOST, "`/drumbeat teams NAME` opens any of them")
    return modal("Teams", blocks, close="Done", metadata=LIST)


def build_home_teams(seen: Sequence[TeamSeen]) -> list[Block]:
    """The teams somebody looks after, for Home."""
    return _listed(seen, _MOST_AT_HOME, "`/drumbeat teams` shows them all")


def build_team(seen: TeamSeen) -> View:
    """One team for somebody who may look and not change."""
    lead = (
        f"{seen.lead_name} leads it and can change it, as can an admin."
        if seen.lead_name
        else "An admin can change it."
    )
    asked = (
        f"Asked by {listing([escape(name) for name in seen.rituals[:10]])}."
        if seen.rituals
        else "Nothing asks it yet."
    )
    people = first_few((f"•  {escape(name)}" for name in seen.people), most=40) or "Nobody is in it yet."
    return modal(
        "Team",
        [
            section(f"*{escape(seen.team.name)}*\n{_particulars(seen)}"),
            section(people),
            section(f"{asked} {escape(lead)}"),
        ],
        close="Close",
    )


def build_disbanded(name: str) -> View:
    """A team was deleted."""
    text = (
        f"*{escape(name)}* is deleted. What it answered stays in the history of its rituals; a new team with its name"
        " goes on from there."
    )
    return modal("Team", [section(text)], close="Done")


def where_from(team: Team) -> str:
    """`everybody in #checkout`: where a team's members come from."""
    if team.listed:
        return "listed by hand"
    if team.usergroup_id is not None:
        return f"everybody in <!subteam^{team.usergroup_id}>"
    return f"everybody in <#{team.channel_id}>"


def _listed(seen: Sequence[TeamSeen], most: int, way_on: str) -> list[Block]:
    blocks: list[Block] = [section("*Teams*" if seen else _NONE)]
    for item in seen[:most]:
        block = section(f"*{escape(item.team.name)}*\n{_particulars(item)}")
        opening = button("Open", OPEN_TEAM, str(item.team.id))
        opening.accessibility_label = f"Open {item.team.name}"[:75]
        blocks.append({**block, "block_id": f"team:{item.team.id}", "accessory": opening.to_dict()})
    if len(seen) > most:
        blocks.append(context(f"…and {len(seen) - most} more: {way_on}."))
    blocks.append(buttons("team:new", button("New team", NEW_TEAM, "new")))
    return blocks


def _particulars(seen: TeamSeen) -> str:
    team = seen.team
    parts = [
        plural(seen.size, "person", "people") if seen.size else "nobody yet",
        where_from(team),
        f"led by {escape(seen.lead_name)}" if seen.lead_name else "no lead",
        escape(team.function) if team.function else "",
        f"results in <#{team.channel_id}>" if team.listed or team.usergroup_id else "",
    ]
    return " · ".join(filter(None, parts))

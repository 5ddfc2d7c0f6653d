"""Asking several teams at once what holds them back: built here, read here."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.values.people import Team
from bot.values.ports import View
from bot.views.fields import boxes_field, is_ticked, read_choices, several_field
from bot.views.parts import modal, section

POLL_FORM = "bottleneck_poll_form"
TEAMS = "teams"
_AGAIN = "again"
_MOST_TEAMS = 100
"""Options of a menu (docs: block-elements/multi-select-menu-element)."""


def build_poll_form(teams: Sequence[Team], here: Sequence[int]) -> View:
    """Which teams; `here` are those of the channel somebody is in."""
    offered = {str(team.id): team.name for team in teams[:_MOST_TEAMS]}
    chosen = [str(team_id) for team_id in here] or list(offered)[:1]
    return modal(
        "Bottleneck poll",
        [
            section(
                "Everybody picks what holds them back most, of what is open, or adds what is missing: one tap in a"
                " direct message. After six hours the ranking is posted in each team's channel, with who is on it."
            ),
            several_field(
                TEAMS, "Which teams?", offered, chosen, hint="They are asked together and rank together."
            ),
            boxes_field(_AGAIN, "And then", {"yes": "Ask again every other Wednesday at 10:00"}, ["yes"]),
        ],
        callback_id=POLL_FORM,
        submit="Ask now",
    )


def read_poll_form(values: Mapping[str, Any]) -> tuple[list[int], bool]:
    """The teams, and whether it comes back."""
    return [int(team_id) for team_id in read_choices(values, TEAMS)], is_ticked(values, _AGAIN)

"""Which team somebody means by what they typed: its name, a part of it, or its channel. Pure rules."""

import re
from collections.abc import Sequence

from bot.values.people import Team

_CHANNEL = re.compile(r"<#(?P<id>[A-Z0-9]+)(\|[^>]*)?>")


def teams_called(typed: str, teams: Sequence[Team]) -> list[Team]:
    """The teams that are meant, as narrowly as one fits: by channel, by the whole name, its beginning, a part of it,
    or all the words typed."""
    if found := _CHANNEL.fullmatch(typed.strip()):
        return [team for team in teams if team.channel_id == found["id"]]
    text = " ".join(typed.casefold().removeprefix("#").split())
    if not text:
        return []
    named = [(team, " ".join(team.name.casefold().split())) for team in teams]
    ways = (
        [team for team, name in named if name == text],
        [team for team in teams if team.channel_name.casefold() == text],
        [team for team, name in named if name.startswith(text)],
        [team for team, name in named if text in name],
        [team for team, name in named if all(word in name for word in text.split())],
    )
    return next((fitting for fitting in ways if fitting), [])

"""Teams on the Home tab of who leads them, a line each: by name, never ranked."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from bot.values.deliveries import Block
from bot.values.trends import HomeTrends, TeamInShort
from bot.views.digests.text import bold
from bot.views.menus import choice, menu
from bot.views.parts import LABEL, button, section
from bot.views.trends import words
from bot.views.trends.overview import in_line
from bot.views.trends.team import WINDOW
from bot.views.words import clip, plural


def build_home_trends(trends: HomeTrends, now: datetime) -> list[Block]:
    """Each team in a line, and what opens its trends; the others stand under `/trends`."""
    which = "Teams this week" if trends.period.so_far else "Teams last week"
    lines = [f"*{which}* · {words.week(trends.period)}"]
    lines += [f"{bold(each.team.name)}: {in_line(each, now)}" for each in trends.teams]
    if trends.more:
        shows = "shows it" if trends.more == 1 else "shows them"
        lines.append(f"…and {plural(trends.more, 'more team')}: `/trends` {shows}.")
    return [{**section("\n".join(lines)), "block_id": "home_trends", "accessory": _open(trends.teams)}]


def _open(teams: Sequence[TeamInShort]) -> dict[str, Any]:
    """A button where there is one team, a menu where there are more."""
    if len(teams) > 1:
        return menu(WINDOW, "Trends of…", [choice(each.team.name, str(each.team.id)) for each in teams])
    [only] = teams
    press = button("Trends", WINDOW, str(only.team.id))
    press.accessibility_label = clip(f"Trends of {only.team.name}", LABEL)
    return press.to_dict()

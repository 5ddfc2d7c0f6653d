"""All teams in a line each, in the order of the alphabet: never ranked, never compared."""

from datetime import datetime

from bot.values.deliveries import Block, Message
from bot.values.meant import did_you_mean
from bot.values.trends import Overview, TeamInShort
from bot.views.digests import regions
from bot.views.digests.text import bold, first_bytes, plain, share
from bot.views.parts import LABEL, button, context, section
from bot.views.trends import words
from bot.views.trends.team import ALL, CHOOSE, MOST_TEAMS, build_ways_on, turning
from bot.views.words import TEXT, clip, listing, plural

PAGE = 10
"""Teams on one page."""

_OPENLY = ", in teams without a private channel"
"""Whom the lines on regions are about, where others stand above them."""

_NO_TEAMS = "There is no team yet. `/checkin new` starts a check-in, and with it a team."
_NONE_SEEN = (
    "There is no team whose numbers you may see: all of them have private channels that are not yours."
)


def build_overview(overview: Overview, page: int = 0) -> Message:
    """A page of all teams."""
    pages = max(-(-len(overview.teams) // PAGE), 1)
    page = page if page < pages else 0
    shown = overview.teams[PAGE * page : PAGE * (page + 1)]
    teams = [each.team for each in overview.teams]
    head, below = _head(overview), _below(overview)
    nothing = "" if shown else _NONE_SEEN if overview.hidden else _NO_TEAMS
    rows: list[Block] = [_row(each, overview.now) for each in shown]
    blocks = [
        section(head),
        *(rows or [section(nothing)]),
        *([context(below)] if below else []),
        *turning(ALL, page, pages, "Previous teams", "More teams"),
        build_ways_on(teams, None),
    ]
    text = [head, *(_line(each, overview.now) for each in shown), nothing, below]
    return Message(first_bytes("\n".join(filter(None, text)), TEXT), blocks)


def in_line(each: TeamInShort, now: datetime) -> str:
    """`8 of 9 people answered · 2 open bottlenecks, the oldest 23 days old · 1 goal that worries`."""
    answered = (
        f"{share(each.people_answered, each.people)} people answered" if each.people else "nobody was asked"
    )
    waits = f"{plural(each.open, 'open bottleneck')}{_oldest(each, now)}" if each.open else ""
    worries = f"{plural(each.worries, 'goal')} low or falling in confidence" if each.worries else ""
    return " · ".join(filter(None, (answered, waits, worries)))


def _head(overview: Overview) -> str:
    parts = [f"*Trends* · {words.week(overview.period)}"]
    if overview.people:
        parts.append(f"{share(overview.people_answered, overview.people)} people answered")
    return " · ".join(parts)


def _row(each: TeamInShort, now: datetime) -> Block:
    press = button("In full", CHOOSE, str(each.team.id))
    press.accessibility_label = clip(f"Trends of {each.team.name} in full", LABEL)
    said = f"{bold(each.team.name)}\n{_said(each, now)}"
    return {**section(said), "block_id": f"trends:{each.team.id}", "accessory": press.to_dict()}


def _line(each: TeamInShort, now: datetime) -> str:
    return f"• {plain(each.team.name)}: {_said(each, now)}"


def _said(each: TeamInShort, now: datetime) -> str:
    return " · ".join(filter(None, (in_line(each, now), words.outside(each.outside))))


def _below(overview: Overview) -> str:
    """What was counted unusually often, where people are, when they were asked, and what is not shown."""
    hidden = plural(overview.hidden, "team")
    more = len(overview.teams) - MOST_TEAMS
    whose = _OPENLY if any(each.team.is_private for each in overview.teams) else ""
    lines = [
        *words.unusual(overview.tallies),
        *regions.in_short(overview.regions, f"Answered{whose}"),
        *words.asked(overview.asked, whose),
        f"Not shown: {hidden} with a private channel that is not yours." if overview.hidden else "",
        f"The menu holds the first {MOST_TEAMS} teams; `/trends NAME` shows any." if more > 0 else "",
    ]
    return "\n".join(filter(None, lines))


def _oldest(each: TeamInShort, now: datetime) -> str:
    if each.oldest_at is None:
        return ""
    days = (now - each.oldest_at).days
    return f", the oldest {plural(days, 'day')} old" if days > 0 else ", less than a day old"


def build_which(called: str, teams: list[str], *, is_one_of: bool) -> Message:
    """There is no such team, or several could be meant: what there is instead."""
    shown = listing([f"`{plain(name)}`" for name in teams[:PAGE]], "or")
    more = f" and {len(teams) - PAGE} more" if len(teams) > PAGE else ""
    meant = did_you_mean(called, map(plain, teams), after="/trends ")
    head = (
        f"“{plain(called)}” could be {shown}{more}. Type a little more of its name."
        if is_one_of
        else f"I know no team called “{plain(called)}” whose numbers you may see. {meant}"
        f"You can ask for {shown}{more}; `/trends` alone tells of every team."
    )
    text = head if teams else f"I know no team called “{plain(called)}”. {_NO_TEAMS}"
    return Message(text, [section(text)])

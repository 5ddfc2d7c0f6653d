"""One team's trends: pages of a message only one person sees, or a window."""

from collections.abc import Sequence

from slack_sdk.models.blocks import HeaderBlock

from bot.values.deliveries import Block, Message
from bot.values.people import Team
from bot.values.ports import View
from bot.values.trends import TeamTrends
from bot.views.digests.frame import HOW_ACTION
from bot.views.digests.text import clipped, day, first_bytes, plain, share
from bot.views.menus import choice, menu
from bot.views.parts import button, buttons, context, modal, section
from bot.views.pictures import Part, with_pictures
from bot.views.trends import words
from bot.views.trends.chapters import chapters
from bot.views.trends.pages import Page, in_words, laid_out
from bot.views.words import MESSAGE, TEXT, at_time, clip

CHOOSE, WINDOW = "trends_team", "trends_window"
"""Look at another team; at one in a window."""

EARLIER, LATER = "trends_earlier", "trends_later"
"""Look at the page before this one, and at the next."""

ALL = "all"
"""Stands for all teams where one can be chosen."""

MOST_TEAMS = 90
"""Of the 100 options a menu holds (docs: block-elements/select-menu-element)."""

_OPTION = 40
"""Characters of a team's name in it: what is in a menu counts as text of the message, too."""

_MARGIN = 1200
"""Characters for the head, the buttons and the line below."""

_MOST_IN_WINDOW = 95
_NOTHING_ASKS = (
    "Nothing asks {team} anything yet. `/checkin new` starts a check-in; a first number is here when its first round"
    " is closed, and from the seventh week on it can be said what is usual."
)
_NONE_SHOWN = "There is nothing of {team} to show you in these weeks."
_NOT_YET = (
    "There is no number for {team} yet. It is asked next on {when}; a first number is here when that round is closed,"
    " and from the seventh week on it can be said what is usual."
)


def build_team(trends: TeamTrends, teams: Sequence[Team], page: int = 0) -> Message:
    """A page of one team's trends; `teams` are those that can be chosen instead."""
    in_menu = _OPTION * min(len(teams), MOST_TEAMS)
    pages = _pages(trends, MESSAGE - _MARGIN - in_menu)
    page = page if page < len(pages) else 0
    parts: list[Part] = [
        HeaderBlock(text=clip(f"Trends of {trends.team.name}", 150)).to_dict(),
        context(_head(trends)),
        *pages[page],
        *_turning(trends.team, page, len(pages)),
        build_ways_on(teams, trends.team),
    ]
    text = "\n\n".join([f"Trends of {plain(trends.team.name)}", _head(trends), *_texts(pages[page])])
    return with_pictures(first_bytes(text, TEXT), parts)


def build_team_window(trends: TeamTrends) -> View:
    """The same in a window, where no chart can stand."""
    blocks = in_words([part for page in _pages(trends, MESSAGE) for part in page])
    kept = blocks[:_MOST_IN_WINDOW]
    cut = [context("…and more: `/trends` shows all of it.")] if len(blocks) > len(kept) else []
    how = buttons("trends:how", button("How we compute", HOW_ACTION, "how"))
    head = section(f"*{clipped(trends.team.name, _OPTION)}*\n{_head(trends)}")
    return modal("Trends", [head, *kept, *cut, how], close="Close")


def build_ways_on(teams: Sequence[Team], shown: Team | None) -> Block:
    """A menu of all teams, and how the numbers are made."""
    others = [choice(clip(team.name, _OPTION), str(team.id)) for team in teams[:MOST_TEAMS] if team != shown]
    if shown is not None:
        others.insert(0, choice("All teams", ALL))
    looks = [menu(CHOOSE, "Another team" if shown else "One team", others)] if others else []
    return buttons("trends:on", *looks, button("How we compute", HOW_ACTION, "how"))


def read_choice(value: str) -> int | None:
    """The team that was chosen; None: all of them."""
    return int(value) if value.isdecimal() else None


def read_turn(value: str) -> tuple[int | None, int]:
    """Which team's page was turned to, or that of all teams, and which."""
    chosen, _, page = value.partition("|")
    return read_choice(chosen), int(page) if page.isdecimal() else 0


def turning(chosen: str, page: int, pages: int, back: str, on: str) -> list[Block]:
    """Buttons to the pages beside this one."""
    turns = [button(back, EARLIER, f"{chosen}|{page - 1}")] if page else []
    if page + 1 < pages:
        turns.append(button(on, LATER, f"{chosen}|{page + 1}"))
    return [buttons("trends:turn", *turns)] if turns else []


def _turning(team: Team, page: int, pages: int) -> list[Block]:
    if pages == 1:
        return []
    turns = turning(str(team.id), page, pages, "Previous page", "Next page")
    return [context(f"Page {page + 1} of {pages}"), *turns]


def _pages(trends: TeamTrends, room: int) -> list[Page]:
    told = laid_out(chapters(trends), room)
    if not trends.is_nothing:
        return told
    first = section(_nothing(trends))
    return [[first, *page] for page in told[:1]] or [[first]]


def _nothing(trends: TeamTrends) -> str:
    team = f"*{clipped(trends.team.name, _OPTION)}*"
    if trends.unsaid:
        return _NONE_SHOWN.format(team=team)
    if trends.next_at is None:
        return _NOTHING_ASKS.format(team=team)
    zone = str(trends.now.tzinfo)
    when = at_time(trends.next_at, zone, seen_from=trends.period.first)
    return _NOT_YET.format(team=team, when=when)


def _head(trends: TeamTrends) -> str:
    """`Week 47 (16–22 Nov) and the 11 before it · 8 of 9 people answered · marked: week 45 (launch)`."""
    shown = words.week(trends.period)
    parts = [f"{shown[:1].upper()}{shown[1:]} and the {len(trends.weeks) - 1} before it"]
    parts += (
        [
            f"{share(trends.people_answered, trends.people)} people answered in week {trends.period.week.number}"
        ]
        if trends.people
        else []
    )
    if trends.marks:
        marked = ", ".join(f"{day(mark.monday)} ({mark.kind})" for mark in trends.marks)
        parts.append(f"marked: week{'s' if len(trends.marks) > 1 else ''} of {marked}")
    return " · ".join(parts)


def _texts(page: Page) -> list[str]:
    return [block["text"]["text"] for block in in_words(page)]

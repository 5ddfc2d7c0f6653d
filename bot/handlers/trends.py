"""`/trends`: all teams somebody may see, one in full, and the pages and menus of both."""

from functools import partial
from html import unescape
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond

from bot.handlers.asking import asker
from bot.handlers.errors import show_afterwards
from bot.handlers.house import Command, House
from bot.handlers.looking import looks, turns
from bot.handlers.pictures import Later, show
from bot.handlers.reading import pressed
from bot.handlers.windows import show_over
from bot.store.engine import Transaction
from bot.trends.naming import teams_called
from bot.trends.overview import overview_of
from bot.trends.sight import Known, known_to
from bot.trends.team_trends import Look, trends_of
from bot.values.deliveries import Message
from bot.values.errors import NotThere
from bot.values.people import Member, Team
from bot.values.ports import View
from bot.views.help import build_usage
from bot.views.trends import overview, team

_A_FEW = 5
"""Words a team may be named with: more are no name."""

_GONE = "This team is no more, or its numbers are not yours to see any more. `/trends` shows what there is."


async def answer_trends(house: House, command: Command) -> Message | Later:
    """`/trends` alone shows all teams, with a name one of them in full."""
    typed = unescape(command.text).strip()
    if len(typed.split()) > _A_FEW:
        return build_usage("trends", typed)
    return partial(_answer, house, command.asker.member, typed)


def register(app: AsyncApp, house: House) -> None:
    """Open the doors for the menu, the pages and the window."""

    @app.action(team.CHOOSE)
    async def choose(ack: AsyncAck, body: dict[str, Any], respond: AsyncRespond) -> None:
        chosen = team.read_choice(pressed(body))
        show_afterwards(house, body, partial(_turn, house, body, respond, chosen, 0))
        await ack()

    app.action(team.EARLIER)(turns(house, _turn, team.read_turn))
    app.action(team.LATER)(turns(house, _turn, team.read_turn))
    app.action(team.WINDOW)(looks(house, _open_window, team.read_choice))


async def _answer(house: House, member: Member, typed: str) -> Message:
    known = await known_to(house.store, house.slack, house.channels, member)
    if not typed:
        return await _overview(house, known, 0)
    found = teams_called(typed, known.teams)
    if len(found) != 1:
        names = [each.name for each in found or known.teams]
        return overview.build_which(typed, names, is_one_of=bool(found))
    return await _in_full(house, known, found[0], 0)


async def _turn(
    house: House, body: dict[str, Any], respond: AsyncRespond, chosen: int | None, page: int
) -> None:
    """Show another team or page where the one that was pressed stands."""
    who = await asker(house, body)
    known = await known_to(house.store, house.slack, house.channels, who.member)
    if chosen is None:
        message = await _overview(house, known, page)
    else:
        message = await _in_full(house, known, _among(known, chosen), page)
    await show(house, who.workspace.id, respond, message, replace_original=True)


async def _open_window(house: House, body: dict[str, Any], chosen: int | None) -> None:
    member = (await asker(house, body)).member
    known = await known_to(house.store, house.slack, house.channels, member)
    await show_over(house, body, await _window(house, known, _among(known, chosen)))


async def _overview(house: House, known: Known, page: int) -> Message:
    now = house.now()

    async def composed(tx: Transaction) -> Message:
        return overview.build_overview(await overview_of(tx, known, now), page)

    return await house.store.aside(composed)


async def _in_full(house: House, known: Known, shown: Team, page: int) -> Message:
    look = Look(known, shown, house.now())

    async def composed(tx: Transaction) -> Message:
        return team.build_team(await trends_of(tx, look), known.teams, page)

    return await house.store.aside(composed)


async def _window(house: House, known: Known, shown: Team) -> View:
    look = Look(known, shown, house.now())

    async def composed(tx: Transaction) -> View:
        return team.build_team_window(await trends_of(tx, look))

    return await house.store.aside(composed)


def _among(known: Known, team_id: int | None) -> Team:
    """One of the teams somebody may see. Raises NotThere."""
    found = next((each for each in known.teams if each.id == team_id), None)
    if found is None:
        raise NotThere(_GONE)
    return found

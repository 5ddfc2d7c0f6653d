"""The Home tab, made anew each time somebody opens it or does something on it; one at a time for each person."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncApp

from bot.goals import seeing as goals
from bot.handlers.asking import FOR_GUESTS, visitor
from bot.handlers.house import House
from bot.loops import portfolio
from bot.loops.feedback import seeing as feedback
from bot.rituals import overview
from bot.rituals.rest import resting
from bot.rituals.rest.away import absences_of, today_of
from bot.rituals.tending import leading, roles, teams
from bot.store import digests, members
from bot.trends import overview as trends
from bot.trends import rights
from bot.values.digests import Digest
from bot.values.errors import DrumbeatError
from bot.values.home import HomeSeen, Led, Me
from bot.values.people import Member, Role
from bot.values.trends import HomeTrends
from bot.views.home.home import build_guest_home, build_home

log = logging.getLogger(__name__)

PATIENCE = 0.5
"""Seconds a refresh may take: whoever pressed the button waits for their acknowledgement meanwhile."""

_PAUSES = (1.0, 5.0)
"""Seconds until it is tried again where it failed: Slack, which was told that all is well, will not ask again."""

Who = Callable[[], Awaitable[Member]]


def register(app: AsyncApp, house: House) -> None:
    """Open the door for the Home tab."""

    @app.event("app_home_opened")
    async def opened(event: dict[str, Any], body: dict[str, Any]) -> None:
        if event.get("tab") == "home":
            _soon(house, str(event["user"]), partial(_visiting, house, body))


async def refresh_home(house: House, member: Member) -> None:
    """Show on Home what a person just did there. What they did is saved, whatever becomes of this."""
    # What they just did may have changed who they are here.
    shown = _soon(house, member.slack_id, partial(_anew, house, member))
    _, late = await asyncio.wait([shown], timeout=PATIENCE)
    if late:
        log.info("A Home tab follows a little later: Slack takes its time.")


def _soon(house: House, slack_id: str, who: Who) -> asyncio.Task[None]:
    return house.afterwards.start(f"{slack_id} home", partial(_surely, house, who))


async def _surely(house: House, who: Who) -> None:
    for pause in (*_PAUSES, None):
        try:
            with house.store.right_of_way.take():
                await _show_home(house, await who())
            return
        except DrumbeatError as refusal:
            log.warning("A Home tab could not be shown: %s", refusal)
            return
        except Exception as error:
            log.warning("A Home tab could not be shown.", exc_info=error)
        if pause is not None:
            await asyncio.sleep(pause)


async def _show_home(house: House, member: Member) -> None:
    view = build_home(await _seen(house, member)) if member.is_person else build_guest_home(FOR_GUESTS)
    await house.slack.publish_home(member.slack_id, view)


async def _visiting(house: House, body: dict[str, Any]) -> Member:
    return (await visitor(house, body)).member


async def _anew(house: House, member: Member) -> Member:
    async with house.store.reading() as tx:
        return await members.by_id(tx, member.id)


async def _seen(house: House, member: Member) -> HomeSeen:
    store, now = house.store, house.now()
    is_asked = member.role != Role.OBSERVER
    people = await roles.people_with_roles(store, member)
    led = await _led(house, member)
    return HomeSeen(
        now=now,
        me=await _me(house, member),
        asked=await overview.open_for(store, house.ports.ballots, member.id, now),
        coming=await overview.coming_for(store, member, now) if is_asked else (),
        led=led,
        admins=[person for person in people if person.role == Role.ADMIN],
        people=people,
        loops=await portfolio.at_home(store, member, now),
        feedback=await feedback.at_home(store, member, now),
        goals=await goals.at_home(store, member, now),
        trends=await _trends(house, member, led),
    )


async def _me(house: House, member: Member) -> Me:
    now = house.now()
    peace = await resting.peace_of(house.store, member, now)
    away = await absences_of(house.store, member, now)
    return Me(member, today_of(member, now), peace, resting.country_in_words(peace), away)


async def _led(house: House, member: Member) -> Led:
    async with house.store.reading() as tx:
        theirs = await leading.led_by(tx, member, house.now())
    seen = await teams.teams_for(house.store, member)
    return Led(theirs, [each for each in seen if each.may_change], await _digests(house, member))


async def _trends(house: House, member: Member, led: Led) -> HomeTrends | None:
    async with house.store.reading() as tx:
        return await trends.at_home(tx, member, [each.team for each in led.teams], house.now())


async def _digests(house: House, member: Member) -> list[Digest]:
    reads = await rights.read_by(house.store, house.slack, house.channels, member)
    async with house.store.reading() as tx:
        every = await digests.of_workspace(tx, member.workspace_id)
        return [digest for digest in every if await rights.may_change(tx, digest, member, reads)]

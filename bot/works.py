"""What works behind the doors: the sender, the heartbeat with its jobs, and the clock's rest, connected."""

import logging
import os
import socket
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import partial
from uuid import uuid4

from bot.handlers.house import House
from bot.jobs.ask import ask
from bot.jobs.at_rest import AtRest
from bot.jobs.close_rounds import close_rounds
from bot.jobs.destroy_keys import destroy_keys
from bot.jobs.erase_people import erase_people
from bot.jobs.hand_on_feedback import hand_on_feedback
from bot.jobs.heartbeat import Heartbeat, Job
from bot.jobs.open_rounds import open_rounds
from bot.jobs.post_digests import post_digests
from bot.jobs.publish import publish_rounds
from bot.jobs.remind import remind
from bot.jobs.send_exports import send_exports
from bot.jobs.tend_loops import tell_of_loops, tend_loops
from bot.jobs.tidy import tidy
from bot.jobs.verdicts import Verdicts
from bot.rituals.people import save_profiles, set_team
from bot.rituals.tending.restarting import restart
from bot.slack.directory import Directory
from bot.slack.gateway import Gateway
from bot.slack.pacing import UNPACED, Pace
from bot.slack.reactions import Reactions
from bot.slack.sender import Sender
from bot.store.agenda import Due
from bot.store.changing import GAP
from bot.store.engine import Store
from bot.values.keeping import Keep
from bot.values.people import Team
from bot.values.ports import Calendar, Keyring
from bot.views.sdk import check_quickly
from bot.wiring import LOOP_WORDING, WORDING, GivenWithheld, ports
from config.settings import Settings

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Works:
    """What works behind the doors. `at_rest.settle` does everything that is due at one instant of the calendar."""

    house: House
    heartbeat: Heartbeat
    sender: Sender
    at_rest: AtRest


def put_together(
    settings: Settings, store: Store, gateway: Gateway, calendar: Calendar, keys: Keyring, name: str
) -> Works:
    """Everything that works behind the doors of the process with this name, connected and at a standstill."""
    check_quickly()
    sender = _sender(settings, store, gateway, calendar, lambda: _ring(at_rest, heartbeat), name)
    house = House(
        store,
        calendar,
        gateway,
        lambda: _ring(at_rest, heartbeat),
        WORDING,
        LOOP_WORDING,
        ports(keys),
        keys,
        GivenWithheld(store, keys),
        kept(settings),
    )
    heartbeat = _heartbeat(settings, house, gateway, sender)
    at_rest = AtRest(store, calendar, beat=heartbeat.beat, finish=sender.finish)
    return Works(house, heartbeat, sender, at_rest)


def kept(settings: Settings) -> Keep:
    """For how long what is kept, as the settings say."""
    return Keep(**asdict(settings.keep))


def _ring(at_rest: AtRest, heartbeat: Heartbeat) -> None:
    at_rest.ring()
    heartbeat.wake()


def name_of_this_process() -> str:
    """What tells this process from every other one that runs or ever ran."""
    return f"{socket.gethostname()[:30]}-{os.getpid()}-{uuid4().hex[:6]}"


def _sender(
    settings: Settings,
    store: Store,
    gateway: Gateway,
    calendar: Calendar,
    ring: Callable[[], None],
    name: str,
) -> Sender:
    verdicts = Verdicts(calendar, ring)
    reactions = Reactions(
        sent=verdicts.sent, never=verdicts.never, doubtful=verdicts.doubtful, expired=verdicts.expired
    )
    return Sender(
        store,
        gateway,
        calendar,
        reactions,
        name=name,
        pace=Pace() if settings.pacing else UNPACED,
    )


def _heartbeat(settings: Settings, house: House, gateway: Gateway, sender: Sender) -> Heartbeat:
    store = house.store
    directory = Directory(
        store,
        gateway,
        save_profiles=save_profiles,
        set_team=lambda team, users, now: set_team(store, WORDING, team, users, now=now),
        channel_gone=partial(_channel_gone, store),
    )
    gap = GAP if settings.pacing else 0.0
    jobs = (
        Job(Due.USERS, directory.read_users),
        Job(Due.TEAM, directory.read_team),
        Job(Due.OPENING, partial(open_rounds, store, WORDING, house.ports)),
        Job(Due.PROMPT, partial(ask, store, gateway, WORDING)),
        Job(Due.REMINDER, partial(remind, store, gateway, WORDING, house.ports)),
        Job(Due.CLOSING, partial(close_rounds, store, WORDING, house.ports)),
        Job(Due.SHOWING, partial(publish_rounds, store, WORDING, gap=gap)),
        Job(Due.LOOP, partial(tend_loops, store, LOOP_WORDING)),
        Job(Due.FEEDBACK, partial(hand_on_feedback, store, house.keys, LOOP_WORDING)),
        Job(Due.NEWS, partial(tell_of_loops, store, LOOP_WORDING)),
        Job(Due.DIGEST, partial(post_digests, house)),
        Job(Due.FILE, partial(send_exports, store, gateway, house.withheld), long=True),
        Job(Due.ERASURE, partial(erase_people, store)),
        Job(Due.NIGHT, partial(tidy, store, gateway, house.keys, house.withheld, restart, house.keep)),
        Job(Due.KEY, partial(destroy_keys, store, house.keys)),
    )
    return Heartbeat(store, house.calendar, jobs, seconds=settings.heartbeat_seconds, after=sender.wake)


async def _channel_gone(store: Store, team: Team, reason: str, now: datetime) -> None:
    # The next round's parent message fails for the same reason, and its owner is told then.
    log.warning("Team %s has no readable channel: %s", team.id, reason)

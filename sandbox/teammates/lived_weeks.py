"""Weeks that have been lived: the clock is set back, somebody sets things up, and everybody answers until today.

Nothing is inserted anywhere. What happens goes through the app as it would on any other day, and those who set
things up know of the app only what Slack shows them: its commands with their hints, and its forms.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sandbox.clock import Progress
from sandbox.elements import Element, elements, text_of, words
from sandbox.model import View
from sandbox.person import Person
from sandbox.teammates.aims import add_aims
from sandbox.teammates.between_teams import needs, needs_from_outside, say
from sandbox.teammates.companies import LEAD_OF
from sandbox.teammates.filling import can_be_submitted, opened, put_away
from sandbox.teammates.forms import fill_required
from sandbox.teammates.overheard import note, overheard
from sandbox.teammates.readers import set_up_for_readers, words_about_weeks
from sandbox.teammates.teammates import Teammates
from sandbox.teammates.topics import mentions

if TYPE_CHECKING:
    from sandbox.server import Sandbox

OnProgress = Callable[[float, date], None]
Errand = tuple[datetime, Callable[[], Awaitable[None]]]

CHANNELS = ("checkout", "growth")
_MORNING = time(8, 0)
CHANGES_WITHIN = 3.0
"""Real seconds a form may take to change."""

CAUGHT_ON = timedelta(weeks=3)
"""How long ago the other channels followed the first one."""

GOALS = "goal confiden"
"""Where there is a list of goals, those who look after one are to be asked how sure they are."""

ONCE_A_WEEK = ("weekly confiden", "health")
"""How sure they are and how they are is what the first ones also want to hear, where the app's form has that to start
from."""

LATER_ON = "alignment"
"""Whether they aim at the same is what they ask themselves once others have joined."""

_ASKED_BACK = 2
"""Times a form is sent at most: some show what they would do, and want to be sent once more."""

LAST_MORNING = timedelta(hours=10)
"""Whoever set things up first is left alone for the last hours: what waits for them then waits for the reader."""


class CouldNotLive(RuntimeError):
    """These weeks could not be lived with this app."""


class NothingToFillIn(CouldNotLive):
    """The app offered no way to set something up; says what was on the screen instead."""


class AppGone(CouldNotLive):
    """The app stopped following the clock, so what came after would be weeks without it."""


@dataclass(frozen=True)
class Lived:
    """What came of it: when it began, and how many messages the app has written since."""

    since: datetime
    messages: int


async def live(
    sandbox: "Sandbox",
    weeks: int,
    until: datetime | None = None,
    progress: OnProgress = lambda fraction, day: None,
    *,
    leads: Mapping[str, str] | None = None,
) -> Lived:
    """Live through `weeks` up to `until` (aware; None: the clock's now).

    `leads` says who sets up which channel (None: as in the travel company); `progress` hears the share that is
    done, from 0 to 1, and the date. Raises `NothingToFillIn` when the app lets nobody set anything up, `AppGone`
    when it goes away meanwhile.
    """
    end = until or sandbox.clock.now()
    chosen = leads or {channel: LEAD_OF[channel] for channel in CHANNELS}
    first = sandbox.person(next(iter(chosen.values())))
    begin = _monday_morning(end - timedelta(weeks=weeks), first.user.timezone)
    if not isinstance(sandbox.teammates, Teammates):
        sandbox.teammates = Teammates(sandbox)
    rate = sandbox.clock.rate
    sandbox.clock.set(begin, rate=0)
    try:
        await sandbox.clock.settle()
        watch = _watching(sandbox, begin, end, progress)
        beginnings = _beginnings(chosen, begin, end, first)
        for start, leads_then in beginnings:
            await sandbox.wind(to=start, on_progress=watch)
            await _set_everything_up(sandbox, leads_then)
            for channel, lead in leads_then.items():
                await add_aims(sandbox, channel, lead)
                await _start_another(sandbox, channel, lead, GOALS)
            if start == begin:
                for sign in ONCE_A_WEEK:
                    await _start_another(sandbox, *next(iter(chosen.items())), sign)
                await set_up_for_readers(sandbox)
            if start == beginnings[-1][0]:
                await _start_another(sandbox, *next(iter(chosen.items())), LATER_ON)
        everybody_from, last = beginnings[-1][0], end - LAST_MORNING
        for at, do in _errands(sandbox, chosen, everybody_from, last):
            await sandbox.wind(to=at, on_progress=watch)
            await do()
        await sandbox.wind(to=max(sandbox.clock.now(), end - LAST_MORNING), on_progress=watch)
        sandbox.teammates.leave_alone(first.id)
        await sandbox.wind(to=end, on_progress=watch)
    finally:
        sandbox.clock.set(sandbox.clock.now(), rate=rate)
    return Lived(begin, _written_by_app(sandbox))


def _errands(sandbox: "Sandbox", leads: Mapping[str, str], begin: datetime, end: datetime) -> list[Errand]:
    """What people do by themselves besides answering, the earliest first."""
    channel, lead = next(iter(leads.items()))
    person = sandbox.person(lead)
    needed = [*needs(sandbox, leads, begin, end), *needs_from_outside(sandbox, leads, begin, end)]
    every: list[Errand] = [
        *((each.at, partial(say, sandbox, each)) for each in needed),
        *((each.at, partial(note, sandbox, each)) for each in overheard(sandbox, list(leads), begin, end)),
        *((at, partial(do, sandbox, channel, person)) for at, do in words_about_weeks(person, end)),
    ]
    return sorted((each for each in every if begin < each[0] < end), key=lambda errand: errand[0])


def _beginnings(
    leads: Mapping[str, str], begin: datetime, end: datetime, first: Person
) -> list[tuple[datetime, dict[str, str]]]:
    """Who sets up what, and when: one channel from the start, the others when it has caught on."""
    (channel, lead), *others = leads.items()
    later = max(begin, _monday_morning(end - CAUGHT_ON, first.user.timezone))
    if not others or later == begin:
        return [(begin, dict(leads))]
    return [(begin, {channel: lead}), (later, dict(others))]


async def app_follows(sandbox: "Sandbox", patience: float) -> bool:
    """Wait until an app follows the clock, at most `patience` real seconds; before that no week can be lived."""
    return await sandbox.clock.changed.until(lambda: bool(sandbox.clock.followers), patience)


async def _set_everything_up(sandbox: "Sandbox", leads: Mapping[str, str]) -> None:
    has_digest = False
    for channel, lead in leads.items():
        form = await _set_up(sandbox, sandbox.person(lead), "new", channel)
        has_digest = has_digest or mentions(" ".join(words(form.blocks)), "digest")
    if not has_digest and _command_hinting_at(sandbox, "setup"):
        channel, lead = next(iter(leads.items()))
        await _set_up(sandbox, sandbox.person(lead), "setup", channel)


async def _set_up(sandbox: "Sandbox", person: Person, word: str, channel: str) -> View:
    """Type the command whose hint offers `word`, and send its form with its defaults. Returns the form."""
    form = await _form_of(sandbox, person, word, channel)
    await _send_defaults(sandbox, person, form, channel)
    return form


async def _start_another(sandbox: "Sandbox", channel: str, lead: str, sign: str) -> None:
    """Start what the form also has to start from, if something like this sign is in one of its menus."""
    person = sandbox.person(lead)
    form = await _form_of(sandbox, person, "new", channel)
    if (found := _option(form, sign)) is None:
        await put_away(person)
        return
    menu, wanted = found
    before = form.definition
    await person.choose(menu.action_id, wanted)
    # A menu others depend on changes the form.
    await sandbox.until(lambda: form.definition is not before, CHANGES_WITHIN)
    await _send_defaults(sandbox, person, form, channel)


async def _form_of(sandbox: "Sandbox", person: Person, word: str, channel: str) -> View:
    command = _command_hinting_at(sandbox, word)
    if command is None:
        raise NothingToFillIn(f"no command of this app says {word!r} in its hint")
    result = await person.command(command, word, channel=channel)
    form = await opened(sandbox, person)
    if form is None or not can_be_submitted(form):
        raise NothingToFillIn(f"{command} {word} showed {result.warning or result.text or 'no form'!r}")
    return form


async def _send_defaults(sandbox: "Sandbox", person: Person, form: View, channel: str) -> None:
    today, view = sandbox.clock.now().date(), form
    for _ in range(_ASKED_BACK):
        result = await person.submit(fill_required(view.definition, channel, today))
        if not result.ok:
            raise NothingToFillIn(f"the form refused its own defaults: {result.errors or result.warning}")
        if person.modal is None or not can_be_submitted(person.modal):
            break
        view = person.modal
    await put_away(person)


def _option(form: View, sign: str) -> tuple[Element, str] | None:
    """The menu of a form that has such an option, and the option."""
    menus = (each for each in elements(form.blocks) if each.type == "static_select")
    told = ((menu, text_of(option["text"])) for menu in menus for option in menu.options)
    return next(((menu, text) for menu, text in told if mentions(text, sign)), None)


def _command_hinting_at(sandbox: "Sandbox", word: str) -> str | None:
    for name, declared in sandbox.workspace.app.manifest.commands.items():
        if mentions(declared.get("usage_hint", ""), word):
            return name
    return None


def _monday_morning(moment: datetime, timezone: str | None) -> datetime:
    """The Monday nearest to `moment`, in the morning of a time zone."""
    local = moment.astimezone(ZoneInfo(timezone or "UTC"))
    middle = local.date() + timedelta(days=3)
    return datetime.combine(middle - timedelta(days=middle.weekday()), _MORNING, local.tzinfo)


def _watching(
    sandbox: "Sandbox", begin: datetime, end: datetime, progress: OnProgress
) -> Callable[[Progress], None]:
    followed = False

    def step(made: Progress) -> None:
        nonlocal followed
        followed = followed or bool(sandbox.clock.followers)
        if followed and not sandbox.clock.followers:
            raise AppGone(f"the app stopped following the clock at {made.now.isoformat()}")
        progress(_share(begin, made.now, end), made.now.date())

    return step


def _share(begin: datetime, now: datetime, end: datetime) -> float:
    whole = (end - begin).total_seconds()
    return min(1.0, max(0.0, (now - begin).total_seconds() / whole)) if whole else 1.0


def _written_by_app(sandbox: "Sandbox") -> int:
    app = sandbox.workspace.app.bot_user
    channels = sandbox.workspace.channels.values()
    return sum(message.user == app for channel in channels for message in channel.messages.values())

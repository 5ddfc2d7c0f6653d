"""People who answer by themselves: they read what an app writes to them, and press what a person would press."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from random import Random
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sandbox.elements import words
from sandbox.errors import NotVisible
from sandbox.model import Change, Message, User
from sandbox.person import Person
from sandbox.teammates.answers import Colleague, Storyline
from sandbox.teammates.diary import Diary, Errand
from sandbox.teammates.filling import Filler
from sandbox.teammates.forecasts import pressed
from sandbox.teammates.habits import Intention, at_work, habits_of, next_morning
from sandbox.teammates.invitations import Purpose, buttons, rating_buttons, reminds
from sandbox.teammates.phrases import function_of
from sandbox.teammates.voice import voice_of

if TYPE_CHECKING:
    from sandbox.server import Sandbox

_NUDGED = timedelta(minutes=5), timedelta(minutes=50)
_STEP_TAKES_HOURS = (1.0, 30.0)
_RESOLVED_AFTER_DAYS = (1, 1, 2, 2, 3, 4, 6, 8, 12)
_NEVER_RESOLVED = 0.15
_OBJECTS = 0.15
"""The share of what was settled that does not hold yet, by whoever was waiting for it."""

_SECOND_THOUGHTS = timedelta(minutes=10), timedelta(minutes=60)


class Teammates:
    """Everybody in `people` (short names or ids; all humans when None), as they are with this `seed`.

    The sandbox's clock asks `next_action_at` and calls `act`; the sandbox tells of every new message.
    """

    def __init__(self, sandbox: "Sandbox", people: Iterable[str] | None = None, seed: int = 1) -> None:
        self._sandbox = sandbox
        self._seed = seed
        self._users = _humans(sandbox) if people is None else _called(sandbox, people)
        self._habits = {user.id: habits_of(user.name, seed) for user in self._users.values()}
        self._fillers = {user_id: self._filler(user) for user_id, user in self._users.items()}
        self._intentions: dict[tuple[str, str], Intention] = {}
        self._noticed: set[tuple[str, str, str]] = set()
        self._alone: set[str] = set()
        self._sure: dict[str, int] = {}
        self._diary = Diary()
        self.stop = sandbox.workspace.on_change(self._on_change)

    # What the clock and the sandbox call

    def next_action_at(self) -> datetime | None:
        """When somebody means to do something, in UTC; None when nobody does."""
        return self._diary.next_due()

    async def act(self, now: datetime) -> None:
        """Do everything that is due by `now`."""
        for errand in self._diary.take_due(now):
            await self._run(errand)

    async def on_message(self, message: Message) -> None:
        """Somebody may want to do something about a new message."""
        self._read(message)

    def leave_alone(self, person_id: str) -> None:
        """Somebody else acts for this person from now on."""
        self._alone.add(person_id)
        self._diary.cross_out(person_id)

    def take_over(self, person_id: str) -> None:
        """The opposite of `leave_alone`: the person acts by themselves again, on messages yet to come."""
        self._alone.discard(person_id)

    # Reading

    def _on_change(self, change: Change) -> None:
        # Apps add to a message they sent before, when a second thing comes up within the hour. What changes for one
        # person alone (pages that are turned) stands in no conversation.
        if change.kind == "message_changed" and change.user is None and change.channel and change.ts:
            self._read(self._sandbox.workspace.channels[change.channel].messages[change.ts])

    def _read(self, message: Message) -> None:
        reader = self._reader(message)
        if reader is None:
            return
        for number in range(self._unseen(message, reader, Purpose.ANSWER)):
            self._consider(message, reader, Purpose.ANSWER, number)
        if self._unseen(message, reader, Purpose.RATE) and rating_buttons(message):
            self._consider(message, reader, Purpose.RATE)
        for number in range(self._unseen(message, reader, Purpose.STEP)):
            self._take_step(message, reader, number)
        for number in range(self._unseen(message, reader, Purpose.RESOLVE)):
            self._resolve(message, reader, number)

    def _reader(self, message: Message) -> User | None:
        """The one teammate a message from the app is meant for, in the conversation of the two."""
        workspace = self._sandbox.workspace
        channel = workspace.channels[message.channel]
        if channel.kind != "im" or message.user != workspace.app.bot_user:
            return None
        others = [member for member in channel.members if member in self._users and member not in self._alone]
        return self._users[others[0]] if others else None

    def _unseen(self, message: Message, reader: User, purpose: Purpose) -> int:
        """How many buttons of this purpose a message has that the reader has not considered before."""
        signs = {
            (reader.id, message.ts, f"{each.action_id}/{each.body.get('value')}")
            for each in buttons(message, purpose)
        }
        unseen = signs - self._noticed
        self._noticed |= unseen
        return len(unseen)

    def _consider(self, message: Message, reader: User, purpose: Purpose, number: int = 0) -> None:
        # Of two things asked in one message nobody does both at the same instant.
        dice = self._dice(f"consider/{number}" if number else "consider", reader, message)
        if reminds(message):
            self._be_nudged(message, reader, purpose, dice)
            return
        intention = self._habits[reader.id].intention(dice)
        self._intentions[self._today(reader)] = intention
        delay = self._habits[reader.id].delay(dice)
        if intention is Intention.SOON:
            self._plan(delay, Errand(reader.id, purpose, message), dice)
        elif intention is Intention.SKIP:
            can_skip = buttons(message, Purpose.SKIP)
            self._plan(delay, Errand(reader.id, Purpose.SKIP if can_skip else purpose, message), dice)
        elif intention is Intention.LATE:
            morning = next_morning(self._sandbox.clock.now(), reader.timezone, dice)
            self._diary.enter(morning, Errand(reader.id, purpose, message))

    def _be_nudged(self, message: Message, reader: User, purpose: Purpose, dice: Random) -> None:
        if self._intentions.get(self._today(reader)) is Intention.AFTER_REMINDER:
            shortest, longest = _NUDGED
            delay = shortest + (longest - shortest) * dice.random()
            self._plan(delay, Errand(reader.id, purpose, message), dice)

    def _take_step(self, message: Message, reader: User, number: int) -> None:
        dice = self._dice(f"step/{number}" if number else "step", reader, message)
        delay = timedelta(hours=dice.uniform(*_STEP_TAKES_HOURS))
        objects = bool(buttons(message, Purpose.OBJECT)) and dice.random() < _OBJECTS
        self._plan(delay, Errand(reader.id, Purpose.OBJECT if objects else Purpose.STEP, message), dice)

    def _resolve(self, message: Message, reader: User, number: int) -> None:
        """What others wait for takes days, and some of it is never done."""
        dice = self._dice(f"resolve/{number}", reader, message)
        if dice.random() >= _NEVER_RESOLVED:
            delay = timedelta(days=dice.choice(_RESOLVED_AFTER_DAYS), hours=dice.uniform(0, 6))
            self._plan(delay, Errand(reader.id, Purpose.RESOLVE, message), dice)

    def _plan(self, delay: timedelta, errand: Errand, dice: Random) -> None:
        due = self._sandbox.clock.now() + delay
        self._diary.enter(at_work(due, self._users[errand.person].timezone, dice), errand)

    # Doing

    async def _run(self, errand: Errand) -> None:
        user = self._users[errand.person]
        person = self._sandbox.person(user.id)
        dice = self._dice(f"run/{errand.purpose.name}", user, errand.message)
        if await self._press(person, errand, dice) and errand.purpose is Purpose.ANSWER:
            self._have_second_thoughts(errand, dice)

    async def _press(self, person: Person, errand: Errand, dice: Random) -> bool:
        """Whether the button was still there and the form behind it, if there is one, was taken."""
        button = self._how_sure(errand, dice) or _pressed(errand, dice)
        if button is None:
            return False
        self._catch_up(person)
        shown = errand.message.blocks
        try:
            reply = await person.press(button, message=errand.message)
        except NotVisible:
            return False
        return await self._fillers[person.id].fill_in(
            person,
            dice,
            again=errand.purpose is Purpose.EDIT,
            is_answered=lambda: errand.message.blocks is not shown or bool(reply.messages),
        )

    def _how_sure(self, errand: Errand, dice: Random) -> str | None:
        """The number somebody presses for what they look after, going on from the one they pressed last."""
        if errand.purpose is not Purpose.RATE:
            return None
        shown, last = " ".join(words(errand.message.blocks)), self._sure.get(errand.person)
        row = [each.name for each in rating_buttons(errand.message)]
        number = pressed(row, shown, last, dice)
        if number is None:
            return None
        self._sure[errand.person] = number
        return str(number)

    def _catch_up(self, person: Person) -> None:
        """Whoever answers has looked at Slack, so nothing from before is unread."""
        workspace = self._sandbox.workspace
        for channel in workspace.channels.values():
            if person.id in channel.members:
                workspace.messages.mark_read(channel, person.id)

    def _have_second_thoughts(self, errand: Errand, dice: Random) -> None:
        if dice.random() < self._habits[errand.person].edits:
            shortest, longest = _SECOND_THOUGHTS
            delay = shortest + (longest - shortest) * dice.random()
            self._plan(delay, Errand(errand.person, Purpose.EDIT, errand.message), dice)

    # Knowing each other

    def _filler(self, user: User) -> Filler:
        me, mates = _colleague(user), [_colleague(mate) for mate in self._mates(user)]
        story = Storyline(me, mates, voice_of(user.name, user.timezone, self._seed), self._seed)
        return Filler(self._sandbox, story)

    def _mates(self, user: User) -> list[User]:
        """Those in a channel with them that is not everybody's."""
        rooms = [
            set(channel.members)
            for channel in self._sandbox.workspace.channels.values()
            if user.id in channel.members
            and not channel.is_direct
            and len(channel.members) <= len(self._users) * 0.75
        ]
        known = set().union(*rooms) or set(self._users)
        return [mate for mate in self._users.values() if mate.id in known]

    def _today(self, reader: User) -> tuple[str, str]:
        local = self._sandbox.clock.now().astimezone(ZoneInfo(reader.timezone or "UTC"))
        return reader.id, local.date().isoformat()

    def _dice(self, what: str, reader: User, message: Message) -> Random:
        return Random(f"{self._seed}/{what}/{reader.name}/{message.ts}")


def _pressed(errand: Errand, dice: Random) -> str | None:
    """The name of the button that serves the errand, if it is still there."""
    if errand.purpose is Purpose.RATE:
        row = rating_buttons(errand.message)
        # Most people are content most days.
        return row[round((len(row) - 1) * min(1.0, dice.betavariate(4, 2)))].name if row else None
    found = buttons(errand.message, errand.purpose)
    return found[0].name if found else None


def _humans(sandbox: "Sandbox") -> dict[str, User]:
    users = sandbox.workspace.users.values()
    return {
        user.id: user for user in users if not user.bot and not user.deactivated and user.name != "slackbot"
    }


def _called(sandbox: "Sandbox", names: Iterable[str]) -> dict[str, User]:
    found = [sandbox.workspace.user(name) for name in names]
    return {user.id: user for user in found}


def _colleague(user: User) -> Colleague:
    return Colleague(user.name, user.real_name.split()[0], function_of(user.title))

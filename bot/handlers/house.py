"""What every door of the house is handed."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from bot.handlers.afterwards import Afterwards
from bot.loops.wording import Wording as LoopWording
from bot.privacy.ports import Withheld
from bot.rituals.ports import Ports
from bot.rituals.wording import Wording
from bot.store.engine import Store
from bot.trends.sight import ChannelReaders
from bot.values.keeping import Keep
from bot.values.people import Member, Workspace
from bot.values.ports import Calendar, Keyring, Slack


@dataclass(frozen=True, slots=True)
class House:
    """The rooms behind the doors: the store, the calendar, Slack, the heartbeat's bell, the words for
    letters, the keys, what somebody gave with their name withheld, for how long what is kept, what is still to be
    shown, and who can read which channel."""

    store: Store
    calendar: Calendar
    slack: Slack
    wake: Callable[[], None]
    wording: Wording
    loop_wording: LoopWording
    ports: Ports
    keys: Keyring
    withheld: Withheld
    keep: Keep
    afterwards: Afterwards = field(default_factory=Afterwards)
    channels: ChannelReaders = field(default_factory=ChannelReaders)

    def now(self) -> datetime:
        """The present calendar instant."""
        return self.calendar.now()


@dataclass(frozen=True, slots=True)
class Asker:
    """Who is at the door."""

    workspace: Workspace
    member: Member


@dataclass(frozen=True, slots=True)
class Command:
    """A slash command, read: `/checkin run Daily` is word `checkin`, text `run Daily`."""

    word: str
    text: str
    channel_id: str
    trigger_id: str
    asker: Asker

    @property
    def verb(self) -> str:
        """The first word of the text, in lower case; empty when there is none."""
        return self.text.split(maxsplit=1)[0].lower() if self.text.strip() else ""

    @property
    def rest(self) -> str:
        """What follows the verb."""
        parts = self.text.split(maxsplit=1)
        return parts[1].strip() if len(parts) == 2 else ""

"""What a rehearsal is read from: what became of each person in each round, and every message that left."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.values.deliveries import DeliveryKind
from bot.values.rounds import PromptState
from bot.values.schedules import Schedule


@dataclass(frozen=True, slots=True)
class Happened:
    """One person in one round. `dm` is the key of the message that asked, shared by what it carried."""

    ritual: str
    schedule: Schedule
    day: date
    team: str
    person: str
    zone: str
    state: PromptState
    reason: str | None
    due_at: datetime
    closes_at: datetime
    dm: str | None


@dataclass(frozen=True, slots=True)
class Written:
    """One message that left. `to` is a person's name or a channel's id; `answers` the key of the message it is
    in the thread of."""

    key: str
    kind: DeliveryKind
    to: str
    zone: str | None
    answers: str | None
    sent_at: datetime
    text: str

    @property
    def is_direct(self) -> bool:
        """Whether a person got it, and no channel."""
        return self.zone is not None

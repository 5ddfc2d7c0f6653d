"""How reliably somebody answers, and when."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import Enum, auto
from random import Random
from zoneinfo import ZoneInfo

_DAY_BEGINS, _DAY_ENDS = time(8, 0), time(18, 30)
_SATURDAY = 5
SHORTEST_DELAY, LONGEST_DELAY = timedelta(minutes=5), timedelta(minutes=120)


class Intention(Enum):
    """What somebody makes of an invitation to answer."""

    SOON = auto()
    AFTER_REMINDER = auto()
    SKIP = auto()
    LATE = auto()
    NEVER = auto()


@dataclass(frozen=True)
class Habits:
    """Shares of invitations, from 0 to 1, that are not answered soon; what is left is. `edits` is of answers."""

    after_reminder: float
    skip: float
    late: float
    never: float
    edits: float
    minutes: float

    def intention(self, dice: Random) -> Intention:
        others = (Intention.AFTER_REMINDER, Intention.SKIP, Intention.LATE, Intention.NEVER)
        shares = (self.after_reminder, self.skip, self.late, self.never)
        return dice.choices((*others, Intention.SOON), (*shares, 1 - sum(shares)))[0]

    def delay(self, dice: Random) -> timedelta:
        """Mostly near their usual number of minutes, never outside the bounds."""
        delay = timedelta(minutes=dice.lognormvariate(0, 0.7) * self.minutes)
        return min(max(delay, SHORTEST_DELAY), LONGEST_DELAY)


def habits_of(name: str, seed: int) -> Habits:
    """The same person always has the same habits: some are prompt, some need a nudge."""
    dice = Random(f"{seed}/habits/{name}")
    care = dice.choice((0.5, 1.0, 1.0, 1.6))
    return Habits(
        after_reminder=0.09 * care,
        skip=0.03 * care,
        late=0.02 * care,
        never=0.05 * care,
        edits=0.03,
        minutes=dice.choice((12.0, 25.0, 40.0)),
    )


def at_work(moment: datetime, timezone: str | None, dice: Random) -> datetime:
    """`moment`, or when it falls outside somebody's working day some minutes into their next one. Aware, UTC in,

    UTC out; somebody without a time zone lives by UTC.
    """
    zone = ZoneInfo(timezone or "UTC")
    local = moment.astimezone(zone)
    if local.weekday() < _SATURDAY and _DAY_BEGINS <= local.time() <= _DAY_ENDS:
        return moment
    day = local.date() if local.time() < _DAY_BEGINS else local.date() + timedelta(days=1)
    while day.weekday() >= _SATURDAY:
        day += timedelta(days=1)
    begins = datetime.combine(day, _DAY_BEGINS, zone)
    return (begins + timedelta(minutes=dice.uniform(5, 75))).astimezone(moment.tzinfo)


def next_morning(moment: datetime, timezone: str | None, dice: Random) -> datetime:
    """Early in the working day after `moment`."""
    zone = ZoneInfo(timezone or "UTC")
    evening = datetime.combine(moment.astimezone(zone).date(), time(23, 0), zone)
    return at_work(evening.astimezone(moment.tzinfo), timezone, dice)

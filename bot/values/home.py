"""What somebody sees on their Home tab."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.values.digests import Digest
from bot.values.feedback import NO_FEEDBACK, HomeFeedback
from bot.values.goal_pages import HomeGoal
from bot.values.leading import LedRitual
from bot.values.people import Member
from bot.values.portfolio import NO_LOOPS, HomeLoops
from bot.values.rest import Away
from bot.values.rituals import Coming
from bot.values.rounds import Asked
from bot.values.settings import Peace
from bot.values.teams import TeamSeen
from bot.values.trends import HomeTrends


@dataclass(frozen=True, slots=True)
class Me:
    """Who looks, the day it is where they are, how they are left in peace, and when they are away."""

    member: Member
    today: date
    peace: Peace
    country: str | None
    away: Sequence[Away]


@dataclass(frozen=True, slots=True)
class Led:
    """What somebody looks after."""

    rituals: Sequence[LedRitual] = ()
    teams: Sequence[TeamSeen] = ()
    digests: Sequence[Digest] = ()


@dataclass(frozen=True, slots=True)
class HomeSeen:
    """One person's Home. `admins` can be asked for what one may not do; `people` have a role, for admins to see.
    `trends` are there for who leads a team."""

    now: datetime
    me: Me
    asked: Sequence[Asked] = ()
    coming: Sequence[Coming] = ()
    led: Led = Led()
    admins: Sequence[Member] = ()
    people: Sequence[Member] = ()
    loops: HomeLoops = NO_LOOPS
    feedback: HomeFeedback = NO_FEEDBACK
    goals: Sequence[HomeGoal] = ()
    trends: HomeTrends | None = None

    @property
    def is_first_visit(self) -> bool:
        """Whether nothing concerns them yet."""
        led = self.led
        looks_after = led.rituals or led.teams or led.digests
        concerns_them = self.asked or self.coming or looks_after or self.me.away or self.goals
        return not concerns_them and self.loops.is_nothing and self.feedback.is_nothing

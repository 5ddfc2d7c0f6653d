"""A ritual asks a group the same questions on a schedule: what it is, before any of its rounds opens."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.values.questions import Question
from bot.values.schedules import MEMBER_ZONE, Schedule

LONGEST_NAME = 75
"""Characters of a ritual's or a team's name; what Slack shows of an option in a menu (Block Kit: option text)."""


class Kind(StrEnum):
    """The kinds of ritual. They differ in data, not in code."""

    CHECK_IN = "check-in"
    PULSE = "pulse"
    BOTTLENECK_POLL = "bottleneck-poll"
    FEEDBACK_ROUND = "feedback-round"
    RETRO = "retro"


class Tier(StrEnum):
    """Who can link an answer to a person: everybody, an administrator, nobody once the round is sealed."""

    NAMED = "named"
    CONFIDENTIAL = "confidential"
    ANONYMOUS = "anonymous"


class Breakdown(StrEnum):
    """The one way in which a round's results are told apart. More than one would reveal smaller groups."""

    NONE = "none"
    TEAM = "team"
    REGION = "region"


FEWEST, FEWEST_WORDS = 5, 10
"""The smallest groups anybody may set: people whose ratings are shown together, and whose words are
(`trends-and-privacy.md` §4.1: the centre of what the market does)."""


MOST_ASKED_FOR = 500
"""More people than anybody needs to ask for before something is shown."""


@dataclass(frozen=True, slots=True)
class Protection:
    """What protects people where only groups are shown: how many have to have answered a question before it is shown,
    and one before its `words` are; and the one way in which results are told apart. Frozen when a round opens."""

    fewest: int = FEWEST
    fewest_words: int = FEWEST_WORDS
    breakdown: Breakdown = Breakdown.NONE


USUAL_PROTECTION = Protection()

LONGEST_ABOUT = 150
"""Characters of what a feedback round is about."""


class RitualState(StrEnum):
    """Whether a ritual opens rounds."""

    ACTIVE = "active"
    PAUSED = "paused"
    ENDED = "ended"


class Grouping(StrEnum):
    """How a round's thread is ordered: a reply for each person, or one for each question."""

    PERSON = "person"
    QUESTION = "question"


TO_TEAM = "team"
"""What came back is shown in each team's own channel."""

TO_LEAD = "lead"
"""What came back goes to each team's lead alone, in one direct message when the round closes."""


@dataclass(frozen=True, slots=True)
class RitualPlan:
    """Everything a ritual is, before it is stored.

    `report` is TO_TEAM, TO_LEAD, or the id of another channel. With `everyone`, every team is asked, also those
    that come later. With `on_holidays`, public holidays are days like any other. `spread`: each person is asked at a
    random time within so long after the schedule's. `about` is what a feedback round asks about. `protection` counts
    where only groups are shown, in any tier but NAMED.
    """

    name: str
    kind: Kind
    template: str | None
    questions: tuple[Question, ...]
    schedule: Schedule
    window: timedelta
    remind_before: timedelta | None
    tier: Tier = Tier.NAMED
    report: str = TO_TEAM
    grouping: Grouping = Grouping.PERSON
    everyone: bool = False
    on_holidays: bool = False
    protection: Protection = USUAL_PROTECTION
    about: str | None = None
    spread: timedelta = timedelta(0)

    @property
    def rules(self) -> "Rules":
        """What a round that opens now goes by."""
        at, zone = self.schedule.at, self.schedule.zone
        return Rules(at, zone, self.window, self.remind_before, self.on_holidays, self.spread)


@dataclass(frozen=True, slots=True)
class Rules:
    """What decides when people are asked in a round, frozen when it opens. `zone` is MEMBER_ZONE or an IANA name.

    With `spread`, everybody is asked at a random time within so long after `at`.
    """

    at: time
    zone: str
    window: timedelta
    remind_before: timedelta | None = None
    on_holidays: bool = False
    spread: timedelta = timedelta(0)

    def zone_for(self, member_zone: str) -> ZoneInfo:
        """The zone in which `at` is read for a member living in `member_zone`."""
        return ZoneInfo(member_zone if self.zone == MEMBER_ZONE else self.zone)


@dataclass(frozen=True, slots=True)
class Ritual:
    """A stored ritual. `next_date` and `next_opens_at` say which round opens next and when.

    `starts_at` is when it was set up or last resumed: nobody is asked for a time before that. The rounds of
    `skips` are left out, up to and including that date.
    """

    id: int
    workspace_id: int
    owner_id: int
    plan: RitualPlan
    state: RitualState
    created_at: datetime
    starts_at: datetime
    next_date: date | None
    next_opens_at: datetime | None
    skips: date | None = None

    @property
    def name(self) -> str:
        """The ritual's name."""
        return self.plan.name


@dataclass(frozen=True, slots=True)
class Introduction:
    """What a team is told when somebody sets a ritual up for it.

    `reader` is the name of whoever reads the answers, where they go to the team's lead alone.
    """

    ritual: Ritual
    team_name: str
    set_up_by: str
    people: int
    reader: str | None = None


@dataclass(frozen=True, slots=True)
class Coming:
    """A ritual that asks a person, and when it does so next; `opted_out` if they do not want it to.

    With `next_until` it asks at a random time between the two.
    """

    ritual_id: int
    name: str
    next_at: datetime | None
    opted_out: bool
    next_until: datetime | None = None

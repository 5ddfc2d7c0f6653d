"""Teams as people see and change them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.values.people import Channel, Team

FUNCTIONS = ("engineering", "design", "product", "marketing", "sales", "support", "data")
"""What teams mostly do; any other word will do, too."""

USUAL_PATIENCE = 3
"""Working days without a word until a lead is told."""

MOST_FUNCTION = 64
MOST_NAME = 60


class Source(StrEnum):
    """Where a team's members come from."""

    CHANNEL = "channel"
    USERGROUP = "usergroup"
    LISTED = "listed"


@dataclass(frozen=True, slots=True)
class TeamPlan:
    """What a team is to be. Its members are read from its user group, else from its channel, at `members_at`; None:
    they are listed by hand."""

    name: str
    channel: Channel
    lead_id: int | None = None
    members_at: datetime | None = None
    function: str | None = None
    country: str | None = None
    usergroup_id: str | None = None


@dataclass(frozen=True, slots=True)
class TeamDraft:
    """A team as its form holds it, in Slack's ids; `team_id` None: a new one. `own_function`: in their own words."""

    team_id: int | None = None
    name: str = ""
    channel_id: str | None = None
    lead: str | None = None
    function: str | None = None
    own_function: bool = False
    country: str | None = None
    source: Source = Source.CHANNEL
    usergroup_id: str | None = None
    listed: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    escalate_days: int = USUAL_PATIENCE


@dataclass(frozen=True, slots=True)
class TeamSeen:
    """A team as a list shows it, or in full with the names of its people and what asks it."""

    team: Team
    lead_name: str | None
    size: int
    may_change: bool
    people: Sequence[str] = ()
    left_out: Sequence[str] = ()
    rituals: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class TeamSaved:
    """What became of a team: who is in it now, who came and went; `first_admin` when that made somebody one."""

    seen: TeamSeen
    is_new: bool
    joined: Sequence[str]
    gone: Sequence[str]
    first_admin: bool = False


def called_after(channel: Channel) -> str:
    """What a team is called when nobody says otherwise: `#mobile-apps` is Mobile Apps."""
    return channel.name.replace("-", " ").replace("_", " ").strip().title() or channel.name

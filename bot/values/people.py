"""Workspaces, members and teams."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.values.rest import USUAL_QUIET, Quiet


class Role(StrEnum):
    """What a member may do: admins and leads configure, members answer, observers only read."""

    ADMIN = "admin"
    LEAD = "lead"
    MEMBER = "member"
    OBSERVER = "observer"


@dataclass(frozen=True, slots=True)
class Workspace:
    """A Slack team that installed Drumbeat."""

    id: int
    slack_id: str
    name: str
    bot_user_id: str
    bot_id: str


@dataclass(frozen=True, slots=True)
class Profile:
    """What Slack says about a user. `is_person` is false for bots, guests and deactivated accounts."""

    slack_id: str
    name: str
    zone: str | None
    is_person: bool
    is_deactivated: bool
    is_admin: bool


@dataclass(frozen=True, slots=True)
class Member:
    """A Slack user known to Drumbeat. `zone` is an IANA name; `working_days`, `quiet` and `country` are those of
    `bot.values.rest.Rest`. `undisturbed_until`: Slack says not to disturb them before that instant. Guests and bots
    are no persons here: nobody asks them."""

    id: int
    workspace_id: int
    slack_id: str
    name: str
    zone: str
    role: Role = Role.MEMBER
    is_active: bool = True
    working_days: frozenset[int] | None = None
    quiet: Quiet = USUAL_QUIET
    country: str | None = None
    undisturbed_until: datetime | None = None
    is_person: bool = True
    wants_loop_news: bool = True

    @property
    def tz(self) -> ZoneInfo:
        """The member's time zone."""
        return ZoneInfo(self.zone)


@dataclass(frozen=True, slots=True)
class Channel:
    """A Slack channel, as far as Drumbeat needs to know it."""

    slack_id: str
    name: str
    is_private: bool = False
    is_archived: bool = False
    has_bot: bool = False

    @property
    def mention(self) -> str:
        """How the channel is written in a message: Slack turns it into a link."""
        return f"<#{self.slack_id}>"


@dataclass(frozen=True, slots=True)
class Usergroup:
    """A Slack user group (`@handle`), from which a team can take its members."""

    slack_id: str
    name: str
    handle: str


@dataclass(frozen=True, slots=True)
class Team:
    """A named group of members with a function, a lead, a channel and a country for holidays.

    Its members are those of the channel, those of the user group where there is one, or `listed` by hand.
    `is_private`: its channel is. What waits without a word for `escalate_days` working days is told to a lead; 0:
    never.
    """

    id: int
    workspace_id: int
    name: str
    channel_id: str
    lead_id: int | None
    function: str | None = None
    country: str | None = None
    channel_name: str = ""
    usergroup_id: str | None = None
    listed: bool = False
    is_private: bool = False
    escalate_days: int = 3

"""What stands in for Slack: a gateway that takes everything, writes it down and gives out its own ids."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import count

from benchmarks.quarter.company import TEAMS, Person
from benchmarks.quarter.expected import undisturbed_until
from bot.slack.gateway import Gateway
from bot.values.deliveries import Delivery, Method, Sent, Verdict
from bot.values.people import Channel, Profile
from bot.values.ports import Calendar


@dataclass(frozen=True)
class Post:
    """Something Slack was given, and when by the calendar."""

    at: datetime
    delivery: Delivery
    ts: str


class RecordedSlack(Gateway):
    """A workspace of these people as it is at the present instant of a calendar."""

    def __init__(self, people: Sequence[Person], calendar: Calendar) -> None:
        self._people, self._calendar = people, calendar
        self._numbers = count(1)
        self.posts: list[Post] = []
        self.fresh: list[Post] = []
        """What was posted since somebody last took it out."""

    async def deliver(self, delivery: Delivery) -> Verdict:
        """Take it."""
        now = self._calendar.now()
        posts = delivery.method == Method.POST
        ts = f"{now.timestamp():.0f}.{next(self._numbers):06}" if posts else delivery.ts or ""
        post = Post(now, delivery, ts)
        self.posts.append(post)
        self.fresh.append(post)
        channel = (
            delivery.channel.replace("U0", "D0") if delivery.channel.startswith("U0") else delivery.channel
        )
        return Sent(channel, ts)

    async def channels(self) -> Sequence[Channel]:
        """A channel for each team."""
        return [channel_of(team) for team in TEAMS]

    async def channel(self, channel_id: str) -> Channel:
        """One of them."""
        return next(channel for channel in await self.channels() if channel.slack_id == channel_id)

    async def join(self, channel_id: str) -> None:
        """The bot is in every channel."""

    async def channel_members(self, channel_id: str) -> Sequence[str]:
        """Who is in a team now."""
        return [
            person.id
            for person in self._present()
            if any(channel_of(team).slack_id == channel_id for team in person.teams)
        ]

    async def profile(self, user_id: str) -> Profile:
        """Somebody as they are now."""
        return next(profile for profile in await self.profiles() if profile.slack_id == user_id)

    async def profiles(self) -> Sequence[Profile]:
        """Everybody as they are now."""
        return [self._profile(person) for person in self._present()]

    async def undisturbed(self, user_ids: Collection[str], now: datetime) -> Mapping[str, datetime]:
        """Whom not to disturb now, and until when."""
        known = {person.id: person for person in self._people}
        return {
            user: until for user in user_ids if (until := undisturbed_until(known[user], now)) is not None
        }

    def _present(self) -> list[Person]:
        return [person for person in self._people if person.joins <= self._calendar.now()]

    def _profile(self, person: Person) -> Profile:
        now = self._calendar.now()
        gone = person.leaves <= now
        return Profile(
            person.id, person.name, person.zone_at(now), not gone, gone, is_admin=person.number == 0
        )


def channel_of(team: str) -> Channel:
    """A team's channel."""
    return Channel(f"C0{team.upper()}", team.lower(), has_bot=True)

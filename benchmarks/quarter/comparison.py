"""Both sides of the comparison: what should have happened and what did, sorted so that each check is a few lines."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from benchmarks.quarter.company import Person, zone
from benchmarks.quarter.expected import Expected
from benchmarks.quarter.life import Outcome, Played
from benchmarks.quarter.slack import Post
from bot.store.changing import changed_by
from bot.values.deliveries import DeliveryKind, Method


@dataclass
class Check:
    """A promise, how often it was looked at, and where it was broken."""

    promise: str
    looked_at: int = 0
    broken: list[str] = field(default_factory=list)

    def look(self, broken: str | None) -> None:
        """Count one look; `broken` says what was wrong."""
        self.looked_at += 1
        if broken:
            self.broken.append(broken)


class Comparison:
    """Both sides. `last` is the date of the last round that is compared; what happens later belongs to others."""

    def __init__(
        self, people: Sequence[Person], expected: Sequence[Expected], played: Played, last: date
    ) -> None:
        self.last, self.played = last, played
        self.people = {person.id: person for person in people}
        self.expected = {item.key: item for item in expected}
        self.outcomes = {(item.ritual, item.day, item.person): item for item in played.outcomes}
        self.dms = {post.delivery.key: post for post in played.posts if asks(post)}
        self.reminders = [post for post in played.posts if post.delivery.kind == DeliveryKind.REMINDER]
        self.boards = dict(_titled(played.posts, {item.ritual for item in played.outcomes}))
        # What comes later in the same hour is added to the message that is there.
        self.texts: dict[str, list[str]] = defaultdict(list)
        for post in played.posts:
            self.texts[changed_by(post.delivery.key)].append(post.delivery.message.text)
        self.carried: dict[str | None, list[Outcome]] = defaultdict(list)
        for item in played.outcomes:
            self.carried[item.dm].append(item)
        self._dm_in_thread = {dm.ts: key for key, dm in self.dms.items()}
        self.writes: dict[str, list[Post]] = defaultdict(list)
        for post in played.posts:
            if _writes_to_a_person(post):
                self.writes[self.reader_of(post).id].append(post)

    def reader_of(self, post: Post) -> Person:
        """Whom a direct message goes to."""
        return self.people[post.delivery.channel.replace("D0", "U0")]

    def dm_of(self, post: Post) -> str:
        """The key of the message that asked: this one, or the one in whose thread it reminds."""
        if post.delivery.kind != DeliveryKind.REMINDER:
            return post.delivery.key
        return self._dm_in_thread.get(post.delivery.thread_ts or "", "")

    def named_in(self, reminder: Post) -> list[Outcome]:
        """What a reminder is about."""
        text = reminder.delivery.message.text
        return [item for item in self.carried[self.dm_of(reminder)] if item.ritual in text]

    def direct_messages(self) -> Iterator[tuple[Person, Post]]:
        """Every message that makes somebody's phone ring."""
        for person_id, posts in self.writes.items():
            for post in posts:
                yield self.people[person_id], post

    def boards_of(self, ritual: str, day: date, team: str) -> list[Post]:
        """The parent message of a round in a team's channel, and its later states."""
        return self.boards.get((ritual, f"{day.day} {day:%b}", f"C0{team.upper()}"), [])

    def reports_of(self, ritual: str, day: date, lead: str) -> list[Post]:
        """What a lead was told about a round."""
        return [
            post
            for post in self.writes[lead]
            if post.delivery.kind == DeliveryKind.REPORT
            and ritual in post.delivery.message.text
            and f"{day.day} {day:%b}" in post.delivery.message.text
        ]


def local(person: Person, instant: datetime) -> str:
    """An instant on somebody's clock, in words."""
    return instant.astimezone(zone(person.zone_at(instant))).strftime("%a %d %b %H:%M")


def asks(post: Post) -> bool:
    """Whether this is a new message that asks."""
    return post.delivery.kind == DeliveryKind.PROMPT and post.delivery.method == Method.POST


def _writes_to_a_person(post: Post) -> bool:
    # Further pages in a message's own thread arrive with it; a reminder is a message of its own.
    is_news = post.delivery.thread_ts is None or post.delivery.kind == DeliveryKind.REMINDER
    to_a_person = post.delivery.channel.startswith(("U0", "D0"))
    return (
        to_a_person
        and post.delivery.method == Method.POST
        and is_news
        and post.delivery.kind != DeliveryKind.REPLY
    )


def _titled(posts: Iterable[Post], rituals: set[str]) -> Iterator[tuple[tuple[str, str, str], list[Post]]]:
    found: dict[tuple[str, str, str], list[Post]] = defaultdict(list)
    titles: dict[str, tuple[str, str, str]] = {}
    for post in posts:
        if post.delivery.kind == DeliveryKind.ROUND:
            words = post.delivery.message.text
            ts = post.ts
            if post.delivery.method == Method.POST:
                ritual = max((name for name in rituals if name in words), key=len)
                day = re.search(r"\d{1,2} [A-Z][a-z]+", words)
                titles[ts] = (ritual, day[0] if day else "", post.delivery.channel)
            found[titles[ts]].append(post)
    yield from found.items()

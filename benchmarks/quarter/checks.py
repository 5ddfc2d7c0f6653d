"""Comparing what happened with what should have: each promise is a check that counts and names what broke it."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from benchmarks.quarter.company import Person
from benchmarks.quarter.expected import Expected, day_off, hour_of, is_quiet, undisturbed_until
from benchmarks.quarter.life import Outcome, Played
from benchmarks.quarter.slack import Post
from bot.values.deliveries import DeliveryKind, Method

SHOWN = 12
"""Violations of one promise that are printed."""

_HOUR = timedelta(hours=1)
_ANSWERED = re.compile(r"(\d+) of (\d+)")


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
    """Both sides, sorted so that each check is a few lines."""

    def __init__(
        self, people: Sequence[Person], expected: Sequence[Expected], played: Played, last: date
    ) -> None:
        self.last = last
        self.people = {person.id: person for person in people}
        self.expected = {item.key: item for item in expected}
        self.outcomes = {(item.ritual, item.day, item.person): item for item in played.outcomes}
        self.played = played
        self.dms = {post.delivery.key: post for post in played.posts if _asks(post)}
        # What comes later in the same hour is added to the message that is there.
        self.texts: dict[str, list[str]] = defaultdict(list)
        for post in played.posts:
            self.texts[post.delivery.key.removeprefix("state:")].append(post.delivery.message.text)
        self.carried: dict[str | None, list[Outcome]] = defaultdict(list)
        for item in played.outcomes:
            self.carried[item.dm].append(item)
        self.dm_in_thread = {dm.ts: key for key, dm in self.dms.items()}
        self.boards = dict(_titled(played.posts, {item.ritual for item in played.outcomes}))
        self.reminders = [post for post in played.posts if post.delivery.kind == DeliveryKind.REMINDER]
        self.writes: dict[str, list[Post]] = defaultdict(list)
        for post in played.posts:
            if _writes_to_a_person(post):
                self.writes[self._person_of(post)].append(post)

    def run(self) -> list[Check]:
        """Every check."""
        return [
            self._asked_once(),
            self._in_time(),
            self._nobody_else(),
            self._one_an_hour(),
            self._never_quiet(),
            self._never_disturbing(),
            self._never_on_days_off(),
            self._one_reminder(),
            self._reminded_if_silent(),
            self._excused_not_missing(),
            self._boards(),
            self._all_left(),
        ]

    def _person_of(self, post: Post) -> str:
        return post.delivery.channel.replace("D0", "U0")

    def _asked_once(self) -> Check:
        check = Check("everybody who should be asked was asked, once")
        posted = Counter(post.delivery.key for post in self.played.posts if _asks(post))
        for item in self.expected.values():
            if item.excused is None:
                check.look(self._wrongly_asked(item, posted))
        return check

    def _wrongly_asked(self, item: Expected, posted: Counter[str]) -> str | None:
        found = self.outcomes.get(item.key)
        if found is None:
            return f"{item}: not planned at all"
        if found.dm is None or not posted[found.dm]:
            return f"{item}: never asked ({found.state}, {found.reason})"
        if posted[found.dm] > 1:
            return f"{item}: asked {posted[found.dm]} times"
        if item.ritual.name not in self._words(found.dm):
            return f"{item}: the message does not speak of it"
        return None

    def _words(self, dm: str) -> str:
        return "\n".join(self.texts[dm])

    def _in_time(self) -> Check:
        check = Check("… at their local time, or in the next hour that was free")
        for item in self.expected.values():
            found = self.outcomes.get(item.key)
            if item.excused is None and found and found.dm in self.dms:
                check.look(self._badly_timed(item, self.dms[found.dm].at, found))
        return check

    def _badly_timed(self, item: Expected, sent: datetime, found: Outcome) -> str | None:
        when = f"{item}: asked {self._local(item.person, sent)}"
        if hour_of(item.person, sent) == hour_of(item.person, item.due):
            return None
        if sent < item.due:
            return f"{when}, too early"
        if sent >= item.closes:
            return f"{when}, after it closed"
        hours = {hour_of(item.person, post.at) for post in self.writes[item.person.id] if post.at < sent}
        between, free = item.due, []
        while hour_of(item.person, between) != hour_of(item.person, sent):
            if hour_of(item.person, between) not in hours and not _rests(item.person, between):
                free.append(self._local(item.person, between))
            between += timedelta(minutes=30)
        return f"{when}, although {free[0]} was free" if free else None

    def _nobody_else(self) -> Check:
        check = Check("nobody else was asked: not the absent, the observing, those who said no")
        for item in self.played.outcomes:
            key = (item.ritual, item.day, item.person)
            expected = self.expected.get(key)
            if item.day <= self.last and item.dm in self.dms:
                person = self.people[item.person]
                reason = "not expected" if expected is None else expected.excused
                who = f"{person.name}, {item.ritual} of {item.day:%a %d %b}"
                asked = f"asked {self._local(person, self.dms[str(item.dm)].at)} ({item.state})"
                check.look(f"{who}: {reason}, but {asked}" if reason else None)
        return check

    def _one_an_hour(self) -> Check:
        check = Check("never two direct messages in a person's clock hour")
        for person_id, posts in self.writes.items():
            person = self.people[person_id]
            hours = Counter(hour_of(person, post.at) for post in posts)
            for hour, count in hours.items():
                check.look(f"{person.name}: {count} in the hour {hour}" if count > 1 else None)
        return check

    def _never_quiet(self) -> Check:
        check = Check("no direct message in quiet hours")
        for person, post in self._direct_messages():
            quiet = is_quiet(person, post.at)
            told = f"{person.name}: {post.delivery.kind} {self._local(person, post.at)}"
            check.look(f"{told}, quiet {person.quiet[0]:%H:%M}–{person.quiet[1]:%H:%M}" if quiet else None)
        return check

    def _never_disturbing(self) -> Check:
        check = Check("no direct message while Slack says not to disturb")
        for person, post in self._direct_messages():
            told = f"{person.name}: {post.delivery.kind} {self._local(person, post.at)}"
            check.look(told if undisturbed_until(person, post.at) else None)
        return check

    def _never_on_days_off(self) -> Check:
        check = Check("no direct message when away, on holidays or days off")
        team_of_dm = {item.dm: item.team for item in self.played.outcomes}
        for person, post in self._direct_messages():
            dm = self._dm_of(post)
            why = day_off(person, team_of_dm.get(dm, person.teams[0]), post.at)
            told = f"{person.name}: {post.delivery.kind} {self._local(person, post.at)}"
            check.look(f"{told}, {why}" if why else None)
        return check

    def _dm_of(self, post: Post) -> str:
        if post.delivery.kind != DeliveryKind.REMINDER:
            return post.delivery.key
        return self.dm_in_thread.get(post.delivery.thread_ts or "", "")

    def _one_reminder(self) -> Check:
        check = Check("one reminder at most, in the same thread, before it closes, to the silent")
        by_prompt = Counter(post.delivery.key for post in self.reminders)
        threads = {dm.ts for dm in self.dms.values()}
        for post in self.reminders:
            check.look(self._bad_reminder(post, by_prompt, threads))
        return check

    def _bad_reminder(self, post: Post, by_prompt: Counter[str], threads: set[str]) -> str | None:
        person = self.people[self._person_of(post)]
        told = f"{person.name}: reminded {self._local(person, post.at)}"
        if by_prompt[post.delivery.key] > 1:
            return f"{told} {by_prompt[post.delivery.key]} times"
        if post.delivery.thread_ts not in threads:
            return f"{told}, not in the thread of the question"
        about = [
            item for item in self._carried_by(self._dm_of(post)) if item.ritual in post.delivery.message.text
        ]
        if not about:
            return f"{told} of something that was not asked"
        if all(item.closes <= post.at for item in about):
            return f"{told} of {about[0].ritual}, which had closed"
        if all(item.answered and item.answered < post.at for item in about):
            return f"{told} of {about[0].ritual}, which they had answered"
        return None

    def _carried_by(self, dm: str) -> list[Outcome]:
        return self.carried[dm]

    def _reminded_if_silent(self) -> Check:
        check = Check("… and the silent were reminded, where rest and the hour allowed it")
        reminded = {
            (self._dm_of(post), ritual) for post in self.reminders for ritual in self._rituals_in(post)
        }
        for item in self.expected.values():
            found = self.outcomes.get(item.key)
            if item.excused or found is None or found.dm not in self.dms or item.ritual.remind is None:
                continue
            instant = found.closes - item.ritual.remind
            if (found.dm, item.ritual.name) in reminded:
                check.look(None)
            elif self._wants_reminding(item, found, instant):
                check.look(f"{item}: not reminded {self._local(item.person, instant)}")
        return check

    def _rituals_in(self, post: Post) -> list[str]:
        return [
            item.ritual
            for item in self._carried_by(self._dm_of(post))
            if item.ritual in post.delivery.message.text
        ]

    def _wants_reminding(self, item: Expected, found: Outcome, instant: datetime) -> bool:
        person, dm = item.person, self.dms[str(found.dm)]
        if found.answered and found.answered <= instant + _HOUR:
            return False
        if found.state == "excused" or _rests(person, instant) or day_off(person, item.team, instant):
            return False
        taken = [
            post for post in self.writes[person.id] if hour_of(person, post.at) == hour_of(person, instant)
        ]
        return dm.at < instant and not taken

    def _excused_not_missing(self) -> Check:
        check = Check("the excused are excused, with a reason, and never counted as missing")
        for item in self.expected.values():
            found = self.outcomes.get(item.key)
            if item.excused and found:
                well = found.state in ("excused", "answered") and (found.reason or found.state == "answered")
                check.look(None if well else f"{item}: {item.excused}, but {found.state} ({found.reason})")
        for found in self.played.outcomes:
            if found.state == "missed":
                check.look(None if found.dm in self.dms else f"{found}: missed without being asked")
        return check

    def _boards(self) -> Check:
        check = Check("one parent message per round and team, with the right count; none without people")
        asked: dict[tuple[str, date, str], list[Expected]] = defaultdict(list)
        for item in self.expected.values():
            asked[item.ritual.name, item.day, item.team] += [] if item.excused else [item]
        for (ritual, day, team), items in asked.items():
            check.look(self._bad_board(ritual, day, team, items))
        return check

    def _bad_board(self, ritual: str, day: date, team: str, items: list[Expected]) -> str | None:
        told = f"{team}, {ritual} of {day:%a %d %b}"
        boards = self._boards_of(ritual, day, team)
        posts = [post for post in boards if post.delivery.method == Method.POST]
        if not items:
            return f"{told}: nobody to ask, and yet a message" if posts else None
        if len(posts) != 1:
            return f"{told}: {len(posts)} parent messages"
        said = _ANSWERED.search(boards[-1].delivery.message.text)
        counted = [item for item in items if self.outcomes[item.key].state != "excused"] if said else []
        answered = [item for item in counted if self.outcomes[item.key].state == "answered"]
        truth = (str(len(answered)), str(len(counted)))
        if counted and (said is None or said.groups() != truth):
            return f"{told}: says {said[0] if said else 'nothing'}, is {' of '.join(truth)}"
        return None

    def _boards_of(self, ritual: str, day: date, team: str) -> list[Post]:
        return self.boards.get((ritual, f"{day.day} {day:%b}", f"C0{team.upper()}"), [])

    def _all_left(self) -> Check:
        check = Check("everything that was owed left", looked_at=len(self.played.posts))
        check.broken += self.played.unsent
        return check

    def _direct_messages(self) -> Iterator[tuple[Person, Post]]:
        for person_id, posts in self.writes.items():
            for post in posts:
                yield self.people[person_id], post

    def _local(self, person: Person, instant: datetime) -> str:
        return instant.astimezone(ZoneInfo(person.zone_at(instant))).strftime("%a %d %b %H:%M")


def _rests(person: Person, instant: datetime) -> bool:
    return is_quiet(person, instant) or undisturbed_until(person, instant) is not None


def _asks(post: Post) -> bool:
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

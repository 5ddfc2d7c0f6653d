"""Playing the quarter: the shipped heartbeat, store and outbox, a calendar that jumps, and people who answer."""

import asyncio
import contextlib
import zlib
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import partial
from heapq import heappop, heappush
from itertools import count
from pathlib import Path
from typing import Any

from sqlalchemy import select

from benchmarks.quarter.company import ALWAYS, NEVER, Absence, Person
from benchmarks.quarter.slack import Post, RecordedSlack, channel_of
from bot.rituals import answering
from bot.rituals.as_code.applying import apply_file
from bot.rituals.as_code.file import read_file
from bot.rituals.as_code.resolving import resolve
from bot.rituals.opting import stop_asking
from bot.rituals.people import save_profiles
from bot.rituals.rest.away import go_away
from bot.rituals.rest.resting import leave_in_peace
from bot.rituals.tending.roles import give_role
from bot.store import members, rituals, standings, team_sources, workspaces
from bot.store.engine import Store, open_store
from bot.store.keys import NoKeys, keyring
from bot.store.tables import delivery, member, prompt, round_, team
from bot.values.deliveries import DeliveryKind
from bot.values.people import Member, Role
from bot.values.questions import IN_WORDS, Answer, Question, QuestionType
from bot.values.rest import Days, Quiet, Rest
from bot.values.rounds import Form
from bot.wiring import ports
from bot.works import Works, name_of_this_process, put_together
from config.secret import Secret
from config.settings import Settings

RITUALS = Path(__file__).parent / "RITUALS.yaml"
AFTERWARDS = timedelta(days=4)
"""How long it goes on after the last round, so that every window closes."""


class JumpingCalendar:
    """Calendar time that stands still between jumps."""

    def __init__(self, now: datetime) -> None:
        self._now = now

    def now(self) -> datetime:
        """The present instant."""
        return self._now

    def jump(self, to: datetime) -> None:
        """Be there."""
        self._now = to


@dataclass(frozen=True)
class Outcome:
    """What became of one person in one round, as the store has it."""

    ritual: str
    day: date
    person: str
    team: str
    state: str
    reason: str | None
    dm: str | None
    closes: datetime
    answered: datetime | None


@dataclass
class Played:
    """A quarter that was played: everything Slack was given, and how everything ended."""

    posts: list[Post]
    outcomes: list[Outcome] = field(default_factory=list)
    halts: int = 0
    unsent: list[str] = field(default_factory=list)


async def play(
    url: str,
    people: Sequence[Person],
    begins: datetime,
    last: date,
    progress: Callable[[datetime], None] = lambda now: None,
) -> Played:
    """Set everything up on a migrated database and live until everything that began by `last` has closed."""
    calendar = JumpingCalendar(begins)
    slack = RecordedSlack(people, calendar)
    store = open_store(url)
    settings = Settings(bot_token=Secret("xoxb-nobody"), database_url=url, pacing=False)
    works = put_together(settings, store, slack, calendar, keyring(settings.keys), name_of_this_process())
    sending = asyncio.create_task(works.sender.run())
    try:
        life = Life(store, calendar, slack, works, people)
        await life.set_up()
        await life.live(datetime.combine(last, datetime.min.time(), UTC) + AFTERWARDS, progress)
        return await life.played()
    finally:
        sending.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await sending
        await store.close()


class Life:
    """Everything that happens, one instant after the other."""

    def __init__(
        self,
        store: Store,
        calendar: JumpingCalendar,
        slack: RecordedSlack,
        works: Works,
        people: Sequence[Person],
    ) -> None:
        self._store, self._calendar, self._slack, self._works = store, calendar, slack, works
        self._people = {person.id: person for person in people}
        self._diary: list[tuple[datetime, int, Callable[[], Awaitable[Any]]]] = []
        self._order = count()
        self._halts = 0

    async def set_up(self) -> None:
        """Apply the file, and let people say how they are to be left in peace."""
        now = self._calendar.now()
        async with self._store.transaction() as tx:
            home = await workspaces.save(
                tx, slack_id="T0QUARTER", name="Quarter", bot_user_id="U0BOT", bot_id="B0BOT", now=now
            )
        self._workspace_id = home.id
        await save_profiles(self._store, home.id, await self._slack.profiles(), now)
        for person in self._people.values():
            if person.joins <= now:
                await self._introduce_oneself(person)
            self._foresee(person)
        file = read_file(RITUALS.read_text("utf-8"), source=RITUALS.name)
        await apply_file(self._store, home.id, await resolve(file, self._slack), now=now)

    async def live(self, until: datetime, progress: Callable[[datetime], None]) -> None:
        """Halt at every instant at which something is due or somebody does something."""
        while (now := self._calendar.now()) < until:
            next_due = await self._works.at_rest.settle()
            self._read_mail()
            ahead = [until, *([next_due] if next_due else []), *(entry[0] for entry in self._diary[:1])]
            self._calendar.jump(max(now, min(ahead)))
            await self._act()
            self._halts += 1
            progress(self._calendar.now())

    async def played(self) -> Played:
        """How it ended."""
        async with self._store.transaction() as tx:
            rows = await tx.execute(
                select(
                    *(
                        round_.c.ritual_name,
                        round_.c.local_date,
                        member.c.slack_id,
                        team.c.name,
                        prompt.c.state,
                    ),
                    *(prompt.c.reason, prompt.c.delivery_key, prompt.c.closes_at, prompt.c.answered_at),
                ).select_from(
                    prompt.join(round_, round_.c.id == prompt.c.round_id)
                    .join(member, member.c.id == prompt.c.member_id)
                    .join(team, team.c.id == prompt.c.team_id)
                )
            )
            outcomes = [Outcome(*row) for row in rows]
            unsent = await tx.execute(
                select(delivery.c.key).where(delivery.c.state.in_(("failed", "doubtful")))
            )
            return Played(self._slack.posts, outcomes, self._halts, list(unsent.scalars()))

    # What people do

    def _foresee(self, person: Person) -> None:
        """Enter into the diary what will happen to somebody."""
        if self._calendar.now() < person.joins:
            self._enter(person.joins, lambda: self._join(person))
        if person.leaves < NEVER:
            self._enter(person.leaves, lambda: self._tell_slacks_news(person))
        if person.moves:
            self._enter(person.moves[0], lambda: self._tell_slacks_news(person))
        if ALWAYS < person.observes < NEVER:
            self._enter(person.observes, lambda: self._observe(person))
        for absence in person.away:
            if absence.known > ALWAYS:
                self._enter(absence.known, partial(self._go_away, person, absence))
        for name, instant in person.opts_out.items():
            self._enter(instant, partial(self._opt_out, person, name))

    def _enter(self, instant: datetime, what: Callable[[], Awaitable[Any]]) -> None:
        heappush(self._diary, (instant, next(self._order), what))

    async def _act(self) -> None:
        while self._diary and self._diary[0][0] <= self._calendar.now():
            await heappop(self._diary)[2]()
            self._works.at_rest.ring()

    async def _join(self, person: Person) -> None:
        await self._tell_slacks_news(person)
        await self._introduce_oneself(person)
        async with self._store.transaction() as tx:
            for name in person.teams:
                channel = channel_of(name).slack_id
                await team_sources.read_channel_now(tx, self._workspace_id, channel, self._calendar.now())

    async def _tell_slacks_news(self, person: Person) -> None:
        profile = await self._slack.profile(person.id)
        await save_profiles(self._store, self._workspace_id, [profile], self._calendar.now())

    async def _introduce_oneself(self, person: Person) -> None:
        rest = Rest(person.working, Quiet(*person.quiet), person.country)
        await leave_in_peace(self._store, await self._member(person), rest, self._calendar.now())
        if person.observes <= self._calendar.now():
            await self._observe(person)
        for absence in person.away:
            if absence.known <= self._calendar.now():
                await self._go_away(person, absence)

    async def _observe(self, person: Person) -> None:
        admin = await self._member(next(iter(self._people.values())))
        profile = await self._slack.profile(person.id)
        await give_role(self._store, admin, profile, Role.OBSERVER, self._calendar.now())

    async def _go_away(self, person: Person, absence: Absence) -> None:
        days = Days(absence.first, absence.last)
        await go_away(self._store, await self._member(person), days, self._calendar.now())

    async def _member(self, person: Person) -> Member:
        async with self._store.transaction() as tx:
            found = await members.by_slack_id(tx, self._workspace_id, person.id)
        assert found is not None
        return found

    async def _opt_out(self, person: Person, name: str) -> None:
        async with self._store.transaction() as tx:
            ritual = await rituals.by_name(tx, self._workspace_id, name)
        assert ritual is not None
        who = await self._member(person)
        await stop_asking(self._store, ritual.id, who.id, self._calendar.now())

    # Answering

    def _read_mail(self) -> None:
        fresh, self._slack.fresh = self._slack.fresh, []
        for post in fresh:
            person = self._people.get(post.delivery.channel)
            if person is not None and post.delivery.kind == DeliveryKind.PROMPT:
                self._consider(person, post)

    def _consider(self, person: Person, post: Post) -> None:
        dice = zlib.crc32(f"{person.id}/{post.delivery.key}".encode()) / 2**32
        if dice < person.answers:
            # Most answer within three hours; some only towards the end of the day.
            hours = 1 + int(dice / person.answers * 3) if dice < person.answers * 0.85 else 8
            # On the hour, several at once: every instant at which somebody does something costs a look around.
            instant = post.at.replace(minute=0, second=0) + timedelta(hours=hours)
            self._enter(instant, lambda: self._answer(post.delivery.key))

    async def _answer(self, dm: str) -> None:
        now = self._calendar.now()
        async with self._store.transaction() as tx:
            carried = await standings.in_delivery(tx, self._workspace_id, dm)
        for standing in carried:
            if standing.prompt.state == "sent":
                await answering.answer(
                    self._store, ports(NoKeys()), standing.prompt.id, standing.member.id, _fill_in, now=now
                )


def _fill_in(form: Form) -> list[Answer]:
    given: dict[str, Answer] = {}
    for question in form.round.questions:
        if question.is_called_for(given) and (answer := _an_answer(question)) is not None:
            given[question.key] = answer
    return list(given.values())


def _an_answer(question: Question) -> Answer | None:
    if question.type in IN_WORDS:
        return Answer(question.key, text="The new flow is live for a tenth of all visitors.")
    if question.type in (QuestionType.SCALE, QuestionType.NUMBER):
        return Answer(question.key, number=4)
    # Nobody waits for anybody, so what would be asked about that is not shown.
    return Answer(question.key, number=0) if question.type == QuestionType.YES_NO else None

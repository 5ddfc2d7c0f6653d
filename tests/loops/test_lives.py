"""Random people take random loops through months: whatever they do, in whatever order, and two of them in the same
instant, every rule of a loop's life holds, on each database.
"""

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select

from bot.loops import lifecycle, passing, raising, rights, stepping
from bot.store import loops, members, stakes
from bot.store.engine import Store, open_store
from bot.store.tables import loop as loop_table
from bot.store.tables import loop_hit, loop_news
from bot.store.tables import member as member_table
from bot.values.errors import DrumbeatError
from bot.values.loops import (
    OPEN,
    UNBLOCKED,
    Loop,
    LoopEvent,
    LoopState,
    NewLoop,
    NewStep,
    Step,
    WaitsOn,
)
from bot.values.people import Member
from bot.wiring import LOOP_WORDING
from tests.loops.founding import found_company, told_by_slack

MONDAY = datetime(2026, 9, 7, 7, 0, tzinfo=UTC)
NAMES = ("Ana", "Ben", "Cleo", "Dev", "Eve", "Finn")
TEAMS = {"Checkout": ("Ana", "Ben", "Cleo"), "Payments": ("Dev", "Eve")}
LEADS = {"Checkout": "Ana", "Payments": "Dev"}

PEOPLE = st.sampled_from(NAMES)
BY_PEOPLE = st.sampled_from([step for step in Step if step not in (Step.RAISED, Step.MERGED)])
BY_TIME = (Step.NUDGED, Step.ESCALATED, Step.PRESUMED)
TURNS = {Step.REOPENED, Step.HANDED_OVER}
"""Steps after which patience begins anew."""

GIVES_A_DAY = {Step.ACKNOWLEDGED, Step.PROMISED}


# A life is played in a real database, so that making a failing one shorter would take minutes: it is told as it was.
LIVES = settings(
    max_examples=8,
    stateful_step_count=30,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
)


@dataclass
class Life:
    """What is known of a loop from outside: its first form, and the events seen so far."""

    raised: Loop
    events: list[LoopEvent]


class Lives(RuleBasedStateMachine):
    """A company of two teams and somebody without one."""

    url = ""
    loops = Bundle("loops")

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.store: Store = self.run(self._open())
        self.now = MONDAY
        self.people: dict[str, Member] = {}
        self.team_ids: dict[str, int] = {}
        self.lives: dict[int, Life] = {}

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:
        return self.runner.run(work)

    def teardown(self) -> None:
        self.run(self.store.close())
        self.runner.close()

    @initialize()
    def found(self) -> None:
        self.run(self._found())

    @rule(
        target=loops,
        who=PEOPLE,
        party=st.sampled_from(["Checkout", "Payments", "a person", "outside", "nobody"]),
        whom=PEOPLE,
    )
    def raise_one(self, who: str, party: str, whom: str) -> Any:
        waits_on = {
            "a person": WaitsOn(member_id=self.people[whom].id),
            "outside": WaitsOn(outside="The bank"),
            "nobody": WaitsOn(),
        }.get(party) or WaitsOn(team_id=self.team_ids[party])
        raised = self.run(self._raise(who, waits_on))
        if raised is None:
            return multiple()
        self.lives[raised.id] = Life(raised, [])
        return raised.id

    @rule(loop_id=loops, who=PEOPLE, step=BY_PEOPLE, days=st.integers(0, 12), whom=PEOPLE)
    def step(self, loop_id: int, who: str, step: Step, days: int, whom: str) -> None:
        before = self.run(self._events(loop_id))
        reached = self.run(self._try(who, loop_id, self._what(step, days, whom)))
        self._nothing_is_lost(loop_id, before, [reached])

    @rule(loop_id=loops, data=st.data(), days=st.integers(0, 12), whom=PEOPLE)
    def a_step_that_is_open_to_somebody(
        self, loop_id: int, data: st.DataObject, days: int, whom: str
    ) -> None:
        open_to = self.run(self._open_to(loop_id))
        if open_to:
            who, step = data.draw(st.sampled_from(open_to))
            before = self.run(self._events(loop_id))
            what = self._what(step, days, whom)
            reached = self.run(self._try(who, loop_id, what))
            assert reached or step == Step.HANDED_OVER, "a step that was offered was refused"
            self._nothing_is_lost(loop_id, before, [reached])
            # Joining takes one press, which has its own way of finding it done.
            if reached and step != Step.JOINED:
                assert self.run(self._try(who, loop_id, what)) == reached, (
                    "handed in twice, it was taken twice"
                )

    @rule(loop_id=loops, data=st.data(), days=st.integers(0, 9))
    def two_in_the_same_instant(self, loop_id: int, data: st.DataObject, days: int) -> None:
        open_to = self.run(self._open_to(loop_id))
        if open_to:
            (one, step), (other, other_step) = (data.draw(st.sampled_from(open_to)) for _ in range(2))
            before = self.run(self._events(loop_id))
            tries = (
                self._try(one, loop_id, self._what(step, days, "Eve")),
                self._try(other, loop_id, self._what(other_step, days, "Cleo")),
            )
            self._nothing_is_lost(loop_id, before, self.run(self._both(*tries)))

    @rule(loop_id=loops, into=loops, who=PEOPLE)
    def merge(self, loop_id: int, into: int, who: str) -> None:
        before = self.run(self._events(loop_id))
        reached = self.run(self._try(who, loop_id, NewStep(Step.MERGED, other_id=into)))
        self._nothing_is_lost(loop_id, before, [reached])
        if reached:
            assert into != loop_id

    @rule(days=st.sampled_from([0, 1, 1, 3, 7, 20]), hours=st.integers(0, 23))
    def time_passes(self, days: int, hours: int) -> None:
        self.now += timedelta(days=days, hours=hours)
        self.run(self._tend())

    @rule(who=st.sampled_from(["Cleo", "Eve", "Finn"]))
    def somebody_leaves_or_comes_back(self, who: str) -> None:
        self.run(self._leave_or_come_back(who))

    @invariant()
    def every_rule_holds(self) -> None:
        if self.lives:
            loops_now, events, hits, news = self.run(self._everything())
            for loop_id, life in self.lives.items():
                self._follows_from_its_events(life, loops_now[loop_id], events[loop_id])
                self._makes_sense(loops_now[loop_id], life.events)
                self._hits_whoever_is_in_on_it(life.events, hits[loop_id])
            self._nobody_is_told_what_they_did(news)

    def _follows_from_its_events(self, life: Life, now: Loop, events: list[LoopEvent]) -> None:
        assert events[: len(life.events)] == life.events, "an event was changed or lost"
        assert [event.seq for event in events] == list(range(1, len(events) + 1))
        assert events[0].step == Step.RAISED
        assert lifecycle.replay(life.raised, events[1:]) == now
        life.events = events

    def _makes_sense(self, loop: Loop, events: list[LoopEvent]) -> None:
        assert (loop.closed_at is None) == (loop.state in OPEN | {LoopState.ANSWERED})
        assert (loop.answered_at is not None) == (loop.state in UNBLOCKED | {LoopState.ANSWERED})
        assert loop.unblocked_at is None or loop.raised_at <= loop.unblocked_at
        self._time_is_gentle(events)

    def _hits_whoever_is_in_on_it(self, events: list[LoopEvent], hit: list[int]) -> None:
        assert len(hit) == len(set(hit))
        assert {event.actor_id for event in events if event.step in (Step.RAISED, Step.JOINED)} == set(hit)

    def _nobody_is_told_what_they_did(self, news: list[tuple[int, int, int]]) -> None:
        for loop_id, member_id, seq in news:
            event = self.lives[loop_id].events[seq - 1]
            came_by_a_merger = event.step == Step.JOINED and event.what.other_id is not None
            assert came_by_a_merger or event.actor_id != member_id

    def _what(self, step: Step, days: int, whom: str) -> NewStep:
        return NewStep(
            step,
            words="Here it is." if step in (Step.ANSWERED, Step.DECLINED) else None,
            on=self.now.date() + timedelta(days=days) if step in GIVES_A_DAY else None,
            waits_on=WaitsOn(member_id=self.people[whom].id) if step == Step.HANDED_OVER else WaitsOn(),
        )

    def _nothing_is_lost(self, loop_id: int, before: list[LoopEvent], reached: list[int]) -> None:
        """Every try reached a version (0: it was refused); each new one is one event more."""
        events = self.run(self._events(loop_id))
        assert events[: len(before)] == before
        assert len(events) - len(before) == len({version for version in reached if version > len(before)})

    def _time_is_gentle(self, events: list[LoopEvent]) -> None:
        nudged = escalated = 0
        for event in events:
            if event.step in GIVES_A_DAY | TURNS:
                nudged = 0
            if event.step in TURNS:
                escalated = 0
            nudged += event.step == Step.NUDGED
            escalated += event.step == Step.ESCALATED
            assert nudged <= 1
            assert escalated <= 1
            assert (event.actor_id is None) == (event.step in BY_TIME)
        for earlier, later in pairwise(events):
            if later.step == Step.PRESUMED:
                assert earlier.step in (Step.ANSWERED, Step.JOINED, Step.CHANGED)

    async def _open(self) -> Store:
        return open_store(self.url)

    async def _found(self) -> None:
        async with self.store.reading() as tx:
            home = f"T{len((await tx.execute(select(member_table.c.id))).all())}"
        self.people, self.team_ids = await found_company(
            self.store, NAMES, TEAMS, LEADS, admin="Finn", home=home, now=self.now
        )

    async def _raise(self, who: str, waits_on: WaitsOn) -> Loop | None:
        team = next((name for name, people in TEAMS.items() if who in people), None)
        try:
            async with self.store.transaction() as tx:
                raiser = await members.by_id(tx, self.people[who].id)
                return await raising.raise_in(
                    tx,
                    LOOP_WORDING,
                    raiser,
                    self.team_ids[team] if team else None,
                    NewLoop("The refund API", waits_on),
                    self.now,
                )
        except DrumbeatError:
            return None

    async def _open_to(self, loop_id: int) -> list[tuple[str, Step]]:
        found = []
        async with self.store.transaction() as tx:
            loop = await loops.find(tx, self.people["Ana"].workspace_id, loop_id)
            assert loop is not None
            for name, known in self.people.items():
                member = await members.by_id(tx, known.id)
                stake = (await stakes.of_member(tx, member, [loop]))[loop_id]
                steps = rights.steps_for(loop, stake) - {Step.MERGED} if member.is_active else frozenset()
                found += [(name, step) for step in sorted(steps)]
        return found

    async def _try(self, who: str, loop_id: int, what: NewStep) -> int:
        member = self.people[who]
        try:
            return (await stepping.take(self.store, LOOP_WORDING, member, loop_id, what, self.now)).version
        except DrumbeatError:
            return 0

    async def _both(self, *tries: Coroutine[Any, Any, int]) -> list[int]:
        return await asyncio.gather(*tries)

    async def _tend(self) -> None:
        while await passing.let_time_pass(self.store, LOOP_WORDING, self.now):
            pass

    async def _leave_or_come_back(self, who: str) -> None:
        async with self.store.transaction() as tx:
            member = await members.by_id(tx, self.people[who].id)
            await members.save(tx, member.workspace_id, [told_by_slack(who, is_deactivated=member.is_active)])

    async def _events(self, loop_id: int) -> list[LoopEvent]:
        async with self.store.transaction() as tx:
            return (await loops.events_of(tx, [loop_id]))[loop_id]

    async def _everything(
        self,
    ) -> tuple[dict[int, Loop], dict[int, list[LoopEvent]], dict[int, list[int]], list[tuple[int, int, int]]]:
        ids = list(self.lives)
        async with self.store.transaction() as tx:
            rows = await tx.execute(select(loop_table).where(loop_table.c.id.in_(ids)))
            hits: dict[int, list[int]] = {loop_id: [] for loop_id in ids}
            for row in await tx.execute(select(loop_hit).where(loop_hit.c.loop_id.in_(ids))):
                hits[row.loop_id].append(row.member_id)
            news = await tx.execute(
                select(loop_news.c.loop_id, loop_news.c.member_id, loop_news.c.seq).where(
                    loop_news.c.loop_id.in_(ids)
                )
            )
            return (
                {row.id: loops.to_loop(row) for row in rows},
                await loops.events_of(tx, ids),
                hits,
                [(row[0], row[1], row[2]) for row in news],
            )


@pytest.mark.usefixtures("database_url")
def test_random_people_live_with_random_loops_for_months(database_url: str) -> None:
    machine = type("LivesHere", (Lives,), {"url": database_url})
    run_state_machine_as_test(machine, settings=LIVES)

"""What weeks came to is kept, and is always what counting everything again would find."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest_asyncio
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, func, insert, select, text, update

from bot.rituals.opening import open_due_round
from bot.store import rituals, week_sums, weekly
from bot.store.engine import Store, Transaction
from bot.store.forgetting import forget_prompts
from bot.store.keys import keyring
from bot.store.ritual_rows import from_questions
from bot.store.rounds import by_id
from bot.store.tables import answer, prompt, round_, week_scale, week_sum, week_turnout
from bot.store.trends import Weeks
from bot.store.withheld import Withheld
from bot.trends import summing
from bot.values.rituals import TO_LEAD, TO_TEAM, Kind, RitualPlan, Tier
from bot.values.rounds import PromptState, RoundState
from bot.values.schedules import Schedule
from bot.wiring import WORDING, ports
from tests.loops.founding import found_company
from tests.store.recounting import check_sums
from tests.trends.company import CONFIDENCE, MONDAY, Company

FIRST = MONDAY - timedelta(weeks=3)
BEGINNING = datetime.combine(FIRST, time(12), tzinfo=UTC)
LATER = datetime(2026, 12, 8, tzinfo=UTC)
WEEKS = Weeks(FIRST, count=4, last=MONDAY + timedelta(days=6))
IN_BETWEEN = PromptState.PLANNED, PromptState.SENT


@dataclass(frozen=True)
class _Got:
    """What one of four people got, in one of two teams, and gave."""

    member: int
    team: int
    state: PromptState
    late: bool
    number: int | None


@dataclass(frozen=True)
class _Round:
    ritual: int
    day: int
    tier: Tier
    report: str
    got: Sequence[_Got]


@dataclass(frozen=True)
class _Event:
    """So many days later somebody answers late, a prompt is forgotten, a round opens, or all is summed up."""

    days: int
    what: str
    which: int
    number: int


_got = st.builds(
    _Got,
    member=st.integers(0, 3),
    team=st.integers(0, 1),
    state=st.sampled_from((*PromptState, *[PromptState.ANSWERED] * 4)),
    late=st.booleans(),
    number=st.sampled_from((None, 1, 2, 3, 4, 5)),
)
_rounds = st.builds(
    _Round,
    ritual=st.integers(0, 1),
    day=st.integers(0, 13),
    tier=st.sampled_from((Tier.NAMED, Tier.NAMED, Tier.CONFIDENTIAL)),
    report=st.sampled_from((TO_TEAM, TO_LEAD)),
    got=st.lists(_got, max_size=4, unique_by=lambda got: got.member),
)
_events = st.builds(
    _Event,
    days=st.integers(0, 3),
    what=st.sampled_from(("sum up", "answer", "take back", "forget", "open")),
    which=st.integers(0, 99),
    number=st.integers(1, 5),
)
_withheld = st.builds(
    Withheld, reports=st.sampled_from((frozenset(), frozenset({TO_LEAD}))), groups_only=st.booleans()
)


class _Past:
    """A company's weeks as a list says, written into one transaction, which is rolled back."""

    def __init__(self, tx: Transaction, company: Company, ids: dict[str, list[int]]) -> None:
        self._tx, self._company, self._ids = tx, company, ids
        self.now = BEGINNING

    async def has(self, item: _Round, state: RoundState = RoundState.CLOSED) -> None:
        """A round that was; the same ritual has one a day."""
        day = FIRST + timedelta(days=item.day)
        opens = datetime.combine(day, time(8), tzinfo=UTC)
        is_open = state is RoundState.OPEN
        closes = self.now + timedelta(days=2) if is_open else opens + timedelta(hours=8)
        ritual_id = self._ids["rituals"][item.ritual]
        taken = select(func.count()).where(round_.c.ritual_id == ritual_id, round_.c.local_date == day)
        if (await self._tx.execute(taken)).scalar_one():
            return
        values = {
            "workspace_id": self._company.workspace_id,
            "ritual_id": ritual_id,
            "ritual_name": "Check-in",
            "local_date": day,
            "state": state,
            "opens_at": opens,
            "closes_at": closes,
            "questions": from_questions((CONFIDENCE,)),
            "report": item.report,
            "tier": item.tier,
        }
        made = await self._tx.execute(insert(round_).values(values).returning(round_.c.id))
        round_id = made.scalar_one()
        for got in item.got:
            given = PromptState.SENT if is_open else got.state
            await self._gets(round_id, ritual_id, day, closes, got, given)
        await week_sums.outdate_round(self._tx, await by_id(self._tx, round_id), self.now)

    async def _gets(
        self, round_id: int, ritual_id: int, day: date, closes: datetime, got: _Got, state: PromptState
    ) -> None:
        ids = {"member_id": self._ids["members"][got.member], "team_id": self._ids["teams"][got.team]}
        here = {"workspace_id": self._company.workspace_id, **ids}
        values = {
            "round_id": round_id,
            "state": state,
            "zone": "UTC",
            "due_at": closes,
            "closes_at": closes,
            "late": got.late,
            **here,
        }
        made = await self._tx.execute(insert(prompt).values(values).returning(prompt.c.id))
        if state is PromptState.ANSWERED and got.number is not None:
            await self._says(
                made.scalar_one(), {"ritual_id": ritual_id, "local_date": day, **here}, got.number
            )

    async def _says(self, prompt_id: int, about: dict[str, object], number: int) -> None:
        row = {"prompt_id": prompt_id, "question_key": CONFIDENCE.key, "number": number, **about}
        await self._tx.execute(insert(answer).values(row))

    async def goes_on(self, days: int) -> None:
        """Time goes by, and what is due closes."""
        self.now += timedelta(days=days)
        due = select(round_.c.id).where(round_.c.state == RoundState.OPEN, round_.c.closes_at <= self.now)
        of_due = prompt.c.round_id.in_(list((await self._tx.execute(due)).scalars()))
        missed = update(prompt).where(of_due, prompt.c.state.in_(IN_BETWEEN))
        await self._tx.execute(missed.values(state=PromptState.MISSED))
        closed = update(round_).where(round_.c.state == RoundState.OPEN, round_.c.closes_at <= self.now)
        await self._tx.execute(closed.values(state=RoundState.CLOSED))

    async def happens(self, event: _Event) -> None:
        """What the event says, in the way the use cases do it."""
        if event.what == "sum up":
            await self._sum_up()
        elif event.what == "open":
            got = [_Got(each, each % 2, PromptState.SENT, False, None) for each in range(event.number % 4)]
            item = _Round(event.which % 2, event.which % 14, Tier.NAMED, TO_TEAM, got)
            await self.has(item, RoundState.OPEN)
        else:
            prompts = (await self._tx.execute(select(prompt).order_by(prompt.c.id))).all()
            if prompts:
                await self._changes(prompts[event.which % len(prompts)], event)

    async def _changes(self, row: object, event: _Event) -> None:
        prompt_id: int = row.id  # type: ignore[attr-defined]
        if event.what == "forget":
            await forget_prompts(self._tx, [prompt_id])
            return
        of = await by_id(self._tx, row.round_id)  # type: ignore[attr-defined]
        await self._tx.execute(delete(answer).where(answer.c.prompt_id == prompt_id))
        state = PromptState.SKIPPED if event.what == "take back" else PromptState.ANSWERED
        changed = update(prompt).where(prompt.c.id == prompt_id)
        await self._tx.execute(changed.values(state=state, late=self.now >= of.closes_at))
        if state is PromptState.ANSWERED:
            ids = {"member_id": row.member_id, "team_id": row.team_id}  # type: ignore[attr-defined]
            about = {"ritual_id": of.ritual_id, "local_date": of.local_date, **ids}
            await self._says(prompt_id, {"workspace_id": of.workspace_id, **about}, event.number)
        await week_sums.outdate_round(self._tx, of, self.now)

    async def _sum_up(self) -> None:
        workspace_id = self._company.workspace_id
        for ritual_id, monday in await week_sums.to_sum_up(self._tx, workspace_id, WEEKS, self.now):
            week = Weeks(monday, 1, monday + timedelta(days=6))
            await week_sums.sum_up(self._tx, workspace_id, week, [ritual_id], self.now)


Known = tuple[Company, dict[str, list[int]]]


class _Undone(Exception):
    """Ends a transaction of which nothing is to stay."""


@pytest_asyncio.fixture
async def known(store: Store) -> Known:
    """A company of two teams that two rituals ask, and the ids of everything in it."""
    company = await Company.found(store)
    members = [await company.person(name) for name in ("Ana", "Ben", "Chi", "Eve")]
    teams = [await company.team(name) for name in ("Checkout", "Search")]
    rituals = [await company.ritual(name, teams, members[0]) for name in ("Daily", "Weekly")]
    return company, {"members": members, "teams": teams, "rituals": rituals}


@given(st.lists(_rounds, min_size=3, max_size=8), st.lists(_events, min_size=2, max_size=6), _withheld)
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
async def test_sums_are_what_counting_finds_whatever_happens(
    store: Store, known: Known, rounds: list[_Round], events: list[_Event], withheld: Withheld
) -> None:
    with suppress(_Undone):
        # Nobody else is there who would have to wait for SQLite: its statements need no thread.
        async with store.transaction(is_brief=True) as tx:
            past = _Past(tx, *known)
            for item in rounds:
                await past.has(item)
            await past.goes_on(35)
            await past.happens(_Event(0, "sum up", 0, 0))
            await check_sums(tx, past.now, withheld)
            for event in events:
                await past.goes_on(event.days)
                await past.happens(event)
            await check_sums(tx, past.now, withheld)
            raise _Undone


async def test_at_night_what_is_over_is_summed_up_and_counted_no_more(store: Store, known: Known) -> None:
    company, ids = known
    ana, (checkout, search), (daily, weekly_one) = ids["members"][0], ids["teams"], ids["rituals"]
    for week in range(4):
        await company.day(daily, checkout, FIRST + timedelta(weeks=week), {ana: {"confidence": week + 1}})
    await company.day(weekly_one, search, MONDAY, {ana: PromptState.MISSED})
    on_tuesday, a_week_later = (datetime(2026, 11, day, 3, 30, tzinfo=UTC) for day in (17, 24))
    assert await summing.sum_up(store, company.workspace_id, on_tuesday) == 3
    assert await summing.sum_up(store, company.workspace_id, on_tuesday) == 0
    assert await summing.sum_up(store, company.workspace_id, a_week_later) == 2
    async with store.transaction() as tx:
        seen = await weekly.look(tx, [checkout, search], [daily, weekly_one], WEEKS)
        assert seen.uncounted == week_sums.Uncounted(set(), set())
        assert await check_sums(tx, a_week_later) == 5
        await tx.execute(delete(answer))
        assert [row.value for row in await weekly.scales(tx, seen, [daily])] == [1, 2, 3, 4]


async def test_weeks_trends_do_not_look_at_any_more_are_not_kept(store: Store, known: Known) -> None:
    company, ids = known
    await company.day(ids["rituals"][0], ids["teams"][0], MONDAY, {ids["members"][0]: {"confidence": 3}})
    for weeks, kept in ((2, 1), (26, 1), (27, 0)):
        night = datetime.combine(MONDAY + timedelta(weeks=weeks), time(3, 30), tzinfo=UTC)
        await summing.sum_up(store, company.workspace_id, night)
        async with store.transaction() as tx:
            for table in (week_sum, week_turnout, week_scale):
                found = (await tx.execute(select(func.count()).select_from(table))).scalar_one()
                assert (weeks, found) == (weeks, kept)


async def test_who_answers_while_a_week_is_summed_up_is_not_left_out(store: Store, known: Known) -> None:
    """What they said is written and not yet committed when the night comes to their week: it waits for them."""
    company, ids = known
    ana, team, daily = ids["members"][0], ids["teams"][0], ids["rituals"][0]
    round_id = await company.round(daily, MONDAY)
    prompt_id = await company.prompt(round_id, daily, team, ana, MONDAY, PromptState.MISSED)
    async with store.transaction() as tx:
        changed = update(prompt).where(prompt.c.id == prompt_id)
        await tx.execute(changed.values(state=PromptState.ANSWERED, late=True))
        await week_sums.outdate_round(tx, await by_id(tx, round_id), LATER)
        night = asyncio.create_task(summing.sum_up(store, company.workspace_id, LATER))
        await _is_held_up(store, night)
    assert await night == 1
    async with store.transaction() as tx:
        assert await check_sums(tx, LATER) == 1


async def test_a_week_that_is_being_summed_up_is_outdated_by_who_answers_then(
    store: Store, known: Known
) -> None:
    """It is counted and not yet committed when they say so: they wait, and then it is gone."""
    company, ids = known
    ana, team, daily = ids["members"][0], ids["teams"][0], ids["rituals"][0]
    round_id = await company.round(daily, MONDAY)
    prompt_id = await company.prompt(round_id, daily, team, ana, MONDAY, PromptState.MISSED)

    async def answers_late() -> None:
        async with store.transaction() as tx:
            changed = update(prompt).where(prompt.c.id == prompt_id)
            await tx.execute(changed.values(state=PromptState.ANSWERED, late=True))
            await week_sums.outdate_round(tx, await by_id(tx, round_id), LATER)

    async with store.transaction() as tx:
        week = Weeks(MONDAY, count=1, last=MONDAY + timedelta(days=6))
        await week_sums.sum_up(tx, company.workspace_id, week, [daily], LATER)
        late = asyncio.create_task(answers_late())
        await _is_held_up(store, late)
    await late
    async with store.transaction() as tx:
        assert await check_sums(tx, LATER) == 0


async def _is_held_up(store: Store, task: asyncio.Task[Any]) -> None:
    """Until it waits for another transaction: for its row, or on SQLite for its turn."""
    async with asyncio.timeout(20):
        while not await _waits(store):
            assert not task.done(), "it waited for nobody"
            await asyncio.sleep(0.01)


async def _waits(store: Store) -> bool:
    if store.is_sqlite:
        # Whoever wants the one turn asks for it at once: after some rounds of the loop they stand in the queue.
        for _ in range(50):
            await asyncio.sleep(0)
        return True
    waiting = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    async with store.reading() as tx:
        return bool((await tx.execute(text(waiting))).scalar_one())


async def test_a_round_that_opens_days_late_outdates_the_sum_of_its_week(
    store: Store, tmp_path: Path
) -> None:
    """Nothing ran from Friday morning to Tuesday, and people have two weeks to answer."""
    found, teams = await found_company(
        store, ["ana", "ben"], {"checkout": ["ben"]}, {"checkout": "ana"}, admin="ana"
    )
    here, friday = found["ana"].workspace_id, MONDAY + timedelta(days=4)
    schedule = Schedule("FREQ=DAILY", time(9), "UTC", friday)
    weeks = timedelta(days=14)
    plan = RitualPlan("Weekly", Kind.CHECK_IN, None, (CONFIDENCE,), schedule, weeks, timedelta(hours=1))
    began = datetime.combine(friday, time(8), tzinfo=UTC)
    async with store.transaction() as tx:
        ritual_id = await rituals.create(tx, here, found["ana"].id, plan, [teams["checkout"]], now=began)
        await rituals.set_next(tx, ritual_id, friday, began)
        sum_of_it = {"workspace_id": here, "ritual_id": ritual_id, "monday": MONDAY, "is_current": True}
        await tx.execute(insert(week_sum).values(sum_of_it))
    house = ports(keyring(str(tmp_path)))
    assert await open_due_round(store, WORDING, house, began + timedelta(days=4))
    async with store.transaction() as tx:
        query = select(week_sum.c.is_current).where(week_sum.c.monday == MONDAY)
        assert (await tx.execute(query)).scalars().all() == [False]

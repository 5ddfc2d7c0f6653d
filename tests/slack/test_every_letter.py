"""Whatever happens to it, every letter is sent once or given up for good: lives drawn at random."""

import asyncio
from collections import Counter
from collections.abc import Coroutine, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from itertools import count, cycle
from typing import Any, ClassVar, TypeVar, cast
from uuid import UUID

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import delete, select

from bot.slack import claims, sender, settling
from bot.slack.gateway import Gateway
from bot.slack.pacing import BACKOFF, UNPACED
from bot.slack.reactions import Reactions
from bot.slack.sender import Sender
from bot.store import agenda, claiming, kept, outbox, recording, under_way
from bot.store.changing import change_of, changed_by, state_key
from bot.store.claiming import Claimed
from bot.store.engine import Transaction, open_store
from bot.store.retention import DOUBTS, UNSENT
from bot.store.tables import delivery, dm_hour, pace
from bot.values.deliveries import (
    FINISHED,
    IS_THERE,
    NOT_GONE_YET,
    Delivery,
    DeliveryKind,
    DeliveryState,
    Doubtful,
    Later,
    Letter,
    Message,
    Method,
    Never,
    Sent,
    Verdict,
)
from tests.slack.post_office import SECOND, Calendar, PostOffice, open_post_office
from tests.slack.slack_in_memory import UNREADABLE, SlackInMemory

T = TypeVar("T")

REPLICAS = (0, 1)
LOST = Doubtful("no answer")
TROUBLE: dict[str, Verdict] = {
    "lost on its way there": LOST,
    "throttled": Later(5.0, "ratelimited", throttled=True),
    "not now": Later(30.0, "service_unavailable"),
    "refused": Never("invalid_blocks"),
}
TAKEN = ("taken", "taken, and the answer lost")

pick = st.integers(min_value=0, max_value=9)
replica = st.sampled_from(REPLICAS)
meanwhile = st.sampled_from(
    [
        "nothing",
        "something newer is to be said",
        "it sleeps before the fence",
        "it sleeps on the wire",
    ]
)
fate = st.sampled_from([*TAKEN, *TAKEN, *TROUBLE])


@dataclass(frozen=True, slots=True)
class InTheAir:
    """A delivery that was on the wire, and what its sender will hear of it, if it lives and whenever it wakes up."""

    by: int
    item: Delivery
    verdict: Verdict


class EveryLetter(RuleBasedStateMachine):
    """Two replicas, a Slack in trouble, people who settle doubts, and clocks that only move when they are wound."""

    office: ClassVar[PostOffice]
    runner: ClassVar[asyncio.Runner]
    second: ClassVar[float]
    ids: ClassVar["count[int]"]

    @initialize()
    def open(self) -> None:
        """A message, a reply to it, and a reply to that."""
        self.calendar, self.slack = Calendar(), SlackInMemory()
        EveryLetter.second, EveryLetter.ids = SECOND, count(1)
        self.numbers = count(1)
        self.posts: list[str] = []
        self.says: dict[str, int] = {}
        self.fences: Counter[str] = Counter()
        self.excuses: Counter[str] = Counter()
        self.told: Counter[tuple[str, str]] = Counter()
        self.air: list[InTheAir] = []
        self.hands: list[list[Claimed]] = [[] for _ in REPLICAS]
        self.births = count(1)
        self.senders = [self._born() for _ in REPLICAS]
        self.run(self._swept())
        # What hangs on what hangs on something, from the beginning.
        self.owe_a_post(to="C1", waits=False, late=False, nth=1)
        self.owe_a_reply(0)
        self.owe_a_reply(0)

    # What people and the house do.

    @rule(to=st.sampled_from(["C1", "UANA", UNREADABLE]), waits=st.booleans(), late=st.booleans(), nth=pick)
    def owe_a_post(self, *, to: str, waits: bool, late: bool, nth: int) -> None:
        """A message of its own, which may come after another one, or may come too late."""
        after = self.posts[nth % len(self.posts)] if waits and self.posts else None
        expires_at = self.calendar.now() + timedelta(hours=2) if late else None
        owner_id = self.office.people["UANA"] if nth % 2 else None
        self._owe(partial(self.office.letter, to=to, after=after, expires_at=expires_at, owner_id=owner_id))

    @rule(nth=pick)
    def owe_a_reply(self, nth: int) -> None:
        """One in the thread of another one."""
        parent = self.posts[-1 - nth % len(self.posts)]
        self._owe(partial(self.office.reply, to=parent))

    @rule(nth=pick, stale=st.booleans())
    def say_something_newer(self, nth: int, *, stale: bool) -> None:
        """As all who show what changes do; or having looked a moment before it left."""
        key = self.posts[nth % len(self.posts)]
        stands, change = self.run(self._state(key)), self.run(self._state(state_key(key)))
        on_the_wire = stands in (DeliveryState.SENDING, DeliveryState.DOUBTFUL)
        number = next(self.numbers)
        message = Message(str(number))
        if stands in NOT_GONE_YET or (stale and on_the_wire and change is None):
            row = self.run(self.office.row(key))
            again = self.office.letter(key, to=row.channel, message=message, expires_at=row.expires_at)
            self.run(self._put(replace(again, channel=row.channel, after=row.after_key)))
        elif stands in IS_THERE:
            self.run(self._put(change_of(key, DeliveryKind.PROMPT, message, self.calendar.now(), 15.0)))
            self.excuses[state_key(key)] += 1
        else:
            return
        self.excuses[key] += 1
        self.says[key] = number

    @rule(nth=pick, forgotten=st.booleans())
    def take_back(self, nth: int, *, forgotten: bool) -> None:
        """It is no longer wanted."""
        how = outbox.forget if forgotten else outbox.cancel

        async def taken_back() -> None:
            async with self.office.store.transaction() as tx:
                await how(tx, self.office.workspace_id, [self.posts[nth % len(self.posts)]])

        self.run(taken_back())

    @rule(nth=pick)
    @precondition(lambda self: any(what == "doubtful" for what, _ in self.told))
    def its_owner_settles_a_doubt(self, nth: int) -> None:
        """They look whether it is there, and say so."""
        self.run(self._settled_by_hand(self.posts[nth % len(self.posts)]))

    # What replicas do.

    @rule(by=replica)
    def claim(self, by: int) -> None:
        """Take what may leave."""
        taken, _ = self.run(self.senders[by]._claims.take(room=4))
        self.hands[by] += [item for item, _ in taken]

    @rule(by=replica, becomes=fate)
    @precondition(lambda self: any(self.hands))
    def send(self, by: int, becomes: str) -> None:
        """Pass the fence with one that was claimed; Slack takes it or not. Nothing is written down yet."""
        by = by if self.hands[by] else 1 - by
        claimed = self.hands[by].pop(0)
        item = self.run(self.senders[by]._fence(claimed))
        if item is None:
            return
        self.fences[item.key] += 1
        verdict = TROUBLE.get(becomes)
        if becomes in TAKEN:
            sent = self.slack.take(item)
            verdict = sent if becomes == "taken" else LOST
        assert verdict is not None
        self.excuses[item.key] += not isinstance(verdict, Sent)
        self.air.append(InTheAir(by, item, verdict))

    @rule(nth=pick)
    @precondition(lambda self: self.air)
    def record(self, nth: int) -> None:
        """Write down what became of one, soon or after long sleep."""
        done = self.air.pop(nth % len(self.air))
        self.run(self.senders[done.by]._record(done.item, done.verdict))

    @rule(by=replica, becomes=st.lists(st.tuples(fate, meanwhile), min_size=4, max_size=4))
    def send_everything(self, by: int, becomes: Sequence[tuple[str, str]]) -> None:
        """A replica at work, from claim to record, and what happens in between."""
        self.claim(by)
        passages = cycle(becomes)
        while self.hands[by]:
            waiting, (becomes_of_it, happens) = len(self.air), next(passages)
            if happens == "it sleeps before the fence":
                self.machine_time_goes_by(20.0, 1 - by)
                self.claim(1 - by)
            self.send(by, becomes_of_it)
            if len(self.air) == waiting:
                continue
            if happens == "something newer is to be said":
                key = changed_by(self.air[-1].item.key)
                self.say_something_newer(self.posts.index(key), stale=True)
            if happens == "it sleeps on the wire":
                self.machine_time_goes_by(20.0, 1 - by)
                continue
            self.record(len(self.air) - 1)

    def settle(self, by: int) -> None:
        """Free what the dead held, and read back what is in doubt."""
        self.run(self.senders[by]._settler.settle())

    @rule(by=replica)
    def die(self, by: int) -> None:
        """kill -9: what was in hand and what Slack said is forgotten; another one is started."""
        self.hands[by] = []
        for lost in self.air:
            self.excuses[lost.item.key] += lost.by == by
        self.air = [each for each in self.air if each.by != by]
        self.senders[by] = self._born()

    # What time does.

    @rule(seconds=st.sampled_from([1.0, 20.0, 400.0]), by=replica)
    def machine_time_goes_by(self, seconds: float, by: int) -> None:
        """Leases and waits run out, and somebody looks after those whose have."""
        EveryLetter.second += seconds
        self.settle(by)

    @rule(hours=st.sampled_from([1, 3, 20]))
    def hours_go_by(self, hours: int) -> None:
        """What may leave only later, may; what came too late, does."""
        self.calendar.instant += timedelta(hours=hours)

    @rule()
    @precondition(lambda self: len(self.posts) > 3)
    def a_month_goes_by(self) -> None:
        """What never left, and what nobody could tell, is given up."""
        self.calendar.instant += timedelta(days=31)
        self.run(self._given_up(DOUBTS, UNSENT))

    def teardown(self) -> None:
        """Once nothing goes wrong any more, everything comes to its end, and what stands there is right."""
        if not hasattr(self, "slack"):
            return
        for hour in range(60):
            self._a_good_hour()
            if hour == 40:
                # What cannot be read back, and has nobody to ask. Nothing else may have to wait for that.
                self.calendar.instant += timedelta(days=31)
                self.run(self._given_up(DOUBTS))
            if not self.run(self._is_busy()) and not self._waits_for_later():
                break
        else:
            raise AssertionError("something waits for ever")
        for row in self.run(self._rows()):
            self._is_right(row)
        self._stand_in_order()

    def _a_good_hour(self) -> None:
        while self.air:
            self.record(0)
        EveryLetter.second += max(BACKOFF) + 1
        self.settle(0)
        self.send_everything(0, [("taken", "nothing")])
        for key in self.posts:
            self.its_owner_settles_a_doubt(self.posts.index(key))

    def _waits_for_later(self) -> bool:
        async def next_one() -> bool:
            async with self.office.store.reading() as tx:
                at = await agenda.next_delivery(tx, self.calendar.now())
            self.calendar.instant = at or self.calendar.instant
            return at is not None

        return self.run(next_one())

    def _is_right(self, row: Any) -> None:
        copies = self.slack.copies(row.id)
        assert row.state in FINISHED, (row.key, row.state)
        assert self.fences[row.key] <= 1 + self.excuses[row.key], (
            "it was sent more often than there was reason to"
        )
        assert max((self.told[what, row.key] for what in ("never", "expired")), default=0) <= 1
        if row.state != DeliveryState.SENT:
            assert row.error, "nobody knows why"
        if row.method == Method.UPDATE:
            return
        assert len(copies) == (row.state == DeliveryState.SENT) or row.error == "given up"
        if row.state == DeliveryState.SENT:
            assert self.told["sent", row.key] == 1
            change = self.run(self._state(state_key(row.key)))
            newest = int(self.slack.messages[copies[0]].texts[-1])
            assert newest == self.says[row.key] or change in (DeliveryState.FAILED, DeliveryState.CANCELLED)

    def _stand_in_order(self) -> None:
        rows = {row.key: row for row in self.run(self._rows()) if row.state == DeliveryState.SENT}
        for row in rows.values():
            if row.method == Method.POST and row.target_key is not None:
                assert self.slack.messages[row.ts].thread_ts == rows[row.target_key].ts

    # The rest is how it is done.

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Do this now."""
        return self.runner.run(work)

    def _born(self) -> Sender:
        gateway = cast(Gateway, self.slack)
        name = f"replica {next(self.births)}"
        return Sender(self.office.store, gateway, self.calendar, self._hears(), name=name, pace=UNPACED)

    def _hears(self) -> Reactions:
        async def hear(what: str, _tx: Transaction, item: Delivery, *_: object) -> None:
            self.told[what, item.key] += 1

        return Reactions(*(partial(hear, what) for what in ("sent", "never", "doubtful", "expired")))

    def _owe(self, letter: Any) -> None:
        key, number = f"post {len(self.posts)}", next(self.numbers)
        letter = letter(key, message=Message(str(number)), due_at=self.calendar.now())
        self.run(self._put(letter))
        self.posts.append(key)
        self.says[key] = number

    async def _put(self, letter: Letter) -> None:
        async with self.office.store.transaction() as tx:
            await outbox.put(tx, self.office.workspace_id, letter)

    async def _state(self, key: str) -> DeliveryState | None:
        async with self.office.store.reading() as tx:
            return await outbox.state_of(tx, self.office.workspace_id, key)

    async def _settled_by_hand(self, key: str) -> None:
        async with self.office.store.transaction() as tx:
            here, owner_id = self.office.workspace_id, self.office.people["UANA"]
            item = await claiming.doubtful_of(tx, here, owner_id, key)
            if item is None or not self.told["doubtful", key]:
                return
            copies = self.slack.copies(item.id)
            if copies:
                sent = Sent(self.slack.messages[copies[0]].channel, copies[0])
                if await recording.sent(tx, item, sent, at=self.calendar.now(), machine_now=self.second):
                    self.told["sent", key] += 1
            else:
                await recording.later(tx, item, not_before=0.0, reason="its owner said so")

    async def _given_up(self, *kinds: kept.Kind) -> None:
        async with self.office.store.transaction() as tx:
            before = self.calendar.now() - timedelta(days=30)
            for kind in kinds:
                await kept.forget(tx, self.office.workspace_id, (kind, before), limit=100)

    async def _rows(self) -> list[Any]:
        async with self.office.store.reading() as tx:
            return list((await tx.execute(select(delivery))).all())

    async def _is_busy(self) -> bool:
        async with self.office.store.reading() as tx:
            return await under_way.is_busy(tx, calendar_now=self.calendar.now())

    async def _swept(self) -> None:
        async with self.office.store.transaction() as tx:
            for table in (dm_hour, pace, delivery):
                await tx.execute(delete(table))


def test_every_letter_is_sent_once_or_given_up_for_good_and_nothing_waits_for_ever(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def machine_now(_tx: Transaction) -> float:
        return EveryLetter.second

    # Of two letters that are due at once the id decides: drawn at random, no life could be lived again.
    monkeypatch.setattr(outbox, "uuid4", lambda: UUID(int=next(EveryLetter.ids)))
    for module in (claims, sender, settling):
        monkeypatch.setattr(module, "machine_now", machine_now)
    few = settings(
        max_examples=16 if database_url.startswith("sqlite") else 6,
        phases=[Phase.explicit, Phase.reuse, Phase.generate],
        stateful_step_count=20,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow],
    )
    with asyncio.Runner() as runner:
        store = open_store(database_url)
        try:
            EveryLetter.office = runner.run(open_post_office(store, "UANA"))
            EveryLetter.runner = runner
            run_state_machine_as_test(EveryLetter, settings=few)
        finally:
            runner.run(store.close())

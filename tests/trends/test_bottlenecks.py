"""Which bottlenecks a digest tells of, and to whom."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event, text, update

from bot.store.engine import Store
from bot.store.tables import team, team_member
from bot.values.facts import DigestFacts, Silence
from bot.values.loops import LoopState
from bot.values.unblocking import Bottlenecks, Edge, Some
from tests.trends.company import MONDAY, NEXT_MONDAY, Company

DAY = timedelta(days=1)
_LEADS = {"Checkout": "Ana", "Growth": "Gil", "Payments": "Ben", "Merger": "Max"}


@dataclass
class Four:
    """Checkout, Growth, Payments, and Merger in a private channel; one person in each."""

    company: Company
    teams: dict[str, int]
    people: dict[str, int]

    @classmethod
    async def found(cls, store: Store) -> "Four":
        company = await Company.found(store)
        people = {who: await company.person(who) for who in _LEADS.values()}
        teams = {name: await company.team(name, lead=people[who]) for name, who in _LEADS.items()}
        async with store.transaction() as tx:
            for name, who in _LEADS.items():
                await tx.execute(team_member.insert().values(team_id=teams[name], member_id=people[who]))
        return cls(company, teams, people)

    async def raised(
        self, title: str, of: str | None = "Checkout", on: str | None = "Payments", **stands: Any
    ) -> int:
        """Something one team waits for from another; its number."""
        raiser = self.people[_LEADS.get(of or "", "Ana")]
        team_id = self.teams[of] if of else None
        waits_on = {"waits_on_team_id": self.teams[on] if on else None}
        return await self.company.bottleneck(title, team_id, raiser, **{**waits_on, **stands})

    async def told(self, channel: str = "CPRODUCT") -> Bottlenecks:
        """What the digest in this channel says."""
        return (await self.facts(channel)).bottlenecks

    async def facts(self, channel: str = "CPRODUCT") -> DigestFacts:
        return await self.company.facts(channel=channel, private=["CMERGER"])


def titles(some: Some) -> list[str]:
    return [seen.loop.title for seen in some.first]


async def test_what_is_open_is_told_the_oldest_first_with_the_weeks_figures(store: Store) -> None:
    four = await Four.found(store)
    await four.raised("Newer", days=4)
    await four.raised("Older", days=400)
    answered: dict[str, Any] = {"answered_at": NEXT_MONDAY - 3 * DAY, "closed_at": NEXT_MONDAY - 2 * DAY}
    await four.raised("Done", days=9, state=LoopState.CONFIRMED, **answered)
    await four.raised("To be confirmed", days=9, state=LoopState.ANSWERED, answered_at=NEXT_MONDAY - DAY)
    await four.raised("Refused", days=9, state=LoopState.DECLINED, closed_at=NEXT_MONDAY - 2 * DAY)
    told = await four.told()
    assert titles(told.oldest) == ["Older", "Newer"]
    assert (told.open, told.unconfirmed) == (2, 1)
    assert (told.flow.opened, told.flow.cleared, told.flow.declined) == (1, 1, 1)
    assert (told.time.n, told.time.cleared, told.time.is_too_few) == (4, 1, True)
    assert told.oldest.first[0].waits_on == "Payments"


async def test_a_private_teams_bottlenecks_are_told_in_its_own_channel_alone(store: Store) -> None:
    four = await Four.found(store)
    await four.raised("Secret", "Merger", "Payments", days=20)
    await four.raised("Open to all", "Checkout", "Payments")
    everywhere, at_payments, at_home = [
        await four.told(each) for each in ("CPRODUCT", "CPAYMENTS", "CMERGER")
    ]
    assert (everywhere.open, titles(everywhere.oldest)) == (1, ["Open to all"])
    assert titles(at_payments.from_others) == ["Open to all"]
    assert titles(at_home.oldest) == ["Secret"]
    assert not any(edge.team == "Merger" for told in (everywhere, at_payments) for edge in told.edges)


async def test_in_its_own_channel_a_team_reads_what_it_waits_for_and_what_others_wait_for_from_it(
    store: Store,
) -> None:
    four = await Four.found(store)
    await four.raised("Ours", "Payments", "Growth")
    await four.raised("From the team", "Checkout", "Payments")
    await four.raised("From one of them", "Growth", None, waits_on_member_id=four.people["Ben"])
    await four.raised("From nobody here", "Growth", "Checkout")
    told = await four.told("CPAYMENTS")
    assert list(told.home) == ["Payments"]
    assert (told.open, titles(told.oldest)) == (1, ["Ours"])
    assert sorted(titles(told.from_others)) == ["From one of them", "From the team"]


async def test_what_somebody_without_a_team_or_of_a_disbanded_one_waits_for_is_not_lost(store: Store) -> None:
    four = await Four.found(store)
    await four.raised("Of nobody's team", None)
    await four.raised("Of a team that is no more", "Growth")
    async with store.transaction() as tx:
        await tx.execute(update(team).values(is_private=False))
        await tx.execute(update(team).where(team.c.id == four.teams["Growth"]).values(disbanded=True))
    assert sorted(titles((await four.told()).oldest)) == ["Of a team that is no more", "Of nobody's team"]


async def test_what_needs_somebody_was_told_to_a_lead_and_has_no_word_or_is_late_or_was_picked(
    store: Store,
) -> None:
    four = await Four.found(store)
    told_lead: dict[str, Any] = {"escalated_at": NEXT_MONDAY - 2 * DAY}
    monday = NEXT_MONDAY.date()
    await four.raised("Without a word", days=20, **told_lead)
    await four.raised("Past its day", days=30, state=LoopState.PROMISED, due_on=monday - DAY, **told_lead)
    await four.raised("Not yet due", state=LoopState.PROMISED, due_on=monday, **told_lead)
    await four.raised("Late, and no lead was told", state=LoopState.PROMISED, due_on=monday - DAY)
    await four.raised("Picked in a poll", days=5, picked_at=NEXT_MONDAY - DAY)
    await four.raised("Over", state=LoopState.DECLINED, closed_at=NEXT_MONDAY, **told_lead)
    assert titles((await four.told()).needs) == ["Past its day", "Without a word", "Picked in a poll"]


async def test_what_nothing_was_to_be_posted_of_is_counted_and_not_named(store: Store) -> None:
    four = await Four.found(store)
    await four.raised("Quietly", quiet=True, escalated_at=NEXT_MONDAY, reopened=1)
    facts = await four.facts()
    told = facts.bottlenecks
    assert (told.open, told.unnamed) == (1, 1)
    assert not any(some.total for some in (told.oldest, told.needs, told.again))
    assert (Silence.QUIET, 1) in {(item.silence, item.count) for item in facts.unsaid}


async def test_what_comes_back_was_reopened_or_hit_two_teams_within_four_weeks(store: Store) -> None:
    four = await Four.found(store)
    await four.raised("Reopened", reopened=1)
    spread = await four.raised("Spread", days=20)
    slow = await four.raised("Slow to spread", days=40)
    for number in (spread, slow):
        await four.company.hits(number, four.people["Gil"], four.teams["Growth"], days=3)
    assert sorted(titles((await four.told()).again)) == ["Reopened", "Spread"]


async def test_blocked_days_are_told_by_side_and_follow_what_was_handed_over(store: Store) -> None:
    four = await Four.found(store)
    handed = await four.raised("Handed over", on="Growth", days=20, version=2)
    payments, growth = four.teams["Payments"], four.teams["Growth"]
    await four.company.turns(handed, (20, payments), (6, growth))
    await four.raised("From Ben by name", on=None, days=5, waits_on_member_id=four.people["Ben"])
    await four.raised("From outside", "Growth", None, days=3, waits_on_outside="Stripe")
    await four.raised("Too short to be named", "Payments", "Growth", days=2.9)
    await four.raised("Among themselves", "Growth", None, days=9, waits_on_member_id=four.people["Gil"])
    assert (await four.told()).edges == [
        Edge("Checkout", "Payments", 19 * DAY),
        Edge("Checkout", "Growth", 6 * DAY),
        Edge("Growth", "somebody outside", 3 * DAY),
    ]


@pytest.mark.parametrize(
    ("state", "later_words", "told_as_words"),
    [
        (LoopState.RAISED, "The refund API", False),
        (LoopState.ANSWERED, "still the refund API", False),
        (LoopState.CONFIRMED, "The refund API", True),
        (LoopState.RAISED, "A designer", True),
    ],
)
async def test_what_was_raised_with_an_answer_is_told_as_the_bottleneck_and_not_twice(
    store: Store, state: LoopState, later_words: str, told_as_words: bool
) -> None:
    four = await Four.found(store)
    checkout, ana = four.teams["Checkout"], four.people["Ana"]
    ritual = await four.company.ritual("Check-in", [checkout], ana)
    first = await four.company.round(ritual, MONDAY)
    prompt_id = await four.company.prompt(first, ritual, checkout, ana, MONDAY, stuck="The refund API")
    closed = NEXT_MONDAY - 5 * DAY if state is LoopState.CONFIRMED else None
    await four.raised("Refund API", state=state, prompt_id=prompt_id, answered_at=closed, closed_at=closed)
    [team_facts] = (await four.facts()).teams
    assert (team_facts.stuck, team_facts.not_repeated) == ((), ())
    tuesday = MONDAY + DAY
    await four.company.day(ritual, checkout, tuesday, {ana: {"stuck": later_words}})
    facts = await four.facts()
    assert bool(facts.needs) is told_as_words
    assert bool(facts.teams[0].stuck) is told_as_words
    assert facts.teams[0].not_repeated == ()


async def test_what_was_raised_quietly_with_an_answer_is_still_told_as_it_was_answered(store: Store) -> None:
    four = await Four.found(store)
    checkout, ana = four.teams["Checkout"], four.people["Ana"]
    ritual = await four.company.ritual("Check-in", [checkout], ana)
    first = await four.company.round(ritual, MONDAY)
    prompt_id = await four.company.prompt(first, ritual, checkout, ana, MONDAY, stuck="The refund API")
    await four.raised("Refund API", prompt_id=prompt_id, quiet=True)
    assert [item.text for item in (await four.facts()).teams[0].stuck] == ["The refund API"]


async def test_another_workspace_is_never_read(store: Store) -> None:
    four = await Four.found(store)
    await four.raised("Ours")
    other = Company(store, four.company.workspace_id)
    async with store.transaction() as tx:
        await tx.execute(
            text(
                "INSERT INTO workspace (slack_id, name, bot_user_id, bot_id, created_at, directory_at)"
                " SELECT 'T2', name, bot_user_id, bot_id, created_at, directory_at FROM workspace"
            )
        )
        other.workspace_id = (await tx.execute(text("SELECT max(id) FROM workspace"))).scalar_one()
    zoe = await other.person("Zoe")
    await other.bottleneck("Theirs", None, zoe)
    assert titles((await four.told()).oldest) == ["Ours"]


async def test_with_two_thousand_open_few_rows_are_read_in_full_and_the_queries_stay_as_many(
    store: Store,
) -> None:
    four = await Four.found(store)
    await four.raised("First", days=50, escalated_at=NEXT_MONDAY)
    asked: list[str] = []

    def note(_c: object, _cur: object, statement: str, *_more: object) -> None:
        asked.append(statement)

    async def count() -> int:
        asked.clear()
        event.listen(store.engine.sync_engine, "before_cursor_execute", note)
        told = await four.told()
        event.remove(store.engine.sync_engine, "before_cursor_execute", note)
        assert len(told.oldest.first) <= 100
        return len(asked)

    before = await count()
    async with store.transaction() as tx:
        await tx.execute(
            text(
                "INSERT INTO loop (workspace_id, kind, title, state, version, raiser_id, team_id, waits_on_team_id,"
                " quiet, raised_at, since, reopened, escalated_at)"
                " WITH RECURSIVE many(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM many WHERE n < 2000)"
                " SELECT workspace_id, kind, title, state, version, raiser_id, team_id, waits_on_team_id,"
                " quiet, raised_at, since, reopened, escalated_at FROM loop, many"
            )
        )
    assert await count() == before
    told = await four.told()
    assert (told.open, told.needs.total, told.oldest.total) == (2001, 2001, 2001)

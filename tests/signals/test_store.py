"""Signals on each database: noted once, paged completely, known to whom they may be, and found by an index."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
import pytest_asyncio
from sqlalchemy import func, select, text, update

from bot.signals import noting, seeing
from bot.store import heard, seen_signals, teams
from bot.store.engine import Store
from bot.store.heard import Window
from bot.store.tables import signal, signal_report, team
from bot.values.errors import NotThere, Unusable
from bot.values.people import Member
from bot.values.signals import (
    EVERYTHING,
    FIRST,
    PAGE,
    Heard,
    Leaf,
    NoteDraft,
    SignalKind,
    SignalList,
    SignalSeen,
    Wanted,
)
from tests.loops.founding import MONDAY, found_company

NAMES = ("Ana", "Ben", "Cleo", "Dev", "Finn")
TEAMS = {"Checkout": ("Ana", "Ben"), "Deals": ("Cleo",)}
LEADS = {"Checkout": "Ben", "Deals": "Dev"}
LATER = MONDAY + timedelta(days=1)


@dataclass(frozen=True)
class Market:
    """Checkout (Ana, Ben), Deals with a private channel (Cleo; Dev leads it); Finn is an admin."""

    store: Store
    people: dict[str, Member]
    teams: dict[str, int]

    async def note(
        self, who: str, words: str, team: str | None = None, *, again: int | None = None, **more: Any
    ) -> int:
        """Somebody notes something; the number of the signal."""
        fields = {"area": None, "key": f"{who} {words}", "kind": SignalKind.CUSTOMER, "now": MONDAY, **more}
        team_id = self.teams[team] if team else None
        heard_ = Heard(words, area=fields["area"])
        draft = NoteDraft(fields["key"], heard_, fields["kind"], team_id, again=again)
        return (await noting.note(self.store, self.people[who], draft, fields["now"])).signal_id

    async def sees(self, who: str, wanted: Wanted = EVERYTHING, leaf: Leaf = FIRST) -> list[SignalSeen]:
        """A page of what somebody may know."""
        return [*(await self.page(who, wanted, leaf)).items]

    async def page(self, who: str, wanted: Wanted, leaf: Leaf) -> SignalList:
        """The same, with what is around it."""
        of = partial(seeing.listing_of, member=self.people[who], wanted=wanted, now=LATER, leaf=leaf)
        return await self.store.aside(of, is_brief=True)

    async def before(self, who: str, words: str, *, days: int = 0) -> list[int]:
        """What somebody is asked about."""
        draft, now = NoteDraft("another key", Heard(words)), MONDAY + timedelta(days=days)
        return [each.id for each in await noting.heard_before(self.store, self.people[who], draft, now)]


@pytest_asyncio.fixture
async def market(store: Store) -> AsyncIterator[Market]:
    """Nothing has been noted."""
    people, team_ids = await found_company(store, NAMES, TEAMS, LEADS, admin="Finn")
    async with store.transaction() as tx:
        await tx.execute(update(team).where(team.c.id == team_ids["Deals"]).values(is_private=True))
    yield Market(store, people, team_ids)


async def test_what_is_handed_in_twice_is_noted_once_and_a_repeat_keeps_its_own_words(
    market: Market,
) -> None:
    first = await market.note("Ana", "Guests need SSO", "Checkout", area="Sign-in")
    assert await market.note("Ana", "Guests need SSO", "Checkout") == first
    for _ in range(2):
        assert await market.note("Dev", "SSO for guests", again=first, area="SIGN-IN", now=LATER) == first
    (seen,) = await market.sees("Ben")
    assert (seen.words, seen.times, seen.people, seen.teams) == ("Guests need SSO", 2, 2, 1)
    assert (seen.first_at, seen.last_at, seen.area) == (MONDAY, LATER, "Sign-in")
    item = await seeing.page_of(market.store, market.people["Dev"], first)
    assert [(each.person, each.heard.words, each.heard.area) for each in item.reports] == [
        ("Dev", "SSO for guests", "Sign-in"),
        ("Ana", "Guests need SSO", "Sign-in"),
    ]
    assert item.mine == {item.reports[0].id}
    with pytest.raises(Unusable) as mistake:
        await market.note("Ana", "For others", "Deals")
    assert mistake.value.field == "team"


async def test_what_a_private_team_heard_is_neither_seen_nor_counted_nor_compared_by_others(
    market: Market,
) -> None:
    ours = await market.note("Ana", "Globex wants to buy us", "Checkout")
    await market.note("Finn", "Globex wants to buy us all", again=ours)
    theirs = await market.note("Cleo", "Globex wants to buy us, says its owner", "Deals", area="Falcon")
    await market.note("Cleo", "Globex insists", "Deals", again=ours, area="Falcon")

    for who in ("Cleo", "Dev", "Finn"):
        assert {each.id: each.times for each in await market.sees(who)} == {ours: 3, theirs: 1}, who
        assert await market.before(who, "Globex wants to buy us") == [ours, theirs]
    for who in ("Ana", "Ben"):
        (seen,) = await market.sees(who)
        assert (seen.id, seen.times, seen.people, seen.area) == (ours, 2, 2, None)
        assert await market.before(who, "Globex wants to buy us") == [ours]
        assert await market.sees(who, Wanted(area="Falcon")) == []
        assert await seeing.areas_like(market.store, market.people[who], "", LATER) == []
        with pytest.raises(NotThere):
            await seeing.page_of(market.store, market.people[who], theirs)
        with pytest.raises(NotThere):
            await market.note(who, "That one", again=theirs)
    assert await market.before("Ana", "Globex wants to buy us", days=90) == [ours]
    assert await market.before("Ana", "Globex wants to buy us", days=91) == []
    assert await market.before("Ana", "Prices of trains") == []


async def test_only_own_words_are_changed_and_the_last_takes_the_signal_with_it(market: Market) -> None:
    store, ana, ben = market.store, market.people["Ana"], market.people["Ben"]
    first = await market.note("Ana", "Guests need SSO", "Checkout")
    await market.note("Ben", "SSO", "Checkout", again=first)
    mine, theirs = sorted(each.id for each in (await seeing.page_of(store, ana, first)).reports)
    for use in (noting.own, noting.take_back):
        with pytest.raises(NotThere):
            await use(store, ana, theirs)
    assert (await noting.own(store, ana, mine)).is_first
    assert not (await noting.own(store, ben, theirs)).is_first
    new = Heard("Guests want SSO", source="Acme")
    await noting.change(store, ana, mine, market.teams["Checkout"], SignalKind.MARKET, new, LATER)
    await noting.change(store, ben, theirs, None, SignalKind.COMPETITOR, Heard("SSO!"), LATER)
    (seen,) = await market.sees("Ana")
    assert (seen.words, seen.kind, seen.teams) == ("Guests want SSO", SignalKind.MARKET, 1)
    assert await noting.take_back(store, ana, mine) == first
    (seen,) = await market.sees("Ana")
    assert (seen.words, seen.times) == ("SSO!", 1)
    await noting.take_back(store, ben, theirs)
    async with store.reading() as tx:
        assert (await tx.execute(select(func.count()).select_from(signal))).scalar_one() == 0


async def test_pages_show_every_signal_once_whatever_is_wanted(market: Market) -> None:
    kinds = list(SignalKind)
    numbers = []
    for number in range(3 * PAGE + 4):
        kind = kinds[number % 3]
        area = "Fares" if number % 2 else None
        numbers.append(await market.note("Ana", f"Number {number}", "Checkout", kind=kind, area=area))
    await market.note("Ben", "Number 3 again", again=numbers[3])
    await market.note("Cleo", "Number 5 again", "Deals", again=numbers[5])
    newest_first = [numbers[3], *(each for each in reversed(numbers) if each != numbers[3])]
    for who, wanted, expected in (
        ("Ana", EVERYTHING, newest_first),
        ("Ana", Wanted(kind=kinds[0]), [n for n in newest_first if numbers.index(n) % 3 == 0]),
        ("Ben", Wanted(area="Fares"), [n for n in newest_first if numbers.index(n) % 2]),
    ):
        forth, back, leaf = [], [], FIRST
        while True:
            page = await market.page(who, wanted, leaf)
            forth.append([each.id for each in page.items])
            if not page.has_older:
                break
            leaf = Leaf(after=page.items[-1].place)
        while page.has_newer:
            page = await market.page(who, wanted, Leaf(before=page.items[0].place))
            back.append([each.id for each in page.items])
        assert [each for ids in forth for each in ids] == expected
        assert back == forth[:-1][::-1], "the same pages, turned back"
    assert (await market.sees("Cleo"))[0].id == numbers[5], "what they alone heard last comes first for them"


async def test_a_digest_reads_the_weeks_it_tells_by_an_index(market: Market) -> None:
    first = await market.note("Ana", "Guests need SSO", "Checkout")
    async with market.store.transaction() as tx:
        many = [
            {
                "workspace_id": 1,
                "signal_id": first,
                "member_id": market.people["Ana"].id,
                "words": "old",
                "heard_at": MONDAY - timedelta(days=100 + number % 700),
            }
            for number in range(3000)
        ]
        await tx.execute(signal_report.insert(), many)
        await tx.execute(text("ANALYZE"))
    window = Window(1, LATER - timedelta(days=90), MONDAY, LATER, {market.teams["Checkout"]})
    plans = []
    async with market.store.transaction() as tx:

        class Watched:
            """A transaction that asks how a query would be answered as well."""

            async def execute(self, statement: Any) -> Any:
                compiled = statement.compile(dialect=tx.dialect, compile_kwargs={"literal_binds": True})
                explain = "EXPLAIN QUERY PLAN" if market.store.is_sqlite else "EXPLAIN"
                plan = await tx.execute(text(f"{explain} {compiled}".replace(":", r"\:")))
                plans.append(" ".join(str(row) for row in plan))
                return await tx.execute(statement)

        watched: Any = Watched()
        found = await heard.reports(watched, window)
        none = await heard.reports(tx, replace(window, known=set()))
        own = await teams.own_of(tx, market.people["Dev"])
        lately = await seen_signals.words_lately(tx, market.people["Dev"], MONDAY, most=5)
    assert [report.heard.words for _, report in found] == ["Guests need SSO"]
    assert none == []
    assert [each.name for each in own] == ["Deals"], "who leads a team has it, too"
    assert [words for _, words in lately] == ["Guests need SSO"]
    (plan,) = plans
    assert "ix_signal_report_workspace_id_heard_at" in plan
    assert "SCAN signal_report" not in plan
    assert "Seq Scan on signal_report" not in plan

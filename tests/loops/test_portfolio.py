"""Many bottlenecks at once: every page holds what it should, nobody sees what is not theirs, and the matrix says what
counting by hand does. Each is compared with rules written for one bottleneck at a time."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import filterfalse
from typing import Any

import pytest

from bot.loops import portfolio
from bot.store import loop_figures, members, stakes, teams, waiting
from bot.store.engine import Store, open_store
from bot.trends.unblocking import blocked_by_edge
from bot.values.errors import NotThere, Unusable
from bot.values.home import HomeSeen, Me
from bot.values.loops import UNSETTLED, Loop, LoopState, WaitsOn
from bot.values.people import Channel, Member, Profile, Role
from bot.values.portfolio import (
    FIRST,
    LONG_AGO,
    PAGE,
    WINDOW,
    Apart,
    Edge,
    Leaf,
    Listing,
    Matrix,
    Side,
    Spot,
    Wanted,
    Which,
)
from bot.values.rest import Rest
from bot.values.seen_loops import LoopSeen, Stake
from bot.values.settings import Peace
from bot.values.teams import TeamPlan
from bot.views.home.home import build_home
from bot.views.loops.listing import build_list, build_list_window
from bot.views.loops.matrix import TEAMS, build_matrix
from tests.loops.crowded import NOW, Crowd, Size, fill
from tests.views.taken import is_shown, is_taken

SEEDS = [1, 2]


async def listed(store: Store, *of: Any) -> Listing:
    """One page, read as it is when somebody asks."""
    return await store.aside(lambda tx: portfolio.listing_of(tx, *of), is_brief=True)


async def laid_out(store: Store, *of: Any) -> Matrix:
    """Who waits on whom, read so as well."""
    return await store.aside(lambda tx: portfolio.matrix_of(tx, *of), is_brief=True)


async def pages(store: Store, member: Member, wanted: Wanted) -> list[Listing]:
    """Every page, from the first to the last."""
    found = [await listed(store, member, wanted, NOW)]
    while found[-1].earlier + len(found[-1].items) < found[-1].total:
        leaf = Leaf(after=spot(found[-1].items[-1]))
        found.append(await listed(store, member, wanted, NOW, leaf))
    return found


def spot(seen: LoopSeen) -> Spot:
    return Spot(seen.loop.raised_at, seen.loop.id)


async def visible(store: Store, crowd: Crowd, member: Member) -> list[Loop]:
    """What is not over and theirs to see, one by one, the oldest first."""
    unsettled = [each for each in crowd.loops if each.state in UNSETTLED]
    async with store.reading() as tx:
        stake = await stakes.of_member(tx, member, unsettled)
    seen = [each for each in unsettled if stake[each.id].may_see]
    return sorted(seen, key=lambda each: (each.raised_at, each.id))


@pytest.mark.parametrize("seed", SEEDS)
async def test_pages_hold_everything_a_person_may_see_once_and_in_order(store: Store, seed: int) -> None:
    crowd = await fill(store, Size(), seed)
    hidden = 0
    for member in crowd.people:
        theirs = await visible(store, crowd, member)
        found = await pages(store, member, Wanted())
        assert [seen.loop for page in found for seen in page.items] == theirs
        assert all(len(page.items) == PAGE for page in found[:-1])
        assert [page.earlier for page in found] == list(range(0, len(theirs), PAGE))
        assert {(page.total, page.counts.total) for page in found} == {(len(theirs), len(theirs))}
        if len(found) > 2:
            back = Leaf(before=spot(found[2].items[0]))
            assert await listed(store, member, Wanted(), NOW, back) == found[1]
        hidden += sum(each.state in UNSETTLED for each in crowd.loops) - len(theirs)
    assert hidden, "some of it is kept from somebody"


@dataclass(frozen=True)
class Eyes:
    """What one person has to do with each loop, by rules for one loop at a time."""

    member: Member
    theirs: Sequence[Loop]
    stake: Mapping[int, Stake]
    own_or_led: Collection[int | None]
    first_team: Mapping[int, int]

    @classmethod
    async def of(cls, store: Store, crowd: Crowd, member: Member) -> "Eyes":
        theirs = await visible(store, crowd, member)
        async with store.reading() as tx:
            stake = await stakes.of_member(tx, member, theirs)
            own_or_led = await teams.ids_of_member(tx, member.id)
            every = await teams.of_workspace(tx, member.workspace_id)
            own_or_led |= {team.id for team in every if team.lead_id == member.id}
            first_team = await waiting.first_teams(tx, crowd.workspace_id)
        return cls(member, theirs, stake, own_or_led, first_team)

    def is_late(self, each: Loop) -> bool:
        today = NOW.astimezone(self.member.tz).date()
        return each.is_open and each.due_on is not None and each.due_on < today

    def is_old(self, each: Loop) -> bool:
        return each.is_open and (self.is_late(each) or each.raised_at < NOW - LONG_AGO)

    def waits_on_them(self, each: Loop) -> bool:
        nobody_yet = each.owner_id is None and each.waits_on.team_id in self.own_or_led
        return self.member.id in (each.owner_id, each.waits_on.member_id) or nobody_yet

    def is_theirs(self, each: Loop) -> bool:
        stake = self.stake[each.id]
        return stake.is_raiser or stake.is_hit or self.waits_on_them(each)

    def waits_on(self, side: Side) -> Callable[[Loop], bool]:
        return lambda each: each.is_open and side_of(each.waits_on, self.first_team) == side

    def raised_and_not_on_them(self, each: Loop) -> bool:
        return each.raiser_id == self.member.id and not (each.is_open and self.waits_on_them(each))


def side_of(party: WaitsOn, first_team: Mapping[int, int]) -> Side | None:
    if party.member_id is not None:
        return first_team.get(party.member_id, Apart.ALONE)
    return Apart.OUTSIDE if party.outside else party.team_id


@pytest.mark.parametrize("seed", SEEDS)
async def test_every_filter_keeps_what_it_says(store: Store, seed: int) -> None:
    crowd = await fill(store, Size(), seed)
    some = crowd.teams[0]
    for member in crowd.people[:5]:
        eyes = await Eyes.of(store, crowd, member)
        keeps: dict[Wanted, Callable[[Loop], bool]] = {
            Wanted(Which.MINE): eyes.is_theirs,
            Wanted(Which.OLD): eyes.is_old,
            Wanted(waits=some): lambda each: each.team_id == some,
            Wanted(waits=Apart.ALONE): lambda each: each.team_id is None,
        }
        keeps |= {Wanted(on=side): eyes.waits_on(side) for side in (*crowd.teams, *Apart)}
        for wanted, keep in keeps.items():
            found = await pages(store, member, wanted)
            shown = [seen.loop.id for page in found for seen in page.items]
            assert shown == [each.id for each in eyes.theirs if keep(each)], wanted


@pytest.mark.parametrize("seed", SEEDS)
async def test_counts_and_home_say_what_counting_one_by_one_does(store: Store, seed: int) -> None:
    crowd = await fill(store, Size(), seed)
    for member in crowd.people[:5]:
        eyes = await Eyes.of(store, crowd, member)
        counts = (await listed(store, member, Wanted(), NOW)).counts
        assert counts.open == sum(each.is_open for each in eyes.theirs)
        assert counts.overdue == sum(map(eyes.is_late, eyes.theirs))
        assert counts.untaken == sum(each.state == LoopState.RAISED for each in eyes.theirs)
        assert counts.answered == sum(each.state == LoopState.ANSWERED for each in eyes.theirs)

        home = await portfolio.at_home(store, member, NOW)
        on_them = [each for each in eyes.theirs if each.is_open and eyes.waits_on_them(each)]
        late_first = [*filter(eyes.is_late, on_them), *filterfalse(eyes.is_late, on_them)]
        assert [seen.loop for seen in home.waits_on_me] == late_first[:5]
        raised = list(filter(eyes.raised_and_not_on_them, eyes.theirs))
        answered_first = sorted(raised, key=lambda each: each.is_open)
        assert [seen.loop for seen in home.raised_by_me] == answered_first[:5]
        assert (home.waiting, home.raised) == (len(on_them), len(raised))
        if member.role == Role.ADMIN:
            assert home.counts == counts
            assert [seen.loop for seen in home.oldest] == [each for each in eyes.theirs if each.is_open][:5]


def seconds(time: timedelta) -> Any:
    """But for what rounding does."""
    return pytest.approx(time.total_seconds(), abs=60)


def together(edges: Sequence[Edge]) -> float:
    return sum(edge.blocked.total_seconds() for edge in edges)


@pytest.mark.parametrize("seed", SEEDS)
async def test_the_matrix_says_what_the_digest_counts(store: Store, seed: int) -> None:
    crowd = await fill(store, Size(), seed)
    admin = crowd.people[0]
    async with store.reading() as tx:
        first_team = await waiting.first_teams(tx, crowd.workspace_id)
        lately = loop_figures.Lately(crowd.workspace_id, NOW - timedelta(days=500), NOW - WINDOW)
        every = await loop_figures.bottlenecks(tx, lately)
        turns = await loop_figures.turns(tx, lately)
    expected: Counter[tuple[int, Side | None]] = Counter()
    for (team_id, party), time in blocked_by_edge(every, turns, NOW - WINDOW, NOW).items():
        expected[team_id, side_of(party, first_team)] += round(time.total_seconds())
    shown: Counter[tuple[int, Side | None]] = Counter()
    for team_id in crowd.teams:
        matrix = await laid_out(store, admin, NOW, team_id)
        assert matrix.chosen is not None
        edges = matrix.waits_for
        assert seconds(matrix.chosen.waits) == together(edges)
        assert seconds(matrix.chosen.is_waited_on) == together(matrix.waited_on_by)
        shown[team_id, team_id] += round(matrix.chosen.within.total_seconds())
        for edge in edges:
            shown[team_id, edge.on.side] += round(edge.blocked.total_seconds())
            wanted = Wanted(waits=team_id, on=edge.on.side)
            listing = await listed(store, admin, wanted, NOW)
            assert listing.total == edge.open, "an edge lists what it counts"
            oldest = min(listing.items, key=lambda seen: seen.loop.id, default=None)
            assert (edge.oldest is None) == (oldest is None)
    for sides in {*expected, *shown}:
        assert shown[sides] == pytest.approx(expected[sides], abs=5), sides
    names = [balance.who.name.casefold() for balance in matrix.balances if isinstance(balance.who.side, int)]
    assert names == sorted(names), "teams are never ranked"


async def test_two_thousand_open_ones_are_paged_once_each_and_break_no_limit(
    sqlite_database_url: str,
) -> None:
    store = open_store(sqlite_database_url)
    crowd = await fill(store, Size(people=300, teams=60, open=2000, closed=2000), 6)
    admin, lead = crowd.people[:2]
    found = await pages(store, admin, Wanted())
    shown = [seen.loop.id for page in found for seen in page.items]
    assert len(shown) == len(set(shown)) == 2000
    for page in found[::10]:
        is_taken(build_list(page))
        is_shown(build_list_window(page))
    for member in (admin, lead):
        is_shown({"type": "home", "blocks": await home_of(store, member)})
        matrix = await laid_out(store, member, NOW)
        for start in range(0, 60, TEAMS):
            is_shown(build_matrix(matrix, start))
        for team_id in crowd.teams[:5]:
            is_shown(build_matrix(await laid_out(store, member, NOW, team_id)))
    await store.close()


async def home_of(store: Store, member: Member) -> list[Any]:
    me = Me(member, NOW.date(), Peace(Rest(), member.zone, frozenset(range(5)), None), None, ())
    seen = HomeSeen(NOW, me, loops=await portfolio.at_home(store, member, NOW))
    return list(build_home(seen)["blocks"])


async def test_what_a_private_team_waits_for_is_in_nobody_elses_figures(store: Store) -> None:
    crowd = await fill(store, Size(people=6, teams=3, open=40, closed=10), 3)
    private = crowd.teams[2]
    async with store.transaction() as tx:
        # A stranger to all of it: in no team, leads none.
        await members.save(
            tx, crowd.workspace_id, [Profile("USTRANGER", "Stranger", "Europe/Berlin", True, False, False)]
        )
        stranger = await members.by_slack_id(tx, crowd.workspace_id, "USTRANGER")
    assert stranger is not None
    matrix = await laid_out(store, stranger, NOW, private)
    assert list(matrix.waits_for) == []
    listing = await listed(store, stranger, Wanted(waits=private), NOW)
    assert (listing.total, list(listing.items)) == (0, [])
    assert (await listed(store, stranger, Wanted(), NOW)).total > 0


async def test_a_page_whose_place_is_gone_is_the_first_one(store: Store) -> None:
    crowd = await fill(store, Size(open=10, closed=0), 4)
    admin = crowd.people[0]
    first = await listed(store, admin, Wanted(), NOW)
    past_the_end = Leaf(after=Spot(NOW + timedelta(days=1), 10**6))
    assert await listed(store, admin, Wanted(), NOW, past_the_end) == first
    near_the_start = Leaf(before=spot(first.items[3]))
    assert await listed(store, admin, Wanted(), NOW, near_the_start) == first
    assert await listed(store, admin, Wanted(), NOW, FIRST) == first


async def test_a_team_is_found_by_what_people_call_it(store: Store) -> None:
    crowd = await fill(store, Size(teams=0, open=0, closed=0), 5)
    ana = crowd.people[0]
    async with store.transaction() as tx:
        made = {
            name: await teams.create(tx, crowd.workspace_id, TeamPlan(name, Channel(name, name)))
            for name in ("Checkout", "Payments", "Payouts", "Pay")
        }
    assert await portfolio.side_called(store, ana, " check ") == made["Checkout"]
    assert await portfolio.side_called(store, ana, "PAY") == made["Pay"], "its very name comes first"
    assert await portfolio.side_called(store, ana, "outs") == made["Payouts"]
    assert await portfolio.side_called(store, ana, "outside") == Apart.OUTSIDE
    with pytest.raises(Unusable, match="“o” could be `Checkout` or") as several:
        await portfolio.side_called(store, ana, "o")
    assert "Type a little more" in several.value.user_message
    with pytest.raises(NotThere, match="The teams here: `Checkout`, `Pay`, `Payments`, `Payouts`"):
        await portfolio.side_called(store, ana, "Legal")

"""Many bottlenecks at once: every page holds what it should, nobody sees what is not theirs, and the matrix says what
counting by hand does. Each is compared with rules written for one bottleneck at a time."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.loops import portfolio
from bot.loops.patience import is_overdue
from bot.store import loop_figures, members, stakes, teams, waiting
from bot.store.engine import Store
from bot.trends.unblocking import blocked_by_edge
from bot.values.errors import NotThere, Unusable
from bot.values.loops import OPEN, UNSETTLED, Loop, LoopSeen, LoopState
from bot.values.people import Channel, Member, Profile, Role
from bot.values.portfolio import (
    FIRST,
    LONG_AGO,
    PAGE,
    WINDOW,
    Apart,
    Leaf,
    Listing,
    Spot,
    Wanted,
    Which,
)
from tests.loops.crowded import NOW, Crowd, Size, fill

SEEDS = [1, 2]


async def pages(store: Store, member: Member, wanted: Wanted) -> list[Listing]:
    """Every page, from the first to the last."""
    found = [await portfolio.listing_of(store, member, wanted, NOW)]
    while found[-1].earlier + len(found[-1].items) < found[-1].total:
        leaf = Leaf(after=spot(found[-1].items[-1]))
        found.append(await portfolio.listing_of(store, member, wanted, NOW, leaf))
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
            assert await portfolio.listing_of(store, member, Wanted(), NOW, back) == found[1]
        hidden += sum(each.state in UNSETTLED for each in crowd.loops) - len(theirs)
    assert hidden, "some of it is kept from somebody"


@pytest.mark.parametrize("seed", SEEDS)
async def test_every_filter_keeps_what_it_says(store: Store, seed: int) -> None:
    crowd = await fill(store, Size(), seed)
    async with store.reading() as tx:
        first_team = await waiting.first_teams(tx, crowd.workspace_id, [each.id for each in crowd.people])

    def stands_for(each: Loop) -> object:
        party = each.waits_on
        if party.member_id is not None:
            return first_team.get(party.member_id, Apart.ALONE)
        return Apart.OUTSIDE if party.outside else party.team_id

    for member in crowd.people[:5]:
        theirs = await visible(store, crowd, member)
        today = NOW.astimezone(member.tz).date()
        async with store.reading() as tx:
            stake = await stakes.of_member(tx, member, theirs)
            own = await teams.ids_of_member(tx, member.id)

        def waits_on_them(each: Loop, me: int = member.id, own: set[int] = own) -> bool:
            nobody_yet = each.owner_id is None and (
                each.waits_on.team_id in own or stake[each.id].leads_waited_on
            )
            return me in (each.owner_id, each.waits_on.member_id) or nobody_yet

        def is_theirs(each: Loop) -> bool:
            return stake[each.id].is_raiser or stake[each.id].is_hit or waits_on_them(each)

        def is_old(each: Loop) -> bool:
            return each.state in OPEN and (is_overdue(each, today) or each.raised_at < NOW - LONG_AGO)

        keeps: dict[Wanted, Callable[[Loop], bool]] = {
            Wanted(Which.MINE): is_theirs,
            Wanted(Which.OLD): is_old,
            Wanted(waits=crowd.teams[0]): lambda each: each.team_id == crowd.teams[0],
            Wanted(waits=Apart.ALONE): lambda each: each.team_id is None,
        }
        for side in (*crowd.teams, Apart.OUTSIDE, Apart.ALONE):
            keeps[Wanted(on=side)] = lambda each, side=side: each.state in OPEN and stands_for(each) == side
        for wanted, keep in keeps.items():
            found = await pages(store, member, wanted)
            shown = [seen.loop.id for page in found for seen in page.items]
            assert shown == [each.id for each in theirs if keep(each)], wanted

        counts = (await portfolio.listing_of(store, member, Wanted(), NOW)).counts
        assert counts.open == sum(each.state in OPEN for each in theirs)
        assert counts.overdue == sum(is_overdue(each, today) for each in theirs)
        assert counts.untaken == sum(each.state == LoopState.RAISED for each in theirs)
        assert counts.answered == sum(each.state == LoopState.ANSWERED for each in theirs)

        home = await portfolio.at_home(store, member, NOW)
        waiting_for_them = [each for each in theirs if each.state in OPEN and waits_on_them(each)]
        assert home.waiting == len(waiting_for_them)
        late_first = sorted(waiting_for_them, key=lambda each: not is_overdue(each, today))
        assert [seen.loop for seen in home.waits_on_me] == late_first[:5]
        raised = [
            each
            for each in theirs
            if each.raiser_id == member.id and not (each.state in OPEN and waits_on_them(each))
        ]
        answered_first = sorted(raised, key=lambda each: each.state != LoopState.ANSWERED)
        assert home.raised == len(raised)
        assert [seen.loop for seen in home.raised_by_me] == answered_first[:5]
        if member.role == Role.ADMIN:
            assert home.counts == counts
            assert [seen.loop for seen in home.oldest] == [each for each in theirs if each.state in OPEN][:5]


@pytest.mark.parametrize("seed", SEEDS)
async def test_the_matrix_says_what_the_digest_counts(store: Store, seed: int) -> None:
    crowd = await fill(store, Size(), seed)
    admin = crowd.people[0]
    async with store.reading() as tx:
        first_team = await waiting.first_teams(tx, crowd.workspace_id, [each.id for each in crowd.people])
        lately = loop_figures.Lately(crowd.workspace_id, NOW - timedelta(days=500), NOW - WINDOW)
        every = await loop_figures.bottlenecks(tx, lately)
        turns = await loop_figures.turns(tx, lately)
    expected: Counter[tuple[int, object]] = Counter()
    for (team_id, party), time in blocked_by_edge(every, turns, NOW - WINDOW, NOW).items():
        on: object = party.team_id
        if party.member_id is not None:
            on = first_team.get(party.member_id, Apart.ALONE)
        elif party.outside:
            on = Apart.OUTSIDE
        expected[team_id, on] += round(time.total_seconds())
    shown: Counter[tuple[int, object]] = Counter()
    for team_id in crowd.teams:
        matrix = await portfolio.matrix_of(store, admin, NOW, team_id)
        assert matrix.chosen is not None
        edges = matrix.waits_for
        assert matrix.chosen.waits == sum((edge.blocked for edge in edges), timedelta(0))
        assert matrix.chosen.is_waited_on == sum((edge.blocked for edge in matrix.waited_on_by), timedelta(0))
        shown[team_id, team_id] += round(matrix.chosen.within.total_seconds())
        for edge in edges:
            shown[team_id, edge.on.side] += round(edge.blocked.total_seconds())
            wanted = Wanted(waits=team_id, on=edge.on.side)
            listing = await portfolio.listing_of(store, admin, wanted, NOW)
            assert listing.total == edge.open, "an edge lists what it counts"
            oldest = min(listing.items, key=lambda seen: seen.loop.id, default=None)
            assert (edge.oldest is None) == (oldest is None)
    for sides in {*expected, *shown}:
        assert shown[sides] == pytest.approx(expected[sides], abs=5), sides
    names = [balance.who.name.casefold() for balance in matrix.balances if isinstance(balance.who.side, int)]
    assert names == sorted(names), "teams are never ranked"


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
    matrix = await portfolio.matrix_of(store, stranger, NOW, private)
    assert list(matrix.waits_for) == []
    listing = await portfolio.listing_of(store, stranger, Wanted(waits=private), NOW)
    assert (listing.total, list(listing.items)) == (0, [])
    assert (await portfolio.listing_of(store, stranger, Wanted(), NOW)).total > 0


async def test_a_page_whose_place_is_gone_is_the_first_one(store: Store) -> None:
    crowd = await fill(store, Size(open=10, closed=0), 4)
    admin = crowd.people[0]
    first = await portfolio.listing_of(store, admin, Wanted(), NOW)
    past_the_end = Leaf(after=Spot(NOW + timedelta(days=1), 10**6))
    assert await portfolio.listing_of(store, admin, Wanted(), NOW, past_the_end) == first
    near_the_start = Leaf(before=spot(first.items[3]))
    assert await portfolio.listing_of(store, admin, Wanted(), NOW, near_the_start) == first
    assert await portfolio.listing_of(store, admin, Wanted(), NOW, FIRST) == first


async def test_a_team_is_found_by_what_people_call_it(store: Store) -> None:
    crowd = await fill(store, Size(teams=0, open=0, closed=0), 5)
    ana = crowd.people[0]
    async with store.transaction() as tx:
        made = {
            name: await teams.create(
                tx, crowd.workspace_id, name=name, channel=Channel(name, name), lead_id=None, members_at=None
            )
            for name in ("Checkout", "Payments", "Payouts", "Pay")
        }
    assert await portfolio.side_called(store, ana, " check ") == made["Checkout"]
    assert await portfolio.side_called(store, ana, "PAY") == made["Pay"], "its very name comes first"
    assert await portfolio.side_called(store, ana, "outs") == made["Payouts"]
    assert await portfolio.side_called(store, ana, "outside") == Apart.OUTSIDE
    with pytest.raises(Unusable, match="“payo?” could be `Pay|“o” could be") as several:
        await portfolio.side_called(store, ana, "o")
    assert "Type a little more" in several.value.user_message
    with pytest.raises(NotThere, match="These are there: `Checkout`, `Pay`, `Payments`, `Payouts`"):
        await portfolio.side_called(store, ana, "Legal")

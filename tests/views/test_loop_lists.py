"""Lists, the matrix and Home's bottlenecks: whatever people write and however much there is, Slack takes it."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.values.deliveries import Message
from bot.values.loops import LoopState
from bot.values.portfolio import (
    NO_TEAMS,
    PAGE,
    Apart,
    Balance,
    Counts,
    Edge,
    Leaf,
    Listing,
    Matrix,
    Named,
    Spot,
    Wanted,
    Which,
)
from bot.values.seen_loops import LoopSeen
from bot.views.loops.listing import (
    build_list,
    build_list_window,
    counted,
    read_turn,
    read_wanted,
    write_wanted,
)
from bot.views.loops.matrix import TEAMS, build_matrix, days, read_side, read_start
from bot.views.loops.words import age
from sandbox.elements import elements, words
from tests.views.many_loops import DAY, seen
from tests.views.samples import NINE, short
from tests.views.taken import is_shown, is_taken, unhurried

sides = st.none() | st.integers(1, 10**9) | st.sampled_from(Apart)
wanted = st.builds(Wanted, which=st.sampled_from(Which), waits=sides, on=sides)


def edge(waits: str, on: str, blocked: int, *, number: int | None = None) -> Edge:
    oldest = seen(number) if number else None
    return Edge(Named(1, waits), Named(2, on), 3, blocked * DAY, oldest)


names = st.one_of(short, st.just("&" * 80), st.just("🎉" * 80)).map(lambda text: text[:80])


@unhurried
@given(names, wanted, st.sampled_from(LoopState), st.integers(0, 120))
def test_a_page_of_anything_is_taken(name: str, asked_for: Wanted, state: LoopState, teams: int) -> None:
    title = (name * 150)[:150]
    listing = Listing(
        asked_for,
        NINE,
        Counts(2000, 1000, 500, 300),
        [seen(number, name, title, state=state) for number in range(1, PAGE + 1)],
        earlier=PAGE,
        teams=[Named(number, name) for number in range(1, teams)],
        waits=None if asked_for.waits is None else name,
        on=None if asked_for.on is None else name,
    )
    for each in (listing, replace(listing, items=(), counts=Counts(), earlier=0)):
        is_taken(build_list(each))
        is_shown(build_list_window(each))


@given(wanted)
def test_what_is_wanted_and_where_one_stands_survive_a_press(asked_for: Wanted) -> None:
    assert read_wanted(write_wanted(asked_for)) == asked_for
    assert read_wanted("nonsense") == Wanted()
    items = [seen(4), seen(7)]
    listing = Listing(asked_for, NINE, Counts(100), items, 20, waits="A", on="B")
    pressed = {each.name: each.body.get("value", "") for each in elements(as_json(build_list(listing)))}
    assert read_turn(pressed["Newer"], newer=True) == (asked_for, Leaf(after=spot(items[1])))
    assert read_turn(pressed["Older"], newer=False) == (asked_for, Leaf(before=spot(items[0])))


def spot(each: LoopSeen) -> Spot:
    return Spot(each.loop.raised_at, each.loop.id)


def as_json(message: Message) -> list[dict[str, Any]]:
    return [dict(block) for block in message.blocks]


def test_a_page_says_who_waits_on_whom_since_when_and_where_it_stands() -> None:
    one = replace(seen(17), team="Checkout", waits_on="Payments", owner="Ben")
    listing = Listing(Wanted(), NINE, Counts(open=1, overdue=1, untaken=1), [one])
    text = "\n".join(words(as_json(build_list(listing))))
    assert "*Bottlenecks* · 1 open: 1 past its day, 1 with nobody on it" in text
    assert "*#17 Refund API*\nCheckout waits on Payments · 23 days · nobody is on it yet · hits 9" in text
    assert "Older" not in text, "one page needs no turning"


def test_a_day_on_the_calendar_is_yesterday_at_whichever_hour_it_was_raised() -> None:
    def old(hours: int) -> str:
        one = seen(17)
        raised = replace(one.loop, raised_at=NINE - timedelta(hours=hours), answered_at=None, closed_at=None)
        return age(replace(one, loop=raised), NINE)

    assert [old(hours) for hours in (1, 20, 30, 34, 47, 48)] == [
        *("today", "since yesterday", "since yesterday"),
        *("1 day", "1 day", "2 days"),
    ]


def test_counts_are_said_in_words() -> None:
    assert counted(Counts(0, 0, 0, 2)) == "0 open; 2 answered, waiting for a word"
    assert counted(Counts(12, 3, 4)) == "12 open: 3 past their day, 4 with nobody on them"
    assert counted(Counts(12, 0, 1, 5), only_open=True) == "12 open: 1 with nobody on it"


def test_people_in_no_team_wait_for_others_and_others_for_them() -> None:
    alone, outside = (Named(side, NO_TEAMS[side]) for side in (Apart.ALONE, Apart.OUTSIDE))
    longest = replace(edge("Checkout", "Payments", 3), waits=alone, oldest=None)
    balances = [Balance(alone, DAY, DAY, DAY), Balance(outside, timedelta(0), 2 * DAY)]
    text = "\n".join(words(build_matrix(Matrix(NINE, [longest], balances))["blocks"]))
    assert "*people in no team* wait on *Payments*: 3 open" in text
    assert (
        "*People in no team*: wait for others 1 day · others wait for them 1 day · among them 1 day" in text
    )
    assert "*Somebody outside*: others wait for them 2 days" in text


@unhurried
@given(names, st.integers(0, 250), st.integers(0, 300))
def test_a_matrix_of_any_size_is_shown(name: str, teams: int, start: int) -> None:
    balances = [
        Balance(Named(number, f"{number}{name}"[:80]), number * DAY, DAY, DAY) for number in range(teams)
    ]
    edges = [edge(name, f"{number}{name}"[:80], 9, number=number) for number in range(1, 60)]
    edges = [replace(each, on=replace(each.on, side=number)) for number, each in enumerate(edges, 2)]
    matrix = Matrix(NINE, edges[:3] if teams else (), balances, unnamed=2)
    is_shown(build_matrix(matrix, start))
    if balances:
        chosen = replace(matrix, chosen=balances[0], waits_for=edges, waited_on_by=edges)
        is_shown(build_matrix(chosen))
        is_shown(build_matrix(replace(chosen, waits_for=(), waited_on_by=())))


def test_the_matrix_begins_with_what_waits_longest_and_then_goes_by_name() -> None:
    refund = replace(seen(17), team="Checkout", waits_on="Payments")
    longest = replace(edge("Checkout", "Payments", 31), oldest=refund)
    balances = [Balance(Named(number, f"Team {number:02}"), DAY, 2 * DAY) for number in range(TEAMS + 5)]
    view = build_matrix(Matrix(NINE, [longest], balances))
    text = "\n".join(words(view["blocks"]))
    sentence = (
        "*Checkout* waits on *Payments*: 3 open, 31 days in the last 4 weeks; oldest: #17 Refund API, 23 days"
    )
    assert sentence in text
    assert "*Team 00*: waits for others 1 day · others wait for it 2 days\n*Team 01*" in text
    assert f"1–{TEAMS} of {TEAMS + 5}, by name" in text
    (more,) = [each for each in elements(view["blocks"]) if each.name == "More teams"]
    rest = "\n".join(
        words(build_matrix(Matrix(NINE, [], balances), read_start(more.body["value"]))["blocks"])
    )
    assert "*Team 29*" in rest
    assert "No team has waited 3 days or more" in rest
    quiet = "\n".join(words(build_matrix(Matrix(NINE))["blocks"]))
    assert "Nobody waits on anybody" in quiet


def test_days_and_sides_in_words() -> None:
    assert [days(timedelta(hours=hours)) for hours in (0, 5, 30, 60)] == [
        "0 days",
        "less than a day",
        "1 day",
        "2 days",
    ]
    assert [read_side(text) for text in ("7", "outside", "x")] == [7, Apart.OUTSIDE, None]

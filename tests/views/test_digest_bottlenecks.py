"""What a digest says of bottlenecks, and when it says nothing of time."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from types import MappingProxyType
from typing import Any

import pytest

from bot.values.facts import DigestFacts, Need, Silence, TeamFacts, Unsaid
from bot.values.loops import Loop, LoopKind, LoopState, WaitsOn
from bot.values.seen_loops import LoopSeen
from bot.values.unblocking import (
    Blocked,
    Bottlenecks,
    Edge,
    Flow,
    Reopened,
    Some,
    TimeToUnblock,
)
from bot.views.digests.digest import build_details, build_digest
from bot.views.digests.frame import MOST_PAGES
from bot.views.digests.preview import build_preview
from bot.views.digests.waiting import within
from bot.views.loops.page import OPEN_LOOP
from tests.views.test_digest import REFUND, seen, team, violations, week

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
TODAY = NOW.date()
AS_USUAL: Mapping[str, Any] = MappingProxyType({})
WEEKS = TimeToUnblock(31, 20, 3, timedelta(days=4, hours=2), timedelta(days=13, hours=20), is_too_few=False)


def bottleneck(
    number: int = 17,
    title: str = "Refund API",
    days: float = 23,
    seen_as: Mapping[str, Any] = AS_USUAL,
    **more: Any,
) -> LoopSeen:
    """Checkout waits on Payments, and nobody is on it."""
    raised = NOW - timedelta(days=days)
    stands = {"state": LoopState.RAISED, "since": raised, "version": 1, "waits_on": WaitsOn(2), **more}
    loop = Loop(number, 1, LoopKind.BOTTLENECK, title, raiser_id=1, team_id=1, raised_at=raised, **stands)
    names = {"team": "Checkout", "waits_on": "Payments", "raiser": "Ana", "owner": "Ben", **seen_as}
    return LoopSeen(loop, **names)


PROMISED = bottleneck(state=LoopState.PROMISED, due_on=date(2026, 11, 27))
LATE = bottleneck(
    18, "EU DPIA", 17, state=LoopState.ACKNOWLEDGED, due_on=date(2026, 11, 20), waits_on="Legal"
)
UNHEARD = bottleneck(19, "Staging", 6)


def some(*first: LoopSeen, total: int | None = None) -> Some:
    return Some(first, len(first) if total is None else total)


def told(*teams: TeamFacts, also: Any = None, **more: Any) -> DigestFacts:
    """A week of these teams with bottlenecks of these particulars."""
    values = {"open": 9, "flow": Flow(7, 5), "time": WEEKS, **more}
    return week(*(teams or (team(),)), bottlenecks=Bottlenecks(NOW, TODAY, **values), **(also or {}))


def details(facts: DigestFacts) -> str:
    return "\n".join(page.text for page in build_details(facts))


def test_the_week_is_one_line_of_what_came_what_went_and_how_long_half_take() -> None:
    line = "Opened 7 · cleared 5 · open 9 · half are cleared within 5 days (last 8 weeks, n=31)"
    assert f"*Bottlenecks*\n{line}" in build_digest(told()).text


@pytest.mark.parametrize(
    ("hours", "expected"),
    [
        (0, "within a day"),
        (24, "within a day"),
        (25, "within 2 days"),
        (96, "within 4 days"),
        (97, "within 5 days"),
    ],
)
def test_times_are_whole_days_that_are_not_less_than_they_are(hours: int, expected: str) -> None:
    assert within(timedelta(hours=hours)) == expected


def test_with_too_few_nothing_is_said_of_time() -> None:
    text = build_digest(told(time=TimeToUnblock(7, 6, 0))).text
    assert "open 9 · too few to tell how long they take" in text
    assert "last 8 weeks" not in text


def test_while_more_than_half_wait_that_is_what_is_said() -> None:
    time = TimeToUnblock(31, 9, 0, None, None, is_too_few=False)
    assert "more than half are not cleared yet (last 8 weeks, n=31)" in build_digest(told(time=time)).text
    assert "How long 85 in 100 take cannot be told yet." in details(told(time=time))


def test_a_row_says_who_waits_on_whom_since_when_and_what_was_promised() -> None:
    text = build_digest(told(oldest=some(PROMISED, UNHEARD, total=9))).text
    assert "• Checkout waits on Payments: #17 Refund API, 23 days, Ben promised it for Fri 27 Nov." in text
    assert "• Checkout waits on Payments: #19 Staging, 6 days, nobody is on it yet." in text
    assert "… and 7 more in the thread." in text


def test_what_needs_somebody_stands_first_with_a_button_and_is_not_told_twice() -> None:
    also = {"needs": (Need("Checkout", REFUND, "Lee"),)}
    facts = told(
        team(stuck=(REFUND,)), also=also, needs=some(PROMISED, LATE), oldest=some(PROMISED, LATE, UNHEARD)
    )
    message = build_digest(facts)
    needs, bottlenecks = message.text.split("*Needs you*")[1].split("*Bottlenecks*")
    assert needs.index("#17 Refund API") < needs.index("#18 EU DPIA") < needs.index("“The refund API”")
    assert "Ben is on it, word was due Fri 20 Nov, 3 days ago" in needs
    assert "#17" not in bottlenecks
    assert "#19 Staging" in bottlenecks
    assert "1 more thing was said in check-ins and not raised: it stands above." in bottlenecks
    opens = [block["accessory"] for block in message.blocks if "accessory" in block]
    assert [(each["action_id"], each["value"]) for each in opens] == [(OPEN_LOOP, "17"), (OPEN_LOOP, "18")]
    assert violations(message) == []


def test_at_most_three_need_somebody_and_the_others_are_in_the_thread() -> None:
    many = [bottleneck(number, f"Thing {number}", 40 - number) for number in range(1, 8)]
    also = {"needs": (Need("Checkout", REFUND, "Lee"),)}
    facts = told(team(stuck=(REFUND,)), also=also, needs=some(*many), oldest=some(*many))
    needs = build_digest(facts).text.split("*Needs you*")[1].split("*Changed*")[0].split("*Bottlenecks*")[0]
    assert needs.count("•") == 3
    assert "… and 5 more in the thread." in needs
    more = details(facts).split("_More that needs somebody_")[1].split("*Bottlenecks*")[0]
    assert all(f"Thing {number}" in more for number in (4, 5, 6, 7))
    assert "The refund API" in more


def test_what_a_poll_picked_says_so() -> None:
    picked = bottleneck(picked_at=NOW)
    assert (
        "nobody is on it yet. A poll put it among the first." in build_digest(told(needs=some(picked))).text
    )


def test_what_comes_back_is_named_with_what_is_known_of_it() -> None:
    again = bottleneck(reopened=2, seen_as={"people": 5, "teams": 3})
    text = build_digest(told(again=some(again, UNHEARD))).text
    assert "Again: #17 Refund API (opened again 2 times, hits 5 people in 3 teams) · #19 Staging" in text


def test_the_longest_waiting_between_teams_is_told_in_blocked_days() -> None:
    edges = (Edge("Checkout", "Payments", timedelta(days=41.9)), Edge("Growth", "Legal", timedelta(days=3)))
    text = build_digest(told(edges=edges)).text
    assert "Blocked days in the last 28, added up: Checkout on Payments 41 · Growth on Legal 3" in text


def test_in_a_channel_of_its_own_a_team_reads_both_ways() -> None:
    theirs = bottleneck(21, "Price table", 4, {"team": "Growth", "waits_on": "Checkout"})
    text = build_digest(told(home=("Checkout",), oldest=some(PROMISED), from_others=some(theirs))).text
    assert "• Checkout waits on Payments: #17 Refund API" in text
    assert "Others wait on Checkout for 1 thing:\n• Growth waits on Checkout: #21 Price table, 4 days" in text
    needed = told(home=("Checkout",), needs=some(theirs), from_others=some(theirs))
    assert "Others wait on Checkout for 1 thing, told above." in build_digest(needed).text


def test_the_thread_has_all_that_is_open_and_how_it_was_computed() -> None:
    text = details(
        told(
            oldest=some(PROMISED, LATE, UNHEARD, total=2000),
            blocked=(
                Blocked("A decision", timedelta(days=41)),
                Blocked("without a category", timedelta(hours=3)),
            ),
            reopened=Reopened(2, 14),
            unconfirmed=1,
        )
    )
    assert (
        "Of 31 opened in the last 8 weeks, 20 are cleared, 3 of them presumed: nobody objected for two weeks."
        in text
    )
    assert "85 in 100 are cleared within 14 days." in text
    assert "Opened again: 2 of 14 that had been answered or declined." in text
    assert "1 answer waits for a word on whether that helped." in text
    assert "by category: A decision 41 · without a category less than 1" in text
    assert "… and 1997 more: `/bottleneck list` has all of them." in text


def test_what_was_raised_quietly_is_counted_and_not_named() -> None:
    text = build_digest(told(also={"unsaid": (Unsaid(Silence.QUIET, count=2),)})).text
    assert "2 open bottlenecks kept out of channels by whoever raised them: counted, not named." in text


def test_a_week_without_bottlenecks_says_nothing_of_them_and_is_short() -> None:
    quiet = Bottlenecks(NOW, TODAY, time=WEEKS)
    text = build_digest(week(team(), bottlenecks=quiet)).text
    assert "Bottlenecks" not in text
    assert len(text) < 600


def test_what_is_open_is_told_also_where_nobody_is_asked_anything() -> None:
    text = build_digest(replace(told(oldest=some(PROMISED)), teams=(), people=0, people_answered=0)).text
    assert "#17 Refund API" in text
    assert "Nothing to tell yet" not in text


def test_no_team_is_ranked_no_cause_is_named_and_nothing_is_coloured() -> None:
    facts = told(
        needs=some(LATE), oldest=some(PROMISED), again=some(UNHEARD), edges=(Edge("A", "B", timedelta(5)),)
    )
    text = (build_digest(facts).text + details(facts)).lower()
    assert not any(word in text for word in ("because", "worst", "slowest", "rank", "blame"))
    assert not set("↑↓▲▼🟢🔴🟡📈📉") & set(text)


@pytest.mark.parametrize("title", ["&" * 150, "Wait " * 30, "<!channel> *bold* `code"])
def test_sixty_teams_and_two_thousand_open_ones_break_no_limit(title: str) -> None:
    long = {"team": title, "waits_on": title * 3, "owner": title, "people": 4999, "teams": 60}
    due = {"state": LoopState.PROMISED, "reopened": 12, "due_on": date(2026, 1, 1), "picked_at": NOW}
    open_ones = Some(
        [bottleneck(number, title, 400, long, **due) for number in range(100_000, 100_100)], 2000
    )
    edges = tuple(Edge(title, title, timedelta(days=99_999)) for _ in range(3))
    blocked = tuple(Blocked(title[:75], timedelta(days=99_999)) for _ in range(13))
    teams = tuple(team(f"Team {number} {title}", stuck=(REFUND,) * 5) for number in range(60))
    needs = tuple(Need(title, REFUND, title) for _ in range(60))
    facts = told(
        *teams,
        also={"needs": needs, "people": 600},
        home=(title,), needs=open_ones, oldest=open_ones, from_others=open_ones, again=open_ones,
        edges=edges, blocked=blocked, open=2000,
    )  # fmt: skip
    message = build_digest(facts)
    assert violations(message) == []
    assert len(seen(message)) <= 11_000
    pages = build_details(facts)
    assert len(pages) <= MOST_PAGES
    for page in pages:
        assert violations(page) == []
        assert len(page.text) <= 4000
    assert violations(build_preview(facts, "Note."), "ephemeral") == []
    assert "<!channel>" not in message.text + details(facts)

"""Trends on demand: whatever people call things and however much there is, Slack takes it; and what it says."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.values.counts import Counted
from bot.values.digests import MarkKind, Week, WeekMark
from bot.values.facts import Measure, Period, RegionTurnout, Silence, Unsaid
from bot.values.goals import Confidence, Goal, GoalSeen, GoalState
from bot.values.people import Team
from bot.values.pictures import Chart
from bot.values.trends import (
    WEEKS,
    Asked,
    GoalTrend,
    Overview,
    Range,
    Responding,
    Series,
    Tally,
    TeamInShort,
    TeamTrends,
)
from bot.values.unblocking import Bottlenecks, Flow, TimeToUnblock
from bot.views.trends import words
from bot.views.trends.chapters import chapters
from bot.views.trends.overview import build_overview, build_which
from bot.views.trends.team import ALL, build_team, build_team_window, read_choice, read_turn
from tests.views.samples import short
from tests.views.taken import is_shown, is_taken, unhurried

MONDAY = date(2026, 11, 16)
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
PERIOD = Period(Week(MONDAY), MONDAY + timedelta(days=6), so_far=False)
MONDAYS = [MONDAY - timedelta(weeks=back) for back in reversed(range(WEEKS))]
CHECKOUT = Team(1, 1, "Checkout", "C1", None)

values = st.lists(st.one_of(st.none(), st.floats(0, 1)), min_size=WEEKS, max_size=WEEKS)
ranges = st.one_of(
    st.none(), st.builds(Range, st.floats(0, 0.4), st.floats(0.5, 1), st.integers(6, 25), st.integers(0, 4))
)


@st.composite
def series(draw: st.DrawFn) -> Series:
    measure = draw(st.sampled_from(Measure))
    of = 5 if measure is Measure.SCALE else 0
    seen = [None if value is None else 1 + 4 * value if of else round(value, 1) for value in draw(values)]
    return Series(
        about=draw(short),
        measure=measure,
        values=seen,
        ask="" if measure is Measure.TURNOUT else draw(short),
        of=of,
        people=9,
        people_answered=8,
        usual=draw(ranges),
        silence=draw(st.sampled_from([None, *Silence])),
        is_rounded=draw(st.booleans()),
        asked=43,
        answered=36,
    )


def goal(title: str, number: int) -> GoalTrend:
    said = Confidence(number, MONDAY, 4, title, 1)
    seen = GoalSeen(Goal(number, 1, 1, 1, title, None, GoalState.OPEN, NOW), "Checkout", title, said)
    return GoalTrend(seen, [None, 7, 4], said, worries=True)


def soon(days: int | None) -> TimeToUnblock:
    """Half were cleared after so many days; None: more than half were still open."""
    half = None if days is None else timedelta(days=days, hours=-1)
    return TimeToUnblock(12, 8, 0, half, is_too_few=False)


def tally(about: Counted, number: int, **more: Any) -> Tally:
    """Counted so often; usual is 0 to 8."""
    return Tally(about, number, Range(0, 8, 12, **more))


@unhurried
@given(st.lists(series(), max_size=40), short, st.integers(0, 9), st.booleans())
def test_a_team_with_more_of_everything_than_anybody_reads(
    every: Sequence[Series], name: str, page: int, is_private: bool
) -> None:
    team = replace(CHECKOUT, name=name, is_private=is_private)
    trends = TeamTrends(
        team=team,
        period=PERIOD,
        now=NOW,
        weeks=MONDAYS,
        people=9,
        people_answered=8,
        series=every,
        pulse_series=every,
        responding=Responding(43, 40, 36, timedelta(minutes=95), is_too_few=False),
        asked=[Asked(name, 20, 19, time(9, 5)), Asked("Americas", 12, 12, time(9))],
        flows=[Flow(number, number // 2) for number in range(WEEKS)],
        times=[soon(number) for number in range(WEEKS)],
        tallies=[tally(about, 9, weeks=1) for about in Counted],
        goals=[goal(name or "-", number) for number in range(40)],
        unsaid=[Unsaid(silence, name) for silence in Silence],
        marks=[WeekMark(1, monday, MarkKind.HOLIDAY, name) for monday in MONDAYS],
    )
    teams = [replace(CHECKOUT, id=number, name=f"{name} {number}") for number in range(1, 120)]
    message = build_team(trends, [team, *teams], page)
    is_taken(message)
    if message.plain is not None:
        is_taken(message.without_pictures())
    is_shown(build_team_window(trends))
    empty = replace(trends, series=(), pulse_series=(), goals=(), flows=(), unsaid=())
    for nothing in (empty, replace(empty, next_at=NOW), replace(empty, unsaid=trends.unsaid)):
        is_taken(build_team(nothing, [team]))
        is_shown(build_team_window(nothing))


@unhurried
@given(st.lists(series(), max_size=4), short, st.integers(0, 20), st.integers(0, 120))
def test_as_many_teams_as_there_are(every: Sequence[Series], name: str, page: int, number: int) -> None:
    team = replace(CHECKOUT, name=name)
    row = TeamInShort(team, 900, 800, every, open=300, oldest_at=NOW - timedelta(days=400), worries=20)
    rows = [replace(row, team=replace(team, id=each, name=f"{name} {each}")) for each in range(number)]
    regions = [RegionTurnout("Americas", 12, 11), RegionTurnout("Asia and Pacific", 16, 12)]
    asked, unusual = [Asked("", 20, 19, time(9, 5))], [tally(about, 9, weeks=2) for about in Counted]
    found = Overview(PERIOD, NOW, rows, 3, 900, 800, regions, asked, unusual)
    is_taken(build_overview(found, page))
    for is_one_of in (True, False):
        is_taken(build_which(name, [each.team.name for each in rows], is_one_of=is_one_of))


TURNOUT = Series(
    "Daily check-in",
    Measure.TURNOUT,
    [None, 0.8, 36 / 43],
    people=9,
    people_answered=8,
    asked=43,
    answered=36,
)
CONFIDENCE = Series(
    "Daily check-in",
    Measure.SCALE,
    [3.8, 3.0],
    ask="How confident are you?",
    of=5,
    people=9,
    people_answered=8,
)


def test_a_number_stands_beside_its_usual_range_and_nothing_more() -> None:
    inside = replace(TURNOUT, usual=Range(0.7, 1.0, 12))
    assert words.series(inside) == (
        "• *Daily check-in*: 36 of 43 (84 %) answered in time. Inside its usual range (30 to 43 of 43)."
    )
    outside = replace(CONFIDENCE, usual=Range(3.2, 4.4, 8, weeks=2, is_early=True))
    assert words.series(outside) == (
        "• “How confident are you?”: 3.0 of 5, 8 of 9 answered. *Outside its usual range* (3.2 to 4.4) for 2 weeks."
        " Early signal: only 8 weeks to compare with."
    )
    near = replace(CONFIDENCE, usual=Range(3.2, 4.4, 12, weeks=2, near=True))
    assert words.series(near).endswith(" For 2 weeks near the edge of its usual range (3.2 to 4.4).")
    young = replace(CONFIDENCE, silence=Silence.TOO_FEW_WEEKS)
    assert words.series(young).endswith(" Not compared: too few earlier weeks to tell what is usual.")
    gap = replace(CONFIDENCE, values=[3.8, None], silence=Silence.NOBODY_ASKED)
    assert words.series(gap) == "• “How confident are you?”: no number in the newest week."


def test_how_soon_people_answer_in_words() -> None:
    told = Responding(43, 40, 36, timedelta(hours=2, minutes=10), is_too_few=False)
    assert list(words.soon(told, 4)) == [
        "Answered within 24 hours: 40 of 43 (93 %) · half answered within 3 hours (last 4 weeks)"
    ]
    assert "half answered within 1 minute " in next(words.soon(replace(told, half=timedelta(seconds=9)), 4))
    assert "more than half had not answered when it closed" in next(words.soon(replace(told, half=None), 4))
    assert "too few answers to tell how soon" in next(words.soon(Responding(6, 4, 4), 4))
    assert list(words.soon(Responding(), 4)) == []


def test_when_people_are_asked_in_words() -> None:
    here, there = Asked("Americas", 12, 12, time(9, 5)), Asked("Asia and Pacific", 16, 4, time(18))
    assert list(words.asked([here, there])) == [
        "Asked: Americas at about 09:05 their time, 12 of 12 people within working hours"
        " · Asia and Pacific at about 18:00 their time, 4 of 16 people within working hours"
    ]


def test_what_buttons_carry_is_read_again() -> None:
    assert read_choice(ALL) is None
    assert read_choice("7") == 7
    assert read_turn("7|2") == (7, 2)
    assert read_turn(f"{ALL}|1") == (None, 1)
    assert read_turn("what") == (None, 0)


def charted(**more: Any) -> Chart:
    """The first chart of a team of which only this is known."""
    trends = TeamTrends(**{"team": CHECKOUT, "period": PERIOD, "now": NOW, "weeks": MONDAYS, **more})
    return next(chart for chapter in chapters(trends) for chart in chapter.charts)


def test_a_line_begins_where_something_is_known_and_ends_where_all_of_a_week_is() -> None:
    known: list[float | None] = [None] * (WEEKS - 4) + [0.8, 0.9, 0.8]
    both = [replace(TURNOUT, values=[*known, 0.9]), replace(TURNOUT, about="Pulse", values=[*known, None])]
    whole = charted(series=both)
    assert [len(line.values) for line in whole.lines] == [4, 4]
    so_far = charted(series=both, period=replace(PERIOD, so_far=True))
    assert [len(line.values) for line in so_far.lines] == [3, 3]
    flows = [Flow(0, 0)] * (WEEKS - 4) + [Flow(1, 0), Flow(0, 0), Flow(2, 1), Flow(0, 1)]
    assert [line.values for line in charted(flows=flows).lines] == [[1, 0, 2, 0], [0, 0, 1, 1]]


def team_of(**more: Any) -> TeamTrends:
    """Checkout, of which only this is known."""
    return TeamTrends(**{"team": CHECKOUT, "period": PERIOD, "now": NOW, "weeks": MONDAYS, **more})


TOO_FEW = TimeToUnblock(3, 1, 0)
WAITS = Bottlenecks(NOW, NOW.date(), open=4, flow=Flow(3, 9), time=soon(4))


def test_how_soon_half_were_cleared_is_drawn_and_weeks_of_which_it_cannot_be_told_say_so() -> None:
    times = [*[TOO_FEW] * 3, soon(None), *map(soon, (6, 6, 5, 5, 5, 4, 4, 4))]
    message = build_team(team_of(bottlenecks=WAITS, times=times), [CHECKOUT])
    is_taken(message)
    (chart,) = [block for block in message.blocks if block["type"] == "data_visualization"]
    assert chart["chart"]["axis_config"]["y_label"] == "days"
    assert [point["value"] for point in chart["chart"]["series"][0]["data"]] == [6, 6, 5, 5, 5, 4, 4, 4]
    missing = "Half within: too few to tell for 31 Aug to 14 Sep, more than half still open for 21 Sep."
    assert f"Drawn from 28 Sep on. {missing}" in str(message.blocks)
    said = "31 Aug to 14 Sep: too few to tell · 21 Sep: more than half still open · 28 Sep to 5 Oct: 6 ·"
    assert said in message.text
    few = build_team(team_of(bottlenecks=WAITS, times=[TOO_FEW] * 12), [CHECKOUT])
    assert "How soon half" not in few.text


def test_what_was_counted_unusually_often_is_told_in_the_words_of_the_digest() -> None:
    counted = [
        tally(Counted.OPENED, 3),
        tally(Counted.CLEARED, 9, weeks=2, is_early=True),
        tally(Counted.MARKET, 9, weeks=1),
    ]
    text = build_team(team_of(bottlenecks=WAITS, tallies=counted), [CHECKOUT]).text
    assert (
        "In week 47: opened 3 (usual is 0 to 8) · cleared 9 · open 4 · half are cleared within 4 days" in text
    )
    assert "• Cleared 9 bottlenecks: usual is 0 to 8. Outside of that for 2 weeks. Early signal: only" in text
    assert "about the market" not in text, "that was heard by everybody"
    everybody = build_overview(Overview(PERIOD, NOW, tallies=counted)).text
    assert "• Heard 9 things about the market: usual is 0 to 8." in everybody
    assert "Opened" not in everybody


def test_a_page_has_as_many_charts_as_slack_draws() -> None:
    flows = [Flow(number % 4 + 1, number % 3) for number in range(WEEKS)]
    every = [replace(each, values=[3.0] * WEEKS) for each in (TURNOUT, CONFIDENCE)]
    trends = team_of(bottlenecks=WAITS, series=every, flows=flows, times=[soon(4)] * WEEKS)
    pages = [build_team(trends, [CHECKOUT], page) for page in range(2)]
    kinds = [[block["type"] for block in page.blocks].count("data_visualization") for page in pages]
    assert kinds == [2, 2]
    assert "Page 1 of 2" in str(pages[0].blocks)

"""What a digest draws: a table of bottlenecks, and in its thread how numbers went; each also in words."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from bot.values.counts import Counted
from bot.values.deliveries import Message
from bot.values.digests import MarkKind, WeekMark
from bot.values.facts import Change, DigestFacts, Marked, Measure, TeamFacts, Weekly
from bot.values.loops import LoopState
from bot.views.digests.digest import build_details, build_digest
from bot.views.digests.pictures import HEADER, answered_in_time, build_course, changed
from bot.views.digests.preview import build_preview
from bot.views.pictures import since_the_gap
from tests.views.test_digest import team, violations, week
from tests.views.test_digest_bottlenecks import LATE, PROMISED, UNHEARD, bottleneck, some, told

LAST = date(2026, 11, 16)


def course(*values: float | None, last: date = LAST) -> tuple[Weekly, ...]:
    """A number week by week, up to the last of these; None: it has no such week."""
    count = len(values)
    mondays = [last - timedelta(weeks=count - 1 - place) for place in range(count)]
    return tuple(
        Weekly(monday, value) for monday, value in zip(mondays, values, strict=True) if value is not None
    )


def fell(values: Sequence[float | None] = (3.5,) * 11 + (2.5,), **more: Any) -> Change:
    """Checkout's mood fell."""
    given = {
        "team": "Checkout",
        "about": "How energised are you?",
        "measure": Measure.SCALE,
        "value": 2.5,
        "low": 3.214,
        "high": 3.8,
        "weeks": 1,
        "near": False,
        "early": False,
        "base": 11,
        "people": 9,
        "people_answered": 8,
        "of": 5,
        "course": course(*values),
    }
    return Change(**{**given, **more})


def answering(name: str, *values: float | None, **more: Any) -> TeamFacts:
    """A team that answered so large a part in time."""
    return TeamFacts(name, in_time=course(*values), **more)


def drawn(message: Message) -> list[Any]:
    """The charts and tables of a message."""
    return [block for block in message.blocks if block["type"] in ("table", "data_visualization")]


def page_of(facts: DigestFacts) -> Message:
    """The page with pictures."""
    (page,) = build_course(facts)
    assert violations(page) == []
    assert violations(page.without_pictures()) == []
    return page


def test_the_rows_of_bottlenecks_are_a_table_and_the_words_stay_as_they_are() -> None:
    facts = told(oldest=some(PROMISED, LATE, bottleneck(20, "R&D <sandbox>", 2), total=7))
    digest = build_digest(facts)
    assert violations(digest) == []
    (table,) = drawn(digest)
    rows = [[cell["text"] for cell in row] for row in table["rows"]]
    assert rows[0] == list(HEADER)
    assert rows[1] == [
        "#17 Refund API",
        "Checkout waits on Payments",
        "23 days",
        "Ben promised it for Fri 27 Nov.",
    ]
    assert rows[3][0] == "#20 R&D <sandbox>", "a cell knows no escapes"

    plain = digest.without_pictures()
    assert violations(plain) == []
    assert drawn(plain) == []
    words = "\n".join(block["text"]["text"] for block in plain.blocks if block["type"] == "section")
    for line in (
        "• Checkout waits on Payments: #17 Refund API, 23 days, Ben promised it for Fri 27 Nov.",
        "#20 R&amp;D &lt;sandbox&gt;",
        "… and 4 more in the thread.",
    ):
        assert line in digest.text
        assert line in words
    around = "\n".join(block["text"]["text"] for block in digest.blocks if block["type"] == "section")
    assert "*Bottlenecks*\nOpened 7" in around
    assert "… and 4 more in the thread." in around
    assert "Refund API" not in around, "what the table says stands there once"


def test_what_needs_somebody_is_in_no_table_and_one_row_is_a_sentence() -> None:
    facts = told(needs=some(LATE), oldest=some(PROMISED, LATE))
    digest = build_digest(facts)
    assert drawn(digest) == []
    assert digest.plain is None
    (table,) = drawn(build_digest(told(needs=some(LATE), oldest=some(PROMISED, LATE, UNHEARD))))
    assert [row[0]["text"] for row in table["rows"][1:]] == ["#17 Refund API", "#19 Staging"]


def test_a_table_has_five_rows_at_most_and_the_rest_is_counted() -> None:
    every = [bottleneck(number, f"Thing {number}", 30 - number) for number in range(1, 9)]
    digest = build_digest(told(oldest=some(*every)))
    (table,) = drawn(digest)
    assert len(table["rows"]) == 1 + 5
    assert "… and 3 more in the thread." in digest.text


def test_a_preview_has_the_table_too_and_can_do_without() -> None:
    preview = build_preview(told(oldest=some(PROMISED, LATE)), "It goes out on Monday.")
    assert len(drawn(preview)) == 1
    assert preview.plain is not None
    assert drawn(preview.without_pictures()) == []
    assert preview.plain[0] == preview.blocks[0]


def test_the_thread_begins_with_how_the_first_change_went_between_the_edges_of_its_usual_range() -> None:
    page = build_details(week(team(), changes=(fell(), fell(about="Another"))))[0]
    assert violations(page) == []
    (chart,) = drawn(page)
    assert chart["title"] == "Checkout: How energised are you?"
    assert chart["chart"]["axis_config"]["y_label"] == "of 5"
    assert [series["name"] for series in chart["chart"]["series"]] == ["Checkout", "usual from", "usual to"]
    assert [point["value"] for point in chart["chart"]["series"][1]["data"]] == [3.21] * 12
    assert page.text.startswith(
        "Week by week\n*Checkout: How energised are you?* (of 5)\nCheckout · 31 Aug to 9 Nov: 3.5 · "
    )
    assert "16 Nov: 2.5" in page.text
    assert "usual from: 3.21 throughout" in page.text


@pytest.mark.parametrize(
    ("measure", "unit"), [(Measure.TURNOUT, "of 10 in time"), (Measure.SHARE, "of 10 say yes")]
)
def test_shares_are_drawn_as_so_many_in_ten(measure: Measure, unit: str) -> None:
    chart = changed(fell([0.9] * 6 + [0.5], measure=measure, value=0.5, low=0.8, high=1.0))
    assert chart is not None
    assert chart.unit == unit
    assert chart.lines[0].values[-1] == 5.0


def test_counts_are_drawn_as_they_are() -> None:
    counted = fell(
        [3] * 6 + [9], measure=Measure.COUNT, about=Counted.OPENED, team="", value=9, low=0, high=8
    )
    chart = changed(counted)
    assert chart is not None
    assert (chart.title, chart.unit) == ("Bottlenecks opened", "a week")
    assert [line.values[-1] for line in chart.lines] == [9, 0, 8]
    assert all(changed(replace(counted, about=about)) for about in Counted)


def test_twenty_weeks_are_drawn_at_most_and_never_fewer_than_six() -> None:
    chart = changed(fell([3.0] * 26))
    assert chart is not None
    assert len(chart.categories) == 20
    assert since_the_gap(chart) == chart
    assert changed(fell([3.0] * 5)) is None
    assert build_course(week(answering("Checkout", *[0.8] * 5), changes=(fell([3.0] * 5),))) == []


def test_with_few_weeks_since_a_missing_one_it_is_text() -> None:
    page = page_of(week(team(), changes=(fell([3.5, 3.5, None, 3.5, 3.5, 3.5, 2.5]),)))
    assert drawn(page) == []
    assert page.plain is None
    assert "5 to 12 Oct: 3.5 · 19 Oct: no number · 26 Oct to 9 Nov: 3.5 · 16 Nov: 2.5" in page.text


def test_from_a_missing_week_on_it_is_drawn() -> None:
    page = page_of(week(team(), changes=(fell([3.5, 3.5, None, *[3.5] * 6, 2.5]),)))
    (chart,) = drawn(page)
    assert len(chart["chart"]["axis_config"]["categories"]) == 7
    assert "Drawn from 5 Oct on. Checkout: no number for 28 Sep." in str(page.blocks)
    assert "14 to 21 Sep: 3.5 · 28 Sep: no number" in page.text


def test_weeks_over_new_year_are_told_apart() -> None:
    values = [3.5] * 11 + [2.5]
    chart = changed(fell(course=course(*values, last=date(2027, 1, 25))))
    assert chart is not None
    assert chart.categories[-5:] == ["28 Dec", "4 Jan", "11 Jan", "18 Jan", "25 Jan"]
    assert len(set(chart.categories)) == 12


def test_up_to_six_teams_are_drawn_in_the_order_of_the_alphabet_from_the_week_all_have_reached() -> None:
    teams = [answering("Ads", *[0.8] * 12), answering("Checkout", *[0.9] * 7), answering("New", 1.0, 1.0)]
    page = page_of(week(*teams))
    (chart,) = drawn(page)
    assert [series["name"] for series in chart["chart"]["series"]] == ["Ads", "Checkout"]
    assert len(chart["chart"]["axis_config"]["categories"]) == 7
    assert "*Answered in time* (of 10 prompts)\nAds: 8 throughout" in page.text
    seven = [(f"Team {number}", course(*[0.8] * 12)) for number in range(7)]
    assert answered_in_time(seven) is None, "so many lines nobody can tell apart"


def test_a_team_that_stopped_being_asked_is_written_beside_those_that_are_drawn() -> None:
    stopped = TeamFacts("Growth", in_time=course(*[0.7] * 10, last=LAST - timedelta(weeks=2)))
    page = page_of(week(answering("Ads", *[0.8] * 12), stopped))
    (chart,) = drawn(page)
    assert [series["name"] for series in chart["chart"]["series"]] == ["Ads"]
    growth = "Growth · 31 Aug to 2 Nov: 7 · 9 to 16 Nov: no number"
    assert growth in page.text
    assert f"Not drawn (of 10 prompts): {growth}" in str(page.blocks)


def test_teams_that_never_shared_six_weeks_are_left_out() -> None:
    old = TeamFacts("Old", in_time=course(*[0.7] * 8, last=LAST - timedelta(weeks=9)))
    chart = answered_in_time([("Old", old.in_time), ("Young", course(*[0.7] * 6))])
    assert chart is not None
    assert since_the_gap(chart) != chart


def test_marked_weeks_are_drawn_and_named() -> None:
    mark = WeekMark(1, date(2026, 10, 26), MarkKind.HOLIDAY)
    long_ago = WeekMark(1, date(2025, 12, 22), MarkKind.HOLIDAY)
    facts = week(team(), changes=(fell(),), marks=(Marked("Checkout", mark), Marked("Checkout", long_ago)))
    page = page_of(facts)
    words = "Marked as out of the ordinary: Checkout 26 Oct (holiday)."
    assert words in page.text
    assert words in str(page.blocks[-1])
    assert "22 Dec" not in page.text


def test_two_charts_and_everything_about_them_fit_whatever_they_are_called() -> None:
    names = [f"The team that looks after everything number {number} & <more>" for number in range(6)]
    teams = [answering(name, *[0.8125] * 20) for name in names]
    first = fell([3.123] * 20, team=names[0], about="How " + "very " * 40 + "energised are you & <yours>?")
    page = page_of(week(*teams, changes=(first,)))
    assert len(drawn(page)) == 2
    assert len(page.text) < 4000


def test_a_change_in_a_bottleneck_that_is_answered_says_so_in_the_table() -> None:
    answered = bottleneck(21, "Answered", 3, state=LoopState.ANSWERED)
    (table,) = drawn(build_digest(told(oldest=some(PROMISED, answered))))
    assert table["rows"][2][3]["text"] == "Answered by Ben; Ana says whether that helped."

"""What lines are called in a legend of twenty characters: short, whole words, and never two alike."""

from collections.abc import Sequence
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.values.pictures import Chart, Line
from bot.views.legends import NAME, in_full, legend
from bot.views.pictures import build_chart, with_pictures

WORDS = st.lists(
    st.sampled_from(["How", "was", "your", "week", "month", "team", "Customer", "onboarding", "EMEA"]),
    max_size=9,
)
NAMES = st.lists(st.one_of(WORDS.map(" ".join), st.text(max_size=40)), max_size=6)


@given(NAMES)
def test_names_fit_and_no_two_are_alike(names: Sequence[str]) -> None:
    shown = legend(names)
    assert len(shown) == len(names) == len(set(shown))
    assert all(0 < len(name) <= NAME for name in shown)


@given(st.lists(WORDS.map(" ".join), max_size=6))
def test_a_name_that_fits_and_is_nobody_elses_stays_as_it_is(names: Sequence[str]) -> None:
    for name, shown in zip(names, legend(names), strict=True):
        if name and len(name) <= NAME and names.count(name) == 1:
            assert shown == name


def test_long_names_are_cut_after_a_word() -> None:
    assert legend(["How confident are you in this goal?", "How was your week?"]) == [
        "How confident are…",
        "How was your week?",
    ]
    assert legend(["Donaudampfschifffahrtsgesellschaft"]) == ["Donaudampfschifffah…"]


def test_names_that_begin_alike_are_told_from_where_on_they_differ() -> None:
    assert legend(["Customer onboarding, EMEA", "Customer onboarding, APAC"]) == ["… EMEA", "… APAC"]
    same = "How confident are you in this sprint's goal?"
    assert legend([f"{same} (Check-in)", f"{same} (Retro)"]) == ["… (Check-in)", "… (Retro)"]
    assert legend(["Mood", "Mood", ""]) == ["Mood", "Mood 2", "–"]


def test_what_was_cut_stands_in_full_below_the_chart() -> None:
    long = "Could you keep this pace for <three> months?"
    line = Line(long, [3.0] * 6)
    assert in_full([line, Line("Mood", [1.0] * 6)]) == (
        "“Could you keep this…”: Could you keep this pace for &lt;three&gt; months?"
    )
    message = with_pictures(
        "text", [build_chart(Chart("Pulse", [f"{day} Nov" for day in range(1, 7)], [line], "of 5"))]
    )
    drawn, below = message.blocks
    series: list[dict[str, Any]] = drawn["chart"]["series"]
    assert [each["name"] for each in series] == ["Could you keep this…"]
    assert "months?" in below["elements"][0]["text"]

"""When words say something, and when they say the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.trends.words import normalised, same_thing, says_nothing


@pytest.mark.parametrize(
    "text",
    [
        None, "", "  ", "-", "—", "n/a", "N/A.", "No", "none", "None!", "nothing", "Nothing new.", "nope",
        "no blockers", "Nein", "nichts", "keine", "Non", "rien", "RAS", "nada", "Ninguno", "niente", "Não",
        "geen", "brak", "нет", "なし", "特になし", "无", "없음", "yok", "✅", "👍", ":tada:", "...", "All good :+1:",
    ],
)  # fmt: skip
def test_no_in_many_languages_says_nothing(text: str | None) -> None:
    assert says_nothing(text)


@pytest.mark.parametrize("text", ["No access to staging", "Nothing works", "API", "waiting", "待ち", "5"])
def test_anything_else_says_something(text: str) -> None:
    assert not says_nothing(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Waiting for the refund API from Payments", "still waiting on refund API"),
        ("Waiting for legal", "Still waiting on legal"),
        ("Staging is down!", "staging is DOWN"),
        ("Réponse du juridique", "reponse du juridique attendue"),
    ],
)
def test_the_same_thing_in_other_words_is_seen(one: str, other: str) -> None:
    assert same_thing(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Waiting for the refund API", "Waiting for design review"),
        ("Still waiting for design", "Still waiting for legal"),
        ("review", "code review of the new payment flow"),
        ("No access to staging", "Contract with the supplier is late"),
    ],
)
def test_different_things_are_not_called_the_same(one: str, other: str) -> None:
    assert not same_thing(one, other)


@given(st.text(max_size=80), st.text(max_size=80))
def test_comparing_is_the_same_both_ways(one: str, other: str) -> None:
    assert same_thing(one, other) == same_thing(other, one)
    assert same_thing(one, one)


@given(st.text(max_size=80))
def test_normalising_twice_changes_nothing(text: str) -> None:
    assert normalised(normalised(text)) == normalised(text)

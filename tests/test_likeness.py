"""How alike two short texts are: pairs somebody would call the same, pairs nobody would, and what holds for all."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.likeness import FLOOR, Alike, features, most_alike

OPEN = (
    "Refund API from Payments",
    "Staging is down again",
    "Design review of the onboarding takes weeks",
    "EU DPIA sign-off from Legal",
    "No access to the Stripe dashboard",
    "The VPN keeps dropping",
    "Nobody decides on the pricing tiers",
    "Flaky tests block every merge",
    "Translations for the checkout page are missing",
    "The data warehouse export is late",
    "Apple has not reviewed our release",
    "Waiting for the security review of the new login",
)

words = st.sampled_from(
    (
        "refund",
        "API",
        "payments",
        "staging",
        "down",
        "review",
        "Zürich",
        "café",
        "über",
        "42",
        "the",
        "is",
        "of",
    )
)
sentences = st.lists(words, max_size=9).map(" ".join)
anything = sentences | st.text(max_size=60)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("still need the refunds API", "Refund API from Payments"),
        ("STAGING broken since Tuesday", "Staging is down again"),
        ("Legal has not approved the DPIA", "EU DPIA sign-off from Legal"),
        ("we cannot access Stripe", "No access to the Stripe dashboard"),
        ("vpn drops all the time", "The VPN keeps dropping"),
        ("pricing tier decision", "Nobody decides on the pricing tiers"),
        ("the tests are flaky", "Flaky tests block every merge"),
        ("Übersetzungen: checkout translation missing", "Translations for the checkout page are missing"),
        ("security reviews", "Waiting for the security review of the new login"),
    ],
)
def test_the_one_that_is_meant_comes_first(typed: str, meant: str) -> None:
    assert OPEN[most_alike(typed, OPEN)[0]] == meant


@pytest.mark.parametrize(
    "typed", ["The lunch menu", "Budget for the offsite", "Laptop for the newcomer", "", "…", "?!", "Müde"]
)
def test_nothing_is_offered_where_nothing_is_alike(typed: str) -> None:
    assert most_alike(typed, OPEN) == []


def test_the_same_thing_is_found_where_it_is_the_only_other_one() -> None:
    assert most_alike("still need the refunds API", ["Refund API from Payments"]) == [0]


def test_the_little_words_make_nothing_alike_where_there_is_one_other_only() -> None:
    assert most_alike("A legal review of the new terms for the north", ["The refund API"]) == []
    assert most_alike("Die Freigabe für den Norden", ["Der Zugang für die Kasse"]) == []
    assert most_alike("Is it us?", ["It is us"]) == [0], "unless there is nothing else"


def test_a_score_worked_out_by_hand() -> None:
    """`ab cd` and `ab ef` share the word `ab` and the piece ` ab `; each has one word and one piece of its own."""
    texts = ["ab cd", "ab ef", *"ghijklmn"]
    shared, own = math.log(11 / 2.5), math.log(11 / 1.5)
    word_and_piece = 1 + 0.5**2
    expected = word_and_piece * shared**2 / (word_and_piece * (shared**2 + own**2))
    assert Alike(texts).alike("ab cd", "ab ef") == pytest.approx(expected)


def test_case_accents_and_endings_make_no_difference_and_repetition_a_little() -> None:
    whole = {name: count for name, count in features("Café REVIEWS").items() if name.startswith("w:")}
    assert whole == {"w:cafe": 1, "w:review": 1}
    assert features("is it us")["w:us"] == 1, "a short word keeps its ending"
    assert features("test tests testing")["w:test"] == pytest.approx(1 + math.log(3))
    assert {"p: tes", "p:test", "p:est "} <= set(features("test"))
    assert features("test")["p:test"] == 0.5


@given(anything, anything, st.lists(anything, max_size=12))
def test_alike_is_symmetric_bounded_and_one_for_the_same(one: str, other: str, rest: list[str]) -> None:
    among = Alike([one, other, *rest])
    score = among.alike(one, other)
    assert 0 <= score <= 1
    assert score == among.alike(other, one)
    assert among.alike(one, one) == (pytest.approx(1) if features(one) else 0)
    if not features(one).keys() & features(other).keys():
        assert score == 0


@given(sentences, st.lists(sentences, max_size=12))
def test_all_that_are_alike_are_found_the_most_alike_first(text: str, others: list[str]) -> None:
    found = most_alike(text, others)
    among = Alike([text, *others])
    scores = [among.alike(text, other) for other in others]
    assert set(found) == {place for place, score in enumerate(scores) if score >= FLOOR}
    assert [scores[place] for place in found] == sorted((scores[place] for place in found), reverse=True)


@given(sentences, st.lists(sentences, max_size=8))
def test_the_order_of_the_others_changes_no_score(text: str, others: list[str]) -> None:
    forward = Alike([text, *others])
    backward = Alike([*reversed(others), text])
    assert [forward.alike(text, other) for other in others] == [
        backward.alike(text, other) for other in others
    ]

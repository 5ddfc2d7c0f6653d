"""What somebody may have meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.handlers.doors import ANSWERS
from bot.values.meant import did_you_mean, nearest
from bot.views.help import USAGES, build_usage

WORDS = ("setup", "post", "pause", "resume")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("Set-up", "setup"), ("psot", "post"), ("resum", "resume"), ("foo", None), ("", None)],
)
def test_what_is_near_is_found_and_what_is_not_is_let_be(typed: str, meant: str | None) -> None:
    assert nearest(typed, WORDS) == meant


@given(st.text(), st.lists(st.text(min_size=1)))
def test_what_is_found_is_always_one_of_those_that_are_there(typed: str, known: list[str]) -> None:
    found = nearest(typed, known)
    assert found is None or found in known
    assert (did_you_mean(typed, known) == "") == (found is None)


def test_every_word_a_command_knows_is_offered_and_every_other_is_said_not_to_be_known() -> None:
    words = {usage.word: set(usage.words) for usage in USAGES}
    for command, _, word in (name.partition(" ") for name in ANSWERS):
        assert not word or word in words[command], f"/{command} {word}"
    assert build_usage("drumbeat", "chekin").text.startswith(
        "I don't know “chekin”. Did you mean `/drumbeat checkin`? Here is what `/drumbeat` can do:"
    )
    assert build_usage("digest", "post partners now").text.startswith(
        "`/digest post` takes nothing after it, and I don't know what to do with “partners now”. Here is"
    )
    assert build_usage("digest", "foo").text.startswith("I don't know “foo”. Here is what `/digest` can do:")

"""How many named the same top goal, in words: k of n, who shares the lead, and no more than Slack takes."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.trends.audiences import for_readers
from bot.values.digests import Audience
from bot.values.facts import DigestFacts, Silence, Unsaid
from bot.values.goals import Aligned, GoalState, NamedGoal
from bot.views.digests.alignment import MOST_TEAMS, in_detail, in_short, in_words
from bot.views.digests.digest import build_details, build_digest
from bot.views.digests.frame import words_shown
from bot.views.digests.leadership import MOST_WORDS
from bot.views.digests.rest import Rest
from tests.trends.company import MONDAY
from tests.views.samples import long, short
from tests.views.taken import unhurried
from tests.views.test_digest import any_week, violations

ACTIVATION, SSO = NamedGoal(5, "Activation"), NamedGoal(1, "SSO & SCIM")


def aligned(*goals: NamedGoal, none: int = 0, unsure: int = 0) -> Aligned:
    """What seven people or so of Checkout named."""
    people = sum(goal.people for goal in goals) + none + unsure
    return Aligned("Checkout", MONDAY, people, goals, none, unsure)


@pytest.mark.parametrize(
    ("item", "told"),
    [
        (aligned(ACTIVATION, SSO, unsure=1), "5 of 7 named the same top goal: *Activation*"),
        (
            aligned(replace(ACTIVATION, state=GoalState.REACHED), none=2),
            "5 of 7 named the same top goal: *Activation* (reached since)",
        ),
        (aligned(replace(ACTIVATION, title=None), SSO), "5 of 6 named the same top goal"),
        (
            aligned(replace(ACTIVATION, people=3), replace(SSO, people=3), unsure=1),
            "3 of 7 named *Activation*, 3 named *SSO &amp; SCIM*",
        ),
        (
            aligned(replace(ACTIVATION, people=2), replace(SSO, people=2), NamedGoal(2, "Refunds")),
            "2 of 6 named *Activation*, 2 named *SSO &amp; SCIM* and 2 named *Refunds*",
        ),
        (
            aligned(*(NamedGoal(2, each) for each in "ABCD")),
            "2 of 8 named the same top goal, for each of 4 goals",
        ),
        (aligned(*(NamedGoal(1, each) for each in "ABCDE")), "no two of 5 named the same top goal"),
        (aligned(none=3, unsure=2), "none of 5 named a top goal"),
    ],
)
def test_it_is_told_in_a_line(item: Aligned, told: str) -> None:
    assert in_words(item) == told


def test_the_digest_names_a_few_teams_and_its_thread_everything_that_was_named() -> None:
    every = [replace(aligned(ACTIVATION, SSO, unsure=1), team=f"Team {number}") for number in range(5)]
    short_ = list(in_short(every, Rest.THREAD, of_many=True))
    assert short_[0] == "• Team 0: 5 of 7 named the same top goal: *Activation*."
    assert short_[MOST_TEAMS:] == ["… and the top goals of 2 teams in the thread."]
    assert list(in_short(every[:1], Rest.THREAD, of_many=False)) == [
        "• 5 of 7 named the same top goal: *Activation*."
    ]
    cut = in_short(every[:1], Rest.THREAD, of_many=False, called=lambda name: f"{name[:3]}…")
    assert list(cut) == ["• 5 of 7 named the same top goal: *Act…*"], "an ellipsis ends a sentence by itself"
    whole = list(in_detail(every))
    assert whole[4] == (
        "• Team 4, asked on 16 Nov which goal matters most: *Activation* 5 · *SSO &amp; SCIM* 1 · could not say 1"
    )


@st.composite
def many(draw: st.DrawFn) -> Sequence[Aligned]:
    """What some teams named, under names of any length."""
    titles = st.none() | short | long.map(lambda text: text[:104])
    goals = st.lists(st.builds(NamedGoal, st.integers(1, 9), titles, st.sampled_from(GoalState)), max_size=8)
    counted = st.integers(0, 3)
    found = st.builds(Aligned, short | long, st.just(MONDAY), st.integers(5, 99), goals, counted, counted)
    every = draw(st.lists(found, max_size=9))
    return [replace(each, goals=sorted(each.goals, key=lambda goal: -goal.people)) for each in every]


@unhurried
@given(any_week(), many())
def test_slack_takes_it_in_every_digest_leaders_read_it_in_few_words_and_partners_nothing(
    facts: DigestFacts, every: Sequence[Aligned]
) -> None:
    few = (Unsaid(Silence.FEW_NAMED, "Checkout"),)
    told = replace(facts, goals=replace(facts.goals, aligned=every), unsaid=few)
    for audience in Audience:
        for_them = for_readers(told, audience)
        message = build_digest(for_them)
        assert not any(map(violations, (message, *build_details(for_them))))
        if audience is Audience.LEADERSHIP:
            assert words_shown(message) <= MOST_WORDS
        if audience is Audience.PARTNERS:
            assert "top goal" not in message.text

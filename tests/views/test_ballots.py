"""An anonymous round in words: the promise with the round's own numbers, the tiers apart, nothing about people."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.values.errors import Unusable
from bot.values.questions import Answer, Question, QuestionType
from bot.values.rituals import TO_TEAM, Breakdown, Protection, Rules, Tier
from bot.values.rounds import Asked, Form, Prompt, PromptState, Round, RoundState
from bot.views.answering.ballots import (
    Kept,
    build_answered,
    build_ballot_form,
    build_how_it_works,
    build_over,
    build_withdrawn,
    read_ballot,
    read_kept,
)
from bot.views.answering.prompt import build_prompt, build_reminder
from bot.views.rituals.status import build_open
from sandbox.elements import initial_state
from tests.views.samples import DAILY, MONDAY, NINE, answers_to, long, short
from tests.views.taken import is_shown, is_taken, unhurried

MOOD = Question("mood", "How was your week?", QuestionType.SCALE)
WORDS = Question("words", "What should change?", QuestionType.LONG_TEXT, required=False)
KINDS = (
    *(
        QuestionType.TEXT,
        QuestionType.LONG_TEXT,
        QuestionType.SCALE,
        QuestionType.YES_NO,
        QuestionType.CHOICE,
    ),
    QuestionType.CHOICES,
)
RULES = Rules(DAILY.at, DAILY.zone, timedelta(hours=8), timedelta(hours=1))


def round_of(
    *asked: Question, tier: Tier = Tier.ANONYMOUS, report: str = TO_TEAM, protection: Protection | None = None
) -> Round:
    """A round with these questions, open until 17:00 in Berlin."""
    closes_at = NINE + timedelta(hours=8)
    return Round(
        *(5, 1, 2, "Pulse", MONDAY, RoundState.OPEN, NINE, closes_at, asked),
        report=report,
        rules=RULES,
        tier=tier,
        protection=protection or Protection(),
    )


def item(round_: Round, number: int = 7, *, state: PromptState = PromptState.SENT) -> Asked:
    """Somebody's prompt in it, their own window being over sooner."""
    prompt = Prompt(
        number, 1, round_.id, number, 4, state, NINE, NINE + timedelta(hours=number), "Europe/Berlin"
    )
    return Asked(prompt, round_, "Checkout", set_up_by="ana")


def form_of(round_: Round, **more: object) -> Form:
    """What its form is built from."""
    return Form(item(round_).prompt, round_, "Checkout", **more)  # type: ignore[arg-type]


def test_the_promise_says_what_this_round_keeps_and_no_more() -> None:
    usual = json.dumps(build_how_it_works(round_of(MOOD, WORDS)))
    assert "groups of 5 or more people are shown once, in your team's channel" in usual
    assert "only if 10 or more people write" in usual
    assert "Whoever has not answered shortly before the end is reminded once" in usual
    protection = Protection(8, 12, Breakdown.REGION)
    raised = json.dumps(build_how_it_works(round_of(MOOD, WORDS, report="C7", protection=protection)))
    assert "groups of 8 or more people are shown once, in <#C7>" in raised
    assert "told apart by region where each group is that large" in raised
    assert "only if 12 or more people write" in raised
    bare = json.dumps(build_how_it_works(replace(round_of(MOOD), rules=None)))
    assert "write" not in bare
    assert "word for word" not in bare
    assert "reminded" not in bare


def test_each_tier_says_who_could_know_and_the_word_anonymous_is_used_for_one_alone() -> None:
    told = {tier: str(build_prompt([item(round_of(MOOD, WORDS, tier=tier))]).blocks) for tier in Tier}
    assert "under your name" in told[Tier.NAMED]
    confidential = "Confidential: your team sees group results only, from 5 people on (10 for words)."
    assert confidential in told[Tier.CONFIDENTIAL]
    assert "An admin of this Drumbeat's database could look up single answers." in told[Tier.CONFIDENTIAL]
    assert "under your name" not in told[Tier.CONFIDENTIAL] + told[Tier.ANONYMOUS]
    assert "Anonymous" in told[Tier.ANONYMOUS]
    assert "nonymous" not in told[Tier.NAMED] + told[Tier.CONFIDENTIAL]


def test_the_message_and_its_reminder_are_the_same_for_everybody_and_whatever_came_back() -> None:
    round_ = round_of(MOOD, WORDS)
    states = (PromptState.PLANNED, PromptState.SENT, PromptState.ANSWERED, PromptState.MISSED)
    people = [item(round_, number, state=state) for number, state in enumerate(states, start=1)]
    assert len({str(build_prompt([each])) for each in people[:3]}) == 1
    assert len({str(build_reminder(each)) for each in people}) == 1
    assert "answered" not in build_reminder(people[2]).text


def test_a_key_out_of_reach_is_said_where_somebody_looks_for_what_is_open() -> None:
    hidden = replace(item(round_of(MOOD)), is_hidden=True)
    assert "I cannot look up whether you have answered" in build_open([hidden], [], NINE).text


@given(
    asked=st.lists(
        st.builds(
            Question,
            key=st.sampled_from(["a", "b", "c", "d", "e", "f"]),
            ask=short | long.map(lambda text: text[:2000]),
            type=st.sampled_from(KINDS),
            required=st.booleans(),
            of=st.integers(2, 10),
            options=st.lists(short.map(lambda text: text[:75]), min_size=2, max_size=10, unique=True).map(
                tuple
            ),
        ),
        min_size=1,
        max_size=6,
        unique_by=lambda question: question.key,
    ).map(tuple),
    data=st.data(),
)
@unhurried
def test_slack_takes_all_of_it_and_what_was_put_in_is_read_back(
    asked: tuple[Question, ...], data: st.DataObject
) -> None:
    round_ = round_of(*asked)
    is_taken(build_prompt([item(round_)]))
    is_taken(build_reminder(item(round_)))
    for view in (build_answered(round_), build_withdrawn(round_), build_how_it_works(round_)):
        is_shown(view)
    is_shown(build_over(round_, ["C1", "U2"]))
    given_before = data.draw(answers_to(asked))
    view = build_ballot_form(form_of(round_, answers=given_before), from_home=True)
    is_shown(view)
    assert read_kept(view["private_metadata"]) == Kept(round_.id, from_home=True)
    read = {each.key: each for each in read_ballot(round_, initial_state(view["blocks"]))}
    for key, before in given_before.items():
        assert (read[key].number, set(read[key].chosen)) == (before.number, set(before.chosen))


def test_what_is_missing_is_said_beside_it() -> None:
    round_ = round_of(MOOD, WORDS)
    with pytest.raises(Unusable) as missing:
        read_ballot(round_, {})
    assert missing.value.field == "question:mood"
    values = {"question:mood": {"value": {"selected_option": {"value": "4"}}}}
    assert read_ballot(round_, values) == [Answer("mood", number=4), Answer("words")]

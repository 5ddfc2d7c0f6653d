"""What a tier asks of a ritual: whatever passes can be put on one page, shown in groups, and is about something."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rituals.schedules.pools import asked_at_once
from bot.rituals.tier_rules import (
    IN_GROUPS,
    Promise,
    caution,
    flaws_of,
    may_go_to_lead,
    promise_of,
    too_few,
    types_for,
    usual_tier,
    worth_asking,
)
from bot.values.questions import (
    ABOUT,
    IN_WORDS,
    MOST_ON_A_PAGE,
    Condition,
    Question,
    QuestionType,
    asking_about,
)
from bot.values.rituals import TO_LEAD, TO_TEAM, Kind, Protection, RitualPlan, Tier
from bot.views.answering.pages import pages_of
from tests.rituals.as_code.workspaces import plans, protections, questions

PULSE = Promise(
    Kind.PULSE, Tier.ANONYMOUS, (Question("mood", "How are you?", QuestionType.SCALE),), TO_TEAM, Protection()
)
promises = st.builds(
    Promise,
    kind=st.sampled_from(Kind),
    tier=st.sampled_from(Tier),
    questions=questions(),
    report=st.sampled_from([TO_TEAM, TO_LEAD, "C0PRODUCT"]),
    protection=protections,
    about=st.none() | st.just("the launch"),
)


@pytest.mark.parametrize("tier", Tier)
@pytest.mark.parametrize("kind", Kind)
def test_a_form_offers_what_would_not_be_refused_on_saving_and_nothing_else(kind: Kind, tier: Tier) -> None:
    type_ = QuestionType.BOTTLENECKS if kind is Kind.BOTTLENECK_POLL else QuestionType.SCALE
    about = "the launch" if kind is Kind.FEEDBACK_ROUND else None
    promise = Promise(kind, tier, (Question("first", "First?", type_),), TO_TEAM, Protection(), about)
    if kind is Kind.BOTTLENECK_POLL and tier is not Tier.NAMED:
        assert flaws_of(promise), "there is none"
        return
    assert flaws_of(promise) == []
    assert may_go_to_lead(kind, tier) == (not flaws_of(replace(promise, report=TO_LEAD)))
    offered = types_for(kind, tier)
    for type_ in QuestionType:
        asked = (*promise.questions, Question("one_more", "One more?", type_))
        assert (type_ in offered) == (not flaws_of(replace(promise, questions=asked))), type_


@given(promises)
def test_an_anonymous_round_that_may_be_is_one_page_without_anything_that_tells_of_one_person(
    promise: Promise,
) -> None:
    flaws = flaws_of(promise)
    assert all((flaw.wrong and flaw.todo.endswith((".", "?"))) or "about:" in flaw.todo for flaw in flaws)
    if flaws or promise.tier is not Tier.ANONYMOUS:
        return
    asked = promise.questions
    assert {question.type for question in asked} <= set(IN_GROUPS)
    assert not any(question.only_if or question.prefill for question in asked)
    assert asked_at_once(asked) <= MOST_ON_A_PAGE
    assert promise.report != TO_LEAD
    assert promise.protection.fewest_words >= promise.protection.fewest >= 5
    if asked_at_once(asked) == len(asked):
        assert len(pages_of(asked)) == 1


@given(plans("Any"))
def test_whatever_a_file_can_say_passes_again_in_the_forms(plan: RitualPlan) -> None:
    assert flaws_of(promise_of(plan)) == []


@pytest.mark.parametrize("type_", [each for each in QuestionType if each not in IN_GROUPS])
@pytest.mark.parametrize("tier", [Tier.CONFIDENTIAL, Tier.ANONYMOUS])
def test_a_single_answer_that_names_something_is_refused(type_: QuestionType, tier: Tier) -> None:
    found = flaws_of(replace(PULSE, tier=tier, questions=(Question("q", "Which?", type_),)))
    assert len(found) == 1
    named = flaws_of(replace(PULSE, tier=Tier.NAMED, questions=(Question("q", "Which?", type_),)))
    assert [flaw.about for flaw in named] == (["questions"] if type_ is QuestionType.BOTTLENECKS else [])


def test_pages_and_last_time_are_refused_where_nobody_is_known_and_taken_where_somebody_is() -> None:
    first = Question("a", "Was it good?", QuestionType.YES_NO)
    second = Question("b", "Why?", only_if=Condition("a"), prefill="b")
    anonymous = replace(PULSE, questions=(first, second))
    assert [flaw.at for flaw in flaws_of(anonymous)] == [1, 1]
    assert flaws_of(replace(anonymous, tier=Tier.CONFIDENTIAL)) == []


def test_only_a_pulse_is_anonymous_by_itself() -> None:
    assert {kind for kind in Kind if usual_tier(kind) is not Tier.NAMED} == {Kind.PULSE}


def test_what_it_is_about_stands_where_the_question_leaves_room() -> None:
    asked = (Question("q", f"How clear is {ABOUT}?", hint=f"Just {ABOUT}."), Question("r", "And why?"))
    found = asking_about(asked, "the {launch}")
    assert [(each.ask, each.hint) for each in found] == [
        ("How clear is the {launch}?", "Just the {launch}."),
        ("And why?", None),
    ]
    assert asking_about(asked, None) == asked


@given(st.integers(0, 30), protections, st.sampled_from(Tier))
def test_a_caution_is_given_exactly_where_something_could_never_be_shown(
    people: int, protection: Protection, tier: Tier
) -> None:
    numbers = replace(PULSE, tier=tier, protection=protection)
    words = replace(numbers, questions=(*PULSE.questions, Question("w", "What else?")))
    is_named = tier is Tier.NAMED
    assert too_few(tier, protection, people) == (not is_named and people < protection.fewest)
    assert bool(caution(numbers, "X", people)) == (not is_named and people < protection.fewest)
    most = max(protection.fewest, protection.fewest_words)
    assert bool(caution(words, "X", people)) == (not is_named and people < most)


@given(plans("Any"), st.integers(1, 30))
def test_nobody_is_asked_for_words_that_so_few_could_never_show(plan: RitualPlan, people: int) -> None:
    asked = worth_asking(plan, plan.questions, people)
    in_words = [question for question in plan.questions if question.type in IN_WORDS]
    if (
        plan.tier is Tier.NAMED
        or people >= plan.protection.fewest_words
        or len(in_words) == len(plan.questions)
    ):
        assert list(asked) == list(plan.questions)
    else:
        assert list(asked) == [question for question in plan.questions if question not in in_words]

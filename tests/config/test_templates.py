"""The rituals that ship with Drumbeat can be used as they are. Adding one is adding a file."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.rituals.as_code.file import read_file
from bot.rituals.as_code.templates import BrokenTemplate, read_template, template, template_names
from bot.rituals.rest.rules import Asked as Somebody
from bot.rituals.rest.rules import planned
from bot.rituals.schedules.schedule import dates_from
from bot.rituals.tending.templates import every_template, plan_from_template
from bot.values.confidences import AskedGoal
from bot.values.own_questions import own_questions
from bot.values.questions import ABOUT, Answer, Question, QuestionType, asking_about
from bot.values.rest import Rest
from bot.values.rituals import TO_LEAD, Grouping, Kind, Tier
from bot.values.rounds import Asked
from bot.views.answering.form import build_answer_form
from bot.views.answering.prompt import build_prompt
from bot.views.rituals.offer import Offer
from bot.views.rituals.set_up import build_set_up
from config.durations import read_duration, write_duration
from config.templates import template_text
from sandbox.rules.blocks import check_message, check_view
from tests.views.forms import form_of

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
A_GOAL = AskedGoal(1, "Half of new teams invite somebody", 3)
MINIMAL = """
name: Daily
description: A few lines a day.
kind: check-in
schedule: {days: [mon], at: "09:00"}
window: 8h
questions: [{key: progress, ask: What moved?}]
"""


def test_the_daily_check_in_asks_what_the_digest_understands() -> None:
    plan = template("daily-check-in").plan
    assert [question.key for question in plan.questions] == ["progress", "plan", "stuck"]
    assert [question.required for question in plan.questions] == [True, True, False]
    assert {question.type for question in plan.questions} == {QuestionType.LONG_TEXT}
    assert [question.prefill for question in plan.questions] == ["plan", None, "stuck"]
    assert (plan.schedule.at, plan.window, plan.remind_before) == (
        time(9, 0),
        timedelta(hours=8),
        timedelta(hours=1),
    )


def test_the_templates_show_what_rituals_can_be() -> None:
    retro, confidence = template("sprint-retro").plan, template("weekly-confidence").plan
    assert (retro.kind, retro.grouping) == (Kind.RETRO, Grouping.QUESTION)
    assert template("one-on-one-preparation").plan.report == TO_LEAD
    low, _ = confidence.questions
    assert (low.low, low.high) == ("not at all", "completely")


def test_pulses_are_anonymous_short_and_asked_at_random_and_feedback_says_what_it_is_about() -> None:
    plans = {name: template(name).plan for name in template_names()}
    pulses = [plan for plan in plans.values() if plan.kind is Kind.PULSE]
    feedback = [plan for plan in plans.values() if plan.kind is Kind.FEEDBACK_ROUND]
    assert (len(pulses), len(feedback)) == (3, 3)
    for plan in pulses:
        assert (plan.tier, plan.spread) == (Tier.ANONYMOUS, timedelta(hours=6))
        assert timedelta(days=1) <= plan.window <= timedelta(days=2)
        assert len(plan.questions) <= 4
    for plan in feedback:
        assert any(ABOUT in question.ask for question in plan.questions)
        assert ABOUT not in "".join(each.ask for each in asking_about(plan.questions, plan.about))
    assert plans["feedback-for-a-leader"].tier is Tier.ANONYMOUS
    assert [question.key for question in plans["team-health-pulse"].questions] == [
        *("mood", "pace", "top_goal", "one_change"),
    ]
    workload, _ = plans["workload-pulse"].questions
    assert workload.options == ("0", "1–4", "5–8", "9+")


@pytest.mark.parametrize("name", template_names())
def test_every_template_can_be_named_in_a_rituals_file(name: str) -> None:
    text = f"""
teams: [{{name: A, lead: "@ana", channel: "#a"}}]
rituals: [{{name: R, template: {name}, team: A}}]
"""
    (ritual,) = read_file(text, source="RITUALS.yaml").rituals
    plan = template(name).plan
    assert (ritual.plan.questions, ritual.plan.schedule) == (plan.questions, plan.schedule)
    assert ritual.plan.template == name


@pytest.mark.parametrize("name", template_names())
def test_every_template_reminds_whoever_works_monday_to_friday_and_sleeps_at_night(name: str) -> None:
    plan, somebody = template(name).plan, Somebody("Europe/Berlin", Rest())
    day = next(dates_from(plan.schedule, NOW.date()))
    for drawn in (0.0, 0.99):
        at = planned(plan.rules, day, somebody, drawn=drawn)
        assert at.remind_at is not None, f"{at} of {day:%a}"


@pytest.mark.parametrize("name", template_names())
def test_every_template_is_short_and_says_what_it_is_for(name: str) -> None:
    shipped = template(name)
    asked = [question.ask for question in shipped.plan.questions]
    assert all(len(ask) <= 70 for ask in asked)
    assert all(ask.count("?") == 1 and ask.endswith("?") for ask in asked)
    assert shipped.description.endswith(".")
    assert len(template_text(name).splitlines()) < 60


def test_the_daily_check_in_is_offered_first_and_every_template_counts_from_yesterday() -> None:
    assert next(shipped.id for shipped in every_template()) == "daily-check-in"
    assert {shipped.id for shipped in every_template()} == set(template_names())
    assert plan_from_template("sprint-retro", now=NOW).schedule.anchor == date(2026, 11, 22)


@pytest.mark.parametrize("name", template_names())
def test_every_template_is_shown_within_slacks_limits(name: str) -> None:
    shipped = template(name)
    offers = [Offer(each.id, each.description, each.plan, [NOW.date()] * 3) for each in every_template()]
    assert check_view(build_set_up(offers, name)) == []
    # As a round freezes them that finds a goal.
    questions = own_questions([replace(each, goals=(A_GOAL,)) for each in shipped.plan.questions], 3, 4)
    assert len(questions) == len(shipped.plan.questions)
    for answers in ({}, _given(questions, 1), _given(questions, 5)):
        form = form_of(*questions, last_time=_given(questions, 3), draft=answers)
        assert check_view(build_answer_form(form, NOW)) == []
        message = build_prompt([Asked(form.prompt, form.round, "Checkout", "Ana")])
        payload = {"text": message.text, "blocks": [dict(block) for block in message.blocks]}
        assert check_message(payload, surface="message") == []


def _given(questions: Sequence[Question], number: int) -> dict[str, Answer]:
    """An answer to everything, with this number wherever one is asked for; a yes where it is 1."""
    texts = {QuestionType.DATE: "2026-11-20", QuestionType.PERSON: "U0ANA", QuestionType.LINK: "https://x.de"}
    return {
        question.key: Answer(question.key, number=float(number))
        if question.type in (QuestionType.SCALE, QuestionType.NUMBER)
        else Answer(question.key, number=float(number == 1))
        if question.type == QuestionType.YES_NO
        else Answer(question.key, chosen=question.options[:1])
        if question.options
        else Answer(question.key, text=texts.get(question.type, "The refund API"))
        for question in questions
    }


def test_an_unknown_template_is_no_surprise() -> None:
    with pytest.raises(KeyError):
        template("../settings")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a: [", "layout cannot be read"),
        ("- a", "must have keys and values"),
        (MINIMAL.replace("kind: check-in\n", ""), "a template needs kind"),
        (MINIMAL.replace("description: A few lines a day.\n", ""), "a template needs description"),
        (MINIMAL.replace("8h", "soon"), "“soon” is no length of time"),
        (MINIMAL.replace("What moved?", "[1]"), "ask has a list"),
        (MINIMAL + "team: Checkout\n", "“team” is no key of a template"),
        (MINIMAL + 'report: "#x"\n', "a template knows no channels"),
        (MINIMAL.replace('"09:00"', "25:00"), "“25:00” is no time"),
        ("", "the file is empty"),
    ],
)
def test_a_broken_template_names_its_file_and_what_is_wrong(text: str, told: str) -> None:
    with pytest.raises(BrokenTemplate, match=rf"t\.yaml, line \d+, column \d+: .*{told}"):
        read_template("t", text)


@pytest.mark.parametrize(
    ("text", "minutes"), [("90m", 90), ("8h", 480), ("1d", 1440), ("15 min", 15), ("0h", None), ("h", None)]
)
def test_lengths_of_time_are_read_as_people_write_them(text: str, minutes: int | None) -> None:
    assert read_duration(text) == (None if minutes is None else timedelta(minutes=minutes))


@pytest.mark.parametrize("text", ["90m", "8h", "1d"])
def test_lengths_of_time_are_written_as_they_are_read(text: str) -> None:
    length = read_duration(text)
    assert length is not None
    assert write_duration(length) == text

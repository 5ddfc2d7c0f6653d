"""Whatever a ritual holds, Slack takes its page and its forms: against the sandbox's own reading of Slack's rules."""

from dataclasses import replace
from datetime import date, time, timedelta
from itertools import product
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.rituals.tending.editing import seen_parts
from bot.rituals.tending.rescheduling import when_of
from bot.values.editing import (
    Opened,
    Outlook,
    Part,
    Paused,
    People,
    Promised,
    Results,
    Rhythm,
    RitualInFull,
    RunNow,
    Skipped,
    Started,
    TimeToAnswer,
)
from bot.values.leading import History, LedRitual, PastRound, TeamCount
from bot.values.people import Channel, Team
from bot.values.questions import Question, QuestionType
from bot.values.rituals import (
    TO_LEAD,
    TO_TEAM,
    Breakdown,
    Grouping,
    Kind,
    Protection,
    Ritual,
    RitualPlan,
    Tier,
)
from bot.values.rounds import Count, Round, RoundState
from bot.views.rituals import form as ritual_form
from bot.views.rituals import form_confirm as confirm
from bot.views.rituals import form_promise, set_up, status
from bot.views.rituals import form_questions as questions
from bot.views.rituals import form_when as choosing
from bot.views.rituals import led as led_rituals
from bot.views.rituals import page as ritual_page
from bot.views.rituals.changed import Changed
from bot.views.rituals.offer import Offer
from tests.views import samples
from tests.views.samples import MONDAY, NINE, long, short
from tests.views.taken import is_shown, is_taken, unhurried

THREE = (MONDAY, MONDAY + timedelta(days=1), MONDAY + timedelta(days=2))
FINGERPRINT = "0123456789abcdef"
DAILY_PLAN = RitualPlan(
    "Daily",
    Kind.CHECK_IN,
    None,
    (Question("progress", "What moved?"),),
    samples.DAILY,
    timedelta(hours=8),
    None,
)
ZONES = [f"America/Argentina/Place_{number}" for number in range(400)]
teams = samples.many(
    st.builds(
        Team,
        id=st.integers(1, 10**6),
        workspace_id=st.just(1),
        name=short,
        channel_id=st.just("C0CHECKOUT"),
        lead_id=st.none(),
    ),
    lambda team, at: replace(team, id=at + 1),
    0,
    150,
)
many_questions = samples.many(short, lambda ask, at: ask, 50, 50).map(
    lambda asks: tuple(Question(f"q{at}", ask[:150], pool="p") for at, ask in enumerate(asks))
)


SPREADS = [timedelta(0), timedelta(hours=6), timedelta(minutes=75)]
abouts = short.map(lambda text: ("🎉" + text)[:150])
protections = st.builds(Protection, st.integers(5, 500), st.integers(10, 500), st.sampled_from(Breakdown))
promises = st.builds(Promised, st.sampled_from(Tier), protections)


@st.composite
def pages(draw: st.DrawFn) -> RitualInFull:
    """A page of any ritual."""
    ritual: Ritual = draw(samples.rituals)
    asks = draw(samples.questions | many_questions)
    report = draw(st.sampled_from([TO_TEAM, TO_LEAD, "C0PRODUCT"]))
    plan = replace(
        ritual.plan,
        questions=asks,
        report=report,
        name=ritual.plan.name[:75],
        kind=draw(st.sampled_from(Kind)),
        tier=draw(st.sampled_from(Tier)),
        protection=draw(protections),
        about=draw(st.none() | abouts),
        spread=draw(st.sampled_from(SPREADS)),
    )
    ritual = replace(ritual, plan=plan, skips=draw(st.none() | st.just(MONDAY)))
    asked = draw(teams)
    newest = draw(st.none() | samples.rounds)
    return RitualInFull(
        led=LedRitual(
            ritual, [team.name for team in asked], newest, draw(samples.counts) if newest else None
        ),
        owner_name=draw(short),
        teams=asked,
        people=draw(st.integers(0, 5000)),
        upcoming=THREE[: draw(st.integers(0, 3))],
        participation=draw(samples.counts),
        over=draw(st.integers(0, 10)),
        seen=seen_parts(ritual, [team.id for team in asked]),
        caution=draw(st.none() | short.map(lambda text: f"4 people would be asked in {text * 4}")),
    )


@unhurried
@given(pages(), long)
def test_a_ritual_and_what_can_be_changed(page: RitualInFull, done: str) -> None:
    is_shown(ritual_page.build_page(page, NINE, done=done))
    is_shown(ritual_form.build_parts(page, done=done))
    is_shown(questions.build_questions(page, done=done))
    opened = Opened(page.ritual.id, FINGERPRINT)
    plan = page.ritual.plan
    for part in Part:
        meanwhile = ritual_form.changed_meanwhile(page, part)
        is_shown(ritual_form.build_name(opened, plan.name, meanwhile=meanwhile))
    people = People(plan.everyone, [team.id for team in page.teams])
    is_shown(ritual_form.build_people(opened, people, page.teams, meanwhile=done))
    results = Results(plan.report, Grouping.QUESTION)
    for to_lead in (True, False):
        is_shown(ritual_form.build_results(opened, results, to_lead=to_lead, meanwhile=done))
    is_shown(
        ritual_form.build_rules(opened, TimeToAnswer(timedelta(minutes=17), timedelta(minutes=16), True))
    )


@unhurried
@given(samples.questions, long)
def test_the_form_of_any_question(asks: tuple[Question, ...], meanwhile: str) -> None:
    opened = questions.OpenedQuestion(10**9, "k" * 64, FINGERPRINT)
    for question in asks[:3]:
        fits = replace(question, ask=question.ask[:150], low="🎉" * 60, high="🎉" * 60)
        for type_, tier in product(QuestionType, Tier):
            shown = replace(fits, type=type_)
            is_shown(questions.build_question(opened, shown, list(QuestionType), tier, meanwhile=meanwhile))
        is_shown(questions.build_remove(10**9, question))
    is_shown(questions.build_take(opened, {"t": "🎉" * 90}, "t", asks, meanwhile=meanwhile))
    options = tuple(f"{number} {'x' * 70}" for number in range(100))
    choice = Question("k", "?", QuestionType.CHOICE, options=options)
    is_shown(questions.build_question(opened, choice, list(QuestionType), Tier.NAMED))


@unhurried
@given(st.sampled_from(Rhythm), short.map(lambda text: ("🎉" + text) * 300))
def test_choosing_when(rhythm: Rhythm, words: str) -> None:
    schedule = samples.DAILY
    when = replace(
        when_of(schedule, ""),
        rhythm=rhythm,
        words=words[:300],
        zone=ZONES[0],
        starts_on=MONDAY,
        ends_on=MONDAY,
    )
    form = choosing.build_when(Opened(10**9, FINGERPRINT), when, schedule, ZONES, is_special=True)
    is_shown(form)
    assert choosing.read_when({}, form["private_metadata"]).words == words[:300]


@unhurried
@given(samples.rituals, samples.channels, short, long, samples.questions)
def test_starting_one(
    ritual: Ritual, channel: Channel, name: str, text: str, asks: tuple[Question, ...]
) -> None:
    plan = replace(ritual.plan, questions=asks, name=name[:60])
    offers = [Offer(f"template-{at}", text[:150], plan, THREE) for at in range(12)]
    changed = Changed(name[:60], ("MO", "SU"), time(23, 59))
    is_shown(set_up.build_set_up(offers, "template-3", changed))
    is_shown(set_up.build_set_up(offers))
    started = set_up.build_started(
        Started(1, name, NINE.date(), has_digest=True, new_digest=True, first_admin=True),
        channel,
        plan,
        zone="Europe/Berlin",
        for_nobody=True,
    )
    is_shown(started)
    choice = confirm.Confirmed(channel.slack_id, "template-3", name[:60], plan.schedule, True)
    ahead = Outlook(plan.schedule, THREE, (text, name))
    is_shown(confirm.build_start(choice, name, channel, ahead))
    is_shown(confirm.build_reschedule(name, FINGERPRINT, 10**9, ahead, meanwhile=text[:1500]))
    is_shown(confirm.build_rescheduled(text))


@unhurried
@given(promises, abouts, long, st.integers(0, 5000), st.sampled_from(SPREADS), st.sampled_from(Kind))
def test_what_is_promised_fits_and_comes_back_as_it_was(
    promised: Promised, about: str, text: str, people: int, spread: timedelta, kind: Kind
) -> None:
    opened = Opened(10**9, FINGERPRINT)
    form = form_promise.build_tier(opened, promised, people, notice=text[:500], meanwhile=text[:1500])
    is_shown(form)
    assert form_promise.read_tier(filled_in(form), form["private_metadata"]) == promised
    assert form_promise.read_tier({}, form["private_metadata"]) == promised, "what is not shown stays"
    is_shown(form_promise.build_about(opened, about, meanwhile=text[:1500]))
    questions_ = (Question("went", "How did {about} go? " * 3, QuestionType.SCALE),)
    plan = replace(DAILY_PLAN, kind=kind, questions=questions_, about="us", tier=Tier.ANONYMOUS)
    once = replace(plan.schedule, rrule="FREQ=DAILY", starts_on=MONDAY, ends_on=MONDAY)
    for schedule in (plan.schedule, once):
        offer = Offer("t", text[:150], replace(plan, schedule=schedule), THREE)
        kept = Changed("x" * 60, on=THREE[1], spread=spread, about=about, promised=promised)
        view = set_up.build_set_up([offer], "t", kept, notice=text[:500])
        is_shown(view)
        found = set_up.read_changed(filled_in(view), view["private_metadata"], [offer])
        if offer.asks_more:
            assert (found.promised, found.spread) == (promised, spread or None)
            assert (
                set_up.read_changed(filled_in(view), view["private_metadata"], [offer], then="u").promised
                is None
            )
        assert found.about == (" ".join(about.split()) or None)
        assert found.on == kept.on
    choice = confirm.Confirmed("C0", "t", None, once, False, promised, about, spread)
    ahead = Outlook(once, THREE[:1], (text[:500],))
    shown = confirm.build_start(choice, "Feedback", samples_channel(), ahead)
    is_shown(shown)
    assert confirm.read_start(shown["private_metadata"]) == choice


def samples_channel() -> Channel:
    """A channel."""
    return Channel("C0", "checkout")


def filled_in(view: dict[str, Any]) -> dict[str, Any]:
    """What Slack hands back of a form nobody touched."""
    values: dict[str, Any] = {}
    for block in view["blocks"]:
        if block["type"] == "input":
            element = block["element"]
            values[block["block_id"]] = {element["action_id"]: _state(element)}
    return values


def _state(element: dict[str, Any]) -> dict[str, Any]:
    return {
        "selected_option": element.get("initial_option"),
        "selected_options": element.get("initial_options"),
        "value": element.get("initial_value"),
        "selected_time": element.get("initial_time"),
        "selected_date": element.get("initial_date"),
    }


@unhurried
@given(samples.rituals, st.lists(short, max_size=30), samples.rounds, samples.counts)
def test_lists_and_sentences(ritual: Ritual, names: list[str], round_: Round, count: Count) -> None:
    led = [LedRitual(replace(ritual, id=number), names, round_, count) for number in range(1, 40)]
    is_taken(led_rituals.build_rituals(led, NINE))
    is_shown({"type": "home", "blocks": [dict(block) for block in led_rituals.build_led_rituals(led, NINE)]})
    past = [
        PastRound(date(2026, 1, day), RoundState.OPEN, NINE, [TeamCount(name, count) for name in names])
        for day in range(1, 11)
    ]
    is_shown(ritual_page.build_history(History(ritual, past, count, 10, MONDAY)))
    paused = Paused(ritual, round_, ritual.name)
    for sentence in (
        status.paused(paused),
        status.ended(paused),
        status.resumed(ritual),
        status.runs_now(RunNow(round_, count, names)),
        status.runs_now(RunNow(round_, count, names, brought_forward=2)),
        status.skips(Skipped(ritual, MONDAY, None)),
        status.skips_no_more(ritual),
    ):
        is_taken(status.saying(sentence))
        is_shown(ritual_page.build_ended(sentence))

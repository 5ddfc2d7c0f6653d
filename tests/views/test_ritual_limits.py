"""Whatever a ritual holds, Slack takes its page and its forms: against the sandbox's own reading of Slack's rules."""

from dataclasses import replace
from datetime import date, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.rituals.tending.editing import seen_parts
from bot.rituals.tending.rescheduling import when_of
from bot.values.editing import Outlook, Part, Paused, Rhythm, RitualInFull, RunNow, Skipped
from bot.values.leading import History, LedRitual, PastRound, TeamCount
from bot.values.people import Channel, Team
from bot.values.questions import Question, QuestionType
from bot.values.rituals import TO_LEAD, TO_TEAM, Count, Grouping, Ritual, Round, RoundState
from bot.views.rituals import form as ritual_form
from bot.views.rituals import form_confirm as confirm
from bot.views.rituals import form_questions as questions
from bot.views.rituals import form_when as choosing
from bot.views.rituals import led as led_rituals
from bot.views.rituals import page as ritual_page
from bot.views.rituals import set_up, status
from bot.views.rituals.changed import Changed
from bot.views.rituals.form import Opened, People, Results, Rules
from bot.views.rituals.offer import Offer
from tests.views import samples
from tests.views.samples import MONDAY, NINE, long, short
from tests.views.taken import is_shown, is_taken, unhurried

THREE = (MONDAY, MONDAY + timedelta(days=1), MONDAY + timedelta(days=2))
FINGERPRINT = "0123456789abcdef"
ZONES = [f"America/Argentina/Place_{number}" for number in range(400)]
teams = st.lists(
    st.builds(
        Team,
        id=st.integers(1, 10**6),
        workspace_id=st.just(1),
        name=short,
        channel_id=st.just("C0CHECKOUT"),
        lead_id=st.none(),
    ),
    max_size=150,
    unique_by=lambda team: team.id,
)
many_questions = st.lists(short, min_size=50, max_size=50).map(
    lambda asks: tuple(Question(f"q{at}", ask[:150], pool="p") for at, ask in enumerate(asks))
)


@st.composite
def pages(draw: st.DrawFn) -> RitualInFull:
    """A page of any ritual."""
    ritual: Ritual = draw(samples.rituals)
    asks = draw(samples.questions | many_questions)
    report = draw(st.sampled_from([TO_TEAM, TO_LEAD, "C0PRODUCT"]))
    plan = replace(ritual.plan, questions=asks, report=report, name=ritual.plan.name[:75])
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
    is_shown(ritual_form.build_results(opened, Results(plan.report, Grouping.QUESTION), meanwhile=done))
    is_shown(ritual_form.build_rules(opened, Rules(timedelta(minutes=17), timedelta(minutes=16), True)))


@unhurried
@given(samples.questions, long)
def test_the_form_of_any_question(asks: tuple[Question, ...], meanwhile: str) -> None:
    opened = questions.OpenedQuestion(10**9, "k" * 64, FINGERPRINT)
    for question in asks:
        fits = replace(question, ask=question.ask[:150], low="🎉" * 60, high="🎉" * 60)
        for type_ in QuestionType:
            is_shown(questions.build_question(opened, replace(fits, type=type_), meanwhile=meanwhile))
        is_shown(questions.build_remove(10**9, question))
    is_shown(questions.build_take(opened, {"t": "🎉" * 90}, "t", asks, meanwhile=meanwhile))
    options = tuple(f"{number} {'x' * 70}" for number in range(100))
    is_shown(questions.build_question(opened, Question("k", "?", QuestionType.CHOICE, options=options)))


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
        name, channel, plan, NINE.date(), new_digest=True, has_digest=True, zone="Europe/Berlin"
    )
    is_shown(started)
    choice = confirm.Confirmed(channel.slack_id, "template-3", name[:60], plan.schedule, True)
    ahead = Outlook(plan.schedule, THREE, (text, name))
    is_shown(confirm.build_start(choice, name, channel, ahead))
    is_shown(confirm.build_reschedule(name, FINGERPRINT, 10**9, ahead, meanwhile=text[:1500]))
    is_shown(confirm.build_rescheduled(text))


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

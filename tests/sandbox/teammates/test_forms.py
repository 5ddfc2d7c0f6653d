"""Forms nobody has seen before, filled in from their words alone."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

import pytest

from sandbox.elements import elements
from sandbox.errors import Json
from sandbox.model import Message
from sandbox.teammates.answers import Day, Storyline
from sandbox.teammates.forms import Respondent, fill, fill_required, looked_up, opening
from sandbox.teammates.habits import Intention, at_work, habits_of, next_morning
from sandbox.teammates.invitations import Purpose, buttons, purpose_of, rating_buttons, reminds
from sandbox.teammates.topics import topic_of
from tests.sandbox.teammates.drummer import ask, modal, plain
from tests.sandbox.teammates.test_answers import eight_weeks, team

STORY: Storyline = team(("ana", "tiago", "haruka", "marcus", "priya"))["priya"]
HELD: Day = next(day for day in map(STORY.on, eight_weeks()) if day.waiting)
FREE: Day = next(day for day in map(STORY.on, eight_weeks()) if not day.waiting)


def somebody(day: Day = FREE, seed: int = 1, **more: Any) -> Respondent:
    return Respondent(STORY, day, Random(seed), **more)


def text(**more: Any) -> Json:
    return {"type": "plain_text_input", **more}


def choice(*texts: str, kind: str = "radio_buttons", **more: Any) -> Json:
    return {"type": kind, "options": [{"text": plain(each), "value": each.lower()} for each in texts], **more}


def answer(label: str, element: Json, day: Day = FREE, seed: int = 1, **block: Any) -> Any:
    form = modal("Form", [ask("it", label, element, **block)])
    return fill(form, somebody(day, seed)).get("it")


QUESTIONS = [
    ("What moved since last time?", "moved"),
    ("What did you get done yesterday?", "moved"),
    ("Any progress?", "moved"),
    ("What will you move next?", "next"),
    ("Your plan for today", "next"),
    ("What are you waiting for, if anything?", "stuck"),
    ("What is in your way?", "stuck"),
    ("Are you blocked?", "stuck"),
    ("How confident are you in this sprint's goal?", "confidence"),
    ("How is your mood today?", "mood"),
    ("Is the pace sustainable?", "pace"),
    ("How clear is the goal?", "clarity"),
    ("Want to say why?", "reason"),
    ("What went well?", "thanks"),
    ("What could be better?", "better"),
    ("What did a customer say?", "heard"),
    ("Should somebody see to it?", "owner"),
    ("What kind of cause is it?", "cause"),
    ("What is the answer?", "answer"),
    ("What is still missing?", "missing"),
    ("This day", "by when"),
    ("Favourite colour", "anything"),
]


@pytest.mark.parametrize(("label", "topic"), QUESTIONS)
def test_a_question_is_understood_by_its_words(label: str, topic: str) -> None:
    assert topic_of(label) == topic


def test_a_hint_helps_where_the_label_is_mute_and_does_not_overrule_it() -> None:
    assert topic_of("Tell us", "What are you waiting for?") == "stuck"
    assert topic_of("What moved?", "You will see your next plan, and what blocks you, next time") == "moved"


def test_a_check_in_is_answered_with_the_days_story() -> None:
    assert answer("What moved since last time?", text()) == FREE.moved
    assert answer("What will you move next?", text()) == FREE.next
    assert answer("What are you waiting for?", text(), HELD, optional=True) == HELD.stuck


def test_nothing_in_the_way_leaves_an_optional_field_out_and_a_required_one_with_a_word() -> None:
    assert answer("What are you waiting for?", text(), optional=True) is None
    assert 0 < len(answer("What are you waiting for?", text())) < 30


def test_trouble_offered_from_last_time_is_cleared_once_it_is_over() -> None:
    assert answer("What are you waiting for?", text(initial_value="The keys"), optional=True) == ""


def test_coming_back_adds_something() -> None:
    form = modal("Form", [ask("it", "What moved?", text())])
    again = fill(form, somebody(again=True))["it"]
    assert again.startswith(FREE.moved)
    assert len(again) > len(FREE.moved)


def see_to_it() -> Json:
    box = choice("Give it an owner", kind="checkboxes")
    return modal("Form", [ask("box", "Should somebody see to it?", box, optional=True, dispatch_action=True)])


def test_some_of_what_people_begin_to_wait_for_they_ask_somebody_to_see_to() -> None:
    first = next(day for day in map(STORY.on, eight_weeks()) if day.waiting and day.waiting.days == 1)
    asked = [opening(see_to_it(), somebody(first, seed)) for seed in range(200)]
    assert 90 < asked.count([("Should somebody see to it?", "give it an owner")]) < 150
    for day in (FREE, HELD):
        later = replace(day, waiting=day.waiting and replace(day.waiting, days=2))
        assert opening(see_to_it(), somebody(later)) == []
    assert fill(see_to_it(), somebody(first), eager=True) == {}, (
        "the box is ticked before anything is filled in"
    )


def test_whom_they_wait_for_is_typed_where_a_menu_finds_people() -> None:
    finds: Json = {"type": "external_select", "min_query_length": 1}
    form = modal(
        "Form", [ask("who", "Who are you waiting for?", finds), ask("team", "Which team is yours?", finds)]
    )
    assert HELD.waiting is not None
    assert looked_up(form, somebody(HELD)) == [("Who are you waiting for?", HELD.waiting.who.first_name)]
    assert looked_up(form, somebody(FREE)) == []


def test_a_day_that_is_asked_for_is_one_at_work_and_never_before_today() -> None:
    picker = {"type": "datepicker", "initial_date": "2026-11-24"}
    days = [answer("This day", picker, FREE, seed) for seed in range(40)]
    assert len(set(days)) > 2
    assert all(day > FREE.date and day.weekday() < 5 for day in days)


def test_text_fits_the_field() -> None:
    assert len(answer("What moved?", text(max_length=12))) <= 12
    assert len(answer("What moved?", text(min_length=400))) >= 400


def test_scales_follow_the_day_in_either_direction() -> None:
    rising = choice("1", "2", "3", "4", "5")
    assert answer("How confident are you?", rising, HELD) == str(HELD.confidence)
    falling = choice("5 – very", "4", "3", "2", "1 – not at all", kind="static_select")
    assert answer("How confident are you?", falling, HELD)[0] == str(HELD.confidence)
    worded = choice("Great", "Good", "Okay", "Low", "Bad")
    assert answer("How is your mood?", worded, FREE) == ["bad", "low", "okay", "good", "great"][FREE.mood - 1]


def test_a_number_stretches_the_scale_over_its_range() -> None:
    field = {"type": "number_input", "is_decimal_allowed": False, "min_value": "0", "max_value": "100"}
    assert answer("How confident are you?", field, HELD) == round(100 * (HELD.confidence - 1) / 4)


def test_yes_or_no_to_being_blocked_is_true() -> None:
    assert answer("Are you blocked?", choice("Yes", "No"), HELD) == "yes"
    assert answer("Are you blocked?", choice("Yes", "No"), FREE) == "no"


def test_who_is_waited_for_is_named() -> None:
    assert HELD.waiting is not None
    who = HELD.waiting.who
    assert answer("Who are you waiting for?", {"type": "users_select"}, HELD) == who.name
    teams = choice("Legal", who.function.title(), "Finance", kind="static_select")
    assert answer("Which team is in the way?", teams, HELD) == who.function
    assert answer("Waiting since when?", {"type": "datepicker"}, HELD) == HELD.waiting.since


def test_several_answers_stay_within_what_is_allowed() -> None:
    options = choice("Red", "Green", "Blue", "White", kind="multi_static_select", max_selected_items=1)
    for seed in range(20):
        assert len(answer("Colours", options, seed=seed)) == 1
    ticks = choice("Red", "Green", "Blue", kind="checkboxes")
    given = [answer("Colours", ticks, seed=seed) for seed in range(20)]
    assert {len(each) for each in given} == {1, 2}
    assert all(len(set(each)) == len(each) for each in given)


def test_every_kind_of_required_field_gets_something() -> None:
    kinds = [
        {"type": "email_text_input"},
        {"type": "url_text_input"},
        {"type": "rich_text_input"},
        {"type": "datepicker"},
        {"type": "timepicker"},
        {"type": "datetimepicker"},
        choice("One", "Two", kind="static_select"),
    ]
    for kind in kinds:
        assert answer("Anything", kind) is not None, kind["type"]


def test_setting_up_fills_in_what_is_required_and_leaves_the_defaults_alone() -> None:
    daily = {"text": plain("Every day"), "value": "daily"}
    form = modal(
        "New",
        [
            ask(
                "channel",
                "Channel",
                {"type": "conversations_select", "default_to_current_conversation": True},
            ),
            ask("cadence", "How often", choice("Every day", initial_option=daily)),
            ask("name", "Name", text(), optional=True),
            ask("team", "Team", text(min_length=2)),
        ],
    )
    filled = fill_required(form, "checkout", date(2026, 11, 23))
    assert filled == {"channel": "checkout", "team": "Checkout team"}


def button(text: str) -> Json:
    return {"type": "button", "action_id": text, "text": plain(text)}


def message(*texts: str, says: str = "Hello") -> Message:
    row = {"type": "actions", "block_id": "row", "elements": [button(each) for each in texts]}
    return Message("D1", "1.0", "UBOT", says, blocks=[row])


@pytest.mark.parametrize(
    ("label", "purpose"),
    [
        ("Answer", Purpose.ANSWER),
        ("Check in", Purpose.ANSWER),
        ("Skip today", Purpose.SKIP),
        ("Edit my answer", Purpose.EDIT),
        ("Acknowledge", Purpose.STEP),
        ("I'm on it", Purpose.STEP),
        ("3", Purpose.RATE),
        (":smile:", Purpose.OTHER),
        ("🙂", Purpose.RATE),
        ("Not for me", Purpose.OTHER),
        ("How we compute", Purpose.OTHER),
    ],
)
def test_a_button_is_taken_for_what_it_says(label: str, purpose: Purpose) -> None:
    [found] = elements(message(label).blocks)
    assert purpose_of(found) is purpose


def test_an_answer_beside_a_step_takes_days_and_any_other_is_given_soon() -> None:
    both = message("I'm on it…", "Answer…", "Hand over…")
    assert [each.name for each in buttons(both, Purpose.RESOLVE)] == ["Answer…"]
    assert buttons(both, Purpose.ANSWER) == []
    assert [each.name for each in buttons(message("Answer", "Skip today"), Purpose.ANSWER)] == ["Answer"]
    assert [each.name for each in buttons(message("That did it", "Not yet…"), Purpose.OBJECT)] == ["Not yet…"]


def test_a_row_of_numbers_is_a_scale_and_a_single_one_is_not() -> None:
    assert [each.name for each in rating_buttons(message("1", "2", "3", "Skip"))] == ["1", "2", "3"]
    ten = [str(step) for step in range(11)]
    assert [each.name for each in rating_buttons(message(*ten, "Say why…"))] == ten
    assert rating_buttons(message("1")) == []
    assert rating_buttons(message("Answer")) == []


def test_a_reminder_speaks_of_what_was_asked_before() -> None:
    assert reminds(message(says="Still time for the daily: it is open until 17:00"))
    assert not reminds(message(says="Daily check-in, Monday"))


def test_most_people_mostly_answer_soon() -> None:
    for name in ("ana", "tiago", "priya"):
        habits, dice = habits_of(name, 1), Random(1)
        made = [habits.intention(dice) for _ in range(1000)]
        assert made.count(Intention.SOON) > 600
        assert set(made) == set(Intention)
        delays = [habits.delay(dice) for _ in range(1000)]
        assert timedelta(minutes=5) <= min(delays)
        assert max(delays) <= timedelta(minutes=120)


@pytest.mark.parametrize(
    ("moment", "earliest", "latest"),
    [
        ("2026-11-23T10:00+00:00", "2026-11-23T10:00+00:00", "2026-11-23T10:00+00:00"),
        ("2026-11-23T20:00+00:00", "2026-11-24T07:05+00:00", "2026-11-24T08:15+00:00"),
        ("2026-11-23T03:00+00:00", "2026-11-23T07:05+00:00", "2026-11-23T08:15+00:00"),
        ("2026-11-27T20:00+00:00", "2026-11-30T07:05+00:00", "2026-11-30T08:15+00:00"),
        ("2026-11-28T10:00+00:00", "2026-11-30T07:05+00:00", "2026-11-30T08:15+00:00"),
    ],
)
def test_work_is_done_in_working_hours_of_ones_own_zone(moment: str, earliest: str, latest: str) -> None:
    when = at_work(datetime.fromisoformat(moment), "Europe/Berlin", Random(1))
    assert datetime.fromisoformat(earliest) <= when <= datetime.fromisoformat(latest)


def test_late_is_the_next_working_morning() -> None:
    friday = datetime(2026, 11, 27, 9, 0, tzinfo=UTC)
    assert next_morning(friday, "Europe/Berlin", Random(1)).date() == date(2026, 11, 30)

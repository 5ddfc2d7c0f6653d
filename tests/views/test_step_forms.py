"""The forms of a loop's steps: what they ask, what they read, and where a mistake is shown."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.values.errors import Unusable
from bot.values.loops import Category, Impact, LoopState, NewStep, Step, WaitsOn
from bot.values.parties import Parties
from bot.values.people import Member, Team
from bot.values.ports import View
from bot.values.seen_loops import LoopSeen
from bot.views.loops import party_field, step_forms, step_forms_waiting
from bot.views.loops.kept import Kept
from sandbox.elements import initial_state
from tests.views import loop_samples
from tests.views.loop_samples import one
from tests.views.samples import MONDAY, short
from tests.views.taken import is_shown, unhurried

KEPT = Kept(17, "https://hooks.slack.com/actions/T0/1/x", "news:1:17:2", True, True)

FORMS: dict[str, Callable[[LoopSeen], View]] = {
    "on it": lambda seen: step_forms.build_on_it(seen, KEPT, MONDAY, MONDAY),
    "answer": lambda seen: step_forms.build_answer(seen, KEPT, MONDAY),
    "hand over": lambda seen: step_forms.build_hand_over(seen, KEPT, MONDAY),
    "decline": lambda seen: step_forms.build_decline(seen, KEPT, MONDAY),
    "take back": lambda seen: step_forms.build_take_back(seen, KEPT, MONDAY),
    "reopen": lambda seen: step_forms_waiting.build_reopen(seen, KEPT),
    "merge": lambda seen: step_forms_waiting.build_merge(seen, KEPT),
}


def typed(**fields: Any) -> dict[str, dict[str, dict[str, Any]]]:
    """What Slack sends for fields, by block: each as the state of its element."""
    return {block: {"value": state} for block, state in fields.items()}


def on_it(**fields: Any) -> dict[str, dict[str, dict[str, Any]]]:
    """What comes back from "I'm on it"."""
    return typed(
        day={"selected_date": MONDAY.isoformat()}, kind={"selected_option": {"value": "word"}}
    ) | typed(**fields)


@unhurried
@given(loop_samples.seen, loop_samples.categories)
def test_slack_takes_every_form_whatever_people_wrote(seen: LoopSeen, categories: list[Category]) -> None:
    for build in FORMS.values():
        is_shown(build(seen))
    is_shown(step_forms_waiting.build_change(seen, KEPT, categories))


@unhurried
@given(st.lists(loop_samples.seen, max_size=50), st.lists(short, max_size=30), st.none() | short)
def test_slack_takes_every_offer(found: list[LoopSeen], names: list[str], outside: str | None) -> None:
    teams = [Team(number, 1, name[:60], "C1", None) for number, name in enumerate(names)]
    people = [Member(number, 1, "U1", name, "UTC") for number, name in enumerate(names)]
    offered = party_field.build_parties(Parties(teams, people, outside and outside[:75]))
    groups = offered.get("option_groups", [])
    assert [group for group in groups if not 0 < len(group["options"]) <= 100] == []
    options = [option for group in groups for option in group["options"]]
    options += step_forms_waiting.build_others(found)["options"]
    for option in options:
        assert 0 < len(option["text"]["text"]) <= 75
        assert len(option["value"]) <= 150


@pytest.mark.parametrize(
    "party", [WaitsOn(team_id=3), WaitsOn(member_id=7), WaitsOn(outside="The bank: Berlin"), WaitsOn()]
)
def test_whoever_is_waited_on_comes_back_as_they_were_chosen(party: WaitsOn) -> None:
    block = party_field.build_party("party", "Who?", chosen=party, name="Somebody")
    chosen = block["element"].get("initial_option")
    values = {"party": {party_field.PARTY: {"selected_option": chosen}}}
    assert party_field.read_party(values, "party") == party
    assert party_field.read_party({}, "party") == WaitsOn()


def test_taking_it_on_gives_a_day_for_the_next_word_or_for_the_thing_itself() -> None:
    assert step_forms.read_on_it(on_it(), MONDAY) == NewStep(Step.ACKNOWLEDGED, on=MONDAY)
    promised = on_it(kind={"selected_option": {"value": "done"}}, words={"value": " After the release "})
    assert step_forms.read_on_it(promised, MONDAY) == NewStep(
        Step.PROMISED, words="After the release", on=MONDAY
    )


@pytest.mark.parametrize(
    ("days", "said"), [(-1, "has passed"), (367, "more than a year"), (None, "Pick the day")]
)
def test_a_day_that_cannot_be_meant_is_asked_for_again(days: int | None, said: str) -> None:
    day = (MONDAY + timedelta(days=days)).isoformat() if days is not None else None
    with pytest.raises(Unusable, match=said) as refusal:
        step_forms.read_on_it(on_it(day={"selected_date": day}), MONDAY)
    assert refusal.value.field == step_forms.DAY


def test_whoever_promised_is_offered_to_promise_again() -> None:
    view = step_forms.build_on_it(one(state=LoopState.PROMISED, due_on=MONDAY), KEPT, MONDAY, MONDAY)
    assert _chosen(view, step_forms.KIND) == "done"
    assert _chosen(FORMS["on it"](one()), step_forms.KIND) == "word"


@pytest.mark.parametrize("read", [step_forms.read_answer, step_forms.read_decline])
def test_an_answer_and_a_reason_are_in_words(read: Callable[[Mapping[str, Any]], NewStep]) -> None:
    assert read(typed(words={"value": " https://example.com "})).words == "https://example.com"
    for nothing in ({}, typed(words={"value": " \n "}), typed(words={"value": None})):
        with pytest.raises(Unusable) as refusal:
            read(nothing)
        assert refusal.value.field == step_forms.WORDS


def test_handing_over_and_merging_need_somebody_and_something() -> None:
    with pytest.raises(Unusable) as nobody:
        step_forms.read_hand_over(typed(words={"value": "Over to you"}))
    assert nobody.value.field == step_forms.PARTY
    with pytest.raises(Unusable) as nothing:
        step_forms_waiting.read_merge({})
    assert nothing.value.field == step_forms_waiting.OTHER
    other = {step_forms_waiting.OTHER: {step_forms_waiting.OTHER: {"selected_option": {"value": "18"}}}}
    assert step_forms_waiting.read_merge(other) == NewStep(Step.MERGED, other_id=18)
    assert step_forms_waiting.read_reopen({}) == NewStep(Step.REOPENED)


def test_a_form_that_is_handed_in_as_it_was_shown_changes_nothing() -> None:
    seen = one(details="As agreed", impact=Impact.SLOWS, link="https://example.com/1", category_id=4)
    seen = LoopSeen(seen.loop, raiser="Ana", category="Retired one")
    view = step_forms_waiting.build_change(seen, KEPT, [Category(5, "Access")])
    to = step_forms_waiting.read_change(initial_state(view["blocks"]))
    for field in ("title", "details", "impact", "link", "category_id"):
        assert getattr(to, field) == getattr(seen.loop, field)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"title": {"value": "  "}}, step_forms_waiting.TITLE),
        ({"title": {"value": "API"}, "link": {"value": "JIRA-17"}}, step_forms_waiting.LINK),
        ({"title": {"value": "API"}, "link": {"value": "https:///x"}}, step_forms_waiting.LINK),
    ],
)
def test_what_cannot_be_kept_is_said_beside_its_field(fields: dict[str, Any], field: str) -> None:
    with pytest.raises(Unusable) as refusal:
        step_forms_waiting.read_change(typed(**fields))
    assert refusal.value.field == field


def _chosen(view: View, block_id: str) -> str:
    [block] = [each for each in view["blocks"] if each.get("block_id") == block_id]
    return str(block["element"]["initial_option"]["value"])

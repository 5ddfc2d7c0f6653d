"""What people see of feedback: Slack takes it whatever they wrote, it says what is theirs to do, and never a name
that is withheld."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.loops.feedback.rights import BY_GIVER, BY_WHOM_IT_IS_FOR
from bot.values.errors import Unusable
from bot.values.feedback import FeedbackSeen, Given, MyFeedback, NewFeedback, Note, NoteOffer, Offer
from bot.values.loops import LEADERSHIP, LoopEvent, LoopState, NewStep, Source, Step, WaitsOn
from bot.values.news import LoopNews, NewsItem
from bot.values.parties import Parties
from bot.values.ports import View
from bot.values.seen_loops import Told
from bot.views.feedback import buttons, form, giver_forms, letters, listing, page, step_forms, we_did_form
from bot.views.feedback.done import done_words, gone_words
from bot.views.feedback.form import GiveDraft
from bot.views.home.feedback import build_home_feedback
from bot.views.loops import news, party_field
from bot.views.loops.buttons import read_more
from bot.views.loops.kept import Kept
from sandbox.elements import elements, initial_state, words
from tests.views import feedback_samples
from tests.views.feedback_samples import given as gave
from tests.views.samples import MONDAY, NINE, long, short
from tests.views.taken import is_shown, is_taken, unhurried

KEPT = Kept(17, "https://hooks.slack.com/actions/T0/1/x", "news:1:17:2", True, True)
OFFER = Offer(True, None, NINE)

FORMS: dict[str, Callable[[FeedbackSeen], View]] = {
    "have it": lambda item: step_forms.build_have_it(item, KEPT, MONDAY),
    "ask": lambda item: step_forms.build_ask(item, KEPT),
    "answer": lambda item: step_forms.build_answer(item, KEPT),
    "decline": lambda item: step_forms.build_decline(item, KEPT),
    "hand over": lambda item: step_forms.build_hand_over(item, KEPT),
    "take down": lambda item: step_forms.build_take_down(item, KEPT),
    "reply": lambda item: giver_forms.build_reply(item, KEPT),
    "reopen": lambda item: giver_forms.build_reopen(item, KEPT),
    "change": lambda item: giver_forms.build_change(item, KEPT),
    "take back": lambda item: giver_forms.build_take_back(item, KEPT),
}


def said_on(view: View) -> str:
    """Every word of it."""
    return "\n".join(words(view["blocks"]))


def pressable(item: FeedbackSeen) -> list[str]:
    """What can be pressed on its page, in its order."""
    view = page.build_page(item, NINE)
    return [each.action_id for each in elements(view["blocks"]) if each.sends_actions]


def typed(**fields: Any) -> Mapping[str, Any]:
    """What Slack sends for fields, by block: each as the state of its element."""
    return {block: {"value": state} for block, state in fields.items()}


def told(step: Step, *, seq: int = 2, by_giver: bool = False, actor: str | None = None) -> Told:
    """A step of a story."""
    return Told(LoopEvent(seq, NINE, NewStep(step, words="Why?"), None if by_giver else 9, by_giver), actor)


@unhurried
@given(feedback_samples.feedback, short)
def test_slack_takes_pages_and_forms_whatever_people_write(item: FeedbackSeen, name: str) -> None:
    is_shown(page.build_page(item, NINE, done=name, turned=2))
    for build in FORMS.values():
        is_shown(build(item))
    offer = NoteOffer([(number, name) for number in range(1, 130)], item.seen.loop.title)
    is_shown(we_did_form.build_of_feedback(item, offer, KEPT))
    is_shown(we_did_form.build_of_round(offer, 10**9))
    for step in Step:
        assert done_words(NewStep(step, on=MONDAY), item)
        is_shown(page.build_out_of_sight(gone_words(NewStep(step), item.seen.loop)))


@unhurried
@given(feedback_samples.lists, feedback_samples.mine, st.integers(-1, 4), st.sampled_from(Step), short)
def test_slack_takes_lists_and_news_however_much_there_is(
    found: Sequence[FeedbackSeen], mine: MyFeedback, turned: int, step: Step, name: str
) -> None:
    is_shown(listing.build_for_me(found, NINE, turned))
    is_shown(listing.build_mine(mine, NINE, turned, done=name))
    is_shown(listing.build_news_of_mine(found, NINE))
    items = [NewsItem(item.seen, step) for item in found[:8]]
    is_taken(news.build_news(LoopNews("news:1:2:3", items, NINE, 3, True)))
    is_taken(letters.build_we_did(Note(1, name, name * 20, name * 20, NINE, name, name)))
    is_taken(letters.build_giver_news())
    for room in (30, 8, 2):
        home = build_home_feedback(feedback_samples.much_at_home(name), NINE, room=room)
        assert len(home) <= room
        is_shown({"type": "home", "blocks": home})


@unhurried
@given(short, long, long, st.sampled_from([OFFER, Offer(False, "No keys & <none>", NINE)]), st.booleans())
def test_slack_takes_the_form_and_nothing_that_was_typed_is_lost(
    title: str, details: str, link: str, offer: Offer, from_private: bool
) -> None:
    source = Source("https://x.slack.com/archives/C1/p1", "C1", "1.2")
    draft = GiveDraft("k", title[:150], details, WaitsOn(leadership=True), "Leadership", "", source)
    view = form.build_give_form(replace(draft, from_private=from_private), offer, NINE)
    is_shown(view)
    assert ("possible now" in said_on(view)) == (not offer.can_withhold)
    if title.strip():
        new = form.read_give_form(initial_state(view["blocks"]), view["private_metadata"])
        assert new.to == WaitsOn(leadership=True)
        assert (new.title, new.key) == (" ".join(title[:150].split()), "k")
        assert new.source == (Source() if from_private else source)
        assert not new.is_withheld
    is_shown(form.build_thanks(Given(hand_on_at=NINE), title, NINE))
    is_shown(form.build_thanks(Given(gave().seen.loop), title, NINE))


def test_what_is_missing_or_wrong_is_said_beside_its_field() -> None:
    to = {"to": {"feedback_party": {"selected_option": {"value": LEADERSHIP}}}}
    metadata = form.build_give_form(GiveDraft("k"), OFFER, NINE)["private_metadata"]
    for values, field in (
        (to, form.TITLE),
        (typed(title={"value": "Too many syncs"}), form.TO),
        ({**to, **typed(title={"value": "Syncs"}, link={"value": "somewhere"})}, form.LINK),
    ):
        with pytest.raises(Unusable) as refused:
            form.read_give_form(values, metadata)
        assert refused.value.field == field
    whole = {**to, **typed(title={"value": " Too  many "}, name={"selected_option": {"value": "withheld"}})}
    assert form.read_give_form(whole, metadata) == NewFeedback(
        "Too many", WaitsOn(leadership=True), is_withheld=True, key="k"
    )
    for read in (
        step_forms.read_ask,
        step_forms.read_answer,
        step_forms.read_decline,
        giver_forms.read_reply,
    ):
        with pytest.raises(Unusable) as refused:
            read(typed(words={"value": "  "}))
        assert refused.value.field == step_forms.WORDS
    past = typed(day={"selected_date": (MONDAY - timedelta(days=1)).isoformat()})
    for values in (past, typed(day={"selected_date": None})):
        with pytest.raises(Unusable) as refused:
            step_forms.read_have_it(values, MONDAY)
        assert refused.value.field == step_forms.DAY


def test_forms_are_read_as_they_were_filled_in() -> None:
    day = typed(day={"selected_date": MONDAY.isoformat()}, kind={"selected_option": {"value": "done"}})
    assert step_forms.read_have_it(day, MONDAY) == NewStep(Step.PROMISED, on=MONDAY)
    to = {"waits_on": {"feedback_party": {"selected_option": {"value": "team:2"}}}}
    over = NewStep(Step.HANDED_OVER, waits_on=WaitsOn(team_id=2))
    assert step_forms.read_hand_over(to) == over
    assert step_forms.read_mute(typed(mute={"selected_options": [{"value": "mute"}]}))
    assert not step_forms.read_mute({})
    view = giver_forms.build_change(gave(details="Since May"), KEPT)
    assert giver_forms.read_change(initial_state(view["blocks"])) == ("Refund API", "Since May")
    note = typed(team={"selected_option": {"value": "3"}}, said={"value": "a"}, did={"value": "b"})
    assert we_did_form.read_of_feedback(note, 7).loop_id == 7
    round_form = we_did_form.build_of_round(NoteOffer([(3, "Checkout")]), 5)
    assert we_did_form.read_of_round(note, round_form["private_metadata"]).round_id == 5
    assert giver_forms.read_take_back({}) == NewStep(Step.DECLINED)


@pytest.mark.parametrize("step", sorted(BY_WHOM_IT_IS_FOR | BY_GIVER))
def test_every_step_somebody_may_take_has_one_button(step: Step) -> None:
    for item in (gave(), gave(is_mine=True)):
        mine = BY_GIVER if item.is_mine else BY_WHOM_IT_IS_FOR
        may = replace(item, seen=replace(item.seen, may=frozenset({step}) & mine))
        # A promise is made in the form that takes it on.
        expected = int(step in mine and step is not Step.PROMISED)
        assert len(pressable(may)) == expected


def test_the_first_button_alone_is_marked_and_what_is_seldom_wanted_is_in_a_menu() -> None:
    reader = replace(gave(), seen=replace(gave().seen, may=BY_WHOM_IT_IS_FOR - {Step.NOTED}))
    assert pressable(reader) == [buttons.HAVE_IT, buttons.ANSWER, buttons.ASK, buttons.MORE]
    marked = [each.style for each in buttons.in_a_row(reader)[:-1]]  # type: ignore[union-attr]
    assert marked == ["primary", None, None]
    assert read_more("feedback_decline:17") == (buttons.DECLINE, "17")
    asked = replace(gave(is_mine=True).seen, may=BY_GIVER - {Step.CONFIRMED, Step.REOPENED})
    asked = replace(asked, events=[told(Step.ASKED, actor="Dev")])
    assert pressable(FeedbackSeen(asked, is_mine=True))[0] == buttons.REPLY
    answered = replace(
        gave(state=LoopState.ANSWERED, is_mine=True).seen, may=frozenset({Step.CONFIRMED, Step.REOPENED})
    )
    assert pressable(FeedbackSeen(answered, is_mine=True)) == [buttons.CONFIRM, buttons.REOPEN]


def test_whoever_withholds_their_name_is_somebody_to_all_and_you_to_themselves() -> None:
    story = [
        told(Step.RAISED, seq=1, by_giver=True),
        told(Step.ASKED, actor="Dev"),
        told(Step.REPLIED, by_giver=True),
    ]
    item = gave(withheld=True)
    theirs = said_on(page.build_page(replace(item, seen=replace(item.seen, events=story)), NINE))
    assert "From somebody who withheld their name, for Payments" in theirs
    assert "Somebody who withheld their name replied." in theirs
    assert "Dev asked back." in theirs
    own = replace(gave(withheld=True, is_mine=True), seen=replace(item.seen, events=story))
    mine = said_on(page.build_page(own, NINE))
    assert "From you, with your name withheld, for Payments" in mine
    assert "You replied." in mine
    assert "whoever runs this bot's server could look it up" in mine


def test_a_field_for_whom_it_is_for_offers_leadership_and_nobody_outside() -> None:
    offered = party_field.build_parties(Parties(leadership=True))
    assert [group["options"][0]["value"] for group in offered["option_groups"]] == [LEADERSHIP]
    assert party_field.build_parties(Parties()) == {"options": []}


def test_the_goal_of_two_days_is_told_gently_and_to_its_reader() -> None:
    soon = replace(gave(), word_by=MONDAY + timedelta(days=2))
    assert "The goal is a first word by Wed 25 Nov; a short one will do." in said_on(
        page.build_page(soon, NINE)
    )
    late = said_on(page.build_page(replace(soon, word_by=MONDAY - timedelta(days=2)), NINE))
    assert "A first word is what they wait for most" in late
    assert "overdue" not in late


def test_empty_lists_say_what_would_stand_there() -> None:
    assert "Nothing is for you." in said_on(listing.build_for_me([], NINE))
    assert "You gave nothing lately." in said_on(listing.build_mine(MyFeedback(), NINE))
    assert "You have read it all." in said_on(listing.build_news_of_mine([], NINE))

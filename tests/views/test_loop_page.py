"""The page of a loop and its card: what they say, what can be pressed, and that Slack takes whatever people write."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given

from bot.loops.lifecycle import fits
from bot.values.loops import LoopEvent, LoopState, NewStep, Step
from bot.values.ports import View
from bot.values.seen_loops import LoopSeen, Told
from bot.views.loops import buttons
from bot.views.loops.card import build_card
from bot.views.loops.done import build_out_of_sight, done_words
from bot.views.loops.kept import Kept, read_kept
from bot.views.loops.page import EARLIER, LATER, build_page, linked
from bot.views.loops.step_forms import MOST_WORDS
from bot.views.loops.story import AT_ONCE, read_turn
from sandbox.elements import elements, words
from tests.views import loop_samples
from tests.views.loop_samples import one
from tests.views.samples import MONDAY, NINE
from tests.views.taken import is_shown, is_taken, unhurried


def said_on(view: View) -> str:
    """Every word of it."""
    return "\n".join(words(view["blocks"]))


def pressable(seen: LoopSeen) -> dict[str, str]:
    """The buttons of its page, by what they do."""
    view = build_page(seen, NINE)
    return {
        each.action_id: str(each.body["text"]["text"])
        for each in elements(view["blocks"])
        if each.sends_actions
    }


@unhurried
@given(loop_samples.seen)
def test_slack_takes_the_page_and_the_card_whatever_people_write(seen: LoopSeen) -> None:
    is_shown(build_page(seen, NINE, done="Done.", turned=3))
    is_shown(
        build_page(seen, NINE, kept=Kept(seen.loop.id, "https://hooks.slack.com/x", "news:1", True, True))
    )
    is_shown(build_out_of_sight(NewStep(Step.HANDED_OVER), seen.loop.id))
    is_taken(build_card(seen))
    for step in Step:
        assert done_words(NewStep(step, on=MONDAY, other_id=18), seen)


def test_the_page_says_who_waits_on_whom_since_when_and_where_it_stands() -> None:
    seen = one(
        state=LoopState.PROMISED, due_on=MONDAY - timedelta(days=3), raised_at=NINE - timedelta(days=9)
    )
    said = said_on(build_page(replace(seen, owner="Dev"), NINE))
    assert "Checkout waits on Payments · 9 days, since Sat 14 Nov" in said
    assert "Where it stands:* Dev promised it for Fri 20 Nov, which was 3 days ago." in said


def test_only_what_this_person_may_do_can_be_pressed() -> None:
    assert pressable(one()) == {}
    waited_on = replace(
        one(), may=frozenset({Step.ACKNOWLEDGED, Step.PROMISED, Step.ANSWERED, Step.DECLINED})
    )
    assert pressable(waited_on) == {
        buttons.ON_IT: "I'm on it…",
        buttons.ANSWER: "Answer…",
        buttons.DECLINE: "Decline…",
    }
    raiser = replace(one(), for_member=1, may=frozenset({Step.CONFIRMED, Step.DECLINED, Step.CHANGED}))
    assert pressable(raiser) == {
        buttons.CONFIRM: "It is solved",
        buttons.CHANGE: "Change…",
        buttons.TAKE_BACK: "Take it back…",
    }
    answered = replace(
        one(state=LoopState.ANSWERED), for_member=1, may=frozenset({Step.CONFIRMED, Step.REOPENED})
    )
    assert pressable(answered) == {buttons.CONFIRM: "That did it", buttons.REOPEN: "Not yet…"}
    again = replace(one(state=LoopState.PROMISED, owner_id=2), may=frozenset({Step.ACKNOWLEDGED}))
    assert pressable(again) == {buttons.ON_IT: "Give another day…"}


@pytest.mark.parametrize("step", [each for each in Step if fits(one().loop, each)])
def test_every_step_of_people_has_a_button(step: Step) -> None:
    by_time_or_together = {Step.PROMISED, Step.NUDGED, Step.ESCALATED}
    of_feedback = {Step.ASKED, Step.REPLIED, Step.TAKEN_DOWN}
    has_button = step not in by_time_or_together | of_feedback
    assert bool(pressable(replace(one(), may=frozenset({step})))) == has_button


def test_a_long_story_is_read_page_by_page_and_nothing_of_it_is_lost() -> None:
    events = [
        Told(
            LoopEvent(seq, NINE, NewStep(Step.REOPENED, words=f"{seq}. {'w' * (MOST_WORDS - 10)}"), 1), "Ana"
        )
        for seq in range(1, 48)
    ]
    seen, read, turned = replace(one(), events=events), list[str](), 0
    while True:
        view = build_page(seen, NINE, turned=turned)
        is_shown(view)
        lines = [line for line in said_on(view).split("\n") if line.startswith("•")]
        assert 0 < len(lines) <= AT_ONCE
        read = [*lines, *read]
        turns = {
            each.action_id: each.body["value"] for each in elements(view["blocks"]) if each.sends_actions
        }
        assert (LATER in turns) == (turned > 0)
        if EARLIER not in turns:
            break
        assert read_turn(turns[EARLIER]) == (17, turned + 1)
        turned += 1
    assert [line.split("“")[1].split(".")[0] for line in read] == [str(seq) for seq in range(1, 48)]


def test_a_card_says_days_and_never_grows_stale() -> None:
    overdue = replace(one(state=LoopState.ACKNOWLEDGED, due_on=MONDAY - timedelta(days=30)), owner="Dev")
    card = build_card(overdue)
    assert "Dev is on it, next word Sat 24 Oct." in card.text
    assert "ago" not in card.text
    over = build_card(one(state=LoopState.CONFIRMED))
    assert [each.name for each in elements(list(map(dict, over.blocks))) if each.sends_actions] == ["More…"]


def test_a_link_is_a_link_and_nothing_else() -> None:
    assert linked("https://example.com/?a=1&b=2") == "<https://example.com/?a=1&amp;b=2>"
    assert linked("https://x|<!channel>") == "https://x|&lt;!channel&gt;"
    assert linked("JIRA-17") == "JIRA-17"


def test_what_a_form_keeps_comes_back() -> None:
    kept = Kept(
        17, url="https://hooks.slack.com/actions/T0/1/x", news="news:1:17:2", on_page=True, from_home=True
    )
    assert read_kept(kept.written()) == kept

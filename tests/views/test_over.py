"""The window of a round that is over: Slack takes it, it says what was said, and it leads on."""

from hypothesis import given
from hypothesis import strategies as st

from bot.values.questions import Answer, Question, QuestionType
from bot.values.results import LookedBack, Said
from bot.values.rituals import Tier
from bot.values.rounds import Asked, Prompt, PromptState, Round, RoundState
from bot.views.answering.over import build_over
from sandbox.elements import words
from tests.views import samples
from tests.views.samples import MONDAY, NINE
from tests.views.taken import is_shown, unhurried

newer = st.none() | st.builds(Asked, samples.prompts, samples.rounds, samples.short)
looked_back = st.builds(LookedBack, samples.said(), samples.short, newer)


@unhurried
@given(looked_back)
def test_slack_takes_it_and_it_says_each_question_that_was_answered_and_leads_on(back: LookedBack) -> None:
    view = build_over(back)
    is_shown(view)
    shown = "\n".join(words(view["blocks"]))
    assert ("/checkin" in shown) == (back.newer is None)
    assert ("Answer the one of" in shown or "Edit my answer of" in shown) == (back.newer is not None)
    assert ("the next one has opened" in shown) == (back.said.round.tier is Tier.NAMED)


def test_more_than_a_window_holds_says_where_the_rest_is() -> None:
    asked = tuple(Question(f"q{number}", "What moved?", QuestionType.LONG_TEXT) for number in range(25))
    round_ = Round(5, 1, 2, "Retro", MONDAY, RoundState.CLOSED, NINE, NINE, asked)
    prompt = Prompt(7, 1, 5, 3, 4, PromptState.ANSWERED, NINE, NINE, "Europe/Berlin", answered_at=NINE)
    answered = {each.key: Answer(each.key, text="&" * 3000) for each in asked}
    view = build_over(LookedBack(Said("ana", round_, prompt, answered), "Checkout"))
    is_shown(view)
    assert "The rest of what you said is in the file" in str(view["blocks"])

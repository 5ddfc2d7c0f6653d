"""Whatever people write, Slack takes what we show: every view, against the sandbox's own reading of Slack's rules."""

from collections.abc import Sequence

from hypothesis import given

from bot.values.people import Channel
from bot.values.rituals import Coming, Introduction, Ritual
from bot.values.rounds import Asked, Board, Form
from bot.views import help
from bot.views.answering import form as answer_form
from bot.views.answering import prompt, skip_form, typed
from bot.views.results import board
from bot.views.rituals import status
from bot.views.troubles import doubt, trouble
from tests.views import samples
from tests.views.samples import NINE, asked_together, long, short
from tests.views.taken import is_shown, is_taken, unhurried


@unhurried
@given(asked_together)
def test_prompts_and_reminders(items: Sequence[Asked]) -> None:
    is_taken(prompt.build_prompt(items))
    is_taken(prompt.build_reminder(items[0]))


@unhurried
@given(samples.forms())
def test_forms(form: Form) -> None:
    is_shown(answer_form.build_answer_form(form, NINE))
    is_shown(skip_form.build_skip_form(form))


@unhurried
@given(samples.boards, samples.introductions)
def test_what_a_channel_sees_first(item: Board, new: Introduction) -> None:
    is_taken(board.build_board(item))
    is_taken(board.build_introduction(new))


@unhurried
@given(
    samples.many(samples.asked, samples.another, 0, 20),
    samples.coming,
    samples.many(samples.boards, lambda board, at: board, 0, 40),
)
def test_what_a_person_sees_of_their_rituals(
    items: Sequence[Asked], coming: Sequence[Coming], boards: Sequence[Board]
) -> None:
    is_taken(status.build_open(items, coming, NINE))
    is_taken(status.build_boards(boards))


@unhurried
@given(samples.rituals, samples.channels, short, long, samples.asked)
def test_single_sentences(ritual: Ritual, channel: Channel, name: str, text: str, item: Asked) -> None:
    is_taken(help.build_help())
    is_taken(help.build_usage("checkin", text))
    is_taken(help.build_usage_of("trends"))
    is_taken(status.build_skipped(item.round))
    is_taken(status.build_asked_again(name, reopened=True))
    is_taken(typed.build_nothing_open())
    is_taken(typed.build_offer(item, text, "1795420800.000000"))
    is_taken(trouble.build_channel_trouble(name, channel.slack_id, "is_archived"))
    is_taken(trouble.build_channel_trouble(name, channel.slack_id, name))
    is_taken(doubt.build_settled(name))
    is_shown(doubt.build_where("round:1:1", "https://hooks.slack.com/actions/T0/1/x"))

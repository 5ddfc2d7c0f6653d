"""What the bot answers when somebody types to it."""

from bot.values.deliveries import Message
from bot.values.own_questions import own_questions
from bot.values.questions import IN_WORDS, QuestionType
from bot.values.rounds import Asked, PromptState, Round
from bot.views.answering.ballots import answer_button
from bot.views.answering.options import named
from bot.views.parts import button, buttons, section
from bot.views.words import escape

ANSWER_WITH = "typed_answer"

_TAKE_WORDS = (*IN_WORDS, QuestionType.BOTTLENECKS)
"""Types that take any words: to a poll they add something."""


def fits_in(item: Asked, text: str) -> bool:
    """Whether the form behind a prompt has a place for what was typed."""
    asked = own_questions(item.round.questions, item.prompt.member_id, item.prompt.team_id)
    return any(question.type in _TAKE_WORDS or named(question, text) for question in asked)


def build_offer(item: Asked, text: str, typed_ts: str, thread_ts: str | None = None) -> Message:
    """Offers the typed text, which stands at `typed_ts` and perhaps in a thread, as an answer."""
    name = escape(item.round.ritual_name)
    if not fits_in(item, text):
        return _offer(
            f"*{name}* is open for you, but it takes no text, so I did not keep that. Press Answer to see"
            " what it asks.",
            item,
            typed_ts,
            thread_ts,
        )
    said = (
        f"Is that your answer for *{name}*? Press Answer: it is filled in, and you can change it before you"
        " send it."
    )
    if item.prompt.state == PromptState.ANSWERED:
        said = f"You answered *{name}* already. Press Answer to add this to it; you see both before you save."
    return _offer(said, item, typed_ts, thread_ts)


def build_nothing_open() -> Message:
    """Nothing is open that the text could answer."""
    text = (
        "Thanks! Nothing is open for you right now, so I did not keep that. Type `/checkin` to see when you are asked"
        " next, or `/drumbeat help` for what I can do."
    )
    return Message(text=text, blocks=(section(text),))


def build_anonymous_alone(round_: Round) -> Message:
    """Only an anonymous round is open, and what is typed here is no secret."""
    text = (
        f"*{escape(round_.ritual_name)}* is open for you and anonymous, so I take no answer from what you type here:"
        " Slack keeps your messages. Its form is the place for it. I did not keep what you wrote."
    )
    return Message(text=text, blocks=(section(text), buttons("typed", answer_button(round_, "Answer"))))


def build_only_words(about_the_words: Message | None = None) -> Message:
    """A picture or another file came, alone or with words, about which the rest of the answer is."""
    note = "I can't look at pictures or files, so I did not keep that one."
    if about_the_words is None:
        text = f"{note} Type your answer here, or type `/checkin` to see what is open for you."
        return Message(text=text, blocks=(section(text),))
    return Message(text=f"{note} {about_the_words.text}", blocks=(section(note), *about_the_words.blocks))


def read_answer_with(value: str) -> tuple[int, str, str | None]:
    """The prompt, the message whose text is the answer, and the thread it stands in."""
    ident, ts, thread_ts = f"{value}::".split(":")[:3]
    return int(ident), ts, thread_ts or None


def _offer(said: str, item: Asked, typed_ts: str, thread_ts: str | None) -> Message:
    value = f"{item.prompt.id}:{typed_ts}:{thread_ts or ''}"
    actions = buttons("typed", button("Answer", ANSWER_WITH, value, style="primary"))
    return Message(text=said, blocks=(section(said), actions))

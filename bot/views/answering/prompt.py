"""The DM that asks, and its reminder."""

from collections.abc import Sequence

from slack_sdk.models.blocks import ButtonElement, Option, OverflowMenuElement
from slack_sdk.models.blocks.basic_components import ConfirmObject

from bot.values.deliveries import Block, Message
from bot.values.questions import IN_WORDS
from bot.values.rituals import Kind
from bot.values.rounds import Asked, PromptState
from bot.views.answering import prompt_words as words
from bot.views.answering.ballots import build_asking, build_ballot_reminder
from bot.views.answering.tapping import tappable, tapped_in_words, taps
from bot.views.parts import button, buttons, context, section
from bot.views.words import TEXT, clip, escape, happened_at

ANSWER = "prompt_answer"
NOTHING_NEW = "prompt_nothing_new"
SKIP = "prompt_skip"
MORE = "prompt_more"
NOT_FOR_ME = "prompt_not_for_me"
ASK_AGAIN = "prompt_ask_again"

_NOTHING_NEW = "Nothing new today"

_QUESTIONS = 2800
"""Characters of all the questions in one DM; the form shows each in full."""

_MOST_TOGETHER = 8
"""Prompts shown in one DM, five blocks each, well under Slack's 50; the rest is offered by /checkin."""


def build_prompt(asked: Sequence[Asked]) -> Message:
    """The DM for one or several prompts, each as it stands now."""
    blocks: list[Block] = []
    shown = asked[:_MOST_TOGETHER]
    for item in shown:
        if blocks:
            blocks.append({"type": "divider"})
        blocks.extend(_blocks(item, _QUESTIONS // len(shown)))
    lines = [clip(words.as_text(item), TEXT // len(shown)) for item in shown]
    left = len(asked) - _MOST_TOGETHER
    if left > 0:
        blocks.append(context(f"…and {left} more. Type `/checkin` to answer them."))
        lines.append(f"And {left} more: type /checkin to answer them.")
    return Message(text="\n\n".join(lines), blocks=tuple(blocks))


def build_reminder(item: Asked) -> Message:
    """The one reminder, in the thread of the DM that asked; and how it looks once something was answered in it."""
    if item.round.is_anonymous:
        return build_ballot_reminder(item)
    question, name = tappable(item), f"*{escape(item.round.ritual_name)}*"
    if item.prompt.state == PromptState.ANSWERED:
        given = tapped_in_words(item)
        said = f"You answered *{given}*" if given else f"{_NOTHING_NEW}, noted"
        text = f"{name}: {said}. You can change it until {words.changeable_until(item)}."
        return Message(text=text, blocks=(section(text), *([taps(item, question)] if question else [])))
    text = f"{name} is open until {words.until(item)}. This is the only reminder."
    asks = [section(words.one_question(question)), taps(item, question)] if question else []
    return Message(text=text, blocks=(section(text), *asks, buttons(_block_id(item), *_ways_to_answer(item))))


def read_more(value: str) -> tuple[str, int]:
    """What was chosen from the overflow menu, and the id it is about."""
    chosen, _, ident = value.partition(":")
    return chosen, int(ident)


def _blocks(item: Asked, budget: int) -> list[Block]:
    match words.told_state(item):
        case PromptState.ANSWERED:
            return _answered(item)
        case PromptState.SKIPPED:
            return _skipped(item)
        case PromptState.EXCUSED:
            return _excused(item)
        case PromptState.MISSED:
            return _missed(item)
        case _:
            return _waiting(item, budget)


def _waiting(item: Asked, budget: int) -> list[Block]:
    if item.round.is_anonymous:
        asks_for = words.questions(item, budget)
        return build_asking(words.title(item), asks_for, item, _not_for_me_button(item))
    question = tappable(item)
    if question is not None:
        asks = [section(f"{words.title(item)}\n{words.one_question(question)}"), taps(item, question)]
    else:
        asks = [section(words.title(item)), section(words.questions(item, budget))]
    if item.set_up_by:
        asks.insert(1, section(words.introduction(item)))
    stop = _not_for_me_button(item) if item.set_up_by else _more(item)
    return [*asks, buttons(_block_id(item), *_ways_to_answer(item), stop), context(words.small_print(item))]


def _ways_to_answer(item: Asked) -> list[ButtonElement]:
    ident = str(item.prompt.id)
    ways = [button("Skip today", SKIP, ident)]
    if _may_be_nothing_new(item):
        ways.insert(0, button(_NOTHING_NEW, NOTHING_NEW, ident))
    if tappable(item) is None:
        ways.insert(0, button("Answer", ANSWER, ident, style="primary"))
    return ways


def _may_be_nothing_new(item: Asked) -> bool:
    """Where everything is told in words: a number or a choice is as quickly given as left out."""
    return item.kind == Kind.CHECK_IN and all(question.type in IN_WORDS for question in item.round.questions)


def _answered(item: Asked) -> list[Block]:
    prompt = item.prompt
    when = happened_at(prompt.answered_at or prompt.due_at, prompt.zone, seen_from=item.round.local_date)
    late = ", a little late" if prompt.late else ""
    given, question = tapped_in_words(item), tappable(item)
    if given and question:
        said = f":white_check_mark: You answered *{given}* {when}{late}."
        return [
            section(f"{words.title(item)}\n{words.one_question(question)}\n{said}"),
            taps(item, question),
            context(f"Tap another one to change it until {words.changeable_until(item)}."),
        ]
    thanks = f"Thanks, you answered {when}{late}."
    if prompt.nothing_new:
        thanks = f"{_NOTHING_NEW}, noted {when}{late}.{words.still_stuck(item)}"
    return [
        section(f"{words.title(item)}\n:white_check_mark: {thanks}"),
        buttons(_block_id(item), button("Edit my answer", ANSWER, str(prompt.id))),
        context(f"You can change it until {words.changeable_until(item)}."),
    ]


def _skipped(item: Asked) -> list[Block]:
    reason = f": {escape(clip(item.prompt.reason, 200))}" if item.prompt.reason else ""
    text = (
        f"{words.title(item)}\n:fast_forward: You skipped this one{reason}. You can still answer it until"
        f" {words.changeable_until(item)}."
    )
    return _answer_now(item, text, "Answer after all")


def _missed(item: Asked) -> list[Block]:
    text = f"{words.title(item)}\nThis round has closed.{words.late_is_welcome(item)}"
    return [section(text)] if item.round.shows_groups_only else _answer_now(item, text, "Answer late")


def _answer_now(item: Asked, text: str, label: str) -> list[Block]:
    question = tappable(item)
    if question is not None:
        return [section(f"{text}\n{words.one_question(question)}"), taps(item, question)]
    return [section(text), buttons(_block_id(item), button(label, ANSWER, str(item.prompt.id)))]


def _excused(item: Asked) -> list[Block]:
    name, reason = escape(item.round.ritual_name), escape(item.prompt.reason or "")
    text = f"{words.title(item)}\nYou won't be asked for {name}. {reason}"
    if item.round.is_anonymous:
        text += " If you have answered this round, that counts."
    return [
        section(text),
        buttons(_block_id(item), button("Ask me again", ASK_AGAIN, str(item.round.ritual_id))),
    ]


def _block_id(item: Asked) -> str:
    return f"prompt:{item.prompt.id}"


def _not_for_me_button(item: Asked) -> ButtonElement:
    return button("Not for me", NOT_FOR_ME, str(item.round.ritual_id), confirm=_sure(item.round.ritual_name))


def _more(item: Asked) -> OverflowMenuElement:
    choice = Option(value=f"{NOT_FOR_ME}:{item.round.ritual_id}", text="Not for me")
    return OverflowMenuElement(action_id=MORE, options=[choice], confirm=_sure(item.round.ritual_name))


def _sure(ritual_name: str) -> ConfirmObject:
    return ConfirmObject(
        title="Stop asking you?",
        text=f"You won't be asked for {ritual_name[:80]} any more. You can turn it on again at any time.",
        confirm="Stop asking",
        deny="Keep asking",
    )

"""The DM that asks, and its reminder."""

from collections.abc import Sequence

from slack_sdk.models.blocks import ButtonElement, Option, OverflowMenuElement
from slack_sdk.models.blocks.basic_components import ConfirmObject

from bot.values.deliveries import Block, Message
from bot.values.questions import Question, QuestionType
from bot.values.rituals import Asked, Prompt, PromptState
from bot.views.parts import button, buttons, context, section
from bot.views.words import TEXT, at_time, clip, escape, first_few, on_day, plural, round_title

ANSWER = "prompt_answer"
SKIP = "prompt_skip"
MORE = "prompt_more"
NOT_FOR_ME = "prompt_not_for_me"
ASK_AGAIN = "prompt_ask_again"

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
    lines = [clip(_text(item), TEXT // len(shown)) for item in shown]
    left = len(asked) - _MOST_TOGETHER
    if left > 0:
        blocks.append(context(f"…and {left} more. Type `/checkin` to answer them."))
        lines.append(f"And {left} more: type /checkin to answer them.")
    return Message(text="\n\n".join(lines), blocks=tuple(blocks))


def build_reminder(item: Asked) -> Message:
    """The one reminder, in the thread of the DM that asked."""
    until = _until(item)
    text = f"Still time for *{escape(item.round.ritual_name)}*: it is open until {until}. This is the only reminder."
    actions = buttons(
        f"prompt:{item.prompt.id}",
        button("Answer", ANSWER, str(item.prompt.id), style="primary"),
        button("Skip today", SKIP, str(item.prompt.id)),
    )
    return Message(text=text, blocks=(section(text), actions))


def read_prompt_id(value: str) -> int:
    """The prompt a button belongs to."""
    return int(value)


def read_more(value: str) -> tuple[str, int]:
    """What was chosen from the overflow menu, and the id it is about."""
    chosen, _, ident = value.partition(":")
    return chosen, int(ident)


def _blocks(item: Asked, budget: int) -> list[Block]:
    prompt = item.prompt
    match prompt.state:
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
    blocks: list[Block] = [section(_title(item))]
    if item.set_up_by:
        blocks.append(section(_introduction(item)))
    blocks.append(section(_questions(item.round.questions, budget)))
    blocks.append(
        buttons(
            f"prompt:{item.prompt.id}",
            button("Answer", ANSWER, str(item.prompt.id), style="primary"),
            button("Skip today", SKIP, str(item.prompt.id)),
            *([_not_for_me_button(item)] if item.set_up_by else [_more(item)]),
        )
    )
    blocks.append(context(f"Open until {_until(item)}. You can also just type your answer here."))
    return blocks


def _answered(item: Asked) -> list[Block]:
    prompt = item.prompt
    when = at_time(prompt.answered_at or prompt.due_at, prompt.zone, seen_from=item.round.local_date)
    late = ", a little late" if prompt.late else ""
    until = "the next round opens" if prompt.late else _until(item)
    return [
        section(f"{_title(item)}\n:white_check_mark: Thanks, you answered at {when}{late}."),
        buttons(f"prompt:{prompt.id}", button("Edit my answer", ANSWER, str(prompt.id))),
        context(f"You can change it until {until}."),
    ]


def _skipped(item: Asked) -> list[Block]:
    reason = f": {escape(clip(item.prompt.reason, 200))}" if item.prompt.reason else ""
    return [
        section(f"{_title(item)}\n:fast_forward: You skipped this one{reason}."),
        buttons(f"prompt:{item.prompt.id}", button("Answer after all", ANSWER, str(item.prompt.id))),
    ]


def _missed(item: Asked) -> list[Block]:
    return [
        section(f"{_title(item)}\nThis round has closed. A late answer is welcome until the next one opens."),
        buttons(f"prompt:{item.prompt.id}", button("Answer late", ANSWER, str(item.prompt.id))),
    ]


def _excused(item: Asked) -> list[Block]:
    name = escape(item.round.ritual_name)
    return [
        section(f"{_title(item)}\nYou won't be asked for {name}. {escape(item.prompt.reason or '')}"),
        buttons(f"prompt:{item.prompt.id}", button("Ask me again", ASK_AGAIN, str(item.round.ritual_id))),
    ]


def _title(item: Asked) -> str:
    return round_title(item.round.ritual_name, item.team_name, item.round.local_date)


def _introduction(item: Asked) -> str:
    name = escape(item.set_up_by or "")
    return (
        f":wave: Hello! *{name}* set this up so that the {escape(item.team_name)} team sees what moved and who waits"
        " on whom, without a meeting. It takes about two minutes, and your answer goes to the team's thread under"
        " your name."
    )


def _questions(questions: Sequence[Question], budget: int) -> str:
    lines = [f"•  {escape(clip(question.ask, 300))}{_optional(question)}" for question in questions]
    return first_few(lines, most=10, budget=budget)


def _optional(question: Question) -> str:
    if question.type == QuestionType.SCALE:
        return f" _(1 to {question.of})_"
    return "" if question.required else " _(optional)_"


def _until(item: Asked) -> str:
    prompt = item.prompt
    return f"{at_time(prompt.closes_at, prompt.zone, seen_from=item.round.local_date)} your time"


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


def _text(item: Asked) -> str:
    prompt: Prompt = item.prompt
    title = f"{item.round.ritual_name}, {item.team_name}, {on_day(item.round.local_date)}"
    match prompt.state:
        case PromptState.ANSWERED:
            until = "the next round opens" if prompt.late else _until(item)
            return escape(f"{title}: you answered. You can change it until {until}.")
        case PromptState.SKIPPED:
            return escape(f"{title}: you skipped this one.")
        case PromptState.EXCUSED:
            return escape(f"{title}: you won't be asked. {prompt.reason or ''}")
        case PromptState.MISSED:
            return escape(f"{title}: closed. A late answer is welcome until the next round opens.")
        case _:
            asks = " ".join(question.ask for question in item.round.questions)
            count = plural(len(item.round.questions), "short question")
            who = f"{item.set_up_by} set this up. " if item.set_up_by else ""
            return escape(f"{title}. {who}{count}: {asks} Press Answer, open until {_until(item)}.")

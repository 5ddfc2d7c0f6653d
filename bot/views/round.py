"""What a team sees of a round: the introduction, the parent message, answers in its thread, the wrap-up."""

import html
from collections.abc import Sequence

from bot.values.deliveries import Block, Message
from bot.values.questions import Answer, Question
from bot.values.rituals import Board, Count, Introduction, PromptState, RoundState, Said, WrapUp
from bot.views.parts import context, section, sections
from bot.views.schedule_words import schedule_in_words
from bot.views.words import (
    MESSAGE,
    at_time,
    clip,
    escape,
    first_few,
    in_readers_time,
    plural,
    round_title,
    whole,
)

_MOST_APART = 20
"""Answers that get a paragraph each; Slack takes 50 blocks."""


def build_introduction(new: Introduction) -> Message:
    """What a team is told when somebody sets a ritual up for it."""
    plan = new.ritual.plan
    text = (
        f":wave: Hello! *{escape(new.set_up_by)}* set up *{escape(plan.name)}* for this channel:"
        f" {schedule_in_words(plan.schedule)}. {_who_is_asked(new.people)} a DM with"
        f" {plural(len(plan.questions), 'short question')}, and the answers come together here, in one thread each"
        " time. Nobody is named for not answering. Not for you? The first DM has a button for that."
    )
    return Message(text=text, blocks=tuple(sections(text)))


def build_board(board: Board) -> Message:
    """The parent message of a round: how it stands, without a word about who."""
    title = round_title(board.round.ritual_name, board.team_name, board.round.local_date)
    standing = _standing(board.count)
    if board.round.state == RoundState.OPEN:
        when = f"Answers come into this thread until {in_readers_time(board.round.closes_at)}."
    else:
        when = _closed(board.count)
    text = f"{title}\n{standing}. {when}"
    return Message(text=text, blocks=(section(f"{title}\n{standing}."), context(when)))


def build_said(said: Said) -> Message:
    """One person's answer in the thread; a late or skipped one says so."""
    name = f"*{escape(said.name)}*"
    if said.prompt.state == PromptState.SKIPPED:
        reason = f": {escape(said.prompt.reason)}" if said.prompt.reason else ""
        text = f"{name} skips this one{reason}"
        return Message(text=text, blocks=(section(text),))
    when = at_time(
        said.prompt.answered_at or said.prompt.due_at, said.prompt.zone, seen_from=said.round.local_date
    )
    head = f"{name} · {when} their time{' · late' if said.prompt.late else ''}"
    parts = [_answer(question, said.answers.get(question.key)) for question in said.round.questions]
    given = [part for part in parts if part]
    body = "\n\n".join(given)
    blocks: list[Block] = [section(head), *_apart(given, body, MESSAGE - len(head))]
    return Message(text=_within(f"{head}\n{body}", 3800), blocks=tuple(blocks))


def build_wrap_up(wrap_up: WrapUp) -> Message:
    """How a round ended, and what people wait for."""
    round_, count = wrap_up.board.round, wrap_up.board.count
    head = f"That was this round: {_standing(count)}."
    if not wrap_up.stuck:
        was_asked = any(question.key == "stuck" for question in round_.questions)
        text = f"{head} Nobody said they are waiting on someone." if was_asked and count.answered else head
        return Message(text=text, blocks=(section(text),))
    lines = [
        f"•  *{escape(name)}*: {escape(clip(' '.join(what.split()), 300))}" for name, what in wrap_up.stuck
    ]
    waiting = f"*{plural(len(lines), 'person is', 'people are')} waiting on someone else:*"
    body = f"{waiting}\n{first_few(lines, most=20, budget=2700, more='in the thread above')}"
    return Message(text=f"{head}\n{body}", blocks=(section(head), section(body)))


def _apart(given: Sequence[str], body: str, room: int) -> Sequence[Block]:
    """Each answer in a paragraph of its own; what is too long or too much for that runs on in one text."""
    if len(body) <= room and len(given) <= _MOST_APART:
        return [block for part in given for block in sections(part)]
    return sections(_within(body, room))


def _who_is_asked(people: int) -> str:
    if not people:
        return "Nobody but me is in it yet; whoever joins gets"
    return plural(people, "person gets", "people get")


def _closed(count: Count) -> str:
    if count.answered or count.skipped:
        return "This round is closed. The answers are in the thread."
    return "This round is closed. A late answer is welcome until the next one opens: type `/checkin`."


def _standing(count: Count) -> str:
    if not count.asked:
        return "Nobody is asked this time"
    parts = [f"{count.answered} of {count.asked} answered"]
    if count.late:
        parts.append(f"{count.late} of them late")
    if count.skipped:
        parts.append(f"{count.skipped} skipped")
    return " · ".join(parts)


def _answer(question: Question, given: Answer | None) -> str:
    if given is None:
        return ""
    if given.number is not None:
        return f"_{escape(question.ask)}_\n{given.number} of {question.of}"
    return f"_{escape(question.ask)}_\n{escape(given.text or '')}"


def _within(text: str, limit: int) -> str:
    if len(text) <= limit:
        return text
    cut = whole(text, limit - 90)
    left = len(html.unescape(text[cut:]))
    return f"{text[:cut].rstrip()}\n…and {left:,} more characters, which don't fit into one Slack message."

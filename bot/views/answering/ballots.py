"""An anonymous round as those it asks see it: in the DM and its reminder, the form, and what is said afterwards.

Built here, read here. Every button names the round and not the prompt, so that nothing differs between two people but
what is their own; what follows an answer is the same for all, to the letter.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from slack_sdk.models.blocks import ButtonElement
from slack_sdk.models.blocks.basic_components import ConfirmObject

from bot.values.deliveries import Block, Message
from bot.values.ports import View
from bot.values.questions import Answer
from bot.values.rounds import Asked, Form, PromptState, Round
from bot.views.answering.inputs import build_input, read_input
from bot.views.answering.promise import build_promise, shown_in_short, where_shown
from bot.views.parts import Blocks, button, buttons, context, modal, section
from bot.views.words import at_time, escape, in_readers_time, listing, on_day

ANSWER_ANONYMOUSLY = "ballot_answer"
NOT_THIS_TIME = "ballot_not_this_time"
HOW_IT_WORKS = "ballot_how"
CHANGE = "ballot_change"
BALLOT_FORM = "ballot_form"


@dataclass(frozen=True, slots=True)
class Kept:
    """What the form remembers: its round, and whether it was opened from the Home tab."""

    round_id: int
    from_home: bool = False


def build_asking(title: str, questions: str, item: Asked, stop: ButtonElement) -> list[Block]:
    """The part of a DM that asks for an anonymous round. `stop` is the way out of the ritual."""
    round_ = item.round
    by = f"*{escape(item.set_up_by)}* set this up. " if item.set_up_by else ""
    how = button("How this works", HOW_IT_WORKS, str(round_.id))
    return [
        section(f"{title}\n:lock: *Anonymous.* {by}Nobody can tell afterwards who answered, or what."),
        section(questions),
        buttons(_block_id(round_), *_ways_to_answer(round_), stop, how),
        context(f"Open until {_until(item)}. After that, {shown_in_short(round_)}."),
    ]


def build_ballot_reminder(item: Asked) -> Message:
    """The one reminder of an anonymous round: the same words for everybody who gets one."""
    text = (
        f"There is time for *{escape(item.round.ritual_name)}* until {_until(item)}. It is anonymous. This is the"
        " only reminder."
    )
    return Message(text, (section(text), buttons(_block_id(item.round), *_ways_to_answer(item.round))))


def build_ballot_form(form: Form, *, from_home: bool = False) -> View:
    """The form of an anonymous round: its promise first, then every question, filled in with one's own ballot."""
    round_, prompt = form.round, form.prompt
    until = at_time(prompt.closes_at, prompt.zone, seen_from=round_.local_date)
    where = f"{escape(form.team_name)} · {on_day(round_.local_date)} · open until {until} your time"
    blocks: Blocks = [context(where), *build_promise(round_)]
    blocks += [build_input(question, form.answers.get(question.key)) for question in round_.questions]
    return modal(
        round_.ritual_name,
        blocks,
        callback_id=BALLOT_FORM,
        submit="Save" if prompt.state == PromptState.ANSWERED else "Send",
        metadata=json.dumps({"round": round_.id, "home": from_home}),
    )


def read_kept(private_metadata: str) -> Kept:
    """What a form that was handed in remembers."""
    kept = json.loads(private_metadata)
    return Kept(int(kept["round"]), bool(kept["home"]))


def read_ballot(round_: Round, values: Mapping[str, Any]) -> list[Answer]:
    """The answers in a form that was handed in. Raises Unusable beside what does not fit or is missing."""
    return [read_input(values, question) for question in round_.questions]


def read_round_id(value: str) -> int:
    """The round a button belongs to."""
    return int(value)


def build_answered(round_: Round) -> View:
    """Said to everybody who answered: what happens next. To the letter the same for all."""
    text = (
        ":white_check_mark: *Thank you, your answer is in.*\nYou can change it until"
        f" {in_readers_time(round_.closes_at)}. Then it is cut off from you for good, and {shown_in_short(round_)}."
    )
    return _note(round_, text, "Change my answer")


def build_withdrawn(round_: Round) -> View:
    """Said to everybody who does not answer this time."""
    text = (
        "Noted, not this time: you are not reminded of this round, and nothing of you is in it. Nobody is told. You"
        f" can answer after all until {in_readers_time(round_.closes_at)}."
    )
    return _note(round_, text, "Answer after all")


def build_how_it_works(round_: Round) -> View:
    """The promise by itself."""
    return modal(round_.ritual_name, build_promise(round_), close="Close")


def build_over(round_: Round, channels: Sequence[str]) -> View:
    """Said to whoever comes after an anonymous round has closed."""
    where = listing([f"<#{channel}>" for channel in channels if not channel.startswith(("U", "W"))])
    found = f"in {where}" if where else where_shown(round_)
    text = (
        f"The round of {on_day(round_.local_date)} closed {in_readers_time(round_.closes_at)}, so it takes no more"
        f" answers. What it brought stands {found}, if enough people answered. The next round asks you anew."
    )
    return modal(round_.ritual_name, [section(text)], close="Close")


def answer_button(round_: Round, label: str, *, style: str | None = None) -> ButtonElement:
    """The way to the form, from wherever."""
    return button(label, ANSWER_ANONYMOUSLY, str(round_.id), style=style)


def _ways_to_answer(round_: Round) -> list[ButtonElement]:
    sure = ConfirmObject(
        title="Not this time?",
        text="Nothing more comes about this round. If you have answered it, your answer is taken out.",
        confirm="Not this time",
        deny="Back",
    )
    return [
        answer_button(round_, "Answer", style="primary"),
        button("Not this time", NOT_THIS_TIME, str(round_.id), confirm=sure),
    ]


def _note(round_: Round, text: str, change: str) -> View:
    ways = buttons("ballot", button(change, CHANGE, str(round_.id)))
    return modal(round_.ritual_name, [{**section(text), "block_id": "said"}, ways], close="Close")


def _until(item: Asked) -> str:
    closes_at = item.round.closes_at
    return f"{at_time(closes_at, item.prompt.zone, seen_from=item.round.local_date)} your time"


def _block_id(round_: Round) -> str:
    return f"prompt:anonymous:{round_.id}"

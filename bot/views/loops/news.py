"""What is new about the loops of one person, in one direct message for all of them. Built here, read here."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from slack_sdk.models.blocks import ButtonElement, Option, OverflowMenuElement, SectionBlock
from slack_sdk.models.blocks.basic_components import ConfirmObject, MarkdownTextObject

from bot.values.deliveries import Block, Message
from bot.values.loops import OPEN, LoopState, Step
from bot.values.news import LoopNews, NewsItem
from bot.values.seen_loops import LoopSeen
from bot.views.feedback import news as of_feedback
from bot.views.feedback.buttons import for_news as for_feedback_news
from bot.views.loops import buttons as pressable
from bot.views.loops.page import OPEN_LOOP
from bot.views.loops.words import IMPACTS, happened, has_waited, hits, named, standing, who_waits
from bot.views.parts import button, buttons, section
from bot.views.words import MESSAGE, SECTION, TEXT, clip, escape, first_few, on_day, plural

LESS = "loop_news_less"
_STOP = "stop"
_ACTIONS, _FOOTER = "loop_news", "loop_news_dm"
_LONGEST = MESSAGE - 1400
"""Characters for what is told, beside what can be pressed."""

_SAYS_WHERE_IT_STANDS = (Step.ACKNOWLEDGED, Step.PROMISED)
"""Steps that are told in the words in which it stands."""

_DETAILS = 300
_SAID = 600

_HOME = "All of it is on my Home tab, too."
_STOPPED = (
    "Done: no more messages about bottlenecks and feedback. What waits on you, what you raised and what you gave"
    " stays on my Home tab; `/drumbeat settings` brings the messages back."
)


def build_news(news: LoopNews) -> Message:
    """Each loop with what happened last, where it stands, and what its reader can do about it."""
    budget = _LONGEST // max(len(news.items), 1)
    lines = [_lines(item, news.now, budget) for item in news.items]
    blocks: list[Block] = [section(_introduction(news.items[0]))] if news.is_first and news.items else []
    for item, told in zip(news.items, lines, strict=True):
        blocks.append(section(told))
        blocks.append(buttons(f"{_ACTIONS}:{item.seen.loop.id}", *_pressable(item.seen)))
    more = f"And {_how_many_more(news)}: open my Home tab." if news.more else ""
    if not news.items:
        blocks.append(section("What stood here is in other hands now."))
    blocks.append(_footer(more or _HOME, news.key))
    text = first_few([told.replace("\n", " ") for told in lines], most=len(lines), budget=TEXT)
    return Message(text=text or "What stood here is in other hands now.", blocks=tuple(blocks))


def build_stopped() -> Message:
    """What holds from now on for whoever wants no such messages."""
    return Message(text=_STOPPED)


def read_news(blocks: Sequence[Mapping[str, Any]]) -> str | None:
    """Which message of news this is, by its key; None when it is no such message."""
    ids = [str(each.get("block_id", "")).partition(":") for each in blocks]
    return next((key for kind, _, key in ids if kind == _FOOTER and key), None)


def _how_many_more(news: LoopNews) -> str:
    if any(item.seen.loop.is_feedback for item in news.items):
        return f"{news.more} more"
    return plural(news.more, "more bottleneck")


def _introduction(item: NewsItem) -> str:
    if item.seen.loop.is_feedback:
        return of_feedback.introduction(item.seen)
    who = f"*{escape(item.seen.team or item.seen.raiser or 'Somebody')}*"
    is_over = item.seen.loop.closed_at is not None
    held_up = "was held up by this" if is_over else f"is held up, and {_why(item.seen)}"
    return (
        f":wave: Hello! {who} {held_up}. I carry what happens to those it concerns: at most one message"
        " an hour, on your working days, and everything in it can be answered right here."
    )


def _why(seen: LoopSeen) -> str:
    loop, reader = seen.loop, seen.for_member
    if reader == loop.raiser_id:
        return "you raised it"
    if reader in (loop.waits_on.member_id, loop.owner_id):
        return "it waits on you"
    if Step.ACKNOWLEDGED in seen.may and loop.waits_on.team_id is not None:
        return f"it waits on your team, {escape(seen.waits_on or 'yours')}"
    if Step.JOINED in seen.may:
        return "you lead a team it is about, or look after Drumbeat here"
    return "you said that it is in your way, too" if Step.REOPENED in seen.may else "you have a part in it"


def _lines(item: NewsItem, now: datetime, budget: int) -> str:
    """What one loop is told with; the details give way where it would be too long."""
    seen = item.seen
    if seen.loop.is_feedback:
        return of_feedback.lines(item, now, budget)
    effect = " · ".join(filter(None, (IMPACTS[seen.loop.impact] if seen.loop.impact else "", hits(seen))))
    head = f"*{named(seen)}*{f' · {effect}' if effect else ''}"
    stands = _stands(seen, now)
    told = [head, clip(_what_happened(item), _SAID), _details(item), stands]
    text = "\n".join(filter(None, told))
    return text if len(text) <= budget else clip("\n".join((head, stands)), min(budget, SECTION))


def _what_happened(item: NewsItem) -> str:
    """What its reader is told, in words for them; once it has moved on, what happened last."""
    seen = item.seen
    if not seen.events:
        return ""
    loop, last = seen.loop, seen.events[-1]
    actor = escape(last.actor or "Somebody")
    if last.event.step != item.told:
        return happened(last)
    match item.told:
        case Step.CONFIRMED if loop.owner_id == seen.for_member:
            return f"{actor}: that did it. Thank you!"
        case Step.NUDGED if loop.due_on:
            return f"The day you gave, {on_day(loop.due_on)}, has passed. Is it done, or which day shall I tell them?"
        case Step.ASKED:
            return f"{actor} asks: by which day will there be word?"
        case Step.ESCALATED:
            silence = (
                f"{on_day(loop.due_on)} was given and has passed" if loop.due_on else "It has waited for days"
            )
            return f"{silence}, without a word since. You can get it moving; I won't ask you again."
        case Step.PRESUMED:
            return f"{happened(last)} Not so? Reopen it."
        case _:
            return happened(last)


def _details(item: NewsItem) -> str:
    """What they need to act: only while they can."""
    loop, may = item.seen.loop, item.seen.may
    if Step.ACKNOWLEDGED not in may or loop.owner_id == item.seen.for_member:
        return ""
    details = (
        f">{escape(clip(loop.details, _DETAILS)).replace(chr(10), chr(10) + '>')}" if loop.details else ""
    )
    source = f"<{loop.source.permalink}|The message it came from>" if loop.source.permalink else ""
    return "\n".join(filter(None, (details, source)))


def _stands(seen: LoopSeen, now: datetime) -> str:
    """Where it stands; with the day it was raised in place of an age, which would not be true tomorrow."""
    raised = seen.loop.raised_at.astimezone(now.tzinfo).date()
    waits = has_waited(seen, raised) if seen.loop.state in OPEN else who_waits(seen)
    if seen.events and seen.events[-1].event.step in _SAYS_WHERE_IT_STANDS:
        return f"{waits}."
    return f"{waits}; {standing(seen, now.date())}."


def _pressable(seen: LoopSeen) -> list[ButtonElement]:
    if seen.loop.is_feedback:
        return for_feedback_news(seen)
    loop, may, value = seen.loop, seen.may, str(seen.loop.id)
    opened = button("Open", OPEN_LOOP, value)
    if Step.CONFIRMED in may and loop.state == LoopState.ANSWERED:
        return [pressable.confirm(seen), pressable.reopen(seen), opened]
    if Step.REOPENED in may and loop.state in (LoopState.ANSWERED, LoopState.PRESUMED):
        return [pressable.reopen(seen), opened]
    if Step.ACKNOWLEDGED not in may or loop.raiser_id == seen.for_member:
        return [opened]
    return [
        pressable.on_it(seen),
        button("Answer…", pressable.ANSWER, value),
        button("Hand over…", pressable.HAND_OVER, value),
        button("Decline…", pressable.DECLINE, value),
        opened,
    ]


def _footer(text: str, key: str) -> Block:
    less = OverflowMenuElement(
        action_id=LESS,
        options=[Option(value=_STOP, text="Less of this…")],
        confirm=ConfirmObject(
            title="No more of these?",
            text="I'd send you no messages about bottlenecks and feedback any more. My Home tab keeps everything,"
            " and `/drumbeat settings` brings the messages back.",
            confirm="Stop them",
            deny="Keep them",
        ),
    )
    return SectionBlock(
        block_id=f"{_FOOTER}:{key}", text=MarkdownTextObject(text=text), accessory=less
    ).to_dict()

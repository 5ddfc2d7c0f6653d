"""What one person is told of feedback, among the news of loops."""

from datetime import datetime

from bot.values.loops import LoopState, Step
from bot.values.news import NewsItem
from bot.values.seen_loops import LoopSeen
from bot.views.feedback.words import called, for_whom, from_whom, happened, standing
from bot.views.words import SECTION, clip, escape, on_day

_DETAILS = 300
_SAID = 600

_SAYS_WHERE_IT_STANDS = (Step.ACKNOWLEDGED, Step.PROMISED, Step.DECLINED, Step.TAKEN_DOWN, Step.CONFIRMED)
"""Steps that are told in the words in which it stands."""


def introduction(seen: LoopSeen) -> str:
    """Why somebody hears of feedback who never heard from us like this."""
    why = "you gave it" if _is_mine(seen) else "it is for you to read and to answer"
    return (
        f":wave: Hello! This is about feedback, and {why}. Nobody but its giver and whoever it is for knows of it. I"
        " carry what happens between you: at most one message an hour, on your working days, and everything in it can"
        " be answered right here."
    )


def lines(item: NewsItem, now: datetime, budget: int) -> str:
    """What one piece of feedback is told with; the details give way where it would be too long."""
    seen = item.seen
    head = f"*{called(seen)}* · feedback {from_whom(seen, is_mine=_is_mine(seen))}, {for_whom(seen)}"
    stands = _stands(seen, now)
    told = [head, clip(_what_happened(item), _SAID), _details(item), stands]
    text = "\n".join(filter(None, told))
    return (
        text if len(text) <= budget else clip("\n".join(filter(None, (head, stands))), min(budget, SECTION))
    )


def _what_happened(item: NewsItem) -> str:
    """What its reader is told, in words for them; once it has moved on, what happened last."""
    seen = item.seen
    if not seen.events:
        return ""
    last = seen.events[-1]
    if last.event.step != item.told or item.told != Step.NUDGED:
        return "" if last.event.step is Step.RAISED else happened(seen, last, is_mine=_is_mine(seen))
    if seen.loop.due_on:
        day = on_day(seen.loop.due_on)
        return f"The day you gave, {day}, has passed. Is there an answer, or which day shall I tell them?"
    if any(told.event.step is Step.ASKED for told in seen.events):
        return "It is with you, and they don't know when to expect more. A day by which you say more will do."
    return "Two working days went by without a word. A short one will do: that you read it, and when there is more."


def _details(item: NewsItem) -> str:
    """What they need to act: only until they took it on."""
    loop = item.seen.loop
    if loop.state != LoopState.RAISED or _is_mine(item.seen):
        return ""
    details = (
        f">{escape(clip(loop.details, _DETAILS)).replace(chr(10), chr(10) + '>')}" if loop.details else ""
    )
    address = (loop.source.permalink or "").replace("&", "&amp;")
    source = f"<{address}|The message it came from>" if address else ""
    return "\n".join(filter(None, (details, source)))


def _stands(seen: LoopSeen, now: datetime) -> str:
    if seen.events and seen.events[-1].event.step in _SAYS_WHERE_IT_STANDS:
        return ""
    words = standing(seen, now.date(), is_mine=_is_mine(seen))
    return f"{words[:1].upper()}{words[1:]}."


def _is_mine(seen: LoopSeen) -> bool:
    """Whether its reader gave it by name; who withholds theirs is told in no such message."""
    return seen.for_member is not None and seen.for_member == seen.loop.raiser_id

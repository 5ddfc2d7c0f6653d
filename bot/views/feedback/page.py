"""The page of one piece of feedback, for whoever it is for and for whoever gave it: nobody else ever sees one."""

from collections.abc import Iterable
from datetime import datetime

from bot.values.deliveries import Block
from bot.values.feedback import FeedbackSeen
from bot.values.ports import View
from bot.views.feedback.buttons import in_a_row
from bot.views.feedback.words import called, for_whom, from_whom, happened, standing
from bot.views.loops.kept import Kept
from bot.views.loops.page import linked
from bot.views.loops.story import build_story
from bot.views.parts import buttons, context, modal, note, sections
from bot.views.words import escape, on_day

PAGE = "feedback_page"
EARLIER, LATER = "feedback_earlier", "feedback_later"

NAME_TO_YOU = (
    "_They withheld their name. You can ask back and answer all the same: what you say reaches them on the next"
    " working morning._"
)
NAME_OF_YOURS = (
    "_Whoever it is for never sees your name. Until it is closed, whoever runs this bot's server could look it up;"
    " then what leads to you is deleted for good._"
)


def build_page(
    item: FeedbackSeen,
    now: datetime,
    *,
    kept: Kept | None = None,
    done: str | None = None,
    turned: int = 0,
) -> View:
    """One piece of feedback; `now` is in its reader's zone.

    `done` says what they just did, `turned` how often they turned back to earlier steps, and `kept` where it was
    opened from.
    """
    seen = item.seen
    blocks: list[Block] = [*(sections(done) if done else ()), *sections("\n".join(_head(item, now)))]
    if seen.loop.details:
        blocks += sections(escape(seen.loop.details))
    blocks += [context(line) for line in _small_print(item)]
    if pressable := in_a_row(item):
        blocks.append(buttons(f"feedback:{seen.loop.id}", *pressable))
    blocks += build_story(seen.loop.id, _story(item, now), turned, earlier=EARLIER, later=LATER)
    return modal(
        "Feedback",
        [dict(each) for each in blocks],
        callback_id=PAGE,
        close="Close",
        metadata=(kept or Kept(seen.loop.id)).written(),
    )


def build_out_of_sight(words: str) -> View:
    """What is left of the page of feedback that is not theirs to see any more after what they did with it."""
    return note("Feedback", words)


def _head(item: FeedbackSeen, now: datetime) -> list[str]:
    seen = item.seen
    given = on_day(seen.loop.raised_at.astimezone(now.tzinfo).date())
    whose = f"{from_whom(seen, is_mine=item.is_mine)}, {for_whom(seen)}"
    goal = f" {_goal(item, now)}" if item.word_by else ""
    return [
        f"*{called(seen)}*",
        f"{whose[:1].upper()}{whose[1:]} · {given}",
        f"*Where it stands:* {standing(seen, now.date(), is_mine=item.is_mine)}.{goal}",
    ]


def _goal(item: FeedbackSeen, now: datetime) -> str:
    assert item.word_by is not None
    if item.word_by < now.date():
        return "A first word is what they wait for most, and a short one will do."
    return f"The goal is a first word by {on_day(item.word_by)}; a short one will do."


def _small_print(item: FeedbackSeen) -> Iterable[str]:
    loop = item.seen.loop
    source = loop.source.permalink
    links = [
        f"<{source.replace('&', '&amp;')}|The message it came from>" if source else "",
        linked(loop.link) if loop.link else "",
    ]
    if any(links):
        yield " · ".join(filter(None, links))
    if loop.is_withheld and loop.closed_at is None:
        yield NAME_OF_YOURS if item.is_mine else NAME_TO_YOU


def _story(item: FeedbackSeen, now: datetime) -> list[str]:
    seen = item.seen
    return [
        f"•  {on_day(told.event.at.astimezone(now.tzinfo).date())}:"
        f" {happened(seen, told, is_mine=item.is_mine)}"
        for told in seen.events
    ]

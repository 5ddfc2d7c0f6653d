"""The Home tab: what is open for me, and one button for whoever has nothing yet."""

from collections.abc import Sequence
from datetime import datetime

from bot.values.deliveries import Block
from bot.values.ports import View
from bot.values.rituals import Asked, Coming, PromptState
from bot.views.parts import button, buttons, context, section
from bot.views.prompt import ANSWER, ASK_AGAIN
from bot.views.set_up import START
from bot.views.status import open_line
from bot.views.words import escape, in_readers_time

SET_UP_DIGEST = "home_set_up_digest"
_MOST = 15


def build_home(asked: Sequence[Asked], coming: Sequence[Coming], now: datetime) -> View:
    """One person's Home tab."""
    blocks: list[Block] = [{"type": "header", "text": {"type": "plain_text", "text": "Drumbeat"}}]
    if not asked and not coming:
        blocks += _first_visit()
    else:
        blocks += _open(asked, now) + _rituals(coming)
        blocks += [
            {"type": "divider"},
            buttons(
                "more",
                button("Start another check-in", START, "home"),
                button("Set up the digest", SET_UP_DIGEST, "home"),
            ),
        ]
    blocks.append(context("Type `/drumbeat help` anywhere to see everything I can do."))
    return {"type": "home", "blocks": blocks}


def _first_visit() -> list[Block]:
    return [
        section(
            "I ask your team a few short questions on a schedule, each person in their own time zone, gather the"
            " answers in one thread, and write one honest digest a week."
        ),
        section(
            "Start with a daily check-in: pick a channel, and the people in it are asked at 09:00 on weekdays."
        ),
        buttons("first", button("Start the first check-in", START, "first", style="primary")),
    ]


def _open(asked: Sequence[Asked], now: datetime) -> list[Block]:
    if not asked:
        return [section("*Open for you*\nNothing right now. Enjoy the quiet.")]
    blocks: list[Block] = [section("*Open for you*")]
    for item in asked[:_MOST]:
        is_answered = item.prompt.state == PromptState.ANSWERED
        verb, style = ("Edit my answer", None) if is_answered else ("Answer", "primary")
        blocks.append(section(open_line(item, now)))
        blocks.append(
            buttons(f"open:{item.prompt.id}", button(verb, ANSWER, str(item.prompt.id), style=style))
        )
    if len(asked) > _MOST:
        blocks.append(context(f"…and {len(asked) - _MOST} more: `/checkin` shows them."))
    return blocks


def _rituals(coming: Sequence[Coming]) -> list[Block]:
    if not coming:
        return []
    blocks: list[Block] = [{"type": "divider"}, section("*You are asked next*")]
    for item in coming[:_MOST]:
        if item.opted_out:
            blocks.append(section(f"{escape(item.name)}: not for you, as you wished."))
            again = button("Ask me again", ASK_AGAIN, str(item.ritual_id))
            blocks.append(buttons(f"ritual:{item.ritual_id}", again))
        else:
            when = in_readers_time(item.next_at) if item.next_at else "no date yet"
            blocks.append(section(f"{escape(item.name)}: {when}"))
    return blocks

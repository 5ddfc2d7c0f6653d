"""One goal: who looks after it, how confident they were week by week, and what can be done about it."""

from collections.abc import Iterator
from datetime import datetime, tzinfo

from slack_sdk.models.blocks import ButtonElement

from bot.values.deliveries import Block
from bot.values.goal_pages import FIRST, PAGE, GoalInFull
from bot.values.goals import Confidence, GoalState
from bot.values.ports import View
from bot.views.goals.listing import OPEN_GOALS, TAKE, write_place
from bot.views.goals.words import became, of_ten, title_of, whose
from bot.views.parts import button, buttons, modal, section, sections
from bot.views.turning import to_other_words
from bot.views.words import escape, on_day

GOAL_PAGE = "goal_page"
SAY, CHANGE = "goal_say", "goal_change"
REACHED, DROP, OPEN_AGAIN = "goal_reached", "goal_drop", "goal_open_again"
EARLIER, LATER = "goal_earlier", "goal_later"
HOME = "home"
"""The page was opened from Home: what is done on it shows there as well."""

ADDED = "*Added.* Each week whoever looks after it says how confident they are: here, on Home, or when asked."
CHANGED = "Changed."
NOT_YOURS_NOW = "This changed meanwhile, so there is nothing for you to say here now."
TAKEN = "*You look after it now.* Say how confident you are that it will be reached."
SAID = "*Thank you.* The last word of a day counts; the weekly digest tells when it falls."
NOW_REACHED = "*Reached, well done.* The weekly digest says so. A slip? Open it again."
NOW_DROPPED = "Dropped. The digest tells nothing more of it. Changed your mind? Open it again."
NOW_OPEN = "It is open again."


def build_page(item: GoalInFull, zone: tzinfo, *, kept: str = "", done: str | None = None) -> View:
    """The page; `done` is what was just done, `kept` where it was opened from."""
    blocks: list[Block] = [section(done)] if done else []
    blocks.append(section(_head(item, zone)))
    presses = [press.to_dict() for press in _presses(item)]
    blocks += [buttons("goal:do", *presses)] if presses else []
    blocks += [section("*How confident*"), *_history(item)]
    blocks.append(buttons("goal:next", *_turns(item), button("All goals", OPEN_GOALS, write_place(FIRST))))
    return modal("Goal", blocks, callback_id=GOAL_PAGE, close="Close", metadata=kept)


def _head(item: GoalInFull, zone: tzinfo) -> str:
    seen, goal = item.seen, item.seen.goal
    link = f"<{escape(goal.link)}|where it is planned>" if goal.link else ""
    ended = became(goal, zone)
    state = f"{ended[0].upper()}{ended[1:]}" if ended else f"Since {_day(goal.created_at, zone)}"
    return "\n".join([title_of(goal), " · ".join(filter(None, (whose(seen), state, link)))])


def _day(instant: datetime, zone: tzinfo) -> str:
    return on_day(instant.astimezone(zone).date())


def _history(item: GoalInFull) -> list[Block]:
    if not item.said:
        return [section(_no_word(item))]
    return [*sections("\n".join(_said(said, by) for said, by in item.said))]


def _no_word(item: GoalInFull) -> str:
    if item.rights.say:
        return "No word yet. Say from 0 to 10 how confident you are that it will be reached."
    return f"No word yet. {escape(item.seen.owner)} can say one." if item.seen.owner else "No word yet."


def _said(said: Confidence, by: str | None) -> str:
    why = f"\n> {escape(' '.join(said.why.split()))}" if said.why else ""
    return f"{on_day(said.on)}: *{of_ten(said)}*, {escape(by or 'somebody')}{why}"


def _presses(item: GoalInFull) -> Iterator[ButtonElement]:
    number, is_open = str(item.seen.goal.id), item.seen.goal.state == GoalState.OPEN
    if item.rights.say:
        yield button("Say how confident you are", SAY, number, style="primary")
    if item.rights.take:
        yield button("Look after it", TAKE, number, style="primary")
    if item.rights.change and is_open:
        yield button("Change…", CHANGE, number)
        yield button("Reached", REACHED, number)
        yield button("Drop", DROP, number)
    if item.rights.change and not is_open:
        yield button("Open again", OPEN_AGAIN, number)


def _turns(item: GoalInFull) -> Iterator[ButtonElement]:
    number = item.seen.goal.id
    return to_other_words(number, item.start, page=PAGE, has_more=item.has_more, earlier=EARLIER, later=LATER)

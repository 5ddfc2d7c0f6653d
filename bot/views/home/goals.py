"""Goals I look after, on the Home tab: those first of which nothing was said this week."""

from collections.abc import Sequence

from bot.values.deliveries import Block
from bot.values.goal_pages import FIRST, HomeGoal
from bot.views.goals.listing import OPEN_GOAL, OPEN_GOALS, write_place
from bot.views.goals.page import SAY
from bot.views.goals.words import latest_word, spoken, title_of
from bot.views.parts import button, buttons, section

_MOST = 3


def build_home_goals(goals: Sequence[HomeGoal]) -> list[Block]:
    """The section; nothing where there are none."""
    if not goals:
        return []
    rest = len(goals) - _MOST
    every = f"All goals ({rest} more of yours)" if rest > 0 else "All goals"
    return [
        section("*Goals you look after*"),
        *(_item(each) for each in goals[:_MOST]),
        buttons("goals", button(every, OPEN_GOALS, write_place(FIRST))),
    ]


def _item(item: HomeGoal) -> Block:
    goal = item.seen.goal
    text, action = ("How confident are you?", SAY) if item.is_due else ("Open", OPEN_GOAL)
    press = button(text, action, str(goal.id))
    press.accessibility_label = spoken(text, goal)
    line = f"{title_of(goal)}\n{latest_word(item.seen)}"
    return {**section(line), "block_id": f"goal:{goal.id}", "accessory": press.to_dict()}

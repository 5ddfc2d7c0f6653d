"""What somebody is told who is to look after a goal."""

from bot.values.deliveries import Message
from bot.values.goals import GoalSeen
from bot.values.people import Member
from bot.views.goals.listing import OPEN_GOAL
from bot.views.goals.page import SAY
from bot.views.goals.words import spoken, title_of
from bot.views.parts import button, buttons, section
from bot.views.words import escape


def build_given(seen: GoalSeen, by: Member) -> Message:
    """By whom, and what that means."""
    team = f" of {escape(seen.team)}" if seen.team else ""
    text = (
        f"{escape(by.name)} asks you to look after a goal{team}: {title_of(seen.goal)}\n"
        "Once a week, say from 0 to 10 how confident you are that it will be reached. The digest tells when that"
        " falls, so that others can help. Not yours? Open it and give it to somebody else."
    )
    number = str(seen.goal.id)
    press = button("Open", OPEN_GOAL, number)
    press.accessibility_label = spoken("Open", seen.goal)
    return Message(
        text,
        [
            section(text),
            buttons(f"goal_given:{number}", button("Say how confident you are", SAY, number), press),
        ],
    )

"""How goals are told in words."""

from datetime import tzinfo

from bot.values.goals import HIGHEST, Confidence, Goal, GoalSeen, GoalState
from bot.views.digests.text import clipped
from bot.views.parts import LABEL
from bot.views.words import clip, escape, on_day

NOBODY = "nobody looks after it"
EVERYBODY = "everybody's"
_WHY = 150

LOWEST_MEANS, HIGHEST_MEANS = "it will not be reached", "it surely will"


def confidence_labels() -> dict[str, str]:
    """What somebody picks their confidence from, by value; the highest first."""
    labels = {str(value): str(value) for value in range(HIGHEST, -1, -1)}
    return {**labels, "0": f"0 · {LOWEST_MEANS}", str(HIGHEST): f"{HIGHEST} · {HIGHEST_MEANS}"}


def title_of(goal: Goal) -> str:
    """`*Half of new teams invite somebody*`, as plain bold text."""
    return f"*{escape(goal.title.replace('*', ''))}*"


def whose(seen: GoalSeen) -> str:
    """`Checkout · Lee looks after it`."""
    team = escape(seen.team) if seen.team else EVERYBODY.capitalize()
    owner = f"{escape(seen.owner)} looks after it" if seen.owner else NOBODY
    return f"{team} · {owner}"


def latest_word(seen: GoalSeen, *, with_why: bool = False) -> str:
    """`7 of 10 on Mon 16 Nov, 8 before that`; with the reason, where one was given."""
    if seen.latest is None:
        return "no word yet"
    before = f", {seen.before.value} before that" if seen.before else ""
    why = because(seen.latest) if with_why else ""
    return f"{of_ten(seen.latest)} on {on_day(seen.latest.on)}{why}{before}"


def of_ten(said: Confidence) -> str:
    """`7 of 10`."""
    return f"{said.value} of {HIGHEST}"


def became(goal: Goal, zone: tzinfo) -> str:
    """`reached on Mon 23 Nov`; nothing for one that is open."""
    if goal.state == GoalState.OPEN or goal.closed_at is None:
        return ""
    return f"{goal.state} on {on_day(goal.closed_at.astimezone(zone).date())}"


def because(said: Confidence) -> str:
    """` (“tracking broken”)`, where something was said."""
    return f" (“{clipped(said.why, _WHY)}”)" if said.why else ""


def spoken(press: str, goal: Goal) -> str:
    """A button beside a goal, as a screen reader tells it apart from the others."""
    return clip(f"{press}: {goal.title}", LABEL)

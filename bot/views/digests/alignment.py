"""What a digest says about how many named the same top goal: k of n, and which goal that is."""

from collections.abc import Callable, Iterator, Sequence

from bot.values.goals import Aligned, GoalState, NamedGoal
from bot.views.digests.rest import Rest
from bot.views.digests.text import clipped, day
from bot.views.words import listing, plural

Called = Callable[[str], str]
"""What a team or a goal is called, as short as its readers want it."""

MOST_TEAMS, MOST_TEAMS_IN_DETAIL = 3, 60
"""Teams in the digest, and in its thread."""

_MOST_GOALS = 3
"""Goals that are named where several share the lead."""

_MOST_IN_DETAIL = 6
_NAME = 60
_SINCE = {GoalState.OPEN: "", GoalState.REACHED: " (reached since)", GoalState.DROPPED: " (dropped since)"}


def plainly(name: str) -> str:
    """A name on one line."""
    return clipped(name, _NAME)


def in_short(
    aligned: Sequence[Aligned],
    where: Rest,
    *,
    of_many: bool,
    most: int = MOST_TEAMS,
    called: Called = plainly,
) -> Iterator[str]:
    """`• Checkout: 5 of 7 named the same top goal: *Activation*.`; `of_many` teams have to be named."""
    for item in aligned[:most]:
        team = f"{called(item.team)}: " if of_many else ""
        said = in_words(item, called)
        yield f"• {team}{said}{'' if said.endswith('…*') else '.'}"
    if (rest := len(aligned) - most) > 0:
        yield f"… and the top goals of {plural(rest, 'team')} {where}."


def in_detail(aligned: Sequence[Aligned]) -> Iterator[str]:
    """What stands in its thread: everything that was named."""
    for item in aligned[:MOST_TEAMS_IN_DETAIL]:
        asked = f"{plainly(item.team)}, asked on {day(item.on)} which goal matters most"
        yield f"• {asked}: {' · '.join(_spread(item))}"
    if (rest := len(aligned) - MOST_TEAMS_IN_DETAIL) > 0:
        yield f"… and {rest} more: `/trends` has them."


def in_words(item: Aligned, called: Called = plainly) -> str:
    """`5 of 7 named the same top goal: *Activation*`; who share the lead are named, as far as there is room."""
    if item.same == 0:
        return f"none of {item.people} named a top goal"
    if item.same == 1:
        return f"no two of {item.people} named the same top goal"
    named, ahead = f"{item.same} of {item.people} named", item.ahead
    if len(ahead) > _MOST_GOALS:
        return f"{named} the same top goal, for each of {len(ahead)} goals"
    if len(ahead) > 1:
        first, *others = ahead
        rest = listing([f"{each.people} named {_goal(each, called)}" for each in others])
        return f"{named} {_goal(first, called)}, {rest}"
    which = f": {_goal(ahead[0], called)}" if ahead[0].title is not None else ""
    return f"{named} the same top goal{which}"


def _goal(goal: NamedGoal, called: Called) -> str:
    if goal.title is None:
        return "a goal that is not told here"
    return f"*{called(goal.title.replace('*', ''))}*{_SINCE[goal.state]}"


def _spread(item: Aligned) -> Iterator[str]:
    """`*Activation* 5 · *SSO* 1 · could not say 1`."""
    for goal in item.goals[:_MOST_IN_DETAIL]:
        yield f"{_goal(goal, plainly)} {goal.people}"
    if (rest := len(item.goals) - _MOST_IN_DETAIL) > 0:
        yield f"{plural(rest, 'other')} {sum(goal.people for goal in item.goals[_MOST_IN_DETAIL:])}"
    if item.none:
        yield f"none of them {item.none}"
    if item.unsure:
        yield f"could not say {item.unsure}"

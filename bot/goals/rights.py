"""Who may do what with a goal. Pure rules."""

from bot.values.goal_pages import Rights
from bot.values.goals import Goal, GoalState
from bot.values.people import Member, Role


def may_add(who: Member) -> bool:
    """Whoever works here can add one; observers only read."""
    return who.role != Role.OBSERVER


def rights_of(who: Member, goal: Goal, lead_id: int | None) -> Rights:
    """Whoever looks after a goal, the lead of its team and admins change and close it. Only whoever looks after it
    says how confident they are: it is their forecast. Where nobody does, the lead and admins can."""
    if not may_add(who):
        return Rights()
    is_owner, is_open = goal.owner_id == who.id, goal.state == GoalState.OPEN
    leads = who.role == Role.ADMIN or (lead_id is not None and lead_id == who.id)
    return Rights(
        say=is_owner and is_open,
        change=is_owner or leads,
        take=leads and is_open and goal.owner_id is None,
    )

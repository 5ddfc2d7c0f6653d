"""What to think of before a ritual of a file asks: whether its teams have enough people for anything to be shown."""

from collections.abc import Sequence

from bot.rituals.as_code.differences import listed
from bot.rituals.as_code.resolving import ResolvedRitual
from bot.rituals.tier_rules import too_few, too_few_in_words


def notes_on(wanted: ResolvedRitual, groups: Sequence[frozenset[str] | None]) -> tuple[str, ...]:
    """The sentences for a ritual whose teams these people are in; None where that is not known yet."""
    plan, known = wanted.plan, [group for group in groups if group is not None]
    people = len(frozenset().union(*known))
    if len(known) < len(groups) or not too_few(plan.tier, plan.protection, people):
        return ()
    who = "all teams" if plan.everyone else listed(wanted.teams)
    return (too_few_in_words(who, people, plan.tier, plan.protection),)

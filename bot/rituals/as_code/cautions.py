"""What to think of before a ritual of a file asks: whether its teams have enough people for anything to be shown."""

from collections.abc import Sequence

from bot.rituals.as_code.differences import listed
from bot.rituals.as_code.resolving import ResolvedRitual
from bot.rituals.tier_rules import caution, promise_of


def notes_on(wanted: ResolvedRitual, groups: Sequence[frozenset[str] | None]) -> tuple[str, ...]:
    """The sentences for a ritual whose teams these people are in; None where that is not known yet."""
    known = [group for group in groups if group is not None]
    if len(known) < len(groups):
        return ()
    who = "all teams" if wanted.plan.everyone else listed(wanted.teams)
    found = caution(promise_of(wanted.plan), who, len(frozenset().union(*known)))
    return (found,) if found else ()

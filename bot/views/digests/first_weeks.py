"""The first weeks: what it is too early to say, and from when on it can be said, in one sentence."""

from datetime import timedelta

from bot.values.digests import Week
from bot.values.facts import DigestFacts, Silence
from bot.views.digests.text import days, names

NEEDED = 6
"""Earlier weeks that a week is compared with, at least."""

_NAMES = 3


def too_early(facts: DigestFacts) -> str:
    """What cannot be compared yet, and the first week that can; empty where everything can be."""
    young = [item for item in facts.unsaid if item.silence is Silence.TOO_FEW_WEEKS]
    if not young:
        return ""
    # Where some have been asked for longer than others, those are the first.
    there = max(item.count for item in young)
    at_most = there > min(item.count for item in young)
    about = list(dict.fromkeys(item.about for item in young))
    whose = f" for {names(about, _NAMES)}" if facts.judged else ""
    return (
        f"What is unusual{whose}: I compare a week with {NEEDED} earlier ones, and"
        f" {_so_many(there, at_most=at_most)}."
        f" The soonest I can tell is {_week(facts, there)}."
    )


def _so_many(there: int, *, at_most: bool) -> str:
    if there == 0:
        return "this is the first"
    return f"so far there {'is 1' if there == 1 else f'are {there}'}{' at most' if at_most else ''}"


def _week(facts: DigestFacts, there: int) -> str:
    monday = facts.period.first + timedelta(weeks=NEEDED - there)
    return f"week {Week(monday).number} ({days(monday, monday + timedelta(days=6))})"

"""What people are promised before they answer, as somebody sets it up or changes it: whether it can be kept."""

from collections.abc import Sequence

from bot.rituals.tier_rules import caution, flaws_of, promise_of
from bot.values.errors import Unusable
from bot.values.people import Team
from bot.values.rituals import RitualPlan

_FIELDS = {"show": "words_from"}
"""What a flaw is about, where its field is called otherwise."""


def check(plan: RitualPlan) -> None:
    """Raise Unusable, beside what is wrong, where a plan cannot keep what it promises."""
    for flaw in flaws_of(promise_of(plan)):
        raise Unusable(
            f"That does not work: {flaw.wrong}. {flaw.todo}", field=_FIELDS.get(flaw.about, flaw.about)
        )


def caution_on(plan: RitualPlan, teams: Sequence[Team], people: int) -> str | None:
    """What whoever looks after it should know: so few are asked that nothing would be shown."""
    names = [team.name for team in teams]
    who = "all teams" if plan.everyone else ", ".join(names[:3]) + (", …" if len(names) > 3 else "")
    return caution(promise_of(plan), who or "its teams", people)

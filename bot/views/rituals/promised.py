"""Choosing who can tell who said what, and of how many people something is shown: built here, read here."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from bot.values.editing import Promised
from bot.values.rituals import (
    FEWEST,
    FEWEST_WORDS,
    Breakdown,
    Protection,
    RitualPlan,
    Tier,
)
from bot.views.fields import choice_field, menu_field, read_choice
from bot.views.parts import Blocks, context, section
from bot.views.words import escape

CHOOSE_TIER = "ritual_choose_tier"
TIER, FROM, WORDS_FROM, BY = "tier", "from", "words_from", "by"

TIERS = {
    Tier.NAMED: ("Named", "Whoever reads the results reads who said what."),
    Tier.CONFIDENTIAL: (
        "Confidential",
        "Shown for groups only; an administrator could look up who said what.",
    ),
    Tier.ANONYMOUS: ("Anonymous", "Shown for groups only; once it closes, nobody can tell who said what."),
}
"""Each tier with one honest sentence."""

_SIZES = (5, 6, 7, 8, 10, 12, 15, 20, 25, 30, 40, 50)
_APART = {
    Breakdown.NONE: "Not at all: everybody together",
    Breakdown.TEAM: "By team",
    Breakdown.REGION: "By region, from people's time zones",
}


def build_promised(
    promised: Promised, *, suffix: str = "", action: str = CHOOSE_TIER, notices: Iterable[str | None] = ()
) -> Blocks:
    """The tier, and what else it needs. `suffix` keeps the fields of one template apart from those of another."""
    choices = {str(tier): words for tier, words in TIERS.items()}
    blocks: Blocks = [
        choice_field(
            f"{TIER}{suffix}",
            "Who can tell who said what",
            choices,
            str(promised.tier),
            tells=action,
        )
    ]
    blocks += [section(f":warning: {escape(notice)}") for notice in notices if notice]
    return [*blocks, *(_groups(promised, suffix) if promised.tier is not Tier.NAMED else ())]


def read_promised(values: Mapping[str, Any], before: Promised, *, suffix: str = "") -> Promised:
    """What was chosen; what is not shown stays as it was."""
    tier = read_choice(values, f"{TIER}{suffix}")
    fewest = read_choice(values, f"{FROM}{suffix}")
    words = read_choice(values, f"{WORDS_FROM}{suffix}")
    apart = read_choice(values, f"{BY}{suffix}")
    protection = before.protection
    if fewest and words:
        protection = Protection(int(fewest), int(words), protection.breakdown)
    if apart:
        protection = replace(protection, breakdown=Breakdown(apart))
    return Promised(Tier(tier) if tier else before.tier, protection)


def promised_in_words(plan: RitualPlan) -> str:
    """`Anonymous: shown for groups only … From 5 people on, words from 10 on.`."""
    name, sentence = TIERS[plan.tier]
    if plan.tier is Tier.NAMED:
        return f"{name}. {sentence}"
    protection = plan.protection
    apart = {Breakdown.TEAM: ", told apart by team", Breakdown.REGION: ", told apart by region"}
    return (
        f"{name}. {sentence} Results are shown from {protection.fewest} people on, words from"
        f" {protection.fewest_words} on{apart.get(protection.breakdown, '')}."
    )


def needed_in_words(people: int, promised: Promised) -> str:
    """`12 people would be asked; 5 are needed.`."""
    asked = "1 person is" if people == 1 else f"{people or 'No'} people are"
    return f"{asked} asked as it stands; {promised.protection.fewest} answers are needed before anything is shown."


def _groups(promised: Promised, suffix: str) -> Blocks:
    protection = promised.protection
    return [
        menu_field(
            f"{FROM}{suffix}",
            "Show results from",
            _sizes(FEWEST, protection.fewest),
            str(protection.fewest),
            hint="Of fewer answers nothing is shown. It can be raised; once a round is open, its own stays.",
        ),
        menu_field(
            f"{WORDS_FROM}{suffix}",
            "Show what people write from",
            _sizes(FEWEST_WORDS, protection.fewest_words),
            str(protection.fewest_words),
            hint="Words give more away than numbers.",
        ),
        menu_field(
            f"{BY}{suffix}",
            "Tell results apart",
            {str(breakdown): words for breakdown, words in _APART.items()},
            str(protection.breakdown),
        ),
        context("One way only: two would give small groups away. A group that is too small joins the rest."),
    ]


def _sizes(fewest: int, current: int) -> dict[str, str]:
    return {str(size): f"{size} people on" for size in sorted({*_SIZES, current}) if size >= fewest}

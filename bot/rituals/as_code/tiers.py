"""Who can link an answer to a person, and of how many people something is shown, as a file says it."""

import re
from collections.abc import Callable

from bot.rituals.as_code.nodes import Section, Unreadable, shortened
from bot.rituals.as_code.values import one_of, read_line
from bot.rituals.tier_rules import usual_tier
from bot.values.rituals import (
    FEWEST,
    FEWEST_WORDS,
    LONGEST_ABOUT,
    MOST_ASKED_FOR,
    USUAL_PROTECTION,
    Breakdown,
    Kind,
    Protection,
    RitualPlan,
    Tier,
)

TIERS = {str(tier): tier for tier in Tier}
BREAKDOWNS = {str(breakdown): breakdown for breakdown in Breakdown}
SHOW_KEYS = ("from", "words_from", "by")
SHOW_EXAMPLE = "{from: 5, words_from: 10, by: team}"


def read_tier(section: Section, kind: Kind | None, suggested: RitualPlan | None) -> Tier | None:
    """The tier that is written, else the template's, else what is usual for the kind."""
    if section.has("tier"):
        return section.optional("tier", one_of("tier", TIERS))
    return suggested.tier if suggested else usual_tier(kind or Kind.CHECK_IN)


def read_show(section: Section, tier: Tier | None, suggested: RitualPlan | None) -> Protection | None:
    """From how many people on something is shown, and how results are told apart."""
    usual = suggested.protection if suggested else USUAL_PROTECTION
    if not section.has("show"):
        return usual
    if tier is Tier.NAMED:
        todo = "Leave show out, or write tier: confidential or anonymous."
        section.refuse("show", "in a named round everything is shown by name", todo)
        return None
    inner = section.section("show", SHOW_KEYS, SHOW_EXAMPLE)
    return _protection(inner, usual) if inner else None


def read_about(section: Section, suggested: RitualPlan | None) -> str | None:
    """What a feedback round is about."""
    if section.has("about"):
        return section.optional("about", lambda text: read_line(text, LONGEST_ABOUT))
    return suggested.about if suggested else None


def _protection(inner: Section, usual: Protection) -> Protection | None:
    fewest = inner.optional("from", _people(FEWEST)) if inner.has("from") else usual.fewest
    words, breakdown = usual.fewest_words, usual.breakdown
    if inner.has("words_from"):
        written = inner.optional("words_from", _people(FEWEST_WORDS))
        if written is None:
            return None
        words = written
    elif fewest:
        words = max(words, fewest)
    if inner.has("by"):
        chosen = inner.optional("by", one_of("way to tell results apart", BREAKDOWNS))
        if chosen is None:
            return None
        breakdown = chosen
    return Protection(fewest, words, breakdown) if fewest else None


def _people(fewest: int) -> Callable[[str], int]:
    """A reader of how many people, from the fewest there may be."""

    def read(text: str) -> int:
        if not re.fullmatch("[0-9]{1,4}", text):
            raise Unreadable(f"“{shortened(text)}” is no number of people", f"Write {fewest}, or more.")
        if int(text) < fewest:
            why = f"of fewer than {fewest} people single answers could be recognised"
            raise Unreadable(why, f"Write {fewest}, or more.")
        if int(text) > MOST_ASKED_FOR:
            raise Unreadable(f"{text} people are hardly ever asked", f"Write at most {MOST_ASKED_FOR}.")
        return int(text)

    return read

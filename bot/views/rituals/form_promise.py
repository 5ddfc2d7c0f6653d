"""Changing what people are promised before they answer, and what a feedback round is about: built here, read here."""

import json
from collections.abc import Mapping
from typing import Any

from bot.values.editing import Opened, Promised
from bot.values.errors import Unusable
from bot.values.ports import View
from bot.values.rituals import LONGEST_ABOUT, Tier
from bot.views.fields import read_line, words_field
from bot.views.parts import context, modal, section
from bot.views.rituals.changed import promised_from_json, promised_to_json
from bot.views.rituals.form_words import NEXT_ROUND_ON
from bot.views.rituals.promised import build_promised, needed_in_words, read_promised

SAVE_TIER, SAVE_ABOUT = "ritual_save_tier", "ritual_save_about"
ABOUT = "about"
_KEEPS = (
    "This holds from the next round on: one that is open keeps its promise, also for whoever has answered."
)


def build_tier(
    opened: Opened,
    promised: Promised,
    people: int,
    *,
    notice: str | None = None,
    meanwhile: str | None = None,
) -> View:
    """The form for the tier and its groups. `notice`: what keeps the choice from working here."""
    warning = [section(f":warning: {meanwhile}")] if meanwhile else []
    counted = [context(needed_in_words(people, promised))] if promised.tier is not Tier.NAMED else []
    kept = {"ritual": opened.ritual_id, "seen": opened.seen, "promised": promised_to_json(promised)}
    return modal(
        "Who can tell",
        [*warning, *build_promised(promised, notices=[notice]), *counted, context(_KEEPS)],
        callback_id=SAVE_TIER,
        submit="Save",
        close="Back",
        metadata=json.dumps(kept),
    )


def read_tier(values: Mapping[str, Any], private_metadata: str) -> Promised:
    """What the form says."""
    return read_promised(values, promised_from_json(json.loads(private_metadata)["promised"]))


def build_about(opened: Opened, about: str, *, meanwhile: str | None = None) -> View:
    """The form for what a feedback round is about."""
    warning = [section(f":warning: {meanwhile}")] if meanwhile else []
    field = words_field(
        ABOUT,
        "What is it about?",
        about,
        most=LONGEST_ABOUT,
        hint="As it reads in the middle of a question: the new pricing, our June launch, Ana.",
        one_line=True,
    )
    return modal(
        "What it is about",
        [*warning, field, context(NEXT_ROUND_ON)],
        callback_id=SAVE_ABOUT,
        submit="Save",
        close="Back",
        metadata=json.dumps({"ritual": opened.ritual_id, "seen": opened.seen}),
    )


def read_about(values: Mapping[str, Any]) -> str:
    """What was written."""
    about = read_line(values, ABOUT)
    if not about:
        raise Unusable("Say what it is about.", field=ABOUT)
    return about

"""What somebody changed in what a template offers, while the form for it is open."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, time, timedelta
from typing import Any

from bot.values.editing import Promised
from bot.values.rituals import Breakdown, Protection, RitualPlan, Tier


@dataclass(frozen=True, slots=True)
class Changed:
    """None is left as offered. `promised` counts for the template it was chosen for."""

    name: str | None = None
    days: tuple[str, ...] | None = None
    at: time | None = None
    on: date | None = None
    spread: timedelta | None = None
    about: str | None = None
    promised: Promised | None = None


def promised_by(plan: RitualPlan) -> Promised:
    """What a plan promises, as its fields show it."""
    return Promised(plan.tier, plan.protection)


def changed_to_json(changed: Changed) -> dict[str, Any]:
    """What was changed, small enough to travel with a form."""
    kept = {
        "name": changed.name,
        "days": list(changed.days) if changed.days else None,
        "at": changed.at.isoformat() if changed.at else None,
        "on": changed.on.isoformat() if changed.on else None,
        "spread": None if changed.spread is None else int(changed.spread.total_seconds() // 60),
        "about": changed.about,
        "promised": promised_to_json(changed.promised) if changed.promised else None,
    }
    return {key: value for key, value in kept.items() if value is not None}


def changed_from_json(kept: Mapping[str, Any]) -> Changed:
    """What travelled."""
    return Changed(
        name=kept.get("name"),
        days=tuple(kept["days"]) if "days" in kept else None,
        at=time.fromisoformat(kept["at"]) if "at" in kept else None,
        on=date.fromisoformat(kept["on"]) if "on" in kept else None,
        spread=timedelta(minutes=kept["spread"]) if "spread" in kept else None,
        about=kept.get("about"),
        promised=promised_from_json(kept["promised"]) if "promised" in kept else None,
    )


def promised_to_json(promised: Promised) -> dict[str, Any]:
    """A promise, small enough to travel with a form."""
    return {"tier": str(promised.tier), **asdict(promised.protection)}


def promised_from_json(kept: Mapping[str, Any]) -> Promised:
    """The promise that travelled."""
    breakdown = Breakdown(kept["breakdown"])
    return Promised(Tier(kept["tier"]), Protection(kept["fewest"], kept["fewest_words"], breakdown))

"""The rules of a round as they are stored: as JSON, since nothing is ever looked up by them."""

from datetime import time, timedelta
from typing import Any

from bot.values.rituals import Rules


def from_rules(rules: Rules) -> dict[str, Any]:
    """Rules as they are stored."""
    remind = rules.remind_before
    return {
        "at": rules.at.isoformat(),
        "zone": rules.zone,
        "window": rules.window.total_seconds(),
        "remind": remind.total_seconds() if remind is not None else None,
        "on_holidays": rules.on_holidays,
        "spread": rules.spread.total_seconds(),
    }


def to_rules(stored: dict[str, Any] | None) -> Rules | None:
    """Rules as they are stored, as a value; None for a round that opened before they were kept."""
    if stored is None:
        return None
    remind = stored["remind"]
    return Rules(
        at=time.fromisoformat(stored["at"]),
        zone=stored["zone"],
        window=timedelta(seconds=stored["window"]),
        remind_before=timedelta(seconds=remind) if remind is not None else None,
        on_holidays=stored["on_holidays"],
        spread=timedelta(seconds=stored.get("spread", 0)),
    )

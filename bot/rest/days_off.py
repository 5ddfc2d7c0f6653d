"""Public holidays and weekends of a country, as the `holidays` library knows them."""

from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holidays import HolidayBase

_USUAL_WEEKEND = (5, 6)


def holiday(country: str | None, day: date) -> str | None:
    """What is celebrated on this day in a country (`DE`) or a part of it (`DE-BY`), in English; else None."""
    known = _calendar(country) if country else None
    return known.get(day) if known is not None else None


def is_weekend(country: str | None, day: date) -> bool:
    """Whether people do not work on this day of the week in a country; Saturday and Sunday where it is unknown."""
    known = _calendar(country) if country else None
    return known.is_weekend(day) if known is not None else day.weekday() in _USUAL_WEEKEND


@lru_cache(maxsize=256)
def _calendar(country: str) -> "HolidayBase | None":
    # Loaded when a country is first asked for: the library is large, and a process without countries never needs it.
    from holidays import country_holidays

    code, _, part = country.partition("-")
    try:
        plain = country_holidays(code, subdiv=part or None)
        english = next((each for each in plain.supported_languages if each.startswith("en")), None)
        return country_holidays(code, subdiv=part or None, language=english)
    except NotImplementedError:
        return None

"""The three parts of the world results can be told apart by, read off the time zone somebody lives in."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

AMERICAS = "Americas"
EUROPE_AND_AFRICA = "Europe and Africa"
ASIA_AND_PACIFIC = "Asia and Pacific"

_BY_AREA = {
    "America": AMERICAS,
    "US": AMERICAS,
    "Canada": AMERICAS,
    "Mexico": AMERICAS,
    "Brazil": AMERICAS,
    "Chile": AMERICAS,
    "Europe": EUROPE_AND_AFRICA,
    "Africa": EUROPE_AND_AFRICA,
    "Arctic": EUROPE_AND_AFRICA,
    "Atlantic": EUROPE_AND_AFRICA,
    "Asia": ASIA_AND_PACIFIC,
    "Australia": ASIA_AND_PACIFIC,
    "Antarctica": ASIA_AND_PACIFIC,
    "Indian": ASIA_AND_PACIFIC,
    "Pacific": ASIA_AND_PACIFIC,
}
_BY_ISLAND = {
    "Atlantic/Bermuda": AMERICAS,
    "Atlantic/South_Georgia": AMERICAS,
    "Atlantic/Stanley": AMERICAS,
    "Indian/Antananarivo": EUROPE_AND_AFRICA,
    "Indian/Comoro": EUROPE_AND_AFRICA,
    "Indian/Mahe": EUROPE_AND_AFRICA,
    "Indian/Mauritius": EUROPE_AND_AFRICA,
    "Indian/Mayotte": EUROPE_AND_AFRICA,
    "Indian/Reunion": EUROPE_AND_AFRICA,
    "Pacific/Easter": AMERICAS,
    "Pacific/Galapagos": AMERICAS,
    "Pacific/Honolulu": AMERICAS,
}

# For names that belong to no area, as UTC and Japan: what their clocks show on a winter's day of the north.
_SOME_DAY = datetime(2026, 1, 1)  # noqa: DTZ001
_WEST, _EAST = timedelta(hours=-3), timedelta(hours=3)


def region_of(zone: str) -> str:
    """The region of an IANA time zone."""
    area = zone.partition("/")[0]
    return _BY_ISLAND.get(zone) or _BY_AREA.get(area) or _by_offset(zone)


def _by_offset(zone: str) -> str:
    offset = ZoneInfo(zone).utcoffset(_SOME_DAY) or timedelta(0)
    if offset <= _WEST:
        return AMERICAS
    return EUROPE_AND_AFRICA if offset <= _EAST else ASIA_AND_PACIFIC

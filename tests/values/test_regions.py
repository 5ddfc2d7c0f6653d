"""Every time zone lies in one of three regions."""

from zoneinfo import available_timezones

import pytest

from bot.values.regions import AMERICAS, ASIA_AND_PACIFIC, EUROPE_AND_AFRICA, region_of


@pytest.mark.parametrize(
    ("zone", "region"),
    [
        ("America/Sao_Paulo", AMERICAS),
        ("Pacific/Honolulu", AMERICAS),
        ("US/Pacific", AMERICAS),
        ("Europe/Lisbon", EUROPE_AND_AFRICA),
        ("Africa/Nairobi", EUROPE_AND_AFRICA),
        ("Atlantic/Reykjavik", EUROPE_AND_AFRICA),
        ("Indian/Mauritius", EUROPE_AND_AFRICA),
        ("UTC", EUROPE_AND_AFRICA),
        ("Asia/Kolkata", ASIA_AND_PACIFIC),
        ("Australia/Lord_Howe", ASIA_AND_PACIFIC),
        ("Japan", ASIA_AND_PACIFIC),
        ("EST", AMERICAS),
    ],
)
def test_people_live_where_their_zone_is(zone: str, region: str) -> None:
    assert region_of(zone) == region


def test_every_zone_has_a_region() -> None:
    regions = {region_of(zone) for zone in available_timezones() if zone != "localtime"}
    assert regions == {AMERICAS, EUROPE_AND_AFRICA, ASIA_AND_PACIFIC}

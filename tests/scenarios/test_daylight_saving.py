"""Clocks that jump: everybody is asked once a day at their own hour, on either side and during the night itself."""

from datetime import time

import pytest

from tests.scenarios.conftest import at, play
from tests.scenarios.living import asked, hours, posted_at, start_check_in
from tests.scenarios.resting import ALWAYS, rest

EVERY_DAY = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
AT = "Time, in each person's own zone"


@pytest.mark.parametrize(
    ("friday", "who", "before", "after"),
    [
        ("2026-10-23", "ana", "07:00", "08:00"),
        ("2026-03-27", "ana", "08:00", "07:00"),
        ("2026-10-30", "ben", "13:00", "14:00"),
        ("2026-03-06", "ben", "14:00", "13:00"),
    ],
)
async def test_nine_o_clock_stays_nine_o_clock_over_the_weekend_the_clocks_change(
    sqlite_database_url: str, friday: str, who: str, before: str, after: str
) -> None:
    async with play(sqlite_database_url, one_by_one=True, clock=at(f"{friday} 06:30")) as scene:
        person = scene.slack.person(who)
        await start_check_in(scene)
        await scene.slack.wind(days=3.5)
        assert hours(asked(person), person) == ["Fri 09:00", "Mon 09:00"]
        in_utc = [posted_at(message).strftime("%H:%M") for message in asked(person)]
        assert in_utc == [before, after]


@pytest.mark.parametrize(
    ("saturday", "hour", "expected"),
    [
        ("2026-10-24", time(2, 30), ["2026-10-25 00:30", "2026-10-26 01:30"]),
        ("2026-03-28", time(2, 30), ["2026-03-29 01:30", "2026-03-30 00:30"]),
    ],
)
async def test_an_hour_that_comes_twice_or_not_at_all_asks_once(
    sqlite_database_url: str, saturday: str, hour: time, expected: list[str]
) -> None:
    async with play(sqlite_database_url, one_by_one=True, clock=at(f"{saturday} 12:00")) as scene:
        ana = scene.slack.person("ana")
        await start_check_in(scene, fields={"Days": EVERY_DAY, AT: hour})
        await rest(scene, "ana", ALWAYS)
        await scene.slack.wind(days=2)
        assert [f"{posted_at(message):%Y-%m-%d %H:%M}" for message in asked(ana)] == expected

"""kill -9, again and again, while Slack loses answers: everybody is asked exactly once."""

from pathlib import Path

from tests.reliability.storm import Report, Weather, storm


def assert_held(report: Report) -> None:
    """Nobody twice, nobody forgotten, and the storm was one."""
    assert (report.twice, report.never) == ([], []), report
    assert report.held, report
    assert report.landed > 0, "no kill came while somebody was waiting"
    assert report.lost_answers > 0, "no answer was lost"


async def test_everybody_is_asked_once_through_eight_kills(sqlite_database_url: str, tmp_path: Path) -> None:
    weather = Weather(people=40, kills=8, lost=0.3)
    assert_held(await storm(sqlite_database_url, weather, tmp_path))


async def test_everybody_is_asked_once_while_eight_of_two_replicas_are_killed(
    postgresql_database_url: str, tmp_path: Path
) -> None:
    # However slow the machine: three that arrive together are one too many.
    weather = Weather(people=40, kills=8, replicas=2, lost=0.3, posts_per_minute=120, burst=2)
    report = await storm(postgresql_database_url, weather, tmp_path)
    assert_held(report)
    assert report.throttled > 0, "Slack was never asked too much"

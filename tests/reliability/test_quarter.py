"""The simulated quarter in small: two weeks with twelve people, and a comparison that would notice."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from benchmarks.quarter import life
from benchmarks.quarter.__main__ import BEGINS, quarter
from benchmarks.quarter.checks import run_checks, table
from benchmarks.quarter.company import company
from benchmarks.quarter.comparison import Comparison
from benchmarks.quarter.expected import expectations
from tests.databases import open_for_one

PEOPLE = company(12)
LAST = date(2026, 9, 29)
"""Clocks changed in Auckland two days before."""


def test_two_weeks_keep_every_promise_and_what_breaks_one_is_noticed(
    sqlite_database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # It is about rules, not about who waits for whom in between two instants.
    monkeypatch.setattr(life, "open_store", open_for_one)
    checks, played = quarter(sqlite_database_url, PEOPLE, LAST)
    assert not [broken for check in checks for broken in check.broken], table(checks)
    assert all(check.looked_at for check in checks), table(checks)

    expected = expectations(PEOPLE, BEGINS, LAST)
    asking = next(post for post in played.posts if post.delivery.kind == "prompt")
    others = [post for post in played.posts if post is not asking]
    twice = [*played.posts, replace(asking, at=asking.at + timedelta(minutes=1))]
    at_night = [*others, replace(asking, at=asking.at + timedelta(hours=14))]
    for posts, promise in (
        (others, "everybody who should be asked was asked, once"),
        (twice, "everybody who should be asked was asked, once"),
        (twice, "never two direct messages in a person's clock hour"),
        (at_night, "no direct message in quiet hours"),
    ):
        found = run_checks(Comparison(PEOPLE, expected, replace(played, posts=posts), LAST))
        assert next(check for check in found if check.promise == promise).broken, promise

"""Which team somebody means by what they typed."""

from hypothesis import given
from hypothesis import strategies as st

from bot.trends.naming import teams_called
from bot.values.people import Team


def team(number: int, name: str, channel: str) -> Team:
    return Team(number, 1, name, f"C{number}", None, channel_name=channel)


CHECKOUT, API, MOBILE = (
    team(1, "Checkout", "checkout"),
    team(2, "Checkout API", "api"),
    team(3, "Mobile  Apps", "apps"),
)
EVERY = [CHECKOUT, API, MOBILE]


def test_the_narrowest_way_that_fits_decides() -> None:
    for typed, meant in {
        "checkout": [CHECKOUT],
        "  CHECKOUT   api ": [API],
        "#api": [API],
        "<#C3|apps>": [MOBILE],
        "<#C9>": [],
        "check": [CHECKOUT, API],
        "apps mobile": [MOBILE],
        "pps": [MOBILE],
        "": [],
        "#": [],
        "payments": [],
    }.items():
        assert teams_called(typed, EVERY) == meant, typed


@given(st.text())
def test_whatever_is_typed_only_teams_are_found(typed: str) -> None:
    assert all(found in EVERY for found in teams_called(typed, EVERY))

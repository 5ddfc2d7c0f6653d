"""Which rituals may be in the sum of those who answered: no difference to what stands beside it is about a few."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.store.trends import TurnoutRow
from bot.trends.participation import countable
from bot.values.facts import Turnout
from tests.trends.company import MONDAY

FEWEST = 5


def of_a_pulse(*answered: int) -> list[TurnoutRow]:
    """A week of one confidential ritual that asked teams of so many who answered, and three more each."""
    return [
        TurnoutRow((team, 1), MONDAY, Turnout(count + 3, count, count + 3, count), fewest=FEWEST)
        for team, count in enumerate(answered)
    ]


@pytest.mark.parametrize(
    ("answered", "counts"),
    [
        ((6, 9), True),
        ((6, 3), False),
        ((6, 0), False),
        ((6, 3, 2), True),
        ((4,), False),
        ((2, 3), True),
        ((2, 2), False),
    ],
)
def test_teams_of_which_nothing_is_said_are_enough_together_or_nobody(
    answered: tuple[int, ...], *, counts: bool
) -> None:
    assert countable(of_a_pulse(*answered), MONDAY) == ([1] if counts else [])


def test_in_named_rounds_everybody_counts() -> None:
    (row,) = of_a_pulse(1)
    assert countable([TurnoutRow(row.series, MONDAY, row.turnout)], MONDAY) == [1]


@given(st.lists(st.integers(0, 12), min_size=1, max_size=6))
def test_the_sum_less_the_teams_that_are_named_is_never_about_a_few(answered: list[int]) -> None:
    rows = of_a_pulse(*answered)
    named = [row for row in rows if row.may_be_said]
    if countable(rows, MONDAY) and len(named) < len(rows):
        assert sum(answered) - sum(row.turnout.people_answered for row in named) >= FEWEST

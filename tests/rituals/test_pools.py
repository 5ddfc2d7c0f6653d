"""Questions that take turns: each of a pool is asked equally often, one a round, and the others always."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from bot.rituals.schedules.pools import in_turn
from bot.values.questions import Question

questions = st.lists(st.sampled_from([None, "one", "two"]), min_size=1, max_size=9).map(
    lambda pools: tuple(Question(f"q{number}", "?", pool=pool) for number, pool in enumerate(pools))
)


@given(questions, st.integers(0, 500))
def test_each_round_asks_one_of_each_pool_and_everything_else(
    asked: tuple[Question, ...], round_: int
) -> None:
    found = in_turn(asked, round_)
    assert [each for each in found if each.pool is None] == [each for each in asked if each.pool is None]
    pools = Counter(each.pool for each in found if each.pool)
    assert pools == dict.fromkeys({each.pool for each in asked if each.pool}, 1)
    assert [each for each in asked if each in found] == list(found), "in the order they are written"


@given(questions)
def test_everything_comes_round(asked: tuple[Question, ...]) -> None:
    sizes = Counter(each.pool for each in asked if each.pool)
    rounds = sizes["one"] * sizes["two"] or max(sizes.values(), default=1)
    times = Counter(each.key for round_ in range(rounds) for each in in_turn(asked, round_))
    assert all(times[each.key] == rounds // sizes[each.pool] for each in asked if each.pool)

"""Invariants 7, 8 and 17 of `trends-and-privacy.md` §4.4, over companies by chance."""

import random
from collections import defaultdict
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.privacy.groups import TOGETHER, split
from bot.privacy.results import summarize
from bot.values.privacy import REST, Measure, Outcome
from tests.privacy.leaks import leaks
from tests.privacy.orgs import QUESTIONS, Org, orgs


def _ended(org: Org) -> Outcome:
    return summarize(QUESTIONS, org.ballots, org.protection, invited=len(org.ballots))


def _published(org: Org) -> dict[str, list[frozenset[int]]]:
    """By question, the sets of people of whom something is published."""
    outcome = _ended(org)
    shown = defaultdict(set)
    for result in outcome.results:
        shown[result.question_key].add(result.group)
    sets = defaultdict(list)
    for result in outcome.results:
        sets[result.question_key].append(org.behind(result, shown[result.question_key]))
    return sets


@given(orgs())
@settings(max_examples=400, deadline=None)
def test_everything_shown_is_of_as_many_people_as_was_promised_i7(org: Org) -> None:
    outcome = _ended(org)
    for result in outcome.results:
        words = result.measure is Measure.WORDS
        assert result.n >= (org.protection.fewest_words if words else org.protection.fewest)
        assert not words or result.group is None
    for key in {key for key, _ in outcome.texts}:
        assert sum(key == other for other, _ in outcome.texts) >= org.protection.fewest_words


@given(orgs())
@settings(max_examples=400, deadline=None)
def test_no_difference_of_published_figures_tells_of_fewer_people_i8_and_i17(org: Org) -> None:
    for sets in _published(org).values():
        assert leaks(sets, org.protection.fewest) == []


@given(orgs())
@settings(max_examples=200, deadline=None)
def test_the_total_is_of_exactly_the_people_in_the_published_parts_i17(org: Org) -> None:
    for sets in _published(org).values():
        (total, *parts) = sets
        assert not parts or (frozenset().union(*parts) == total and sum(map(len, parts)) == len(total))


@given(orgs())
@settings(max_examples=200, deadline=None)
def test_n_is_how_many_answered_that_question_and_not_how_many_answered_at_all(org: Org) -> None:
    for result in _ended(org).results:
        if result.group is None:
            assert result.n == len(org.answering(result.question_key))


def test_a_threshold_alone_would_leak_and_the_check_sees_it() -> None:
    chance = random.Random(11)
    leaking = 0
    for _ in range(300):
        groups = [[f"{group}{n}" for n in range(chance.randint(1, 9))] for group in range(4)]
        everybody = [person for group in groups for person in group]
        leaking += bool(leaks([everybody, *(group for group in groups if len(group) >= 5)], 5))
    assert leaking > 60


@given(st.lists(st.sets(st.integers(0, 8), min_size=1), min_size=1, max_size=4), st.integers(2, 4))
@settings(max_examples=150, deadline=None)
def test_the_check_agrees_with_the_rank_of_the_matrix(groups: list[set[int]], fewest: int) -> None:
    import numpy

    people = sorted(set().union(*groups))
    rows = [[person in group for person in people] for group in groups]
    rank = numpy.linalg.matrix_rank(numpy.array(rows, dtype=float))
    following = {
        frozenset(few)
        for size in range(1, fewest)
        for few in combinations(people, size)
        if numpy.linalg.matrix_rank(numpy.array([*rows, [p in few for p in people]], dtype=float)) == rank
    }
    assert set(leaks(groups, fewest)) == following


@given(st.dictionaries(st.sampled_from(("a", "b", "c", "d", None)), st.integers(1, 12)), st.integers(5, 8))
def test_a_rest_is_somebody_only_from_as_many_people_up(sizes: dict[str | None, int], fewest: int) -> None:
    parts = split(sizes, fewest)
    rest = sum(sizes.values()) - sum(sizes[group] for group in parts.shown)
    assert all(sizes[group] >= fewest for group in parts.shown)
    assert parts == TOGETHER or (rest >= fewest if parts.has_rest else rest == 0)
    assert REST not in parts.shown
    assert None not in parts.shown


def test_the_smallest_group_joins_a_rest_that_is_too_few() -> None:
    assert split({"Checkout": 9, "Growth": 6, "Search": 3}, 5).shown == ("Checkout",)
    assert split({"Checkout": 9, "Search": 3}, 5) == TOGETHER
    assert split({"Checkout": 9, "Growth": 6}, 5).shown == ("Checkout", "Growth")

"""Stories: consistent over weeks, varied, the same in every run."""

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.company import Company
from sandbox.teammates import company
from sandbox.teammates.answers import Colleague, Day, Storyline, Waiting, day_of, working_days_until
from sandbox.teammates.companies import CHECKOUT, GROWTH, travel_company
from sandbox.teammates.phrases import dealt, function_of, phrases
from sandbox.teammates.voice import voice_of

MONDAY = date(2026, 9, 28)
FUNCTIONS = ("product", "engineering", "design", "data", "marketing", "sales", "support")


def team(names: tuple[str, ...], seed: int = 1) -> dict[str, Storyline]:
    seeds = {person.name: person for person in travel_company().people if person.name in names}
    mates = [
        Colleague(person.name, person.real_name.split()[0], function_of(person.title))
        for person in seeds.values()
    ]
    return {
        mate.name: Storyline(mate, mates, voice_of(mate.name, seeds[mate.name].timezone, seed), seed)
        for mate in mates
    }


def eight_weeks() -> list[date]:
    days = (MONDAY + timedelta(days=number) for number in range(56))
    return [day for day in days if day.weekday() < 5]


def told(names: tuple[str, ...], seed: int = 1) -> dict[str, list[Day]]:
    return {name: [story.on(day) for day in eight_weeks()] for name, story in team(names, seed).items()}


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_eight_weeks_of_two_teams_do_not_visibly_repeat(seed: int) -> None:
    everything = [day for names in (CHECKOUT, GROWTH) for days in told(names, seed).values() for day in days]
    assert len(everything) == 560
    assert len({day.moved for day in everything}) > 540
    assert max(Counter(day.next for day in everything).values()) <= 4


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_nobody_says_the_same_twice_within_three_weeks(seed: int) -> None:
    for days in (*told(CHECKOUT, seed).values(), *told(GROWTH, seed).values()):
        for start in range(len(days) - 15):
            said = [day.moved for day in days[start : start + 15]]
            assert len(set(said)) == len(said)


def test_no_slot_is_left_unfilled() -> None:
    for days in (*told(CHECKOUT).values(), *told(GROWTH).values()):
        for day in days:
            assert "{" not in f"{day.moved}{day.next}{day.stuck}"
            assert day.moved
            assert day.next


def test_the_same_seed_tells_the_same_story_in_any_order() -> None:
    assert told(CHECKOUT) == told(CHECKOUT)
    story = team(CHECKOUT)["priya"]
    backwards = [story.on(day) for day in reversed(eight_weeks())]
    assert backwards[::-1] == told(CHECKOUT)["priya"]
    assert told(CHECKOUT, seed=2) != told(CHECKOUT)


def test_a_wait_lasts_for_days_on_one_person_and_then_clears() -> None:
    lengths = []
    for days in (*told(CHECKOUT).values(), *told(GROWTH).values()):
        waits = Counter(
            (day.waiting.what, day.waiting.who.name, day.waiting.since) for day in days if day.waiting
        )
        lengths += list(waits.values())
        assert any(day.waiting is None for day in days)
    assert len(lengths) > 20
    assert max(lengths) >= 5
    assert max(lengths) <= 9


def test_a_wait_grows_older_by_the_day() -> None:
    for days in told(CHECKOUT).values():
        for before, after in pairwise(days):
            if before.waiting and after.waiting and before.waiting.since == after.waiting.since:
                assert after.waiting.days == before.waiting.days + 1
                assert after.waiting.who == before.waiting.who


def test_stuck_is_said_exactly_while_waiting() -> None:
    for days in told(CHECKOUT).values():
        assert all(bool(day.stuck) == (day.waiting is not None) for day in days)


def test_nobody_waits_for_themselves() -> None:
    for name, days in told(CHECKOUT).items():
        assert all(day.waiting is None or day.waiting.who.name != name for day in days)


def test_people_wait_for_somebody_who_could_help() -> None:
    for days in (*told(CHECKOUT).values(), *told(GROWTH).values()):
        for waiting in (day.waiting for day in days if day.waiting):
            kinds = [
                kind
                for function in FUNCTIONS
                for kind, what in phrases(function, "waits")
                if alike(what, waiting)
            ]
            assert waiting.who.function in kinds


def alike(what: str, waiting: Waiting) -> bool:
    return waiting.what.startswith(what.split("{thing}")[0])


def test_waiting_weighs_on_confidence() -> None:
    everything = [day for days in (*told(CHECKOUT).values(), *told(GROWTH).values()) for day in days]
    held = [day.confidence for day in everything if day.waiting]
    free = [day.confidence for day in everything if not day.waiting]
    assert sum(held) / len(held) < sum(free) / len(free) - 0.5
    assert {day.confidence for day in everything} <= {1, 2, 3, 4, 5}


def test_a_weekend_reads_like_the_friday_before() -> None:
    story = team(CHECKOUT)["jonas"]
    assert story.on(date(2026, 10, 3)).moved == story.on(date(2026, 10, 2)).moved


@given(st.integers(0, 5000))
def test_working_days_and_dates_lead_to_each_other(turn: int) -> None:
    assert working_days_until(day_of(turn)) == turn
    assert day_of(turn).weekday() < 5


@given(st.lists(st.integers(), min_size=1, max_size=9, unique=True), st.integers(0, 40), st.text(max_size=3))
def test_a_deck_deals_every_card_before_any_comes_again(
    cards: list[int], round_: int, shuffled_by: str
) -> None:
    turns = range(round_ * len(cards), (round_ + 1) * len(cards))
    assert sorted(dealt(cards, turn, shuffled_by) for turn in turns) == sorted(cards)


@pytest.mark.parametrize("function", FUNCTIONS)
def test_every_function_has_a_vocabulary(function: str) -> None:
    for kind in ("things", "started", "moved", "finished", "next", "finishing", "aside", "waits"):
        assert len(phrases(function, kind)) >= 3
    assert all(waited_for in FUNCTIONS for waited_for, _ in phrases(function, "waits"))


def test_the_travel_company_is_who_it_says_it_is() -> None:
    wayfare = company("travel")
    assert len(wayfare.people) == 16
    assert {function_of(person.title) for person in wayfare.people} == set(FUNCTIONS)
    assert len({person.timezone for person in wayfare.people}) == 9
    assert wayfare.people[0].real_name == "Ana Vogel"
    assert {channel.name: len(channel.members) for channel in wayfare.channels} == {
        "general": 16,
        "checkout": 8,
        "growth": 6,
        "mobile": 5,
        "product": 6,
        "leads": 5,
        "leadership": 3,
        "partners": 3,
    }
    assert [channel.name for channel in wayfare.channels if channel.private] == ["leads"]
    assert members_exist(wayfare)


def members_exist(wayfare: Company) -> bool:
    names = {person.name for person in wayfare.people}
    return all(set(channel.members) <= names for channel in wayfare.channels)


def test_an_unknown_company_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="there are travel, small"):
        company("moon")

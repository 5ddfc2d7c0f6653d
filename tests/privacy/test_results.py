"""What is worked out of ballots: rounded, in words where nearly all said the same, and nothing of too few."""

import math
import random
from collections import defaultdict
from collections.abc import Sequence

import pytest

from bot.privacy.results import HIGH, LOW, MIDDLE, summarize
from bot.values.privacy import FEW, MOST, REST, Ballot, Measure, Outcome, Result
from bot.values.questions import Answer, Question, QuestionType
from bot.values.rituals import Protection
from tests.privacy.orgs import DRAINS, HOURS, MOOD, PACE, WORDS


def _rated(*numbers: int, of: int = 5) -> Result:
    question = Question("mood", "How was it?", QuestionType.SCALE, of=of)
    ballots = [Ballot({"mood": Answer("mood", number=float(number))}) for number in numbers]
    (result,) = _ended([question], ballots).results
    return result


def _ended(
    questions: Sequence[Question], ballots: Sequence[Ballot], fewest: int = 5, fewest_words: int = 10
) -> Outcome:
    return summarize(questions, ballots, Protection(fewest, fewest_words), invited=len(ballots) + 2)


def _said(key: str, said: Sequence[object]) -> list[Ballot]:
    return [Ballot({key: _answer(key, item)}) for item in said]


def _answer(key: str, item: object) -> Answer:
    if isinstance(item, tuple):
        return Answer(key, chosen=item)
    return Answer(key, text=item) if isinstance(item, str) else Answer(key, number=float(bool(item)))


@pytest.mark.parametrize(
    ("numbers", "mean"),
    [
        ((3, 3, 4, 4, 4), 3.5),  # 3.6
        ((2, 3, 4, 4), None),
        ((1, 2, 3, 4, 5, 2, 3), 3.0),  # 2.86
        ((2, 3, 3, 4, 3, 4, 2, 5), 3.5),  # 3.25: halfway is rounded up
        ((3, 3, 4, 4, 4, 3, 4, 5, 2, 4, 4, 4), 3.75),  # 3.67, of twelve people
    ],
)
def test_a_mean_is_rounded_to_halves_and_from_twelve_people_on_to_quarters(
    numbers: tuple[int, ...], mean: float | None
) -> None:
    ballots = [Ballot({"mood": Answer("mood", number=float(number))}) for number in numbers]
    assert [result.mean for result in _ended([MOOD], ballots).results] == ([mean] if mean else [])


@pytest.mark.parametrize(
    ("numbers", "word"),
    [
        ((1, 1, 1, 1, 2), LOW),
        ((5, 5, 5, 5, 5, 5), HIGH),
        ((5, 5, 5, 5, 1), HIGH),
        ((4, 4, 4, 4, 4), HIGH),
        ((3, 3, 3, 3, 5), MIDDLE),
        ((5, 5, 5, 4, 5, 5, 4, 4), None),  # 4.63
        ((5, 5, 5, 5, 5, 5, 4, 4), HIGH),  # 4.75, which would be rounded to the very end
    ],
)
def test_where_nearly_all_said_the_same_a_word_stands_in_place_of_the_number(
    numbers: tuple[int, ...], word: str | None
) -> None:
    result = _rated(*numbers)
    assert result.word == word
    assert (result.mean is None) == (word is not None)


@pytest.mark.parametrize("of", [2, 5, 10])
def test_a_mean_never_stands_at_an_end_of_its_scale(of: int) -> None:
    chance = random.Random(of)
    for _ in range(300):
        result = _rated(*(chance.randint(1, of) for _ in range(chance.randint(5, 30))), of=of)
        assert result.mean is None or 1 < result.mean < of


def test_shares_are_rounded_and_those_of_nearly_everybody_or_nobody_say_just_that() -> None:
    (eight,) = _ended([PACE], _said("pace", [True] * 5 + [False] * 3)).results
    assert [(share.option, share.part) for share in eight.shares] == [("yes", 0.75), ("no", 0.25)]
    (twenty,) = _ended([PACE], _said("pace", [True] * 13 + [False] * 7)).results
    assert [share.part for share in twenty.shares] == [0.75, 0.25], "to quarters, of however many"
    (all_of_them,) = _ended([PACE], _said("pace", [True] * 9)).results
    assert [share.part for share in all_of_them.shares] == [MOST, FEW]
    (nine_of_ten,) = _ended([PACE], _said("pace", [True] * 9 + [False])).results
    assert nine_of_ten.shares == all_of_them.shares


@pytest.mark.parametrize("people", range(12, 31))
def test_who_joins_twelve_or_more_is_hardly_told_by_the_difference_of_two_weeks(people: int) -> None:
    assert _is_told(people) < 0.65, "a guess is right in half of the cases"


def _is_told(people: int) -> float:
    """How often whoever knows two weeks is right about the one who joined, when all others say the same again."""
    seen: dict[tuple[float, float], list[int]] = defaultdict(lambda: [0, 0])
    for yes in range(people + 1):
        for joiner in (0, 1):
            weeks = _yes(yes, people), _yes(yes + joiner, people + 1)
            seen[weeks][joiner] += math.comb(people, yes)
    return float(sum(map(max, seen.values())) / 2 ** (people + 1))


@pytest.mark.parametrize(
    ("people", "right"), [(5, 81), (6, 83), (7, 77), (8, 75), (9, 66), (10, 65), (11, 69), (12, 64)]
)
def test_of_fewer_who_joined_is_told_as_often_as_the_pages_say(people: int, right: int) -> None:
    assert round(100 * _is_told(people)) == right


def _yes(yes: int, people: int) -> float:
    (pace,) = _ended([PACE], _said("pace", [True] * yes + [False] * (people - yes))).results
    return pace.shares[0].part


def test_a_mean_is_finer_from_twelve_on_and_not_before() -> None:
    of_eleven, of_twelve = (3, 3, 4, 4, 4, 3, 4, 5, 2, 4, 4), (3, 3, 4, 4, 4, 3, 4, 5, 2, 4, 4, 5)
    assert (_rated(*of_eleven).mean, _rated(*of_twelve).mean) == (3.5, 3.75)


def test_every_option_has_its_share_in_the_order_of_the_question() -> None:
    (hours,) = _ended([HOURS], _said("hours", [("0",)] * 3 + [("1–4",)] * 3)).results
    assert [(share.option, share.part) for share in hours.shares] == [
        ("0", 0.5),
        ("1–4", 0.5),
        ("5 or more", FEW),
    ]
    (drains,) = _ended([DRAINS], _said("drains", [("meetings", "noise")] * 3 + [("noise",)] * 3)).results
    assert [(share.option, share.part) for share in drains.shares] == [("meetings", 0.5), ("noise", MOST)]
    assert drains.n == 6


def test_too_few_answers_leave_nothing_at_all_i16() -> None:
    ended = _ended([PACE, WORDS], _said("pace", [True] * 4))
    assert ended == Outcome(invited=6, answered=None)


def test_an_empty_ballot_is_nobodys_answer() -> None:
    ended = _ended([PACE], [*_said("pace", [True] * 4), Ballot({}), Ballot({})])
    assert ended.answered is None


def test_a_question_too_few_answered_is_left_out_of_a_round_that_enough_did() -> None:
    ballots = [
        Ballot(
            {"pace": Answer("pace", number=1.0), **({"mood": Answer("mood", number=3.0)} if n < 4 else {})}
        )
        for n in range(6)
    ]
    ended = _ended([MOOD, PACE], ballots)
    assert (ended.invited, ended.answered) == (8, 6)
    assert [result.question_key for result in ended.results] == ["pace"]


def test_words_need_more_people_and_are_those_of_everybody_together() -> None:
    assert _ended([WORDS], _said("words", ["less"] * 9)).results == ()
    ballots = [
        Ballot(ballot.answers, "Checkout") for ballot in _said("words", [f"idea {n}" for n in range(10)])
    ]
    ended = summarize(
        [WORDS], ballots, Protection(), invited=10, shuffled=lambda texts: sorted(texts, reverse=True)
    )
    assert ended.results == (Result("words", None, 10, Measure.WORDS),)
    assert [text for _, text in ended.texts] == [f"idea {n}" for n in range(9, -1, -1)]


def test_blank_words_are_no_answer() -> None:
    ended = _ended([WORDS], _said("words", ["an idea"] * 9 + ["  \n "]))
    assert ended.answered == 10
    assert ended.texts == ()


def test_raised_thresholds_hold() -> None:
    ballots = _said("pace", [True, False] * 4)
    assert _ended([PACE], ballots, fewest=8).results
    assert _ended([PACE], ballots, fewest=9).answered is None
    assert not _ended([WORDS], _said("words", ["an idea"] * 12), fewest_words=13).texts


def test_groups_are_told_apart_and_the_others_stand_in_the_rest() -> None:
    sizes = {"Checkout": 6, "Growth": 5, "Search": 3, None: 2}
    ballots = [
        Ballot({"mood": Answer("mood", number=float(2 + n % 3))}, group)
        for group, size in sizes.items()
        for n in range(size)
    ]
    results = _ended([MOOD], ballots).results
    assert [(result.group, result.n) for result in results] == [
        (None, 16),
        ("Checkout", 6),
        ("Growth", 5),
        (REST, 5),
    ]


def test_the_order_of_the_words_is_nobodys() -> None:
    """Where the first of twelve texts ends up, over 600 rounds: everywhere about as often (chi-square, 99.9 %)."""
    ballots = _said("words", [f"{n:02}" for n in range(12)])
    places = [0] * 12
    for _ in range(600):
        places[[text for _, text in _ended([WORDS], ballots).texts].index("00")] += 1
    assert sum((count - 50) ** 2 / 50 for count in places) < 31.3


def test_names_days_and_links_are_not_told_of_groups() -> None:
    question = Question("who", "Who helped?", QuestionType.PERSON)
    ended = _ended(
        [question, PACE],
        [Ballot({"who": Answer("who", text="U1"), "pace": Answer("pace", number=1.0)}) for _ in range(12)],
    )
    assert [result.question_key for result in ended.results] == ["pace"]

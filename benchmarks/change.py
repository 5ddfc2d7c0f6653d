"""How often what we call a change is one: in teams in which nothing happens, and in teams in which something does.

The model is known: everybody has a level of their own (standard deviation 0.65) and weeks of their own (0.65), a week
does a little to all (0.10), three in four answer at random, and an answer is a whole number from 1 to 5. A team is
followed for as many weeks as there are to compare with and four more.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from statistics import fmean

from benchmarks.figures import Figure
from bot.privacy.results import summarize
from bot.trends.change import Point, Shift, by_one, is_low, judge
from bot.trends.pulses import point_of
from bot.values.privacy import Ballot
from bot.values.questions import Answer, Question, QuestionType
from bot.values.rituals import Protection

REPETITIONS = 4_000
SEED = 47

LEVELS, OWN_WEEKS, SHARED_WEEKS = 0.65, 0.65, 0.10
"""Standard deviations."""

USUAL, ANSWERING, LOWEST, HIGHEST = 3.6, 0.75, 1, 5
AFTER = 4
"""A drop is found when one of so many weeks is called a change."""

MOST_FALSE, LEAST_FOUND = 0.025, 0.85
MOOD = Question("mood", "How was your week?", QuestionType.SCALE, of=HIGHEST)
MONDAY = date(2026, 1, 5)

Told = Callable[[date, Sequence[int], int], Point | None]
"""What a week's answers come to, out of so many people asked; None: to no number."""


@dataclass(frozen=True, slots=True)
class Setting:
    """A team of so many people, with so many earlier weeks to compare with."""

    people: int = 8
    base: int = 12


@dataclass(frozen=True, slots=True)
class Found:
    """The share of the first weeks after the base that were called a change though nothing happened, the same over
    the four weeks after it, and the shares of teams in which a drop of 0.5 and of 1.0 was found within four weeks."""

    false: float
    false_later: float
    small: float
    large: float


def measure() -> list[Figure]:
    """The team of eight with twelve weeks, which has to hold; then others, which only tell where the rule is weak."""
    held = simulate(Setting(), named)
    figures = [
        Figure(
            "team of 8, 12 weeks to compare with: called a change when nothing happens",
            f"{_percent(held.false)} of weeks ({_percent(held.false_later)} over four weeks)",
            "<= 2.5 %",
            max(held.false, held.false_later) <= MOST_FALSE,
        ),
        Figure(
            "  a lasting drop of 1.0, found within four weeks",
            f"{_percent(held.large)} of teams",
            ">= 85 %",
            held.large >= LEAST_FOUND,
        ),
        Figure("  a lasting drop of 0.5", f"{_percent(held.small)} of teams"),
    ]
    others = [Setting(base=base) for base in (6, 8, 20)] + [Setting(people) for people in (6, 12, 25, 50)]
    figures += [_only_told(setting, "", simulate(setting, named)) for setting in others]
    rounded = [Setting(people) for people in (8, 12, 20)]
    return figures + [_only_told(setting, ", rounded", simulate(setting, frozen)) for setting in rounded]


def simulate(setting: Setting, told: Told, repetitions: int = REPETITIONS, seed: int = SEED) -> Found:
    """What the rule says of so many teams, each as it goes on and as it would after a drop."""
    chance = Random(seed)
    false, small, large = [], [], []
    for _ in range(repetitions):
        levels = [chance.gauss(USUAL, LEVELS) for _ in range(setting.people)]
        earlier = list(_weeks(chance, levels, told, range(setting.base), 0))
        after = range(setting.base, setting.base + AFTER)
        false.append(_called(earlier, _weeks(chance, levels, told, after, 0)))
        small.append(_called(earlier, _weeks(chance, levels, told, after, 0.5)))
        large.append(_called(earlier, _weeks(chance, levels, told, after, 1.0)))
    return Found(
        fmean(called[0] for called in false),
        fmean(week for called in false for week in called),
        fmean(any(called) for called in small),
        fmean(any(called) for called in large),
    )


def named(monday: date, answers: Sequence[int], asked: int) -> Point | None:
    """The exact mean, as of a check-in."""
    if not answers:
        return None
    return Point(monday, fmean(answers), asked, alone=by_one(HIGHEST, len(answers)))


def frozen(monday: date, answers: Sequence[int], asked: int) -> Point | None:
    """The rounded mean that is published of a pulse."""
    ballots = [Ballot({MOOD.key: Answer(MOOD.key, number=float(number))}) for number in answers]
    results = summarize((MOOD,), ballots, Protection(), invited=asked).results
    return point_of(monday, MOOD, results[0], asked) if results else None


def _weeks(
    chance: Random, levels: Sequence[float], told: Told, numbers: range, drop: float
) -> Iterator[tuple[Point | None, bool]]:
    """Week after week its point, and whether enough answered to judge it."""
    for number in numbers:
        moved = chance.gauss(0, SHARED_WEEKS) - drop
        answers = [
            min(HIGHEST, max(LOWEST, round(level + moved + chance.gauss(0, OWN_WEEKS))))
            for level in levels
            if chance.random() < ANSWERING
        ]
        point = told(MONDAY + timedelta(weeks=number), answers, len(levels))
        yield point, not is_low(len(answers), len(levels))


def _called(
    earlier: Sequence[tuple[Point | None, bool]], after: Iterator[tuple[Point | None, bool]]
) -> list[bool]:
    """Of each week after the base, whether it was called a change."""
    points = [point for point, _ in earlier if point]
    called = []
    for point, is_judged in after:
        points += [point] if point else []
        called.append(bool(point) and is_judged and isinstance(judge(points), Shift))
    return called


def _only_told(setting: Setting, how: str, found: Found) -> Figure:
    return Figure(
        f"team of {setting.people}, {setting.base} weeks{how}",
        f"{_percent(found.false)} of quiet weeks; found: {_percent(found.small)} of drops of 0.5, "
        f"{_percent(found.large)} of 1.0",
    )


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %"

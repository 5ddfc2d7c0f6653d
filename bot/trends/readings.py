"""Scale questions: the value of the week, and the series behind it. Other numbers are no scale and have none."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from bot.store.trends import ScaleRow, Series, TurnoutRow, WordingRow
from bot.trends.change import Point, by_one, is_low
from bot.values.facts import Reading
from bot.values.questions import Question, QuestionType

ScaleKey = tuple[Series, str]
"""A team's answers to one question of one ritual."""


@dataclass(frozen=True, slots=True)
class Scale:
    """A scale question's weeks, oldest first, and its value in the covered week, if it was asked then."""

    points: list[Point] = field(default_factory=list)
    reading: Reading | None = None


def scales(
    rows: Iterable[ScaleRow],
    turnouts: Iterable[TurnoutRow],
    wordings: Iterable[WordingRow],
    monday: date,
) -> dict[ScaleKey, Scale]:
    """Every scale question that has a value, with its reading for the week that starts on `monday`."""
    asked = {(row.series, row.monday): row.turnout.people for row in turnouts}
    in_order = sorted(rows, key=lambda row: row.monday)
    asks = _asks(wordings, {row.key for row in in_order})
    found: dict[ScaleKey, Scale] = {}
    for row in in_order:
        questions = asks.get((row.series[1], row.key, row.monday), [])
        # Where the same key also asked for something else that week, its numbers are a mixture.
        if not questions or any(question.type != QuestionType.SCALE for question in questions):
            continue
        people = max(asked.get((row.series, row.monday), 0), row.people)
        key = (row.series, row.key)
        earlier = found.get(key, Scale()).points
        alone = by_one(questions[-1].of, row.people)
        point = Point(row.monday, row.value, people, _wording(questions), alone=alone)
        reading = _reading(questions[-1], row, people) if row.monday == monday else None
        found[key] = Scale([*earlier, point], reading)
    return found


def _asks(
    wordings: Iterable[WordingRow], keys: Collection[str]
) -> Mapping[tuple[int, str, date], list[Question]]:
    asks: dict[tuple[int, str, date], list[Question]] = {}
    for row in wordings:
        for question in row.questions:
            if question.key in keys:
                asks.setdefault((row.ritual_id, question.key, row.monday), []).append(question)
    return asks


def _wording(questions: Sequence[Question]) -> str:
    """What makes answers comparable: the words, and the length of the scale."""
    return " | ".join(sorted({f"{question.ask} /{question.of}" for question in questions}))


def _reading(question: Question, row: ScaleRow, people: int) -> Reading:
    return Reading(
        ask=question.ask,
        of=question.of,
        value=row.value,
        people_answered=row.people,
        people=people,
        low_turnout=is_low(row.people, people),
    )

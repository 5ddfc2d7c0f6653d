"""What somebody has to say about a day's work: consistent over weeks, the same in every run.

Everybody works on one piece of work after another, each for some days. Now and then somebody waits for a
colleague, for days, until it clears. All follows from the seed, the person and the date.
"""

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from random import Random
from typing import Any

from sandbox.teammates.phrases import dealt, phrases
from sandbox.teammates.voice import Voice

# Work is planned in stretches, so that any date can be told without its past: so many working days for each piece.
_LENGTHS = (3, 4, 4, 4, 5, 5, 5, 5, 6, 6, 6, 7)
_STRETCH = sum(_LENGTHS)
_MONDAY = date(2024, 1, 1)


@dataclass(frozen=True)
class Colleague:
    """Somebody work can wait for."""

    name: str
    first_name: str
    function: str


@dataclass(frozen=True)
class Waiting:
    """`who` has been waited for since `since`, for `days` working days."""

    who: Colleague
    what: str
    since: date
    days: int


@dataclass(frozen=True)
class Day:
    """One person's day. Scales run from 1 (low) to 5 (high); `stuck` is empty when nothing is in the way."""

    date: date
    moved: str
    next: str
    stuck: str
    waiting: Waiting | None
    confidence: int
    mood: int
    pace: int
    clarity: int
    turn: int


@dataclass(frozen=True)
class _Work:
    number: int
    thing: str
    first: int
    last: int
    wait_from: int
    wait_until: int

    def waits_on(self, turn: int) -> bool:
        return self.wait_from <= turn < self.wait_until


class Storyline:
    """The working life of one person."""

    def __init__(self, me: Colleague, mates: Sequence[Colleague], voice: Voice, seed: int) -> None:
        self._me = me
        self._mates = [mate for mate in mates if mate.name != me.name] or [me]
        self._peers = sorted(mate.name for mate in {*mates, me} if mate.function == me.function)
        self._voice = voice
        self._seed = f"{seed}/{me.name}"
        self._team_seed = f"{seed}/{me.function}"
        self._works_in = cache(self._plan_stretch)

    def on(self, day: date) -> Day:
        """What this person would say on `day`; a weekend reads like the Friday before."""
        turn = working_days_until(day)
        works = self._works_in(turn // _STRETCH)
        work = next(each for each in works if each.first <= turn <= each.last)
        held = next((each for each in reversed(works) if each.waits_on(turn)), None)
        waiting = self._waiting(held, turn) if held else None
        return Day(
            date=day,
            moved=self._moved(work, works, turn),
            next=self._next(work, works, turn),
            stuck=self._stuck(waiting, turn),
            waiting=waiting,
            confidence=self._scale("confidence", turn, 3.7, -1.2 if waiting else 0.2),
            mood=self._scale("mood", turn, 3.5, -0.5 if waiting else 0.2),
            pace=self._scale("pace", turn, 3.2, 0.0),
            clarity=self._scale("clarity", turn, 3.8, -0.4 if waiting else 0.1),
            turn=turn,
        )

    def common(self, kind: str, turn: int, **slots: str) -> str:
        """A phrase that any function may use, in this person's voice."""
        return self._said(self._deal("common", kind, turn), turn, **slots)

    def afterthought(self, turn: int) -> str:
        """What this person adds to an answer they gave on a working day."""
        return self._said(self._deal("common", "edited", turn).format(aside=self._aside(turn + 3)), turn)

    def _moved(self, work: _Work, works: Sequence[_Work], turn: int) -> str:
        phase = "started" if turn == work.first else "finished" if turn == work.last else "moved"
        parts = [self._deal(self._me.function, phase, turn if phase == "moved" else work.number)]
        cleared = next((each for each in works if each.wait_until == turn), None)
        if cleared:
            parts.append(self._cleared(cleared, turn))
        elif self._dice("aside", turn).random() < (0.12 if self._voice.terse else 0.4):
            parts.append(self._aside(turn))
        return self._said(
            self._dice("glue", turn).choice((", ", "; ", ". ")).join(parts), turn, thing=work.thing
        )

    def _next(self, work: _Work, works: Sequence[_Work], turn: int) -> str:
        kind = "finishing" if turn == work.last - 1 else "next"
        coming = works[min(works.index(work) + 1, len(works) - 1)] if turn == work.last else work
        return self._said(self._deal(self._me.function, kind, turn), turn + 1, thing=coming.thing)

    def _stuck(self, waiting: Waiting | None, turn: int) -> str:
        if waiting is None:
            return ""
        slots = {"who": waiting.who.first_name, "what": waiting.what, "days": str(waiting.days)}
        return self.common("first" if waiting.days <= 1 else "still", turn, **slots)

    def _waiting(self, work: _Work, turn: int) -> Waiting:
        around = {mate.function for mate in self._mates}
        waits = phrases(self._me.function, "waits")
        likely = [wait for wait in waits if wait[0] in around] or waits
        function, what = dealt(likely, work.number, f"{self._seed}/waits")
        able = [mate for mate in self._mates if mate.function == function] or self._mates
        who = self._dice("who", work.first).choice(able)
        days = turn - work.wait_from + 1
        return Waiting(who, what.format(thing=work.thing), day_of(work.wait_from), days)

    def _cleared(self, work: _Work, turn: int) -> str:
        waited = self._waiting(work, turn)
        phrase: str = self._deal("common", "cleared", turn)
        return phrase.format(who=waited.who.first_name, what=waited.what)

    def _said(self, phrase: str, turn: int, **slots: str) -> str:
        dice = self._dice(f"say/{phrase}", turn)
        mate = dice.choice(self._mates).first_name
        numbers = {"n": str(dice.randint(2, 9)), "pct": str(dice.choice((5, 8, 12, 15, 20, 25, 30, 40, 60)))}
        ticket = f"{dice.choice(('PAY', 'TRIP', 'APP', 'GRO', 'OPS'))}-{dice.randint(310, 2980)}"
        filled = phrase.format_map({"mate": mate, "ticket": ticket, **numbers, **slots})
        return self._voice.says(_joined_well(filled), dice)

    def _deal(self, section: str, kind: str, turn: int) -> Any:
        return dealt(phrases(section, kind), turn, f"{self._seed}/{kind}")

    def _aside(self, turn: int) -> str:
        asides = phrases(self._me.function, "aside") + phrases("common", "aside")
        return str(dealt(asides, turn, f"{self._seed}/aside"))

    def _scale(self, what: str, turn: int, middle: float, shift: float) -> int:
        """A level that drifts from week to week and differs a little from day to day."""
        person = self._dice(what, 0).uniform(-0.5, 0.5)
        week = self._dice(f"{what}/week", turn // 5).gauss(0, 0.5)
        return min(5, max(1, round(middle + shift + person + week + self._dice(what, turn).gauss(0, 0.4))))

    def _plan_stretch(self, stretch: int) -> list[_Work]:
        dice = self._dice("plan", stretch)
        lengths = dice.sample(_LENGTHS, len(_LENGTHS))
        starts = itertools.accumulate(lengths[:-1], initial=stretch * _STRETCH)
        numbers = itertools.count(stretch * len(_LENGTHS))
        planned = zip(numbers, starts, lengths, strict=False)
        return [self._planned(number, first, length, dice) for number, first, length in planned]

    def _planned(self, number: int, first: int, length: int, dice: Random) -> _Work:
        things = phrases(self._me.function, "things")
        # Peers walk through the same list from different places, so that no two tell one story at once.
        offset = self._peers.index(self._me.name) * len(things) // len(self._peers)
        wait_from = first + dice.randint(1, 2)
        lasts = dice.choice((2, 3, 3, 4, 5, 7, 9)) if length > 3 and dice.random() < 0.4 else 0
        thing = dealt(things, number + offset, self._team_seed)
        return _Work(number, thing, first, first + length - 1, wait_from, wait_from + lasts if lasts else -1)

    def _dice(self, what: str, turn: int) -> Random:
        return Random(f"{self._seed}/{what}/{turn}")


def working_days_until(day: date) -> int:
    """How many working days (Monday to Friday) lie between a fixed Monday and `day`."""
    weeks, weekday = divmod((day - _MONDAY).days, 7)
    return weeks * 5 + min(weekday, 4)


def day_of(turn: int) -> date:
    """The date of a working day, the inverse of `working_days_until`."""
    weeks, weekday = divmod(turn, 5)
    return _MONDAY + timedelta(days=7 * weeks + weekday)


def _joined_well(text: str) -> str:
    """Sentences begin with a capital after a full stop; `PR`s and names keep theirs."""
    return re.sub(r"(?<=[\w%)]\. )([a-z])", lambda match: match[1].upper(), text)

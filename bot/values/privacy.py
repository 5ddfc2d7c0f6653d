"""What is kept of rounds in which only groups are shown: ballots while they are open, frozen results ever after."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.values.questions import Answers

REST = "*"
"""The group of all who are in none that is shown by itself. No team and no region is called so."""


class Seal(StrEnum):
    """Where an anonymous round stands: it takes ballots, it is sealed, or nothing was kept, since too few answered or
    its key was lost before it closed."""

    OPEN = "open"
    SEALED = "sealed"
    DISCARDED = "discarded"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class AnonymousRound:
    """An anonymous round: how many were asked and, once it is sealed, how many answered. Of a discarded one nobody
    learns that."""

    round_id: int
    state: Seal
    invited: int
    answered: int | None = None


@dataclass(frozen=True, slots=True)
class Ballot:
    """What one person answered, without the person: only the group they are in, where results are told apart."""

    answers: Answers
    group: str | None = None


class Measure(StrEnum):
    """What a result is: a mean, how large a part chose what, or words, which are kept apart."""

    RATING = "rating"
    SHARES = "shares"
    WORDS = "words"


FINER_FROM = 12
"""From so many people on, figures are rounded less coarsely."""

MOST, FEW = 0.9, 0.1
"""Parts of which nothing is said but that they are eight in ten or more, or two in ten or fewer. No other part is
rounded to either."""


@dataclass(frozen=True, slots=True)
class Share:
    """How large a part chose an option, between 0 and 1, rounded so that no single person shows; or MOST, or FEW."""

    option: str
    part: float


@dataclass(frozen=True, slots=True)
class Result:
    """What one group answered to one question, frozen when the round closed: all that is ever shown of it.

    `group` None: everybody who answered it. `n` is how many those are. A rating has its rounded `mean` between 1 and
    `of`, or, where nearly all said the same, only a `word`. `shares` are those of a choice, and of yes and no.
    """

    question_key: str
    group: str | None
    n: int
    measure: Measure
    mean: float | None = None
    of: int | None = None
    word: str | None = None
    shares: Sequence[Share] = ()


Texts = Sequence[tuple[str, str]]
"""What people wrote, each with the key of its question."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a round ended in which only groups are shown. `texts` are in no order that means anything.

    `answered` None: fewer than its protection asks for, and nothing is kept or shown; or, with `is_lost`, nobody can
    open what came back, since the round's key was lost.
    """

    invited: int
    answered: int | None
    results: Sequence[Result] = ()
    texts: Texts = ()
    is_lost: bool = False

"""For how long what is kept is kept, and what is kept about somebody."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

ERASED = "Somebody who was erased"
"""What a work record calls whoever was erased."""


class ExportKind(StrEnum):
    """What is in a file somebody asked for: all that is kept about them, or what trends are made of."""

    PERSON = "person"
    TRENDS = "trends"


@dataclass(frozen=True, slots=True)
class Keep:
    """For how many months; None: for ever.

    `answers` are those of named and confidential rounds, and who was asked in any. `anonymous_texts` and `results`
    count from when their round closed, what was heard outside was noted, or a goal was closed, `bottlenecks` and
    `feedback` from when they were closed, `messages` from when they were due, `leavers` from when somebody left the
    workspace.
    """

    answers: int | None = 12
    anonymous_texts: int = 6
    results: int | None = 36
    bottlenecks: int | None = 36
    feedback: int = 12
    messages: int = 1
    leavers: int = 12


@dataclass(frozen=True, slots=True)
class AboutMe:
    """What is kept about one person, counted. `answers` are those of `rounds` rounds of `rituals` rituals since
    `first_at`; `steps` were taken with bottlenecks and feedback; `goals` are looked after, and `confidences` said of
    goals; `notes` stand above digests, and `marks` are weeks of teams; `withheld` feedback is None where it cannot be
    counted now."""

    name: str
    zone: str
    teams: Sequence[str] = ()
    answers: int = 0
    rounds: int = 0
    rituals: int = 0
    first_at: datetime | None = None
    open_ballots: int = 0
    votes: int = 0
    raised: int = 0
    hits: int = 0
    steps: int = 0
    feedback_given: int = 0
    feedback_received: int = 0
    withheld: int | None = 0
    signals: int = 0
    goals: int = 0
    confidences: int = 0
    notes: int = 0
    marks: int = 0
    absences: int = 0
    opted_out: int = 0
    messages: int = 0
    export_owed: bool = False

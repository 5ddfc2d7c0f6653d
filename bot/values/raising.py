"""Raising something: what can be chosen, and a form as it stands, finished or not."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.values.loops import NOBODY_YET, Category, Impact, Loop, Source, WaitsOn
from bot.values.people import Team


@dataclass(frozen=True, slots=True)
class Choices:
    """What whoever raises something can choose from: which of their own teams waits, and for what kind of cause."""

    own: Sequence[Team] = ()
    categories: Sequence[Category] = ()


@dataclass(frozen=True, slots=True)
class RaiseDraft:
    """A form as it stands. `team_id` is the team that waits, and `party` what whoever it waits on is called.

    `similar` are the numbers of those it was asked about: "is it one of these?". `from_private`: it comes from a
    message not everybody can read. `from_home`: Home shows what becomes of it.
    """

    key: str
    title: str = ""
    details: str = ""
    waits_on: WaitsOn = NOBODY_YET
    party: str | None = None
    team_id: int | None = None
    category_id: int | None = None
    impact: Impact | None = None
    link: str = ""
    is_quiet: bool = False
    source: Source = field(default_factory=Source)
    from_private: bool = False
    from_home: bool = False
    similar: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Joined:
    """What became of joining a loop. `was_in`: it counted them already; `is_back`: it was over and is open again."""

    loop: Loop
    was_in: bool = False
    is_back: bool = False

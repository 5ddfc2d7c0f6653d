"""What a file and a workspace say differently, one sentence for each team, ritual and digest."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Effect(StrEnum):
    """What applying does to one thing."""

    CREATED = "created"
    CHANGED = "changed"
    KEPT = "kept"
    NOT_IN_FILE = "not in the file"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One thing that is said differently. `key` is the file's, `what` says it more closely.

    `before` None: it was not there; `after` None: it is taken out.
    """

    key: str
    what: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Difference:
    """What becomes of one team, ritual or digest. `tail` says of a new one what it is.

    `upcoming` are the next dates of a ritual that is new or changed, `notes` what to think of before it asks.
    """

    effect: Effect
    what: str
    name: str
    fields: tuple[FieldChange, ...] = ()
    tail: str = ""
    upcoming: tuple[date, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """What was done."""
        return self._said("Created", "Changed")

    @property
    def intention(self) -> str:
        """What would be done."""
        return self._said("Create", "Change")

    @property
    def is_change(self) -> bool:
        """Whether the workspace is another afterwards."""
        return self.effect in (Effect.CREATED, Effect.CHANGED)

    def _said(self, create: str, change: str) -> str:
        match self.effect:
            case Effect.CREATED:
                return f"{create} the {self.what} {self.name}{self.tail}."
            case Effect.CHANGED:
                keys = list(dict.fromkeys(field.key for field in self.fields))
                return f"{change} the {self.what} {self.name}: {listed(keys)}{self.tail}."
            case Effect.KEPT:
                return f"The {self.what} {self.name} stays as it is{self.tail}."
            case Effect.NOT_IN_FILE:
                return f"The {self.what} {self.name} is not in the file and stays as it is."


def listed(words: Collection[str]) -> str:
    """`a`, `a and b`, `a, b and c`; nothing at all is `none`."""
    if not words:
        return "none"
    *most, last = words
    return f"{', '.join(most)} and {last}" if most else last

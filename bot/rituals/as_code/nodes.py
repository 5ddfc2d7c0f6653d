"""RITUALS.yaml as a tree in which every value knows its place. Nothing here knows what a ritual is.

The tree is YAML 1.2, read as written: NO is a country, 09:30 is a time and on is a word.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TypeVar

from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

Value = TypeVar("Value")

NULL = "tag:yaml.org,2002:null"


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where something is written; both count from 1."""

    line: int
    column: int


@dataclass(frozen=True, slots=True, order=True)
class FileProblem:
    """One mistake: where, what is wrong, what to do."""

    place: Place
    wrong: str
    todo: str

    def __str__(self) -> str:
        return f"line {self.place.line}, column {self.place.column}: {self.wrong}. {self.todo}"


class FileProblems(Exception):
    """Everything that is wrong with a file, in the order it is written there."""

    def __init__(self, source: str, problems: Iterable[FileProblem]) -> None:
        self.source = source
        self.problems = sorted(set(problems))
        super().__init__("\n".join(f"{source}, {problem}" for problem in self.problems))


class Unreadable(Exception):
    """A value cannot be used as it is written."""

    def __init__(self, wrong: str, todo: str) -> None:
        super().__init__(wrong)
        self.wrong = wrong
        self.todo = todo


class Report:
    """The mistakes found so far."""

    def __init__(self) -> None:
        self.problems: list[FileProblem] = []

    def add(self, place: Place, wrong: str, todo: str) -> None:
        """Note a mistake."""
        self.problems.append(FileProblem(place, wrong, todo))


@dataclass(frozen=True, slots=True)
class Placed:
    """A text and where it is written, for what can only be judged later."""

    text: str
    place: Place


def place_of(node: Node) -> Place:
    """Where a node starts."""
    return Place(node.start_mark.line + 1, node.start_mark.column + 1)


def closest(word: str, words: Iterable[str]) -> str | None:
    """The word somebody probably meant."""
    known = {known.lower(): known for known in words}
    found = get_close_matches(word.lower(), known, n=1, cutoff=0.6)
    return known[found[0]] if found else None


def near(word: str, words: Iterable[str], otherwise: str) -> str:
    """“Did you mean …?” when one of the words is close to this one, else the other sentence."""
    meant = closest(word, words)
    return f"Did you mean {meant}?" if meant else otherwise


def listing(words: Sequence[str]) -> str:
    """Words as a sentence has them: a, b or c."""
    return " or ".join(filter(None, [", ".join(words[:-1]), words[-1]]))


class Section:
    """A mapping of the file, read key by key. Mistakes go to the report and are read as None."""

    def __init__(
        self,
        node: MappingNode,
        what: str,
        keys: Sequence[str],
        report: Report,
        elsewhere: Mapping[str, str] | None = None,
    ) -> None:
        self.place = place_of(node)
        self._what = what
        self._elsewhere = elsewhere or {}
        self._report = report
        self._values: dict[str, Node] = {}
        for key, value in node.value:
            self._keep(key, value, keys)

    def has(self, key: str) -> bool:
        """Whether the key is written, with whatever value."""
        return key in self._values

    def place_at(self, key: str) -> Place:
        """Where the key's value is written, or the section when it is not."""
        return place_of(self._values[key]) if self.has(key) else self.place

    def refuse(self, key: str, wrong: str, todo: str, place: Place | None = None) -> None:
        """Note a mistake at the key's value, or at a place inside it."""
        self._report.add(place or self.place_at(key), wrong, todo)

    def optional(self, key: str, read: Callable[[str], Value]) -> Value | None:
        """The key's text, read; None when it is not there or cannot be used."""
        return read_scalar(self._values[key], key, read, self._report) if self.has(key) else None

    def required(self, key: str, read: Callable[[str], Value], example: str) -> Value | None:
        """The key's text, read; a mistake when it is not there."""
        self._demand(key, example)
        return self.optional(key, read)

    def placed(self, key: str, read: Callable[[str], str], example: str | None = None) -> Placed | None:
        """The key's text and its place; with an example, a mistake when it is not there."""
        text = self.optional(key, read) if example is None else self.required(key, read, example)
        return None if text is None else Placed(text, self.place_at(key))

    def items(self, key: str, example: str) -> list[Node]:
        """The nodes of a list; none when it is not there or is no list."""
        node = self._values.get(key)
        if node is None:
            return []
        if not isinstance(node, SequenceNode):
            self.refuse(key, f"{key} must be a list", f"Write it like {example}.")
            return []
        return list(node.value)

    def is_list(self, key: str) -> bool:
        """Whether the key has a list."""
        return isinstance(self._values.get(key), SequenceNode)

    def is_word(self, key: str, word: str) -> bool:
        """Whether the key's value is just this word."""
        node = self._values.get(key)
        return isinstance(node, ScalarNode) and node.value.strip() == word

    def length(self, key: str) -> int:
        """How many items the key's list has; none when it is no list."""
        return len(self._values[key].value) if self.is_list(key) else 0

    def is_empty_list(self, key: str) -> bool:
        """Whether the key has a list with nothing in it."""
        return self.is_list(key) and not self.length(key)

    def texts(self, key: str, read: Callable[[str], Value], example: str) -> list[tuple[Value, Place]]:
        """The readable texts of a list, each with its place."""
        found = ((node, read_scalar(node, key, read, self._report)) for node in self.items(key, example))
        return [(value, place_of(node)) for node, value in found if value is not None]

    def words(self, key: str, read: Callable[[str], str], example: str) -> list[Placed]:
        """The readable texts of a list, or the one that is written without a list."""
        if not self.has(key) or self.is_list(key):
            return [Placed(text, place) for text, place in self.texts(key, read, example)]
        word = self.placed(key, read)
        return [word] if word else []

    def section(self, key: str, keys: Sequence[str], example: str) -> "Section | None":
        """A mapping inside this one."""
        node = self._values.get(key)
        return None if node is None else as_section(node, key, keys, example, self._report)

    def _demand(self, key: str, example: str) -> None:
        if not self.has(key):
            self._report.add(self.place, f"{self._what} needs {key}", f"Add {key}: {example}")

    def _keep(self, key: Node, value: Node, keys: Sequence[str]) -> None:
        if not isinstance(key, ScalarNode):
            self._report.add(place_of(key), "a key must be a word", f"Keys are {listing(keys)}.")
        elif key.value in self._values:
            self._report.add(place_of(key), f"{key.value} is written twice", "Keep one of them.")
        elif key.value not in keys:
            self._refuse_key(key, value, keys)
        else:
            self._values[key.value] = value

    def _refuse_key(self, key: ScalarNode, value: Node, keys: Sequence[str]) -> None:
        if todo := self._elsewhere.get(key.value):
            self._report.add(place_of(key), f"{key.value} is not set in a file", todo)
            return
        todo = near(key.value, keys, f"It may have {listing(keys)}.")
        self._report.add(place_of(key), f"“{shortened(key.value)}” is no key of {self._what}", todo)
        # Read on as if it were spelt right: its value may be wrong too, and nothing else is missing.
        if meant := closest(key.value, keys):
            self._values.setdefault(meant, value)


def names_in(nodes: Iterable[Node]) -> list[Placed]:
    """The names written in a list of mappings, also of those that cannot be used otherwise."""
    pairs = (pair for node in nodes if isinstance(node, MappingNode) for pair in node.value)
    return [
        Placed(value.value.strip(), place_of(value))
        for key, value in pairs
        if isinstance(key, ScalarNode) and key.value == "name" and isinstance(value, ScalarNode)
    ]


def repeated(names: list[Placed]) -> list[tuple[Placed, Place]]:
    """The names that were written before, each with the place of the first."""
    first: dict[str, Place] = {}
    again = []
    for name in names:
        if (word := name.text.casefold()) in first:
            again.append((name, first[word]))
        first.setdefault(word, name.place)
    return again


def as_section(
    node: Node,
    what: str,
    keys: Sequence[str],
    example: str,
    report: Report,
    elsewhere: Mapping[str, str] | None = None,
) -> Section | None:
    """A node read as a mapping, or None and a mistake. `elsewhere` tells of keys where that is set instead."""
    if isinstance(node, MappingNode):
        return Section(node, what, keys, report, elsewhere)
    report.add(place_of(node), f"{what} must have keys and values", f"Write it like {example}.")
    return None


def read_scalar(node: Node, key: str, read: Callable[[str], Value], report: Report) -> Value | None:
    """One text, read; None and a mistake when there is none or it cannot be used."""
    if not isinstance(node, ScalarNode):
        kind = "a list" if isinstance(node, SequenceNode) else "keys and values"
        report.add(place_of(node), f"{key} has {kind} where one value belongs", "Write a single value.")
        return None
    if node.tag == NULL or not node.value.strip():
        # A channel's # without quotes starts a comment, and the value is gone.
        todo = "Write one, or take the line out. If it starts with #, put it in quotes."
        report.add(place_of(node), f"{key} has no value", todo)
        return None
    try:
        return read(node.value.strip())
    except Unreadable as unreadable:
        report.add(place_of(node), unreadable.wrong, unreadable.todo)
        return None


def shortened(text: str, most: int = 40) -> str:
    """A text short enough to stand in a sentence."""
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1]}…"

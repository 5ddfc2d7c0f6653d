"""From the text of RITUALS.yaml to a tree, with YAML's own complaints in plain words."""

import warnings
from itertools import accumulate

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node
from ruamel.yaml.reader import ReaderError

from bot.rituals.as_code.nodes import FileProblem, FileProblems, Place

LARGEST_FILE = 1024 * 1024
"""Characters. A thousand teams fit; what is larger is not a rituals file."""

DEEPEST = 50
"""Brackets open at once in one line. A rituals file needs four; the parser takes minutes for thousands."""

START = Place(1, 1)
TOO_DEEP, BRACKETS = "lists are nested too deeply", "Look for brackets that never close."
LAYOUT = "Check the indentation and the quotes here and on the line above."

# What the parser says, and what it means to somebody who does not write YAML every day.
PLAIN_WORDS = (
    ("found character '\\t'", "there is a tab", "YAML wants spaces: replace it with two of them."),
    ("found character '@'", "a value cannot start with @", 'Put it in quotes: "@ana".'),
    ("found character '`'", "a value cannot start with `", "Put it in quotes."),
    ("found character '%'", "a value cannot start with %", "Put it in quotes."),
    ("found undefined alias", "a value cannot start with *", "Put it in quotes."),
    (
        "mapping values are not allowed",
        "there is a second colon",
        "Put the text after the first one in quotes.",
    ),
    ("but found another document", "there are two documents", "Take out the line that says ---."),
    ("unexpected end of stream", "a quote is never closed", "Add the closing quote."),
    ("could not find expected ':'", "a line has no colon after its key", "Write it as key: value."),
)


def parse(text: str, source: str) -> MappingNode:
    """The tree of a file that is one YAML mapping. Raises FileProblems."""
    if len(text) > LARGEST_FILE:
        raise _one(
            source, START, "the file is larger than 1 MB", "Split it: apply takes one file after the other."
        )
    if any(_depth(line) > DEEPEST for line in text.splitlines()):
        raise _one(source, START, TOO_DEEP, BRACKETS)
    node = _compose(text, source)
    if node is None:
        raise _one(source, START, "the file is empty", "Start with teams: and rituals:.")
    if not isinstance(node, MappingNode):
        raise _one(source, START, "the file must have keys and values", "Start with teams: and rituals:.")
    return node


def _depth(line: str) -> int:
    changes = ((char in "[{") - (char in "]}") for char in line if char in "[]{}")
    return max(accumulate(changes), default=0)


def _compose(text: str, source: str) -> Node | None:
    try:
        with warnings.catch_warnings(action="ignore"):
            node: Node | None = YAML(typ="rt", pure=True).compose(text)
        return node
    except MarkedYAMLError as error:
        raise FileProblems(source, [_in_plain_words(error)]) from error
    except ReaderError as error:
        place = _place_in(text, error.position)
        raise _one(
            source, place, "there is a character that cannot be seen", "Delete and retype it."
        ) from error
    except RecursionError as error:
        raise _one(
            source, START, "lists are nested too deeply", "Look for brackets that never close."
        ) from error
    except (YAMLError, ValueError, AssertionError, LookupError) as error:
        raise _one(source, START, "the file is not YAML", LAYOUT) from error


def _in_plain_words(error: MarkedYAMLError) -> FileProblem:
    mark = error.problem_mark or error.context_mark
    place = Place(mark.line + 1, mark.column + 1) if mark else START
    said = f"{error.context or ''} {error.problem or ''}"
    for complaint, wrong, todo in PLAIN_WORDS:
        if complaint in said:
            return FileProblem(place, wrong, todo)
    return FileProblem(place, "the layout cannot be read", LAYOUT)


def _place_in(text: str, position: int) -> Place:
    before = text[:position]
    return Place(before.count("\n") + 1, position - (before.rfind("\n") + 1) + 1)


def _one(source: str, place: Place, wrong: str, todo: str) -> FileProblems:
    return FileProblems(source, [FileProblem(place, wrong, todo)])

"""Single values as YAML writes them, so that reading them gives the same text again."""

import re
from collections.abc import Iterable

PLAIN = re.compile(r"[^\W\d_]([\w /.&+·–-]*[\w.])?")
"""Words that need no quotes anywhere in a file."""
NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
NOTHING = {"null"}
"""Words that mean no value."""


def scalar(text: str) -> str:
    """The text, in quotes where it needs them."""
    is_plain = PLAIN.fullmatch(text) and text.lower() not in NOTHING and text.isprintable()
    return text if is_plain or NUMBER.fullmatch(text) else quoted(text)


def quoted(text: str) -> str:
    """The text in double quotes."""
    return f'"{"".join(_escaped(char) for char in text)}"'


def listed_flat(texts: Iterable[str]) -> str:
    """A list in one line."""
    return f"[{', '.join(scalar(text) for text in texts)}]"


def remark(text: str) -> str:
    """A comment at the end of a line."""
    return f"    # {' '.join(text.split())}" if text.strip() else ""


def _escaped(char: str) -> str:
    if char in '"\\':
        return f"\\{char}"
    # A line with many brackets in it looks like lists that never close.
    if char.isprintable() and char not in "[{":
        return char
    code = ord(char)
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"

"""A value that must not end up in a log, a traceback or a bug report."""

TAIL_LENGTH = 4


class Secret:
    """Text that shows itself only when asked to with `reveal()`."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        """The text itself, for the one place that sends it."""
        return self._text

    def __repr__(self) -> str:
        return f"Secret({mask(self._text)})"

    __str__ = __repr__

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and self._text == other._text

    def __hash__(self) -> int:
        return hash(self._text)


def mask(text: str) -> str:
    """A secret as it may be shown: its last four characters, and none of a short one."""
    return f"…{text[-TAIL_LENGTH:]}" if len(text) >= 4 * TAIL_LENGTH else "…"

"""The buttons below a page of what was said, the newest first, which turn to the words before and after it."""

from collections.abc import Iterator

from slack_sdk.models.blocks import ButtonElement

from bot.views.parts import button


def to_other_words(
    number: int, start: int, *, page: int, has_more: bool, earlier: str, later: str
) -> Iterator[ButtonElement]:
    """For the page of the one with this number that begins at the word `start`; `page` are shown at a time."""
    if start:
        yield button("Newer words", later, f"{number}|{max(start - page, 0)}")
    if has_more:
        yield button("Earlier words", earlier, f"{number}|{start + page}")


def read_turn(value: str) -> tuple[int, int]:
    """Which one, and from which of its words on."""
    number, _, start = value.partition("|")
    return int(number), int(start or 0)

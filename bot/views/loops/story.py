"""What happened to a loop, page by page."""

from collections.abc import Sequence

AT_ONCE = 20
"""Steps of a story shown at once."""

_STORY = 12_000
"""Characters of them: a modal holds 250 KB with everything in it (docs: methods/views.open)."""


def in_pages(lines: Sequence[str]) -> list[list[str]]:
    """The newest steps on the first page; on each of them the newest stands last."""
    pages: list[list[str]] = [[]]
    for line in reversed(lines):
        page = pages[-1]
        if page and (len(page) == AT_ONCE or sum(map(len, page)) + len(line) > _STORY):
            pages.append([])
        pages[-1].insert(0, line)
    return pages

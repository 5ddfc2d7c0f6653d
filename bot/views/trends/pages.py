"""Pages of a message only one person sees: as much on each as Slack takes."""

from collections.abc import Iterable, Sequence

from bot.values.deliveries import Block
from bot.views.parts import sections
from bot.views.pictures import MOST_CHARTS, Part, Picture, build_chart, charts_in
from bot.views.trends.chapters import Chapter

MOST_BLOCKS = 40
"""Blocks on a page: a message takes 50 (docs: reference/block-kit/blocks), and a head and buttons stand beside."""

Page = Sequence[Part]


def laid_out(chapters: Iterable[Chapter], room: int) -> list[Page]:
    """Chapters on pages of so many characters each, and as many charts as are drawn; one that does not fit begins a
    new page."""
    pages: list[list[Part]] = [[]]
    for chapter in chapters:
        parts = parts_of(chapter)
        if not _fits([*pages[-1], *parts], room):
            pages.append([])
        for part in parts:
            if not _fits([*pages[-1], part], room):
                pages.append([])
            pages[-1].append(part)
    return [page for page in pages if page]


def parts_of(chapter: Chapter) -> list[Part]:
    """The lines, and the charts they go with."""
    return [*sections(chapter.text), *map(build_chart, chapter.charts)]


def in_words(parts: Iterable[Part]) -> list[Block]:
    """The same where no chart can stand."""
    return [block for part in parts for block in (part.instead if isinstance(part, Picture) else [part])]


def _fits(parts: Sequence[Part], room: int) -> bool:
    blocks = in_words(parts)
    are_drawn = charts_in(parts) <= MOST_CHARTS
    return (
        are_drawn
        and len(blocks) <= MOST_BLOCKS
        and sum(len(block["text"]["text"]) for block in blocks) <= room
    )

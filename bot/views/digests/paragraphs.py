"""The paragraphs of a digest, and how they fit into one message."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from bot.values.deliveries import Block
from bot.views.digests.rows import Row
from bot.views.parts import Blocks, sections
from bot.views.pictures import Part, Picture

ROOM = 10_600
"""Characters of a digest without its header and what can be pressed: Slack refuses more than 12,000 in all blocks."""

CUT_SHORT = "… the rest of this stands in the thread."


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A heading and its lines; without any it is not shown. `rows` are lines with something to press beside or below
    them; they stand first. `in_thread`: the thread has all of it. `drawn`: the same with a
    table."""

    heading: str
    lines: Sequence[str]
    rows: Sequence[Row] = ()
    in_thread: bool = False
    drawn: Sequence[Block] = ()

    @property
    def text(self) -> str:
        """The heading and the lines below it."""
        return "\n".join([f"*{self.heading}*", *(row.line for row in self.rows), *self.lines])

    @property
    def blocks(self) -> Blocks:
        """The same as blocks."""
        if not self.rows:
            return sections(self.text)
        first, *others = self.rows
        below = [block for row in others for block in row.blocks()]
        return [*first.blocks(f"*{self.heading}*"), *below, *sections("\n".join(self.lines))]

    @property
    def parts(self) -> Sequence[Part]:
        """The same as parts of a message, drawn where it can be."""
        return [Picture(self.drawn, self.blocks)] if self.drawn else self.blocks

    @property
    def shorter(self) -> "Paragraph":
        """The same with one line less, which says that there is more."""
        kept = self.lines[:-2] if self.lines[-1] == CUT_SHORT else self.lines[:-1]
        return replace(self, lines=[*kept, CUT_SHORT], drawn=())


def fitting(paragraphs: Iterable[Paragraph], room: int = ROOM) -> list[Paragraph]:
    """Those that say something, in so much room: what the thread has as well gives way, the last of it first."""
    shown = [paragraph for paragraph in paragraphs if paragraph.lines or paragraph.rows]
    for place in reversed(range(len(shown))):
        while sum(len(each.text) for each in shown) > room and _gives_way(shown[place]):
            shown[place] = shown[place].shorter
    return shown


def _gives_way(paragraph: Paragraph) -> bool:
    return paragraph.in_thread and list(paragraph.lines) != [CUT_SHORT]

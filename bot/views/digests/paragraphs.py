"""The paragraphs of a digest, and how they fit into one message."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from bot.values.deliveries import Block
from bot.views.digests.rest import Rest
from bot.views.digests.rows import Row
from bot.views.parts import Blocks, sections
from bot.views.pictures import Part, Picture

ROOM = 10_600
"""Characters of a digest without its header and what can be pressed: Slack refuses more than 12,000 in all blocks."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A heading and its lines; without any it is not shown. `rows` are lines with something to press beside or below
    them; they stand first. `rest`: where all of it stands as well. `drawn`: the same with a table."""

    heading: str
    lines: Sequence[str]
    rows: Sequence[Row] = ()
    rest: Rest | None = None
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
        kept = self.lines[:-2] if self.lines[-1] == self._cut_short else self.lines[:-1]
        return replace(self, lines=[*kept, self._cut_short], drawn=())

    @property
    def gives_way(self) -> bool:
        """Whether it can be shorter without anything being lost."""
        return self.rest is not None and list(self.lines) != [self._cut_short]

    @property
    def _cut_short(self) -> str:
        return f"… the rest of this stands {self.rest}."


def fitting(paragraphs: Iterable[Paragraph], room: int = ROOM) -> list[Paragraph]:
    """Those that say something, in so much room: what stands elsewhere as well is shortened, the last of it first."""
    shown = [paragraph for paragraph in paragraphs if paragraph.lines or paragraph.rows]
    for place in reversed(range(len(shown))):
        while sum(len(each.text) for each in shown) > room and shown[place].gives_way:
            shown[place] = shown[place].shorter
    return shown

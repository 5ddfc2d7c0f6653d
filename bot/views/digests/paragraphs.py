"""The paragraphs of a digest, and how they fit into one message."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.views.loops.page import OPEN_LOOP
from bot.views.parts import Blocks, button, section, sections

ROOM = 10_700
"""Characters of a digest without its header: Slack refuses more than 12,000 in all blocks."""

CUT_SHORT = "… the rest of this stands in the thread."


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A heading and its lines; without any it is not shown. Beside each line of `opens` a bottleneck can be opened,
    by its number; they stand first. `in_thread`: the thread has all of it."""

    heading: str
    lines: Sequence[str]
    opens: Sequence[tuple[str, int]] = ()
    in_thread: bool = False

    @property
    def text(self) -> str:
        """The heading and the lines below it."""
        return "\n".join([f"*{self.heading}*", *(line for line, _ in self.opens), *self.lines])

    @property
    def blocks(self) -> Blocks:
        """The same as blocks."""
        if not self.opens:
            return sections(self.text)
        (first, loop_id), *others = self.opens
        openers = [(f"*{self.heading}*\n{first}", loop_id), *others]
        return [*(_opener(line, number) for line, number in openers), *sections("\n".join(self.lines))]

    @property
    def shorter(self) -> "Paragraph":
        """The same with one line less, which says that there is more."""
        kept = self.lines[:-2] if self.lines[-1] == CUT_SHORT else self.lines[:-1]
        return replace(self, lines=[*kept, CUT_SHORT])


def fitting(paragraphs: Iterable[Paragraph], room: int = ROOM) -> list[Paragraph]:
    """Those that say something, in so much room: what the thread has as well gives way, the last of it first."""
    shown = [paragraph for paragraph in paragraphs if paragraph.lines or paragraph.opens]
    for place in reversed(range(len(shown))):
        while sum(len(each.text) for each in shown) > room and _gives_way(shown[place]):
            shown[place] = shown[place].shorter
    return shown


def _gives_way(paragraph: Paragraph) -> bool:
    return paragraph.in_thread and list(paragraph.lines) != [CUT_SHORT]


def _opener(line: str, loop_id: int) -> dict[str, Any]:
    """A line with a button beside it that opens the bottleneck it is about."""
    return {**section(line), "accessory": button("Open", OPEN_LOOP, str(loop_id)).to_dict()}

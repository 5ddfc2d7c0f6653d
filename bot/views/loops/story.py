"""What happened to a loop, page by page, as it stands below a bottleneck and below feedback."""

from collections.abc import Iterator, Sequence

from slack_sdk.models.blocks import ButtonElement

from bot.values.deliveries import Block
from bot.views.parts import button, buttons, section, sections

AT_ONCE = 20
"""Steps of a story shown at once."""

_STORY = 12_000
"""Characters of them: a modal holds 250 KB with everything in it (docs: methods/views.open)."""


def build_story(loop_id: int, lines: Sequence[str], turned: int, *, earlier: str, later: str) -> list[Block]:
    """One page of what happened, with the buttons that turn to earlier and to later steps; nothing of nothing."""
    if not lines:
        return []
    pages = in_pages(lines)
    turned = min(turned, len(pages) - 1)
    turns = list(_turns(loop_id, turned, pages, earlier, later))
    below = [buttons("story", *turns)] if turns else []
    return [section("*What happened*"), *sections("\n".join(pages[turned])), *below]


def read_turn(value: str) -> tuple[int, int]:
    """Which loop's steps are to be shown, and how far back."""
    loop_id, _, turned = value.partition(":")
    return int(loop_id), int(turned)


def in_pages(lines: Sequence[str]) -> list[list[str]]:
    """The newest steps on the first page; on each of them the newest stands last."""
    pages: list[list[str]] = [[]]
    for line in reversed(lines):
        page = pages[-1]
        if page and (len(page) == AT_ONCE or sum(map(len, page)) + len(line) > _STORY):
            pages.append([])
        pages[-1].insert(0, line)
    return pages


def _turns(
    loop_id: int, turned: int, pages: Sequence[Sequence[str]], earlier: str, later: str
) -> Iterator[ButtonElement]:
    before, after = (sum(map(len, some)) for some in (pages[turned + 1 :], pages[:turned]))
    if before:
        yield button(f"{before} earlier", earlier, f"{loop_id}:{turned + 1}")
    if after:
        yield button(f"{after} later", later, f"{loop_id}:{turned - 1}")

"""Filling an archive page by page, beside whatever else this process does."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from pathlib import Path

from bot.files.bundle import Bundle
from bot.values.files import Facing, Part

OnProgress = Callable[[str, int], Awaitable[None]]
"""Hears which table is being written, and how many of its rows are."""

ONLY_MINE = 0o600


async def fill(path: Path, parts: Iterable[Part], facing: Facing, on_progress: OnProgress) -> None:
    """Write a whole archive, which only whoever made it may read. A file that is there is written over.

    It is written and packed in a thread: others are served meanwhile.
    """
    with await asyncio.to_thread(_open, path) as bundle:
        for part in parts:
            with bundle.table(part.sheet) as table:
                async for page in part.pages:
                    await asyncio.to_thread(table.add, page)
                    await on_progress(part.sheet.name, table.rows)
                await asyncio.to_thread(bundle.pack, table)
        await asyncio.to_thread(bundle.describe, facing)


def _open(path: Path) -> Bundle:
    path.touch(ONLY_MINE)
    path.chmod(ONLY_MINE)
    return Bundle(path)

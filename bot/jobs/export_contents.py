"""What is in the files people asked for: all that is kept about them, or the answers and figures of their teams."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.privacy.exporting import everything_about, file_name, written
from bot.privacy.ports import Withheld
from bot.store import workspaces
from bot.store.engine import Store
from bot.trends.export.asked_for import extent_for
from bot.values.deliveries import Message
from bot.values.keeping import ExportKind
from bot.values.people import Member
from bot.values.ports import Slack
from bot.views import exporting
from bot.views.privacy import letters

GoOn = Callable[[], Awaitable[None]]
"""Called now and then while a file is made; raises where it is owed no more."""


@dataclass(frozen=True, slots=True)
class Sending:
    """A file as it is sent: its name, what is in it, its title, and the words beside it."""

    name: str
    content: bytes | Path
    title: str
    words: str


@asynccontextmanager
async def made(
    kind: ExportKind,
    store: Store,
    slack: Slack,
    withheld: Withheld,
    member: Member,
    now: datetime,
    go_on: GoOn,
) -> AsyncIterator[Sending]:
    """The file of this kind, for as long as it is sent."""
    if kind is ExportKind.PERSON:
        content = written(await everything_about(store, withheld, member, now))
        yield Sending(file_name(member, now), content, letters.FILE_TITLE, letters.file_words())
        return
    with TemporaryDirectory(prefix="drumbeat-") as folder:
        yield await _archive(store, slack, member, now, Path(folder), go_on)


def refused(kind: ExportKind, reason: str, member: Member) -> Message:
    """What somebody is told whose file cannot be sent."""
    if kind is ExportKind.PERSON:
        return letters.build_no_file(reason, member.slack_id)
    return exporting.build_no_file(reason)


async def _archive(
    store: Store, slack: Slack, member: Member, now: datetime, folder: Path, go_on: GoOn
) -> Sending:
    # Seldom made, and heavy: what tables are made of is not carried by a process that makes none.
    from bot.files.filling import fill
    from bot.trends.export.contents import contents

    extent = await extent_for(store, slack, member)
    assert extent.reader is not None
    async with store.reading() as tx:
        here = await workspaces.by_id(tx, member.workspace_id)
    path = folder / exporting.archive_name(now)

    async def hear(_name: str, _rows: int) -> None:
        await go_on()

    await fill(path, await contents(store, extent, now), exporting.facing(here.name, extent, now), hear)
    words = exporting.file_words(len(extent.reader.teams))
    return Sending(path.name, path, exporting.FILE_TITLE, words)
